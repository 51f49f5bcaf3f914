/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/bars.h"

#include <string.h>

#include "client/block.h"
#include "common/buf.h"
#include "common/clock.h"
#include "common/text.h"

static const struct style bar = {STYLE_REVERSE, STYLE_NONE, STYLE_NONE};
static const struct style loud = {
    STYLE_REVERSE | STYLE_BOLD, STYLE_NONE, STYLE_NONE};

/* Less important parts of the status leave first where it is narrow. */
enum part {
	PART_NICK = 1,
	PART_SERVER = 2,
	PART_LAG = 4,
	PART_TIME = 8,
	PART_LABEL = 16,
	PART_GUARD = 32
};

static void
add_visible(struct buf *out, const char *s)
{
	text_visible(out, s, strlen(s), NULL);
}

static void
draw(struct cells *c, const struct buf *b, const struct style *style)
{
	cells_text(c, b->data ? b->data : "", b->len, style);
}

static void
fill_row(struct cells *c, const struct style *style)
{
	cells_fill(c, " ", cells_left(c), style);
}

static void
add_about(struct buf *out, const struct room *r)
{
	switch (r->kind) {
	case ROOM_SERVER:
		buf_adds(out, "what the server says");
		break;
	case ROOM_QUERY:
		buf_adds(out, "between the two of you");
		break;
	case ROOM_CHANNEL:
	case ROOM_RESULTS:
		buf_adds(out, *r->topic ? r->topic : "");
		break;
	}
}

void
bars_title(const struct state *s, struct cells c)
{
	struct buf name = {0}, about = {0};
	struct styled styled = {0};

	c.colors = false;
	if (s->current) {
		add_visible(&name, s->current->name);
		draw(&c, &name, &loud);
		add_about(&about, s->current);
		style_parse(&styled, about.data ? about.data : "", about.len);
		if (styled.text.len)
			cells_str(&c, "  ", &bar);
		for (size_t i = 0; i < styled.count; i++)
			styled.runs[i].style.attrs &= ~(unsigned)STYLE_REVERSE;
		cells_styled(&c, &styled, 0, styled.text.len, STYLE_REVERSE);
	}
	fill_row(&c, &bar);
	style_free(&styled);
	buf_free(&about);
	buf_free(&name);
}

static void
add_separator(struct buf *out, bool ascii)
{
	if (out->len)
		buf_adds(out, ascii ? " - " : " \xc2\xb7 ");
}

static void
add_who(struct buf *out, const struct network *n, unsigned parts)
{
	const char *on = n->local ? "this machine" : n->name;

	if (parts & PART_NICK && n->nick)
		add_visible(out, n->nick);
	if (parts & PART_NICK && *n->persona.logged_in &&
	    text_casecmp(n->nick, n->persona.logged_in)) {
		buf_adds(out, " (");
		add_visible(out, n->persona.logged_in);
		buf_addc(out, ')');
	}
	if (parts & PART_SERVER && *on) {
		buf_adds(out, parts & PART_NICK ? " on " : "");
		add_visible(out, on);
	}
}

static void
add_link(
    struct buf *out, const struct network *n, unsigned parts, int64_t now_ms)
{
	if (n->status != NETWORK_ONLINE)
		network_status_text(n, now_ms, out);
	else if (parts & PART_LAG && n->lag_ms >= 0)
		buf_addf(out, "lag %.1fs", (double)n->lag_ms / 1000);
}

static void
add_guard(struct buf *out, const struct network *n)
{
	struct buf guard = {0};

	if (n->status == NETWORK_ONLINE || n->status == NETWORK_REGISTERING)
		network_guard_text(n, &guard);
	if (guard.len)
		add_visible(out, guard.data);
	buf_free(&guard);
}

/* Rooms with something unread, those that mention me first. */
static void
add_unread(struct buf *out, const struct state *s)
{
	for (int mentions = 1; mentions >= 0; mentions--) {
		for (struct room *r = s->rooms; r; r = r->next) {
			if (!r->unread || (r->mentions > 0) != mentions)
				continue;
			buf_adds(out, out->len ? " " : "");
			add_visible(out, r->name);
			buf_addf(out, " %zu%s", r->unread, mentions ? "!" : "");
		}
	}
}

