/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/plain_saying.h"

#include <string.h>

#include "common/split.h"
#include "common/utf8.h"

/* Where so little fits, all is sent as it is, and refused. */
enum { ROOM_LEAST = 64 };

#define ACTION     "\1ACTION "
#define ACTION_END "\1"

void
saying_clean(struct buf *out, const char *line, size_t len)
{
	size_t n;
	int cp;

	for (; len > 0; line += n, len -= n) {
		n = utf8_next(line, len, &cp);
		if (cp == '\t')
			buf_addc(out, ' ');
		else if (!utf8_control(cp))
			buf_add(out, line, n);
	}
}

static size_t
room(const struct speaker *who, const struct errand *e, const char *to)
{
	struct event_actor me = {
	    .nick = who->nick, .user = who->user, .host = who->host};
	size_t all = dialect_irc_room(&me, "PRIVMSG", to);
	size_t frame = e->action ? strlen(ACTION ACTION_END) : 0;

	return all > frame + ROOM_LEAST ? all - frame : strlen(e->line);
}

static void
add_piece(struct speech *sp, const struct errand *e, const char *to,
    const char *from, size_t len)
{
	struct errand *rest = mind_aside(sp);
	struct buf text = {0};

	if (e->action)
		buf_adds(&text, ACTION);
	buf_add(&text, from, len);
	if (e->action)
		buf_adds(&text, ACTION_END);
	mind_ask(sp, ROLE_PIECE, "PRIVMSG", MIND_WORDS(to), text.data);
	buf_wipe(&text);
	mind_resume(sp, rest);
}

static void
give_piece(struct speech *sp, const struct speaker *who, struct errand *e,
    const char *to)
{
	const char *from = e->line + e->said;
	size_t len = split_length(from, strlen(from), room(who, e, to));

	add_piece(sp, e, to, from, len);
	e->said += len;
	e->said += strspn(e->line + e->said, " ");
	if (!e->line[e->said])
		errand_drop(sp, e);
}

static void
give_up(struct speech *sp, const struct speaker *who, struct errand *e)
{
	struct errand *rest = mind_aside(sp);

	mind_complain_nowhere(sp, who,
	    e->said > 0 ? "The rest of that was not said" : "Nothing was said");
	mind_resume(sp, rest);
	errand_drop(sp, e);
}

/* One answer is enough. */
static void
refused(struct speech *sp, struct errand *e)
{
	struct errand *rest = mind_aside(sp);

	mind_complain(sp, "The rest of that was not said.");
	mind_resume(sp, rest);
	errand_drop(sp, e);
}

void
saying_next(struct speech *sp, const struct speaker *who, struct errand *e)
{
	const char *to = e->to ? e->to : mind_place(sp, who);

	if (!to)
		give_up(sp, who, e);
	else if (e->said > 0 && mind_does(sp, ROLE_PIECE) && sp->failed)
		refused(sp, e);
	else
		give_piece(sp, who, e, to);
}
