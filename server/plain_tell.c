/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/plain_tell.h"

#include <stdlib.h>
#include <string.h>

#include "common/text.h"
#include "server/modes.h"
#include "server/plain_sentences.h"
#include "server/plain_text.h"

#define CLOSING "Closing link: "

enum { COLUMN = 16, STANDARD_WORDS = 2, SECONDS_MOST = INT32_MAX };

/* An answer, and where the words begin that forms count from 1. */
struct telling {
	struct buf *out;
	const struct reply *r;
	size_t first;
};

static const char *
text_of(const struct reply *r)
{
	return r->text ? r->text : "";
}

static const char *
word(const struct telling *t, char digit)
{
	size_t i = t->first + (size_t)(digit - '1');

	return i < t->r->nparams ? t->r->params[i] : "";
}

static void
tell_time(const struct telling *t, char digit)
{
	long long seconds = strtoll(word(t, digit), NULL, 10);

	if (seconds >= 0 && seconds <= SECONDS_MOST)
		plain_add_time(t->out, seconds * 1000);
}

static void
tell_nick(const struct telling *t, char digit)
{
	const char *mask = word(t, digit);

	plain_add(t->out, mask, strcspn(mask, "!"));
}

static void
tell_rest(const struct telling *t, char digit)
{
	const char *gap = "";

	for (; digit <= '9' && *word(t, digit); digit++) {
		plain_addf(t->out, "%s%s", gap, word(t, digit));
		gap = " ";
	}
	if (*text_of(t->r))
		plain_addf(t->out, "%s%s", gap, t->r->text);
}

static void
tell_names(const struct telling *t)
{
	const char *names = text_of(t->r), *gap = "";

	while (*names) {
		size_t len = strcspn(names, " ,");

		if (len > 0) {
			buf_adds(t->out, gap);
			plain_add(t->out, names, len);
			gap = ", ";
		}
		names += len + (names[len] != '\0');
	}
}

/* Filled up with spaces where something follows. */
static void
pad(struct buf *out, size_t from)
{
	int width =
	    out->len > from ? text_width(out->data + from, out->len - from) : 0;

	for (; width < COLUMN; width++)
		buf_addc(out, ' ');
	buf_addc(out, ' ');
}

static void
trim(struct buf *out)
{
	while (out->len > 0 && out->data[out->len - 1] == ' ')
		buf_cut(out, out->len - 1);
}

/* Of 352: channel, user, host, server, nick, flags (people_flags). */
static void
tell_somebody(const struct telling *t)
{
	const char *channel = word(t, '1'), *flags = word(t, '6');
	size_t from = t->out->len;

	for (const char *f = flags; *f; f++)
		if (strchr(modes_all_prefixes(), *f))
			buf_addc(t->out, *f);
	plain_add_text(t->out, word(t, '5'));
	pad(t->out, from);
	from = t->out->len;
	plain_add_text(t->out, strcmp(channel, "*") ? channel : "");
	pad(t->out, from);
	if (*flags == 'G')
		plain_addf(t->out, "away ");
	if (strchr(flags, 'B'))
		plain_addf(t->out, "bot");
	trim(t->out);
}

static void
tell_stop(struct buf *out)
{
	if (!strchr(".!?", out->data[out->len - 1]))
		buf_addc(out, '.');
}

/* One that stands for something; where it ends. */
static const char *
tell_piece(const struct telling *t, const char *piece)
{
	switch (*piece) {
	case '0':
		plain_add_text(t->out, t->r->params[0]);
		break;
	case 't':
		plain_add_text(t->out, text_of(t->r));
		break;
	case ':':
		plain_addf(
		    t->out, "%s%s", *text_of(t->r) ? ": " : "", text_of(t->r));
		break;
	case ',':
		tell_names(t);
		break;
	case '|':
		tell_somebody(t);
		break;
	case '.':
		tell_stop(t->out);
		break;
	case '@':
		tell_time(t, *++piece);
		break;
	case '~':
		tell_nick(t, *++piece);
		break;
	case '+':
		tell_rest(t, *++piece);
		break;
	default:
		plain_add_text(t->out, word(t, *piece));
		break;
	}
	return piece + 1;
}

static void
tell(const struct telling *t, const char *form)
{
	const char *next;

	for (; (next = strchr(form, '$')); form = tell_piece(t, next + 1))
		buf_add(t->out, form, (size_t)(next - form));
	plain_line(t->out, "%s", form);
}

static bool
begins(const char *text, const char *with)
{
	return !with || !strncmp(text, with, strlen(with));
}

static const char *
form_of_numeric(const struct reply *r)
{
	const struct plain_sentence *s = plain_sentences;
	int number = irc_numeric(r->command);

	for (; s->number; s++)
		if ((int)s->number == number && begins(text_of(r), s->when))
			return s->form;
	return number >= 400 ? "! $+1$." : "-- $+1";
}

static const char *
form_of_standard(const struct reply *r, const char *otherwise)
{
	const struct plain_standard *s = plain_standards;

	if (r->nparams < STANDARD_WORDS)
		return otherwise;
	for (; s->form; s++)
		if (!strcmp(r->params[1], s->code) &&
		    (!s->command || !strcmp(r->params[0], s->command)) &&
		    begins(text_of(r), s->when))
			return s->form;
	return otherwise;
}

/* Whoever went by their own will have chosen the words. */
static void
tell_error(struct buf *out, const struct reply *r)
{
	const char *why = text_of(r);

	if (begins(why, CLOSING))
		why += strlen(CLOSING);
	if (begins(why, "Quit:"))
		plain_line(out, "-- Goodbye.");
	else if (!strcmp(why, "Registration timeout"))
		plain_line(
		    out, "! The connection ends, as no nickname was chosen.");
	else
		plain_line(out, "! The connection ends: %s", why);
}

static bool
is(const struct reply *r, const char *command)
{
	return !strcmp(r->command, command);
}

/* How it is told; NULL: it is not. */
static const char *
form_of(const struct telling *t)
{
	if (*t->r->command >= '0' && *t->r->command <= '9')
		return form_of_numeric(t->r);
	if (t->first == STANDARD_WORDS)
		return form_of_standard(
		    t->r, is(t->r, "NOTE") ? "-- $t$." : "! $t$.");
	return is(t->r, "NOTICE") ? "-- $t" : NULL;
}

void
plain_tell(struct buf *out, const char *server, const struct reply *r,
    const struct view *v, int64_t time_ms)
{
	struct telling t = {out, r, 1};
	const char *form;

	(void)server;
	(void)v;
	(void)time_ms;
	if (is(r, "ERROR")) {
		tell_error(out, r);
		return;
	}
	if (is(r, "FAIL") || is(r, "WARN") || is(r, "NOTE"))
		t.first = STANDARD_WORDS;
	form = form_of(&t);
	if (form)
		tell(&t, form);
}
