/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_DEMUX_H
#define CLIENT_DEMUX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"

/*
 * What a terminal sends, taken apart: keys for readline, pastes (bracketed
 * paste, mode 2004) and the mouse (SGR, mode 1006). Answers of the terminal
 * (device attributes, focus, OSC, DCS) are dropped. Pure: bytes in, events
 * out. A zeroed struct demux is ready.
 */
enum {
	DEMUX_PASTE_MAX = 1 << 20, /* bytes of a paste; the rest is dropped */
	DEMUX_SEQUENCE_MAX = 64,   /* bytes of an escape sequence */
	DEMUX_ESCAPE_MS = 50       /* then a lone ESC is a key of its own */
};

enum demux_kind {
	DEMUX_KEY,    /* data: a whole UTF-8 character or escape sequence */
	DEMUX_ESCAPE, /* ESC alone */
	DEMUX_PASTE,  /* data: valid UTF-8, lines end in \n, no controls but
		       * that and \t */
	DEMUX_WHEEL_UP,
	DEMUX_WHEEL_DOWN,
	DEMUX_CLICK /* row, col from 0 */
};

struct demux_event {
	enum demux_kind kind;
	const char *data; /* good until the next call */
	size_t len;
	int row, col;
	bool cut; /* a paste that was longer than DEMUX_PASTE_MAX */
};

struct demux {
	struct buf in;
	size_t done; /* bytes of in that were handed out */
	struct buf paste;
	struct buf clean;
	bool pasting;
	bool cut;
	int64_t last_ms; /* when the last bytes came */
};

/* Bytes that no demux_next has taken yet stay; call it until it is false.
 * Ctrl-C that comes alone drops a paste whose end is missing. */
void demux_feed(struct demux *d, const char *bytes, size_t len, int64_t now_ms);
bool demux_next(struct demux *d, int64_t now_ms, struct demux_event *ev);
/* When to call demux_next though no bytes came; -1 = never. */
int64_t demux_deadline(const struct demux *d);
/* Leaves nothing of what was handed out. */
void demux_wipe(struct demux *d);
void demux_free(struct demux *d);

#endif
