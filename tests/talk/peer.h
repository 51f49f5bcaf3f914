/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_TALK_PEER_H
#define TESTS_TALK_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "tests/harness/host.h"
#include "tests/talk/peer_tls.h"

/*
 * Somebody who talks to the server by script. Patterns are globs of '*' and
 * '?' over a whole line without its tags; '\\' makes the next one literal.
 */
struct peer {
	struct watch watch;
	struct peer_tls *tls; /* NULL: in plain */
	char name[40];
	bool eof;
	bool hears_all;   /* also what the server says by itself, see below */
	struct buf in;    /* bytes that are no line yet */
	struct buf lines; /* lines not yet looked at, each ended by LF */
	size_t next;      /* where the first of them begins */
	char *last;       /* the line that matched last, tags included */
	char *value;      /* what peer_tag and peer_word gave last */
	unsigned barriers;
};

/* Connected, nothing said yet. */
struct peer *peer_connect(const struct host *h, const char *name);
struct peer *peer_connect_local(const struct host *h, const char *name);
/* To the port for plain lines (host_start_plain). */
struct peer *peer_connect_plain(const struct host *h, const char *name);
struct peer *peer_over(int fd, const char *name);
/* Over TLS (host_start_tls), hands shaken; options may be NULL. */
struct peer *peer_connect_tls(
    const struct host *h, const char *name, const struct peer_tls_options *o);
/* To the port with TLS, and not a word of it. */
struct peer *peer_connect_tls_port(const struct host *h, const char *name);

/* Connected and registered under that nick; caps is a list as in CAP REQ. */
struct peer *peer_new(const struct host *h, const char *nick);
struct peer *peer_new_local(const struct host *h, const char *nick);
struct peer *peer_new_caps(
    const struct host *h, const char *nick, const char *caps);
struct peer *peer_new_tls(
    const struct host *h, const char *nick, const struct peer_tls_options *o);
void peer_register(struct peer *p, const char *nick);
void peer_caps(struct peer *p, const char *caps);
/* In a channel as well; the answer is read to its end. */
struct peer *peer_join(
    const struct host *h, const char *nick, const char *channel);
struct peer *peer_join_caps(const struct host *h, const char *nick,
    const char *caps, const char *channel);
void peer_joins(struct peer *p, const char *channel);

/* One line; CR LF is added. */
void peer_send(struct peer *p, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Bytes as they are; -1 when the server does not take them any more. */
int peer_raw(struct peer *p, const void *bytes, size_t len);
/* What has come and was not read, as it is, in place of lines; as recv that
 * does not wait. */
ssize_t peer_recv(struct peer *p, void *bytes, size_t len);
void peer_half_close(struct peer *p); /* no more from us; close_notify */
void peer_close(struct peer *p);
void peer_reset(struct peer *p); /* closes with a RST */
void peer_free(struct peer *p);  /* closes, and nobody knows it any more */
/* From now on nothing is read. */
void peer_deaf(struct peer *p);
void peer_hears(struct peer *p);

/*
 * At any time the server may ask how far one has come (server/acknowledge.h),
 * and say once that a channel is kept (server/kept.h): only a peer with
 * hears_all is shown that.
 */

/* Skips to the next line that matches; fails when there comes none. */
void peer_expect(struct peer *p, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The very next line must match. */
void peer_next(struct peer *p, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The next line, whatever it is; false: none came before the end. */
bool peer_line(struct peer *p);
/* The server has done all that we sent; skips what it answered. */
void peer_barrier(struct peer *p);
/* No line up to a barrier matches. */
void peer_expect_none(struct peer *p, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* How many lines up to a barrier match. */
size_t peer_count(struct peer *p, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The server has closed; skips what it said before. */
void peer_expect_end(struct peer *p);
/* Asks until that nick is away, of which others may not be told. */
void peer_expect_away(struct peer *p, const char *nick);
/* ERROR with that in it, and the end. */
void peer_expect_error(struct peer *p, const char *text);

/* Of the line that matched last; borrowed until the next call. */
const char *peer_last(const struct peer *p);           /* without tags */
const char *peer_tag(struct peer *p, const char *key); /* NULL: none */
const char *peer_tags(struct peer *p);                 /* "" for none */
const char *peer_word(struct peer *p, size_t i);       /* from 0, the source */

bool glob(const char *pattern, const char *text);

#endif
