/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_who.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/mem.h"
#include "common/text.h"
#include "server/answer.h"
#include "server/modes.h"
#include "server/people.h"
#include "server/reply.h"
#include "server/rights.h"
#include "server/service.h"

enum { TOKEN_MAX = 3 };

struct who {
	struct answer answer;
	struct server *srv;
	struct session *s;
	char *asked; /* as it stands in 315 */
	const char *mask;
	bool operators; /* only these */
	char *fields;   /* of WHOX; NULL: 352 */
	char token[TOKEN_MAX + 1];
	struct walk walk;            /* of users, or of members */
	bool (*next)(struct who *w); /* a row or none; false at the end */
};

/* One row: somebody, and the channel that the row is about (or NULL). */
struct row {
	const struct who *who;
	const struct user *u;
	const struct member *m;
};

static void
field_token(struct buf *out, const struct row *r)
{
	buf_adds(out, r->who->token);
}

static void
field_channel(struct buf *out, const struct row *r)
{
	buf_adds(out, r->m ? r->m->channel->name : "*");
}

static void
field_user(struct buf *out, const struct row *r)
{
	buf_adds(out, r->u->name);
}

static void
field_address(struct buf *out, const struct row *r)
{
	const char *address = people_address(r->who->s->user, r->u);

	buf_adds(out, address ? address : "255.255.255.255");
}

static void
field_host(struct buf *out, const struct row *r)
{
	buf_adds(out, r->u->host);
}

static void
field_server(struct buf *out, const struct row *r)
{
	buf_adds(out, r->who->srv->settings->server_name);
}

static void
field_nick(struct buf *out, const struct row *r)
{
	buf_adds(out, r->u->nick);
}

static void
field_flags(struct buf *out, const struct row *r)
{
	people_flags(out, r->who->s, r->u, r->m);
}

static void
field_hops(struct buf *out, const struct row *r)
{
	(void)r;
	buf_adds(out, "0");
}

static void
field_idle(struct buf *out, const struct row *r)
{
	buf_addf(out, "%" PRId64, people_idle(r->who->srv, r->u));
}

static void
field_account(struct buf *out, const struct row *r)
{
	buf_adds(out, r->u->account ? r->u->account : "0");
}

static void
field_level(struct buf *out, const struct row *r)
{
	(void)r;
	buf_adds(out, "n/a");
}

static void
field_realname(struct buf *out, const struct row *r)
{
	buf_adds(out, r->u->realname);
}

/* In the order of the answer, whatever the order they are asked in. */
static const struct field {
	char letter;
	void (*add)(struct buf *out, const struct row *r);
} who_fields[] = {
    {'t', field_token},
    {'c', field_channel},
    {'u', field_user},
    {'i', field_address},
    {'h', field_host},
    {'s', field_server},
    {'n', field_nick},
    {'f', field_flags},
    {'d', field_hops},
    {'l', field_idle},
    {'a', field_account},
    {'o', field_level},
    {'r', field_realname},
};

enum { FIELDS = sizeof(who_fields) / sizeof(*who_fields) };

/* The last one goes as text, which may hold spaces. */
static void
send_fields(const struct row *r)
{
	const struct who *w = r->who;
	struct buf values[FIELDS] = {{0}};
	const char *words[FIELDS + 1];
	size_t n = 0;

	for (size_t i = 0; i < FIELDS; i++) {
		if (!strchr(w->fields, who_fields[i].letter))
			continue;
		buf_adds(&values[n], "");
		who_fields[i].add(&values[n], r);
		words[n] = values[n].data;
		n++;
	}
	if (n > 0) {
		words[n - 1] = NULL;
		reply_text(w->srv, w->s, RPL_WHOSPCRPL, words, "%s",
		    values[n - 1].data);
	}
	for (size_t i = 0; i < n; i++)
		buf_free(&values[i]);
}

static void
send_plain(const struct row *r)
{
	const struct who *w = r->who;
	struct buf flags = {0};

	people_flags(&flags, w->s, r->u, r->m);
	reply_text(w->srv, w->s, RPL_WHOREPLY,
	    WORDS(r->m ? r->m->channel->name : "*", r->u->name, r->u->host,
		w->srv->settings->server_name, r->u->nick, flags.data),
	    "0 %s", r->u->realname);
	buf_free(&flags);
}

