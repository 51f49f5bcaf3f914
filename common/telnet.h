/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_TELNET_H
#define COMMON_TELNET_H

#include <stdbool.h>
#include <stddef.h>

#include "common/buf.h"
#include "common/conn.h"

/*
 * The server's side of telnet (RFC 854) where lines of text are spoken, over
 * the plain transport: what a client says of telnet is taken out of what is
 * read, and one that speaks none is not told that there is such a thing.
 * Every option is off and stays so, which is the one state of RFC 1143 that
 * has no loops: DO is answered by WONT, WILL by DONT, and WONT and DONT, which
 * say how it is already, by nothing. What is written is UTF-8, where no byte
 * must be doubled.
 */
enum telnet_phase {
	TELNET_TEXT,
	TELNET_COMMAND,     /* after IAC */
	TELNET_OPTION,      /* after WILL, WONT, DO or DONT */
	TELNET_SKIP,        /* between SB and SE */
	TELNET_SKIP_COMMAND /* there, after IAC */
};

/* A zeroed one stands at the begin of the stream. */
struct telnet {
	enum telnet_phase phase;
	unsigned char verb; /* WILL to DONT */
	bool after_cr;
};

/*
 * The text that is in the next bytes of the stream, its length: at most one
 * byte more than `len`; `out` may be the byte before `in`. CR NUL, which is
 * the Enter of some, becomes CR LF; IAC IAC, and an IAC that begins no command
 * there is, are text. Appends what is to be answered: no longer than `len`,
 * but for a line at each AYT.
 */
size_t telnet_take(struct telnet *t, unsigned char *out,
    const unsigned char *in, size_t len, struct buf *answers);

/*
 * From now on the conn, which was opened as plain, speaks so. Answers are
 * queued; where its output is full, reading fails with ENOBUFS. A read that
 * gives no text is EAGAIN.
 */
void telnet_begin(struct conn *c);

extern const struct transport transport_telnet;

#endif
