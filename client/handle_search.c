/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/handle_search.h"

#include <stdlib.h>
#include <string.h>

#include "client/mask.h"
#include "client/scan.h"
#include "client/search.h"
#include "common/clock.h"

static bool
is_search(const char *type)
{
	return !strcmp(type, "soju.im/search") || !strcmp(type, "search");
}

/* Of the question. */
static unsigned
serial(const struct incoming *in)
{
	const char *label = in_label(in);

	return label && *label == 's' ? (unsigned)strtoul(label + 1, NULL, 10)
				      : 0;
}

void
handle_search_begin(const struct incoming *in, struct batch *b)
{
	b->whole = is_search(in_param(in, 1));
	b->search = b->whole;
	if (b->whole) {
		b->wanted = search_answers(in->s, in->n, serial(in));
	} else if (in->batch) {
		b->search = in->batch->search;
		b->wanted = in->batch->wanted;
	}
}

void
handle_search_end(const struct incoming *in, const struct batch *b)
{
	if (b->whole && b->wanted)
		search_done(in->s, in->n);
}

/* What is said without the frame of a CTCP ACTION. */
static const char *
words_of(const struct incoming *in, struct result *res, size_t *len)
{
	static const char action[] = "\001ACTION ";
	const char *text = in_param(in, 1);

	res->kind =
	    !strcmp(in->m->command, "NOTICE") ? SAID_NOTICE : SAID_MESSAGE;
	if (!strncmp(text, action, strlen(action))) {
		res->kind = SAID_ACTION;
		text += strlen(action);
	}
	*len = strcspn(text, "\001");
	return text;
}

/* A bouncer may have kept what a service was told. */
static void
hide_secret(struct buf *text, const char *target)
{
	struct buf masked = {0};

	if (!text->data || !mask_tells(target, text->data))
		return;
	mask_text(&masked, text->data);
	buf_wipe(text);
	*text = masked;
}

void
handle_search_line(const struct incoming *in)
{
	const char *msgid = irc_tag(in->m, "msgid"), *text;
	const char *target = in_param(in, 0);
	struct result res = {.time_ms = in->time_ms, .self = in->self};
	bool channel = network_is_channel(in->n, target);
	struct buf clean = {0};
	size_t len;

	if (!in->batch->wanted || in->m->nparams < 2 || !*in->from.nick ||
	    strlen(target) > ROOM_NAME_MAX)
		return;
	text = words_of(in, &res, &len);
	scan_text(&clean, text, len);
	hide_secret(&clean, target);
	if (!res.time_ms)
		res.time_ms = clock_wall_ms();
	res.room = (char *)(channel || in->self ? target : in->from.nick);
	res.nick = (char *)in->from.nick;
	res.text = clean.data ? clean.data : (char *)"";
	res.msgid = (char *)(msgid ? msgid : "");
	search_hit(in->s, in->n, &res);
	buf_free(&clean);
}

/* INCOMPLETE: "only what was said after (before) that time was searched". */
static void
noted(const struct incoming *in)
{
	const char *code = in_param(in, 1);
	int64_t reached_ms = -1;

	if (!strcmp(code, "INCOMPLETE") && in->m->nparams > 3)
		reached_ms = clock_parse_iso(in_param(in, 2));
	search_noted(in->s, in->n, serial(in), reached_ms > 0 ? reached_ms : 0,
	    in_param(in, in->m->nparams - 1));
}

bool
handle_search_fail(const struct incoming *in)
{
	struct buf why = {0};

	if (strcmp(in_param(in, 0), "SEARCH"))
		return false;
	if (strcmp(in->m->command, "FAIL")) {
		noted(in);
		return true;
	}
	buf_adds(&why, in_param(in, in->m->nparams - 1));
	for (size_t i = 2; i + 1 < in->m->nparams; i++)
		buf_addf(&why, " (%s)", in_param(in, i));
	if (search_answers(in->s, in->n, serial(in)))
		search_failed(in->s, in->n, why.data);
	buf_free(&why);
	return true;
}
