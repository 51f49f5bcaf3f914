/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_LISTEN_H
#define SERVER_LISTEN_H

#include <stdbool.h>
#include <sys/types.h>

#include "common/buf.h"
#include "common/url.h"
#include "server/dialect.h"
#include "server/server.h"

struct listener {
	struct url url;   /* with the address and port that were chosen */
	struct url asked; /* as it was asked for */
	int fd;
	dev_t dev;  /* the file of a Unix socket that we made */
	ino_t ino;  /* 0: none */
	bool local; /* a Unix socket */
	bool tls;
	bool plain;     /* lines of text, plain_port.h */
	bool inherited; /* from socket activation: its path is not ours */
	bool wanted;    /* while a reload compares */
	const struct dialect *dialect;
	struct listener *prev, *next;
};

/* Sockets that systemd hands over (LISTEN_FDS); how many, or -1. One speaks
 * TLS that has the name "ircs" (LISTEN_FDNAMES), or the port 6697; plain lines
 * one that has the name "plain", or the port 6023 and not the name "irc". */
int listen_inherit(struct server *srv, struct buf *err);
/* Makes the listeners those of options, settings, the service manager or
 * the built-in ones: opens what is new, closes what is no longer there. -1
 * with err where one cannot be opened: then nothing is closed. */
int listen_sync(struct server *srv, struct buf *err);
/* The first that fits and that other machines can reach, else the first that
 * fits; NULL: none. */
const struct listener *listen_find(
    const struct server *srv, bool (*fits)(const struct listener *l));
bool listen_is_tls(const struct listener *l);
/* Appends their URLs, separated by spaces. */
void listen_format(const struct server *srv, struct buf *out);
/* Leaves those that the service manager gave to the program that this
 * process becomes; they are not closed. */
void listen_hand_over(struct server *srv);
/* Closes all, removes the paths of our own Unix sockets. */
void listen_close(struct server *srv);

#endif
