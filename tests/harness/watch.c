/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/harness/watch.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "common/clock.h"
#include "common/mem.h"

enum { RECORD_MAX = 1 << 20, RECORD_SHOWN = 12000, LINE_SHOWN = 600 };

static struct watch *watches;
static struct buf recorded;

void
watch_add(struct watch *w)
{
	DL_APPEND(watches, w);
}

int64_t
watch_deadline(void)
{
	const char *multiplier = getenv("CK_TIMEOUT_MULTIPLIER");
	double by = multiplier ? atof(multiplier) : 1;

	return clock_mono_ms() + (int64_t)(10000 * (by > 0 ? by : 1));
}

static size_t
poll_set(struct pollfd **set, struct watch ***owners)
{
	struct watch *w;
	size_t n = 0;

	DL_FOREACH (watches, w)
		n++;
	*set = mem_alloc((n + 1) * sizeof(**set));
	*owners = mem_alloc((n + 1) * sizeof(**owners));
	n = 0;
	DL_FOREACH (watches, w) {
		(*set)[n].fd = w->events ? w->fd : -1;
		(*set)[n].events = w->events;
		(*owners)[n++] = w;
	}
	return n;
}

int
watch_turn_write(int fd, int64_t deadline_ms)
{
	struct pollfd *set;
	struct watch **owners;
	size_t n = poll_set(&set, &owners);
	int64_t left = deadline_ms - clock_mono_ms();
	int got = 0;

	set[n].fd = fd;
	set[n].events = POLLOUT;
	if (left > 0)
		got = poll(set, n + 1, (int)left);
	for (size_t i = 0; i < n && got > 0; i++)
		if (set[i].revents)
			owners[i]->ready(owners[i]);
	free(set);
	free(owners);
	return got > 0 || (got < 0 && errno == EINTR) ? 0 : -1;
}

int
watch_turn(int64_t deadline_ms)
{
	return watch_turn_write(-1, deadline_ms);
}

void
watch_end(struct watch *w)
{
	DL_DELETE(watches, w);
	w->end(w);
}

void
watch_end_all(void)
{
	while (watches)
		watch_end(watches->prev);
}

void
watch_show_all(FILE *to)
{
	const struct watch *w;

	DL_FOREACH (watches, w)
		if (w->show)
			w->show(w, to);
}

static void
record_trim(void)
{
	size_t half = recorded.len / 2;

	if (recorded.len < RECORD_MAX)
		return;
	memmove(recorded.data, recorded.data + half, recorded.len - half + 1);
	recorded.len -= half;
}

void
record(const char *who, char way, const char *bytes, size_t len)
{
	record_trim();
	buf_addf(&recorded, "  %-8s %c ", who, way);
	for (size_t i = 0; i < len && i < LINE_SHOWN; i++) {
		unsigned char c = (unsigned char)bytes[i];

		if (c == '\n' && i + 1 < len)
			buf_adds(&recorded, "\n           | ");
		else if (c == '\n')
			continue;
		else if (c < 0x20 || c == 0x7f)
			buf_addf(&recorded, "\\x%02x", c);
		else
			buf_addc(&recorded, bytes[i]);
	}
	buf_adds(&recorded, len > LINE_SHOWN ? "...\n" : "\n");
}

void
record_show(FILE *to)
{
	const char *from = recorded.data;

	if (!from)
		return;
	if (recorded.len > RECORD_SHOWN) {
		from = recorded.data + recorded.len - RECORD_SHOWN;
		from = strchr(from, '\n') + 1;
	}
	fputs(from, to);
}

void
record_reset(void)
{
	buf_free(&recorded);
}
