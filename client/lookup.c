/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/lookup.h"

#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#include "common/mem.h"
#include "common/sock.h"

/* Without a host: the loopback addresses. */
static size_t
resolve(const char *host, const char *port, int flags,
    struct address *addresses, size_t max, int *error)
{
	struct addrinfo hints = {
	    .ai_socktype = SOCK_STREAM, .ai_flags = flags | AI_NUMERICSERV};
	struct addrinfo *list = NULL;
	size_t count = 0;

	*error = getaddrinfo(host, port, &hints, &list);
	if (*error)
		return 0;
	for (struct addrinfo *ai = list; ai && count < max; ai = ai->ai_next) {
		memcpy(&addresses[count].sa, ai->ai_addr, ai->ai_addrlen);
		addresses[count++].len = ai->ai_addrlen;
	}
	freeaddrinfo(list);
	return count;
}

bool
lookup_known(const struct url *u, struct address *address)
{
	int error;

	if (u->scheme == URL_UNIX) {
		address->len = sizeof(struct sockaddr_un);
		return sock_unix_address(
			   u->path, (struct sockaddr_un *)&address->sa) == 0;
	}
	return resolve(u->host, u->port, AI_NUMERICHOST, address, 1, &error);
}

static void
run(struct job *job)
{
	struct lookup *l = (struct lookup *)job;

	/* No resolver is asked: one that hangs would keep people from their
	 * own machine. */
	if (url_names_this_machine(l->host))
		l->count = resolve(NULL, l->port, 0, l->addresses,
		    LOOKUP_ADDRESSES_MAX, &l->error);
	else
		l->count = resolve(l->host, l->port, AI_ADDRCONFIG,
		    l->addresses, LOOKUP_ADDRESSES_MAX, &l->error);
}

static void
drop(struct job *job)
{
	free(job);
}

struct lookup *
lookup_new(const struct url *u, uint64_t id,
    void (*done)(struct job *job, void *context))
{
	struct lookup *l = mem_alloc(sizeof(*l));

	l->job.run = run;
	l->job.done = done;
	l->job.drop = drop;
	l->id = id;
	memcpy(l->host, u->host, sizeof(l->host));
	memcpy(l->port, u->port, sizeof(l->port));
	return l;
}
