/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/handle_reply.h"

#include <string.h>

#include "client/handle_history.h"
#include "client/handle_login.h"
#include "client/handle_rename.h"
#include "client/handle_search.h"
#include "client/handle_takeout.h"

/* What to do about a refusal; %s is what it was about. */
static const struct {
	int numeric;
	const char *hint;
} hints[] = {
    {401, "/names lists who is in a channel"},
    {403, "the name of a channel begins with #: /join #lobby"},
    {404, "an operator of the channel can allow it with /voice"},
    {405, "/part leaves a channel"},
    {437, "try again later, or take another name"},
    {442, "/join it first"},
    {471, "the channel is full; try again later"},
    {473, "ask an operator of the channel for an /invite"},
    {474, "ask an operator of the channel for an /unban"},
    {475, "/join #CHANNEL KEY, with the right key"},
    {477, "that takes an account: /login ACCOUNT logs in, /register makes one"},
    {482, "an operator of the channel can do it, or /op you"},
};

static const char *
hint_for(int numeric)
{
	for (size_t i = 0; i < sizeof(hints) / sizeof(*hints); i++)
		if (hints[i].numeric == numeric)
			return hints[i].hint;
	return NULL;
}

/* The window of a channel or person that some parameter names. */
static struct room *
room_about(const struct incoming *in, size_t first)
{
	struct room *r = in_labeled_room(in);

	for (size_t i = first; !r && i + 1 < in->m->nparams; i++)
		r = in_room(in, in->m->params[i]);
	return r ? r : in_reply_room(in);
}

/* "text (first second)": the server's words, then what they are about. */
static void
add_words(const struct incoming *in, size_t first, struct buf *out)
{
	size_t last = in->m->nparams;

	if (last <= first)
		return;
	buf_adds(out, in->m->params[last - 1]);
	for (size_t i = first; i + 1 < last; i++)
		buf_addf(
		    out, "%s%s", i == first ? " (" : " ", in->m->params[i]);
	if (last - first > 1)
		buf_addc(out, ')');
}

static void
say_error(const struct incoming *in, int numeric)
{
	const char *hint = hint_for(numeric);
	struct buf words = {0};

	add_words(in, 1, &words);
	if (!hint)
		hint = handle_login_hint(in, words.data ? words.data : "");
	if (hint)
		buf_addf(&words, "; %s", hint);
	in_say(in, room_about(in, 1), SAID_ERROR, "%s",
	    words.data ? words.data : in->m->command);
	buf_free(&words);
}

void
handle_fail(const struct incoming *in)
{
	struct buf words = {0};
	bool note = *in->m->command != 'F';

	if (handle_login_fail(in) || rename_follows(in) ||
	    handle_search_fail(in) || history_fails(in) ||
	    handle_takeout_end(in))
		return;
	add_words(in, 2, &words);
	in_say(in, room_about(in, 2), note ? SAID_SERVER : SAID_ERROR, "%s%s%s",
	    strcmp(in_param(in, 0), "*") ? in_param(in, 0) : "",
	    strcmp(in_param(in, 0), "*") ? ": " : "",
	    words.data ? words.data : in_param(in, 1));
	buf_free(&words);
}

/* Numerics lead with our nick, which says nothing. */
void
handle_other(const struct incoming *in)
{
	int numeric = irc_numeric(in->m->command);
	struct room *r = in_labeled_room(in);
	struct buf words = {0};

	if (numeric >= 400 && numeric < 600) {
		if (history_fails(in) || handle_takeout_end(in))
			return;
		say_error(in, numeric);
		return;
	}
	if (!numeric)
		buf_addf(&words, "%s ", in->m->command);
	in_rest(in, numeric ? 1 : 0, &words);
	if (words.len)
		in_say(in, r ? r : in->n->room, SAID_SERVER, "%s", words.data);
	buf_free(&words);
}

void
handle_last(const struct incoming *in)
{
	struct room *r = in_labeled_room(in);

	in_say(in, r ? r : in->n->room, SAID_SERVER, "%s",
	    in_param(in, in->m->nparams - 1));
}

void
handle_nothing(const struct incoming *in)
{
	(void)in;
}
