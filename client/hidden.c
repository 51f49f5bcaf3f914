/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/hidden.h"

#include <string.h>

#include "common/utf8.h"

enum {
	CTRL_C = 3,
	CTRL_D = 4,
	CTRL_G = 7,
	CTRL_H = 8,
	CTRL_U = 21,
	CTRL_W = 23,
	DEL = 127
};

void
hidden_wipe(struct hidden *h)
{
	secret_wipe(&h->secret);
	h->len = 0;
	h->over = false;
}

static void
add(struct hidden *h, const char *data, size_t len)
{
	h->over |= len > SECRET_MAX - h->len;
	if (h->over)
		return;
	memcpy(h->secret.text + h->len, data, len);
	h->len += len;
}

static void
take_back(struct hidden *h)
{
	size_t last = 0, n;
	int cp;

	for (size_t at = 0; at < h->len; at += n) {
		last = at;
		n = utf8_next(h->secret.text + at, h->len - at, &cp);
	}
	memset(h->secret.text + last, 0, h->len - last);
	h->len = last;
	h->over = false;
}

static enum hidden_result
control(struct hidden *h, char c)
{
	switch (c) {
	case '\r':
	case '\n':
		return HIDDEN_DONE;
	case CTRL_C:
	case CTRL_G:
		return HIDDEN_CANCELLED;
	case CTRL_D:
		return h->len ? HIDDEN_TYPED : HIDDEN_CANCELLED;
	case CTRL_H:
	case DEL:
		take_back(h);
		return HIDDEN_TYPED;
	case CTRL_U:
	case CTRL_W:
		hidden_wipe(h);
		return HIDDEN_TYPED;
	default:
		return HIDDEN_NOT;
	}
}

enum hidden_result
hidden_event(struct hidden *h, const struct demux_event *ev)
{
	const char *end;

	if (ev->kind == DEMUX_ESCAPE)
		return HIDDEN_CANCELLED;
	if (ev->kind == DEMUX_PASTE) {
		end = memchr(ev->data, '\n', ev->len);
		add(h, ev->data, end ? (size_t)(end - ev->data) : ev->len);
		return HIDDEN_TYPED;
	}
	if (ev->kind != DEMUX_KEY || !ev->len || *ev->data == '\033')
		return HIDDEN_NOT;
	if ((unsigned char)*ev->data < ' ' || *ev->data == DEL)
		return control(h, *ev->data);
	add(h, ev->data, ev->len);
	return HIDDEN_TYPED;
}