static void
send_row(struct who *w, const struct user *u, const struct member *m)
{
	struct row r = {w, u, m};

	if (w->operators && !(u->modes & USER_OPER))
		return;
	if (w->fields)
		send_fields(&r);
	else
		send_plain(&r);
}

static bool
next_member(struct who *w)
{
	const struct member *m = channel_walk_member(&w->walk);

	if (m && can_see_member(w->s->user, m))
		send_row(w, m->user, m);
	return m;
}

/* A channel of theirs that the asker may know, for the column: one that both
 * are in, where there is such a one. */
static const struct member *
some_channel(const struct who *w, const struct user *u)
{
	const struct user *asker = w->s->user;
	const struct member *some = NULL;

	for (const struct member *m = u->members; m; m = m->user_next) {
		if (!can_see_member(asker, m))
			continue;
		if (world_member(m->channel, asker))
			return m;
		if (!some)
			some = m;
	}
	return some;
}

static bool
matches(const struct who *w, const struct user *u)
{
	const char *all[] = {u->nick, u->name, u->host, u->realname,
	    u->account ? u->account : u->nick, w->srv->settings->server_name};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (text_match(w->mask, all[i]))
			return true;
	return false;
}

static bool
next_user(struct who *w)
{
	const struct user *u = world_walk_user(&w->walk);

	if (u && can_see_user(w->s->user, u) && matches(w, u))
		send_row(w, u, some_channel(w, u));
	return u;
}

/* A nick that is spelt out is known already, so it may be invisible. */
static bool
only_user(struct who *w)
{
	const struct user *u = world_user(&w->srv->world, w->mask);

	if (u)
		send_row(w, u, some_channel(w, u));
	return false;
}

static bool
only_service(struct who *w)
{
	struct user u;

	service_user(&u, w->srv, service_find(w->srv, w->mask));
	send_row(w, &u, NULL);
	return false;
}

static void
choose_channel(struct who *w)
{
	struct channel *c = world_channel(&w->srv->world, w->mask);

	w->next = next_member;
	if (c && can_see(w->s->user, c))
		channel_walk(c, &w->walk);
}

static void
choose_users(struct who *w)
{
	w->next = next_user;
	if (!strcmp(w->mask, "0"))
		w->mask = "*";
	else if (service_find(w->srv, w->mask))
		w->next = only_service;
	else if (world_user(&w->srv->world, w->mask))
		w->next = only_user;
	if (w->next == next_user)
		world_walk_users(&w->srv->world, &w->walk);
}

static bool
who_step(struct server *srv, struct session *s, struct answer *a)
{
	struct who *w = (struct who *)a;

	if (w->next(w))
		return true;
	reply(srv, s, RPL_ENDOFWHO, *w->asked ? w->asked : "*", NULL);
	return false;
}

static void
who_end(struct answer *a)
{
	struct who *w = (struct who *)a;

	walk_end(&w->walk);
	free(w->asked);
	free(w->fields);
	free(w);
}

static const struct answer_kind who_kind = {who_step, who_end};

/* "o", "%fields", "%fields,token", "o%fields,token". A token that is none
 * is answered by 0. */
static void
parse_options(struct who *w, const char *options)
{
	const char *percent = strchr(options, '%');
	const char *comma = percent ? strchr(percent, ',') : NULL;
	const char *o = strchr(options, 'o');
	size_t len = comma ? strlen(comma + 1) : 0;

	w->operators = o && (!percent || o < percent);
	if (percent)
		w->fields = mem_strndup(percent + 1, strcspn(percent + 1, ","));
	strcpy(w->token, "0");
	if (len == 0 || len > TOKEN_MAX ||
	    strspn(comma + 1, "0123456789") != len)
		return;
	memcpy(w->token, comma + 1, len + 1);
}

void
cmd_who(struct server *srv, struct session *s, const struct irc_msg *m)
{
	struct who *w = mem_alloc(sizeof(*w));

	w->answer.kind = &who_kind;
	w->srv = srv;
	w->s = s;
	w->mask = w->asked = mem_strdup(m->params[0]);
	if (m->nparams > 1)
		parse_options(w, m->params[1]);
	if (*w->mask == '#')
		choose_channel(w);
	else
		choose_users(w);
	answer_begin(srv, s, &w->answer);
}
