/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_TLS_WIRE_H
#define COMMON_TLS_WIRE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/buf.h"

/*
 * A socket as OpenSSL sees it. It takes whatever is written, so that a record
 * is never half accepted and its sender may change what is queued behind it.
 * It gives a bounded number of bytes a call (`budget`, set by the owner), as
 * OpenSSL would go on for as long as a peer sends what carries no data. The
 * descriptor stays the owner's. No SIGPIPE is raised.
 */
struct wire {
	int fd;
	bool heard; /* anything at all */
	bool text;  /* what was heard first is text and none of TLS */
	bool eof;
	int error;         /* errno of the socket; EPROTO: no TLS begins so */
	size_t budget;     /* bytes that may still be read */
	struct buf unsent; /* what the socket did not take */
};

struct bio_st; /* OpenSSL's */

/* Belongs to who gets it; NULL where there is no memory. */
struct bio_st *wire_bio(struct wire *w);
/* Writes what the socket had not taken; 0 where nothing is left, or -1 with
 * errno. */
int wire_flush(struct wire *w);
void wire_free(struct wire *w);

#endif
