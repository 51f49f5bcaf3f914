/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "common/pollset.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "common/mem.h"

void
pollset_reset(struct pollset *p)
{
	p->count = p->next = 0;
}

static void
pollset_grow(struct pollset *p)
{
	p->cap = p->cap ? p->cap * 2 : 16;
	p->fds = mem_resize(p->fds, p->cap * sizeof(*p->fds));
	p->who = mem_resize(p->who, p->cap * sizeof(*p->who));
}

void
pollset_add(struct pollset *p, int fd, short events, int kind, void *what)
{
	if (!events)
		return;
	if (p->count == p->cap)
		pollset_grow(p);
	p->fds[p->count] = (struct pollfd){.fd = fd, .events = events};
	p->who[p->count++] = (struct pollset_who){kind, what};
}

int
pollset_wait(struct pollset *p, int64_t timeout_ms, const sigset_t *mask)
{
	struct timespec ts = {timeout_ms / 1000, timeout_ms % 1000 * 1000000};
	int ready;

	ready = ppoll(p->fds, p->count, timeout_ms < 0 ? NULL : &ts, mask);
	/* what poll left in revents when it failed means nothing */
	p->next = ready < 0 ? p->count : 0;
	return ready;
}

bool
pollset_next(struct pollset *p, struct pollset_who *who, short *events)
{
	while (p->next < p->count) {
		size_t i = p->next++;

		if (!p->fds[i].revents)
			continue;
		*who = p->who[i];
		*events = p->fds[i].revents;
		return true;
	}
	return false;
}

void
pollset_free(struct pollset *p)
{
	free(p->fds);
	free(p->who);
	*p = (struct pollset){0};
}
