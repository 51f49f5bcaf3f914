/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/handle_history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/handle_search.h"
#include "client/history.h"
#include "client/marker.h"
#include "client/page.h"
#include "client/targets.h"
#include "common/clock.h"

/* A batch with lines for the window that asked for them. */
static void
begin_page(const struct incoming *in, struct batch *b)
{
	const char *label = *b->label ? b->label : NULL;
	struct room *r;

	if (in_page(in)) {
		b->page = in_page(in);
		return;
	}
	if (strcmp(in_param(in, 1), "chathistory"))
		return;
	r = history_asker(in->s, in->n, label, in_param(in, 2));
	/* What nobody asked for, or waits for any more, is passed over where
	 * all of it can be asked for. */
	if (!r && !history_is_late(in->s, in->n, label, in_param(in, 2)) &&
	    !history_can(in->n))
		return;
	b->page = page_new(r ? r->id : 0, r ? r->past.serial : 0);
	b->page->end = in_ends_past(in);
	b->owner = true;
}

/* What is nested in it has ended with it, even if that was not said. The page
 * that is complete with it, or NULL. */
static struct page *
close_batch(struct network *n, struct batch *b)
{
	struct page *p = b->owner ? b->page : NULL;

	for (size_t i = 0; p && i < NETWORK_BATCHES_MAX; i++)
		if (n->batches[i].page == p && &n->batches[i] != b)
			network_end_batch(&n->batches[i]);
	b->owner = false;
	network_end_batch(b);
	return p;
}

/* Where a server leaves more open than there is room for, the one that began
 * first is given up, but not the one that the new one is part of. */
static struct batch *
free_slot(struct network *n, const struct batch *around)
{
	struct batch *b = network_batch(n, ""), *oldest = NULL;

	for (size_t i = 0; !b && i < NETWORK_BATCHES_MAX; i++)
		if (&n->batches[i] != around &&
		    (!oldest || n->batches[i].serial < oldest->serial))
			oldest = &n->batches[i];
	if (b)
		return b;
	page_free(close_batch(n, oldest));
	return oldest;
}

static void
begin(const struct incoming *in, const char *id)
{
	struct room *asked = in_labeled_room(in);
	const char *label = in_label(in);
	struct batch *b;

	if (network_batch(in->n, id))
		return;
	b = free_slot(in->n, in->batch);
	b->serial = ++in->n->batch_serial;
	snprintf(b->id, sizeof(b->id), "%s", id);
	snprintf(b->label, sizeof(b->label), "%s", label ? label : "");
	b->history = in_begins_past(in) || in_replay(in);
	b->targets = !strcmp(in_param(in, 1), "draft/chathistory-targets");
	b->room = asked ? asked->id : 0;
	begin_page(in, b);
	handle_search_begin(in, b);
}

void
handle_batch(const struct incoming *in)
{
	const char *reference = in_param(in, 0), *id = reference + 1;
	struct page *p;
	struct batch *b;

	if (!*reference || !*id || strlen(id) >= sizeof(b->id))
		return;
	b = network_batch(in->n, id);
	if (*reference == '-' && b) {
		handle_search_end(in, b);
		p = close_batch(in->n, b);
		if (p)
			history_answer(in->s, p);
		page_free(p);
	} else if (*reference == '+')
		begin(in, id);
}

void
handle_ack(const struct incoming *in)
{
	const char *label = in_label(in);
	struct room *r = label ? history_asker(in->s, in->n, label, "") : NULL;
	struct page *nothing = r ? page_new(r->id, r->past.serial) : NULL;

	if (nothing)
		history_answer(in->s, nothing);
	page_free(nothing);
}

void
handle_chathistory(const struct incoming *in)
{
	if (in->batch && in->batch->targets &&
	    !strcmp(in_param(in, 0), "TARGETS"))
		targets_found(in->s, in->n, in_param(in, 1),
		    clock_parse_iso(in_param(in, 2)));
}

void
handle_markread(const struct incoming *in)
{
	static const char prefix[] = "timestamp=";
	const char *nick = in_param(in, 0), *when = in_param(in, 1);
	bool none = !strcmp(when, "*");
	int64_t time_ms = 0;
	struct room *r;

	if (!none && strncmp(when, prefix, strlen(prefix)) != 0)
		return;
	if (!none)
		time_ms = clock_parse_iso(when + strlen(prefix));
	if (time_ms < 0)
		return;
	targets_marked(in->s, in->n, nick, time_ms);
	r = in_room(in, nick);
	if (r)
		marker_told(in->s, r, time_ms);
}

static struct room *
asker(const struct incoming *in, size_t first)
{
	const char *label = in_label(in);
	struct room *r = NULL;

	if (label)
		return history_asker(in->s, in->n, label, "");
	for (size_t i = first; !r && i + 1 < in->m->nparams; i++)
		r = history_asker(in->s, in->n, NULL, in_param(in, i));
	return r;
}

/* It refuses what was given up. */
static bool
is_late(const struct incoming *in, const char *label)
{
	bool late = label && history_is_late(in->s, in->n, label, "");

	for (size_t i = 2; !label && !late && i + 1 < in->m->nparams; i++)
		late = history_is_late(in->s, in->n, NULL, in_param(in, i));
	return late;
}

bool
history_fails(const struct incoming *in)
{
	bool standard = !strcmp(in->m->command, "FAIL");
	bool unknown = !strcmp(in->m->command, "421");
	const char *label = in_label(in);
	struct room *r;

	if (strcmp(in_param(in, standard ? 0 : 1), "CHATHISTORY") != 0)
		return false;
	if (unknown)
		in->n->no_history = true;
	if (label && !strcmp(label, TARGETS_LABEL)) {
		targets_refused(in->s, in->n);
		return true;
	}
	r = asker(in, 2);
	if (!r)
		return is_late(in, label);
	history_refused(in->s, r, standard ? in_param(in, 1) : "",
	    in_param(in, in->m->nparams - 1));
	return true;
}
