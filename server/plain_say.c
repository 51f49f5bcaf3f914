/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/plain_say.h"

#include <string.h>

#include "server/plain_rank.h"
#include "server/plain_text.h"

#define ACTION "\001ACTION "

/* Enough of a CTCP command to know it by. */
enum { CTCP_SHOWN = 32 };

static bool
is_mine(const struct view *v)
{
	return v->sight & PLAIN_MINE;
}

static const char *
doer(const struct event *e, const struct view *v)
{
	return is_mine(v) ? "You" : e->source.nick;
}

/* " of #other"; nothing for the channel that one talks in. */
static void
add_place(struct buf *out, const char *word, const struct event *e,
    const struct view *v)
{
	if (!(v->sight & PLAIN_HERE))
		plain_addf(out, " %s%s", word, e->target);
}

static void
end_with_why(struct buf *out, const char *why)
{
	if (why && *why)
		plain_addf(out, " (%s)", why);
	plain_line(out, "%s", "");
}

/* One that the server itself answers for, as NickServ: nobody of the world,
 * and of now. */
static bool
by_service(const struct event *e)
{
	return e->kind == EVENT_NOTICE && !e->source.user_id && !e->seq;
}

static void
add_where(struct buf *out, const struct event *e, const struct view *v)
{
	if (event_private(e))
		plain_addf(out, "[dm] ");
	else if (e->status)
		plain_addf(out, "%c%s ", e->status, e->target);
	else if (!(v->sight & PLAIN_HERE))
		plain_addf(out, "%s ", e->target);
	if (event_private(e) && is_mine(v))
		plain_addf(out, "to %s: ", e->target);
}

static void
add_who(
    struct buf *out, const struct event *e, const struct view *v, bool action)
{
	const char *nick = e->source.nick;

	if (action)
		plain_addf(out, "* %s ", nick);
	else if (e->kind == EVENT_NOTICE)
		plain_addf(out, "-%s- ", nick);
	else if (!event_private(e))
		plain_addf(out, "<%s> ", nick);
	else if (!is_mine(v))
		plain_addf(out, "%s: ", nick);
}

/* A request of a program to a program. Its answer, and what one asked
 * oneself, is no news. */
static void
say_ctcp(struct buf *out, const struct event *e, const struct view *v,
    const char *line, size_t len)
{
	size_t n = 1;

	if (e->kind == EVENT_NOTICE || is_mine(v))
		return;
	while (n < len && n <= CTCP_SHOWN && !strchr(" \001", line[n]))
		n++;
	plain_addf(out, "-- %s asks for CTCP ", e->source.nick);
	plain_add(out, line + 1, n - 1);
	plain_line(out, ", which plain lines do not answer.");
}

/* A line of a message: the lines of one, which may be many, each tell whose
 * they are. */
static void
say_line(struct buf *out, const struct event *e, const struct view *v,
    const struct buf *line)
{
	size_t lead = strlen(ACTION), len = line->len;
	bool action = len >= lead && !memcmp(line->data, ACTION, lead);

	if (len == 0)
		return;
	if (*line->data == '\001' && !action) {
		say_ctcp(out, e, v, line->data, len);
		return;
	}
	if (!by_service(e)) {
		plain_add_time(out, e->time_ms);
		plain_addf(out, " ");
		add_where(out, e, v);
	}
	add_who(out, e, v, action);
	if (action && line->data[len - 1] == '\001')
		len--;
	lead = action ? lead : 0;
	plain_add(out, line->data + lead, len - lead);
	plain_line(out, "%s", "");
}

/* Blank lines are left out; what was cut to fit in IRC is whole again. */
static void
say_message(struct buf *out, const struct event *e, const struct view *v)
{
	struct event_line l = {.rest = e->body};
	struct buf line = {0};

	while (event_next_line(&l)) {
		if (!l.joined) {
			say_line(out, e, v, &line);
			buf_reset(&line);
		}
		buf_add(&line, l.text, l.len);
	}
	say_line(out, e, v, &line);
	buf_free(&line);
}

static void
say_notice(struct buf *out, const struct event *e, const struct view *v)
{
	if (e->source.user)
		say_message(out, e, v);
	else
		plain_line(out, "-- %s", e->body);
}

static void
say_join(struct buf *out, const struct event *e, const struct view *v)
{
	if (is_mine(v)) {
		plain_line(out, "-- You are in %s.", e->target);
		return;
	}
	plain_addf(out, "-- %s joined", e->source.nick);
	add_place(out, "", e, v);
	plain_line(out, "%s", "");
}

