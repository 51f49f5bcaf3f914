/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_LOOKUP_H
#define CLIENT_LOOKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "common/url.h"
#include "common/worker.h"

/* The addresses of a host, looked up on a worker's thread. */
enum { LOOKUP_ADDRESSES_MAX = 16 };

struct address {
	struct sockaddr_storage sa;
	socklen_t len;
};

struct lookup {
	struct job job;
	uint64_t id; /* the caller's */
	char host[256];
	char port[6];
	int error; /* of getaddrinfo, or 0 */
	struct address addresses[LOOKUP_ADDRESSES_MAX];
	size_t count;
};

/* Fills addresses without a look-up: a socket's path or a numeric host.
 * False where a look-up is needed. */
bool lookup_known(const struct url *u, struct address *address);
/* A job that looks up u; `done` and `id` as in worker.h; free() ends it.
 * localhost and names below it are the loopback addresses, whatever a
 * resolver would say (RFC 6761 §6.3). */
struct lookup *lookup_new(const struct url *u, uint64_t id,
    void (*done)(struct job *job, void *context));

#endif
