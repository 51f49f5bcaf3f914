/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/banning.h"

#include <utlist.h>

#include "common/clock.h"
#include "common/log.h"
#include "server/reply.h"

void
banning_load(struct server *srv)
{
	if (srv->store->ops->bans_load(srv->store, &srv->bans) < 0)
		log_error("bans cannot be read: %s", srv->store->unreadable);
	if (bans_expire(&srv->bans, clock_wall_ms()))
		banning_keep(srv);
}

void
banning_keep(struct server *srv)
{
	if (srv->store->ops->bans_save(srv->store, &srv->bans) < 0)
		log_warn("bans are not kept in the store now");
}

static void
expire(struct server *srv)
{
	if (bans_expire(&srv->bans, clock_wall_ms()))
		banning_keep(srv);
}

void
banning_until(struct buf *out, const struct ban *b)
{
	char iso[CLOCK_ISO_LEN];

	if (!b->until_ms) {
		buf_adds(out, "for good");
		return;
	}
	clock_iso(b->until_ms, iso);
	buf_addf(out, "until %.10s %.5s UTC", iso, iso + 11);
}

void
banning_tell(struct buf *out, const struct ban *b)
{
	buf_adds(out, "You are banned from this server");
	if (b->until_ms) {
		buf_addc(out, ' ');
		banning_until(out, b);
	}
	buf_addf(out, ": %s", b->reason);
}

bool
banning_at_door(
    struct server *srv, const struct ban_subject *guest, struct buf *why)
{
	const struct ban *b;

	expire(srv);
	b = bans_match(&srv->bans, guest);
	if (b)
		banning_tell(why, b);
	return b;
}

/* Whose nick and username are not all there is in no mask. */
struct ban_subject
banning_subject(const struct session *s)
{
	struct ban_subject who = {.local = s->local,
	    .uid = s->uid,
	    .address = s->local ? NULL : s->address,
	    .account = session_account(s),
	    .certificate = s->certificate};

	if (s->user) {
		who.nick = s->user->nick;
		who.user = s->user->name;
		who.host = s->user->host;
	}
	return who;
}

static void
end(struct server *srv, struct session *s, const struct ban *b)
{
	struct buf why = {0};

	banning_tell(&why, b);
	if (!s->doom)
		reply_text(srv, s, ERR_YOUREBANNEDCREEP, NULL, "%s", why.data);
	session_expel(s, "%s", why.data);
	buf_free(&why);
}

static bool
check(struct server *srv, struct session *s, const struct ban_subject *who)
{
	const struct ban *b;

	expire(srv);
	b = bans_match(&srv->bans, who);
	if (b)
		end(srv, s, b);
	return b;
}

bool
banning_check(struct server *srv, struct session *s)
{
	struct ban_subject who = banning_subject(s);

	return check(srv, s, &who);
}

bool
banning_check_as(
    struct server *srv, struct session *s, const char *nick, const char *user)
{
	struct ban_subject who = banning_subject(s);

	who.nick = nick;
	who.user = user;
	who.host = session_host(s);
	return check(srv, s, &who);
}

size_t
banning_end(struct server *srv, const struct ban *b)
{
	struct ban_subject who;
	struct session *s;
	size_t ended = 0;

	DL_FOREACH (srv->sessions, s) {
		who = banning_subject(s);
		if (!ban_matches(b, &who))
			continue;
		ended += !s->doom;
		end(srv, s, b);
	}
	return ended;
}