struct status {
	struct buf left;
	struct buf right; /* what is unread */
};

static int
width_of(const struct buf *b)
{
	return b->len ? text_width(b->data, b->len) : 0;
}

static void
compose(struct status *st, const struct state *s, unsigned parts,
    int64_t now_ms, bool ascii)
{
	const struct room *r = s->current;
	struct buf link = {0};

	buf_reset(&st->left);
	add_who(&st->left, r->network, parts);
	if (r->kind != ROOM_SERVER) {
		add_separator(&st->left, ascii);
		add_visible(&st->left, r->name);
		if (r->kind == ROOM_CHANNEL && !r->joined)
			buf_adds(&st->left, " (not joined)");
		if (r->past.asked != ASK_NONE)
			buf_adds(&st->left, " (loading)");
	}
	if (parts & PART_GUARD)
		add_guard(&link, r->network);
	if (link.len) {
		add_separator(&st->left, ascii);
		buf_add(&st->left, link.data, link.len);
	}
	buf_reset(&link);
	add_link(&link, r->network, parts, now_ms);
	if (link.len) {
		add_separator(&st->left, ascii);
		buf_add(&st->left, link.data, link.len);
	}
	if (st->right.len) {
		add_separator(&st->left, ascii);
		buf_adds(&st->left, parts & PART_LABEL ? "unread: " : "");
	}
	buf_free(&link);
}

/* Drops parts until it fits; the last is what it is. */
static unsigned
fit(struct status *st, const struct state *s, int width, int64_t now_ms,
    bool ascii)
{
	static const unsigned order[] = {PART_LAG, PART_LABEL, PART_GUARD,
	    PART_TIME, PART_SERVER, PART_NICK};
	unsigned parts = PART_LAG | PART_LABEL | PART_TIME | PART_SERVER |
	    PART_NICK | PART_GUARD;

	for (size_t i = 0;; i++) {
		compose(st, s, parts, now_ms, ascii);
		if (i == sizeof(order) / sizeof(*order) ||
		    width_of(&st->left) + width_of(&st->right) +
			    (parts & PART_TIME ? 8 : 0) <=
			width)
			return parts;
		parts &= ~order[i];
	}
}

static void
draw_time(struct cells *c)
{
	struct buf now = {0};

	buf_addc(&now, '[');
	block_time(&now, clock_wall_ms(), "%H:%M");
	buf_adds(&now, "] ");
	draw(c, &now, &bar);
	buf_free(&now);
}

void
bars_status(const struct state *s, struct cells c, int64_t now_ms)
{
	struct status st = {0};

	c.colors = false;
	if (s->current) {
		add_unread(&st.right, s);
		if (fit(&st, s, cells_left(&c), now_ms, c.ascii) & PART_TIME)
			draw_time(&c);
		draw(&c, &st.left, &bar);
		draw(&c, &st.right, &loud);
	}
	fill_row(&c, &bar);
	buf_free(&st.left);
	buf_free(&st.right);
}

static int
choice_cells(const char *choice)
{
	return text_width(choice, strlen(choice)) + 2;
}

/* The first one to draw, so that the chosen one is in sight. */
static size_t
first_choice(const struct editor_look *look, int width)
{
	size_t first = look->chosen < look->nchoices ? look->chosen : 0;
	int used = 0;

	for (size_t i = first + 1; i-- > 0; first = i) {
		used += choice_cells(look->choices[i]);
		if (used > width)
			break;
	}
	return first;
}

void
bars_choices(const struct editor_look *look, struct cells c)
{
	static const struct style chosen = {STYLE_BOLD, STYLE_NONE, STYLE_NONE};
	struct buf name = {0};
	size_t i = first_choice(look, cells_left(&c));

	c.colors = false;
	for (; i < look->nchoices && cells_left(&c) > 0; i++) {
		buf_reset(&name);
		buf_addc(&name, ' ');
		add_visible(&name, look->choices[i]);
		buf_addc(&name, ' ');
		draw(&c, &name, i == look->chosen ? &chosen : &bar);
	}
	fill_row(&c, &bar);
	buf_free(&name);
}
