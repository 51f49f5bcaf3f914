/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_TLS_PAIR_H
#define TESTS_UNIT_TLS_PAIR_H

#include "common/conn.h"
#include "common/identity.h"
#include "common/tls.h"
#include "common/tls_context.h"

/* Two ends of a socketpair that speak TLS with each other; what lies between
 * them is only moved by the test. */
struct tls_pair {
	struct identity *server_id, *client_id;
	struct tls_context *server_ctx, *client_ctx;
	struct conn server, client;
};

/* An identity for the names localhost and 127.0.0.1. */
struct identity *pair_identity(void);
/* Both ends; the client shows a certificate where asked. */
void pair_open(struct tls_pair *p);
/* Anew, with the same contexts. */
void pair_connect(struct tls_pair *p, const char *host);
void pair_close(struct tls_pair *p);
/* A server's end alone; the other end as a bare descriptor. */
int pair_open_server(struct tls_pair *p);
int pair_reopen_server(struct tls_pair *p); /* anew, the same */

/* Both ends take turns until neither has anything to do. */
void pair_settle(struct tls_pair *p);
/* Moves bytes until poll has no more for this end. How often that was. */
int pair_turn(struct conn *c);

void pair_queue(struct conn *c, const char *text);
/* The next line that has come, or NULL. */
const char *pair_line(struct conn *c);

#endif
