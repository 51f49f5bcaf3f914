/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/plain_rank.h"

#include "server/modes.h"
#include "server/plain_text.h"

/* "-- alice VERB bob AS #c" */
struct words {
	const char *verb, *as;
};

/* Of what is given, and of what is taken. */
static const struct {
	char letter;
	struct words take, give;
} changes[] = {
    {'q', {"made", "no longer a founder of"}, {"made", "a founder of"}},
    {'a', {"made", "no longer an admin of"}, {"made", "an admin of"}},
    {'o', {"made", "no longer an operator of"}, {"made", "an operator of"}},
    {'h', {"made", "no longer a half-operator of"},
	{"made", "a half-operator of"}},
    {'v', {"took from", "the voice in"}, {"gave", "a voice in"}},
    {'b', {"lifted the ban of", "from"}, {"banned", "from"}},
};

/* NULL for what has no words of its own. */
static const struct words *
words_of(const struct mode_change *m)
{
	for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++)
		if (changes[i].letter == m->letter)
			return m->add ? &changes[i].give : &changes[i].take;
	return NULL;
}

static bool
say_change(struct buf *out, const struct event *e, const char *doer,
    const struct mode_change *m)
{
	const struct words *w = words_of(m);

	if (w)
		plain_line(out, "-- %s %s %s %s %s", doer, w->verb, m->param,
		    w->as, e->target);
	return w;
}

void
plain_say_modes(struct buf *out, const struct event *e, const char *doer)
{
	struct mode_change left[EVENT_MODES_MAX] = {{0}};
	struct buf text = {0};
	size_t n = 0;

	for (size_t i = 0; i < e->nmodes && i < EVENT_MODES_MAX; i++)
		if (!say_change(out, e, doer, &e->modes[i]))
			left[n++] = e->modes[i];
	modes_format(&text, left, n);
	if (n > 0)
		plain_line(
		    out, "-- %s set %s in %s", doer, text.data, e->target);
	buf_free(&text);
}
