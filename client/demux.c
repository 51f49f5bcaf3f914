/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/demux.h"

#include <stdlib.h>
#include <string.h>

#include "common/utf8.h"

#define CTRL_C    '\003'
#define ESC       '\033'
#define PASTE_END "\033[201~"

enum piece_kind {
	PIECE_MORE, /* not complete yet */
	PIECE_SKIP,
	PIECE_KEY,
	PIECE_ESCAPE,
	PIECE_PASTE,
	PIECE_MOUSE,
	PIECE_OLD_MOUSE
};

struct piece {
	enum piece_kind kind;
	size_t len;
};

enum { STRING_MAX = 4096, OLD_MOUSE_LEN = 6 };

static struct piece
piece(enum piece_kind kind, size_t len)
{
	return (struct piece){kind, len};
}

/* The length a character has by its first byte; 0 where none begins so. */
static size_t
char_length(unsigned char lead)
{
	if (lead < 0x80)
		return 1;
	if (lead < 0xc2 || lead > 0xf4)
		return 0;
	return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

static struct piece
take_char(const char *s, size_t len)
{
	size_t want = char_length((unsigned char)s[0]);
	size_t got;
	int cp;

	if (!want)
		return piece(PIECE_SKIP, 1);
	if (len < want) {
		for (got = 1; got < len; got++)
			if (((unsigned char)s[got] & 0xc0) != 0x80)
				return piece(PIECE_SKIP, got);
		return piece(PIECE_MORE, len);
	}
	got = utf8_next(s, len, &cp);
	/* C1 controls are no keys */
	if (cp < 0 || (cp >= 0x80 && cp < 0xa0))
		return piece(PIECE_SKIP, got);
	return piece(PIECE_KEY, got);
}

/* A complete CSI of len bytes. */
static enum piece_kind
csi_kind(const char *s, size_t len)
{
	char last = s[len - 1];

	if (len == 6 && !memcmp(s, "\033[200~", 6))
		return PIECE_PASTE;
	if (len == 6 && !memcmp(s, PASTE_END, 6))
		return PIECE_SKIP;
	if (s[2] == '<' && (last == 'M' || last == 'm'))
		return PIECE_MOUSE;
	if (s[2] >= '<' && s[2] <= '?')
		return PIECE_SKIP;
	if (len == 3 && (last == 'I' || last == 'O'))
		return PIECE_SKIP;
	return strchr("ncty", last) ? PIECE_SKIP : PIECE_KEY;
}

static struct piece
take_csi(const char *s, size_t len)
{
	size_t i = 2;

	if (len > 2 && s[2] == '[') /* function keys of the Linux console */
		return len > 3 ? piece(PIECE_KEY, 4) : piece(PIECE_MORE, len);
	if (len > 2 && s[2] == 'M')
		return len >= OLD_MOUSE_LEN
		    ? piece(PIECE_OLD_MOUSE, OLD_MOUSE_LEN)
		    : piece(PIECE_MORE, len);
	while (i < len && s[i] >= 0x20 && s[i] <= 0x3f)
		i++;
	if (i >= DEMUX_SEQUENCE_MAX)
		return piece(PIECE_SKIP, i);
	if (i == len)
		return piece(PIECE_MORE, len);
	if (s[i] < 0x40 || s[i] > 0x7e)
		return piece(PIECE_SKIP, i);
	return piece(csi_kind(s, i + 1), i + 1);
}

/* OSC, DCS, APC, PM, SOS: up to BEL or ST. Alt-] and the like begin alike. */
static struct piece
take_string(const char *s, size_t len)
{
	for (size_t i = 2; i < len && i < STRING_MAX; i++) {
		if (s[i] == '\a')
			return piece(PIECE_SKIP, i + 1);
		if (s[i] == ESC && i + 1 < len)
			return piece(PIECE_SKIP, s[i + 1] == '\\' ? i + 2 : i);
	}
	return piece(len < STRING_MAX ? PIECE_MORE : PIECE_KEY, 2);
}

static struct piece take_escape(const char *s, size_t len);

/* ESC before a sequence is Alt with a key of many bytes, or the Esc key
 * pressed before something else came. */
static struct piece
take_two_escapes(const char *s, size_t len)
{
	struct piece p;

	if (len == 2)
		return piece(PIECE_MORE, len);
	if (s[2] != '[' && s[2] != 'O')
		return piece(PIECE_ESCAPE, 1);
	p = take_escape(s + 1, len - 1);
	if (p.kind == PIECE_KEY || p.kind == PIECE_MORE)
		return piece(p.kind, p.len + 1);
	return piece(PIECE_ESCAPE, 1);
}

static struct piece
take_escape(const char *s, size_t len)
{
	struct piece p;

	if (len == 1)
		return piece(PIECE_MORE, 1);
	switch (s[1]) {
	case ESC:
		return take_two_escapes(s, len);
	case '[':
		return take_csi(s, len);
	case 'O':
		return piece(len < 3 ? PIECE_MORE : PIECE_KEY, 3);
	case ']':
	case 'P':
	case '_':
	case '^':
	case 'X':
		return take_string(s, len);
	default:
		p = take_char(s + 1, len - 1);
		return piece(p.kind, p.len + 1);
	}
}

/* No more came in time. */
static struct piece
take_unfinished(const char *s, size_t len)
{
	if (s[0] != ESC)
		return piece(PIECE_SKIP, len);
	if (len == 1 || s[1] == ESC)
		return piece(PIECE_ESCAPE, 1);
	return piece(PIECE_KEY, len < DEMUX_SEQUENCE_MAX ? len : 2);
}

static bool
mouse_event(struct demux_event *ev, int button, int col, int row, char last)
{
	ev->row = row > 0 ? row - 1 : 0;
	ev->col = col > 0 ? col - 1 : 0;
	if (button == 64)
		ev->kind = DEMUX_WHEEL_UP;
	else if (button == 65)
		ev->kind = DEMUX_WHEEL_DOWN;
	else if (button == 0 && last == 'M')
		ev->kind = DEMUX_CLICK;
	else
		return false;
	return true;
}

static bool
mouse(struct demux_event *ev, const char *s, size_t len)
{
	char copy[DEMUX_SEQUENCE_MAX + 1];
	char *p = copy + 3;
	long n[3];

	memcpy(copy, s, len);
	copy[len] = '\0';
	for (int i = 0; i < 3; i++) {
		n[i] = strtol(p, &p, 10);
		if (n[i] < 0 || n[i] > 9999)
			return false;
		p += *p == ';';
	}
	return mouse_event(ev, (int)n[0], (int)n[1], (int)n[2], s[len - 1]);
}

static bool
old_mouse(struct demux_event *ev, const char *s)
{
	const unsigned char *u = (const unsigned char *)s;

	return mouse_event(ev, u[3] - 32, u[4] - 32, u[5] - 32, 'M');
}

/* How many bytes at the end of s may be the begin of the paste's end. */
static size_t
partial_end(const char *s, size_t len)
{
	size_t n = sizeof(PASTE_END) - 2;

	for (n = n < len ? n : len; n > 0; n--)
		if (!memcmp(s + len - n, PASTE_END, n))
			return n;
	return 0;
}

static void
paste_add(struct demux *d, const char *s, size_t len)
{
	size_t room = DEMUX_PASTE_MAX - d->paste.len;

	d->cut = d->cut || len > room;
	buf_add(&d->paste, s, len < room ? len : room);
}

static void
paste_clean(struct demux *d)
{
	const char *s = d->paste.data;
	size_t n, len = d->paste.len;
	int cp;

	buf_reset(&d->clean);
	for (; len; s += n, len -= n) {
		n = utf8_next(s, len, &cp);
		if (cp == '\r') {
			n += len > 1 && s[1] == '\n';
			buf_addc(&d->clean, '\n');
		} else if (cp < 0) {
			if (len > 3) /* else it was cut off there */
				buf_adds(&d->clean, "\xef\xbf\xbd");
		} else if (cp == '\n' || cp == '\t' || !utf8_control(cp)) {
			buf_add(&d->clean, s, n);
		}
	}
}

/* Takes what belongs to a paste; true when its end was there. */
static bool
paste_take(struct demux *d)
{
	const char *s = d->in.data + d->done;
	size_t len = d->in.len - d->done;
	const char *end = len ? memmem(s, len, PASTE_END, 6) : NULL;
	size_t take = end ? (size_t)(end - s) : len - partial_end(s, len);

	paste_add(d, s, take);
	d->done += take;
	if (!end)
		return false;
	d->done += 6;
	d->pasting = false;
	paste_clean(d);
	buf_reset(&d->paste);
	return true;
}

static struct piece
take(const struct demux *d, int64_t now_ms)
{
	const char *s = d->in.data + d->done;
	size_t len = d->in.len - d->done;
	struct piece p;

	p = s[0] == ESC ? take_escape(s, len) : take_char(s, len);
	if (p.kind == PIECE_MORE && now_ms - d->last_ms >= DEMUX_ESCAPE_MS)
		p = take_unfinished(s, len);
	return p;
}

static bool
event_of(struct demux *d, struct piece p, struct demux_event *ev)
{
	*ev = (struct demux_event){
	    .data = d->in.data + d->done - p.len, .len = p.len};
	switch (p.kind) {
	case PIECE_KEY:
		ev->kind = DEMUX_KEY;
		return true;
	case PIECE_ESCAPE:
		ev->kind = DEMUX_ESCAPE;
		return true;
	case PIECE_MOUSE:
		return mouse(ev, ev->data, ev->len);
	case PIECE_OLD_MOUSE:
		return old_mouse(ev, ev->data);
	case PIECE_PASTE:
		d->pasting = true;
		d->cut = false;
		return false;
	case PIECE_MORE:
	case PIECE_SKIP:
		break;
	}
	return false;
}

static void
compact(struct demux *d)
{
	if (!d->done)
		return;
	memmove(d->in.data, d->in.data + d->done, d->in.len - d->done);
	d->in.len -= d->done;
	d->done = 0;
}

/* Within a paste that arrives, Ctrl-C is a control like others; typed after
 * a silence, it is somebody who wants the keys back. */
static bool
is_way_out(const struct demux *d, const char *bytes, size_t len, int64_t now_ms)
{
	return d->pasting && len == 1 && *bytes == CTRL_C &&
	    now_ms - d->last_ms >= DEMUX_ESCAPE_MS;
}

static void
drop_paste(struct demux *d)
{
	d->pasting = false;
	d->cut = false;
	d->done = 0;
	buf_reset(&d->paste);
	buf_reset(&d->in);
}

void
demux_feed(struct demux *d, const char *bytes, size_t len, int64_t now_ms)
{
	if (!len)
		return;
	if (is_way_out(d, bytes, len, now_ms)) {
		drop_paste(d);
		return;
	}
	compact(d);
	buf_add(&d->in, bytes, len);
	d->last_ms = now_ms;
}

bool
demux_next(struct demux *d, int64_t now_ms, struct demux_event *ev)
{
	struct piece p;

	while (d->done < d->in.len) {
		if (d->pasting) {
			if (!paste_take(d))
				return false;
			if (!d->clean.len)
				continue;
			*ev = (struct demux_event){.kind = DEMUX_PASTE,
			    .data = d->clean.data,
			    .len = d->clean.len,
			    .cut = d->cut};
			return true;
		}
		p = take(d, now_ms);
		if (p.kind == PIECE_MORE)
			return false;
		d->done += p.len;
		if (event_of(d, p, ev))
			return true;
	}
	return false;
}

int64_t
demux_deadline(const struct demux *d)
{
	if (d->pasting || d->done == d->in.len)
		return -1;
	return d->last_ms + DEMUX_ESCAPE_MS;
}

void
demux_wipe(struct demux *d)
{
	if (d->done)
		explicit_bzero(d->in.data, d->done);
	if (d->clean.len && !d->pasting) {
		explicit_bzero(d->clean.data, d->clean.len);
		if (d->paste.data)
			explicit_bzero(d->paste.data, d->paste.cap);
		buf_reset(&d->clean);
	}
}

void
demux_free(struct demux *d)
{
	buf_free(&d->in);
	buf_free(&d->paste);
	buf_free(&d->clean);
}
