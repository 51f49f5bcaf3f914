/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_userhost.h"

#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/mem.h"
#include "server/modes.h"
#include "server/people.h"
#include "server/presence.h"
#include "server/reply.h"
#include "server/service.h"

enum { USERHOST_MAX = 5 };

/* One command and what it says of each. */
struct asking {
	struct server *srv;
	struct session *s;
	const struct irc_msg *m;
	size_t most;
	void (*each)(
	    struct buf *out, const struct user *u, const struct user *asker);
};

static void
add_nick(const struct asking *a, struct buf *out, const char *nick)
{
	const struct service *v = service_find(a->srv, nick);
	const struct user *u = world_user(&a->srv->world, nick);
	struct user service;

	if (v) {
		service_user(&service, a->srv, v);
		u = &service;
	}
	if (u)
		a->each(out, u, a->s->user);
}

/* The nicks may stand in one parameter, with spaces, or in several. */
static void
each_nick(const struct asking *a, struct buf *out)
{
	size_t most = a->most;

	for (size_t i = 0; i < a->m->nparams; i++) {
		char *copy = mem_strdup(a->m->params[i]), *rest = copy, *nick;

		while (most > 0 && (nick = strsep(&rest, " "))) {
			if (!*nick)
				continue;
			most--;
			add_nick(a, out, nick);
		}
		free(copy);
	}
}

static void
add_ison(struct buf *out, const struct user *u, const struct user *asker)
{
	(void)asker;
	buf_addf(out, "%s%s", out->len ? " " : "", u->nick);
}

static void
add_at(struct buf *out, const struct user *u, const char *where)
{
	buf_addf(out, "%s%s%s=%c%s@%s", out->len ? " " : "", u->nick,
	    u->modes & USER_OPER ? "*" : "", presence_of(u) ? '-' : '+',
	    u->name, where);
}

static void
add_userhost(struct buf *out, const struct user *u, const struct user *asker)
{
	(void)asker;
	add_at(out, u, u->host);
}

static void
add_userip(struct buf *out, const struct user *u, const struct user *asker)
{
	const char *address = people_address(asker, u);

	add_at(out, u, address ? address : u->host);
}

/* How much of a list one answer holds without its last word being cut: half
 * a nick is somebody else's. */
static int
whole_words(const struct server *srv, const struct session *s, const char *list)
{
	size_t used = strlen(":  303  :") + strlen(session_name(s)) +
	    strlen(srv->settings->server_name);
	size_t n = IRC_BODY_MAX > used ? IRC_BODY_MAX - used : 0;

	if (strlen(list) <= n)
		return (int)strlen(list);
	while (n > 0 && list[n] != ' ')
		n--;
	return (int)n;
}

static void
answer(const struct asking *a, enum numeric n)
{
	struct buf out = {0};

	buf_adds(&out, "");
	each_nick(a, &out);
	reply_text(a->srv, a->s, n, NULL, "%.*s",
	    whole_words(a->srv, a->s, out.data), out.data);
	buf_free(&out);
}

void
cmd_ison(struct server *srv, struct session *s, const struct irc_msg *m)
{
	answer(&(struct asking){srv, s, m, IRC_BODY_MAX, add_ison}, RPL_ISON);
}

void
cmd_userhost(struct server *srv, struct session *s, const struct irc_msg *m)
{
	answer(&(struct asking){srv, s, m, USERHOST_MAX, add_userhost},
	    RPL_USERHOST);
}

void
cmd_userip(struct server *srv, struct session *s, const struct irc_msg *m)
{
	answer(
	    &(struct asking){srv, s, m, USERHOST_MAX, add_userip}, RPL_USERIP);
}
