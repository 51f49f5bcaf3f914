/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_CLIENT_SECURE_H
#define TESTS_UNIT_CLIENT_SECURE_H

#include "client/links.h"
#include "common/conn.h"
#include "tests/harness/authority.h"

/*
 * A client whose clock the test sets, with a state directory of its own and
 * an authority that it trusts; and a server on a port of 127.0.0.1 whose
 * certificate the test chooses.
 */
struct secure_client {
	struct settings settings;
	struct state state;
	struct links *links;
	struct network *n;
	int64_t now_ms;

	char dir[64];
	char state_dir[80];
	struct authority *authority;
	char pem[96]; /* what the server shows */

	int listener;
	char port[8];
	char where[32];     /* 127.0.0.1:PORT */
	char elsewhere[32]; /* 0.0.0.0:PORT, which is not known as this machine
			     */
	struct conn peer;   /* the server's end; fd -1: none */
	bool certified;     /* somebody has shown the server a certificate */
	struct buf heard;   /* lines from the client, LF after each */
};

void secure_setup(struct secure_client *c);
void secure_teardown(struct secure_client *c);

/* The server shows a new key for that name: signed by itself, or by the
 * authority for so many seconds from now. */
void secure_self_signed(struct secure_client *c, const char *name);
void secure_signed(
    struct secure_client *c, const char *name, int64_t from_s, int64_t until_s);

/* Points the client at "SCHEME://127.0.0.1:PORT". */
void secure_dial(struct secure_client *c, const char *scheme);
/* Turns of both until nothing happens any more; who comes is taken with TLS,
 * or in plain. */
void secure_settle(struct secure_client *c);
void secure_settle_plain(struct secure_client *c);
/* From the server. */
void secure_say(struct secure_client *c, const char *line);
void secure_hang_up(struct secure_client *c);
/* Something in the network's window has that text. */
bool secure_told(const struct secure_client *c, const char *text);
/* As typed. */
void secure_type(struct secure_client *c, const char *line);
/* A file of the state directory as text ("" for none), or made with it. */
const char *secure_file(struct secure_client *c, const char *name);
void secure_write(struct secure_client *c, const char *name, const char *text);

#endif
