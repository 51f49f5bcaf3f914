/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/pipe_words.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "client/offer.h"
#include "common/text.h"

void
pipe_say(const char *fmt, ...)
{
	struct buf text = {0}, line = {0};
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&text, fmt, ap);
	va_end(ap);
	buf_adds(&line, "tcpchat: ");
	text_visible(&line, text.data ? text.data : "", text.len, NULL);
	fprintf(stderr, "%s\n", line.data);
	buf_free(&text);
	buf_free(&line);
}

/* As one word of a shell. */
static void
add_word(struct buf *out, const char *option, const char *word)
{
	buf_addf(out, " %s%s'", option, *option ? " " : "");
	for (const char *c = word; *c; c++)
		if (*c == '\'')
			buf_adds(out, "'\\''");
		else
			buf_addc(out, *c);
	buf_addc(out, '\'');
}

void
pipe_words_command(const struct options *o, struct buf *out)
{
	buf_adds(out, "tcpchat");
	if (o->send)
		add_word(out, "--send", o->send);
	for (size_t i = 0; i < o->ntails; i++)
		add_word(out, "--tail", o->tails[i]);
	if (o->exec)
		add_word(out, "--exec", o->exec);
}

/* "/login": a command of the screen that begins here. */
static bool
is_typed(const char *text, const char *at)
{
	return *at == '/' && islower((unsigned char)at[1]) &&
	    (at == text || at[-1] == ' ');
}

void
pipe_words(const struct options *o, const char *on_screen, struct buf *out)
{
	static const char connect[] = "/connect ",
			  again[] = "; then /reconnect";
	bool typed = false;

	for (const char *c = on_screen; *c;) {
		if (!strncmp(c, connect, strlen(connect))) {
			pipe_words_command(o, out);
			c += strlen(connect) - 1;
		} else if (!strncmp(c, again, strlen(again))) {
			c += strlen(again);
		} else {
			typed = typed || is_typed(on_screen, c);
			buf_addc(out, *c++);
		}
	}
	if (!typed)
		return;
	buf_adds(out, ". That is typed in: tcpchat");
	if (*o->server)
		add_word(out, "", o->server);
}

static void
add_reason(const struct network *n, struct buf *out)
{
	const struct offer *o = n->offer;

	switch (o->verdict) {
	case VERDICT_NEW:
		buf_addf(out,
		    "%s is not known here and no authority vouches for it "
		    "(%s)",
		    o->where, o->why);
		break;
	case VERDICT_CHANGED:
		buf_addf(out, "THE KEY OF %s HAS CHANGED from ", o->where);
		fingerprint_words(&o->known.key, ' ', out);
		break;
	case VERDICT_UNVOUCHED:
		buf_addf(out,
		    "%s SHOWS A CERTIFICATE THAT DOES NOT HOLD (%s), though "
		    "an authority vouched for it before",
		    o->where, o->why);
		break;
	default:
		buf_addf(
		    out, "%s shows another key than it must have", o->where);
		break;
	}
}

void
pipe_words_offer(
    const struct options *o, const struct network *n, struct buf *out)
{
	const struct fingerprint *key = &n->offer->key;

	add_reason(n, out);
	buf_adds(out, "; nothing was sent to it. It shows the key ");
	fingerprint_words(key, ' ', out);
	buf_adds(out,
	    ". If its admin tells you the same words, not over this "
	    "connection: ");
	pipe_words_command(o, out);
	buf_adds(out, " --fingerprint ");
	fingerprint_words(key, '-', out);
	buf_addf(out, " ircs://%s", n->offer->where);
}
