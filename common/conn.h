/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_CONN_H
#define COMMON_CONN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/uio.h>

#include "common/block.h"
#include "common/lines.h"

struct conn;

/*
 * How bytes travel: in plain here, through TLS in common/tls.h. read and
 * writev behave as the system calls: -1 with EAGAIN for "later", 0 from read
 * for the end.
 */
struct transport {
	const char *name;
	ssize_t (*read)(struct conn *c, void *data, size_t len);
	ssize_t (*writev)(struct conn *c, const struct iovec *iov, int n);
	/* Writes what it holds itself of what writev took; 0 where nothing is
	 * left, or -1 with errno. */
	int (*flush)(struct conn *c);
	/* What poll must wait for so that what is wanted (POLLIN to read,
	 * POLLOUT to write) can go on; what it must do anyway is among it. */
	short (*events)(const struct conn *c, short wanted);
	/* whether bytes wait inside that poll cannot see */
	bool (*pending)(const struct conn *c);
	/* Nothing more is written: the peer is told. 0, or -1 with errno. */
	int (*finish)(struct conn *c);
	void (*close)(struct conn *c);
};

extern const struct transport transport_plain;

/* Its parts, for a transport that stands on it. */
ssize_t plain_read(struct conn *c, void *data, size_t len);
ssize_t plain_writev(struct conn *c, const struct iovec *iov, int n);
int plain_flush(struct conn *c);
short plain_events(const struct conn *c, short wanted);
bool plain_pending(const struct conn *c);
int plain_finish(struct conn *c);
void plain_close(struct conn *c);

/*
 * Bytes in, bytes out. Owns its descriptor, its input and its output. Knows
 * no chat. Nothing here closes by itself: the owner does, at the end of the
 * turn.
 */
struct conn {
	int fd;
	const struct transport *transport;
	void *secret; /* the transport's own */
	struct lines in;
	struct outq out;
	size_t out_max;         /* bytes that may wait; 0 = no bound */
	uint64_t read, written; /* bytes so far */
	bool ended;             /* the peer has finished sending */
	bool keeps_rest; /* the owner's wish: that may end the last line */
	int error;       /* errno that ended it, or 0 */
};

enum conn_result { CONN_OK, CONN_END, CONN_FAILED };

void conn_open(struct conn *c, int fd, const struct transport *t,
    size_t line_max, size_t out_max);
void conn_close(struct conn *c); /* frees everything; fd becomes -1 */

/* Reads once, at most LINES_CHUNK bytes. OK also where nothing was there, or
 * where the lines read before have not been taken. */
enum conn_result conn_fill(struct conn *c);
/* A half line at the end of the stream is handed out only with keeps_rest, and
 * never where the connection broke: it may be a command that was cut. */
enum line_result conn_next_line(struct conn *c, char **line, size_t *len);

/* Queues (takes its own reference). -1 with ENOBUFS when out_max would be
 * passed: nothing was queued and the owner should give the peer up. */
int conn_queue(struct conn *c, struct block *b);
int conn_queue_bytes(struct conn *c, const void *data, size_t len);

/* Writes what the peer takes now. */
enum conn_result conn_flush(struct conn *c);
/* What poll must wait for: POLLOUT where output waits, POLLIN where the owner
 * reads, or what the transport needs for it. */
short conn_events(const struct conn *c, bool reads);
/* Whether conn_flush has something to write that could be written. */
bool conn_waits(const struct conn *c);
/* Bytes wait that poll cannot see: conn_fill has something to do without an
 * event. */
bool conn_pending(const struct conn *c);
/* Writes what the peer takes now, then tells it that nothing more comes: what
 * still waits is lost. The owner may read on, and closes. */
enum conn_result conn_finish(struct conn *c);

#endif