static void
say_part(struct buf *out, const struct event *e, const struct view *v)
{
	plain_addf(out, "-- %s left", doer(e, v));
	if (is_mine(v))
		plain_addf(out, " %s", e->target);
	else
		add_place(out, "", e, v);
	end_with_why(out, e->body);
}

/* "Quit:", which the server puts in front of what one says oneself, tells it
 * from what happens to one. */
static void
say_quit(struct buf *out, const struct event *e, const struct view *v)
{
	(void)v;
	plain_addf(out, "-- %s is gone", e->source.nick);
	end_with_why(out, e->body && strcmp(e->body, "Quit: ") ? e->body : "");
}

static void
say_kick(struct buf *out, const struct event *e, const struct view *v)
{
	plain_addf(out, "-- %s put %s out of %s", doer(e, v),
	    v->sight & PLAIN_ME ? "you" : e->arg, e->target);
	end_with_why(out, e->body);
}

static void
say_nick(struct buf *out, const struct event *e, const struct view *v)
{
	if (is_mine(v))
		plain_line(out, "-- You are now %s.", e->arg);
	else
		plain_line(out, "-- %s is now %s", e->source.nick, e->arg);
}

static void
say_topic(struct buf *out, const struct event *e, const struct view *v)
{
	bool set = e->body && *e->body;

	plain_addf(
	    out, "-- %s %s the topic", doer(e, v), set ? "set" : "cleared");
	add_place(out, "of ", e, v);
	if (set)
		plain_addf(out, ": %s", e->body);
	plain_line(out, "%s", "");
}

static void
say_mode(struct buf *out, const struct event *e, const struct view *v)
{
	plain_say_modes(out, e, doer(e, v));
}

static void
say_umode(struct buf *out, const struct event *e, const struct view *v)
{
	(void)v;
	for (size_t i = 0; i < e->nmodes; i++)
		if (e->modes[i].letter == 'o')
			plain_line(out,
			    "-- You are %s operator of this server.",
			    e->modes[i].add ? "now an" : "no longer an");
}

static void
say_invite(struct buf *out, const struct event *e, const struct view *v)
{
	if (v->sight & PLAIN_ME)
		plain_line(out, "-- %s invites you to %s: @join %s",
		    e->source.nick, e->arg, e->arg);
	else
		plain_line(out, "-- %s invited %s to %s", doer(e, v), e->target,
		    e->arg);
}

static void
say_knock(struct buf *out, const struct event *e, const struct view *v)
{
	(void)v;
	plain_line(out, "-- %s asks to be let into %s", e->arg, e->target);
}

static void
say_kill(struct buf *out, const struct event *e, const struct view *v)
{
	(void)v;
	plain_addf(out, "-- %s ends your connection", e->source.nick);
	end_with_why(out, e->body);
}

static void
say_wallops(struct buf *out, const struct event *e, const struct view *v)
{
	(void)v;
	plain_line(out, "-- %s to all: %s", e->source.nick, e->body);
}

static void
say_rename(struct buf *out, const struct event *e, const struct view *v)
{
	plain_addf(
	    out, "-- %s renamed %s to %s", doer(e, v), e->target, e->arg);
	end_with_why(out, e->body);
}

/* Which one it was is known by its time alone, as lines have no ids. */
static void
say_redact(struct buf *out, const struct event *e, const struct view *v)
{
	int64_t said_ms = event_id_time(e->arg);

	plain_addf(out, "-- %s took back a message", doer(e, v));
	if (event_to_channel(e))
		add_place(out, "in ", e, v);
	if (said_ms >= 0) {
		plain_addf(out, " of ");
		plain_add_time(out, said_ms);
	}
	end_with_why(out, e->body);
}

static void (*const forms[EVENT_KINDS])(
    struct buf *out, const struct event *e, const struct view *v) = {
    [EVENT_MESSAGE] = say_message,
    [EVENT_NOTICE] = say_notice,
    [EVENT_JOIN] = say_join,
    [EVENT_PART] = say_part,
    [EVENT_QUIT] = say_quit,
    [EVENT_KICK] = say_kick,
    [EVENT_NICK] = say_nick,
    [EVENT_TOPIC] = say_topic,
    [EVENT_MODE] = say_mode,
    [EVENT_UMODE] = say_umode,
    [EVENT_INVITE] = say_invite,
    [EVENT_KNOCK] = say_knock,
    [EVENT_KILL] = say_kill,
    [EVENT_WALLOPS] = say_wallops,
    [EVENT_RENAME] = say_rename,
    [EVENT_REDACT] = say_redact,
};

void
plain_say(struct buf *out, const struct event *e, const struct view *v)
{
	if (forms[e->kind])
		forms[e->kind](out, e, v);
}
