/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/resend.h"

#include <string.h>

#include "server/caps.h"
#include "server/device.h"
#include "server/fanout.h"
#include "server/find.h"
#include "server/hub.h"
#include "server/nonce.h"
#include "server/reply.h"

static struct channel *
channel_of(const struct resend *r)
{
	return *r->name == '#' ? world_channel(&r->srv->world, r->name) : NULL;
}

/* The target as it is spelt now. */
static const char *
spelt(const struct resend *r)
{
	const struct channel *c = channel_of(r);
	const struct user *u =
	    *r->name == '#' ? NULL : find_recipient(r->srv, r->name);

	if (c)
		return c->name;
	return u ? u->nick : r->name;
}

static void
echo(const struct resend *r, const struct store_first *first)
{
	struct event e = hub_event(r->srv, r->kind, r->s);

	if (!session_has(r->s, CAP_ECHO_MESSAGE))
		return;
	e.target = spelt(r);
	e.status = r->status;
	e.time_ms = first->time_ms;
	memcpy(e.id, first->id, sizeof(e.id));
	e.body = first->kept ? first->body.data : r->text;
	e.tags = first->tags.len ? first->tags.data : NULL;
	fanout_again(r->srv, r->s, &e);
}

/* Somebody without an account is known by what another may be called later:
 * who does not know the text is not shown it. */
static bool
is_stranger(const struct resend *r, const struct store_first *first)
{
	return !r->s->user->account && first->kept &&
	    strcmp(first->body.data, r->text) != 0;
}

static void
answer(const struct resend *r, const struct store_first *first)
{
	if (first->redacted)
		reply_fail(r->srv, r->s, r->command, "MESSAGE_REDACTED",
		    WORDS(r->target, first->id),
		    "This was sent before, and was taken back since");
	else if (is_stranger(r, first))
		reply_fail(r->srv, r->s, r->command, "NONCE_USED",
		    WORDS(r->target),
		    "Something else was sent with this nonce; it was not sent");
	else
		echo(r, first);
}

static void
know(const struct resend *r, const char *owner, const char *name,
    struct store_nonce *n)
{
	const char status[] = {r->status, '\0'};
	struct buf target = {0};

	buf_addf(&target, "%s%s", status, name);
	nonce_of(n, owner, target.data, r->nonce);
	buf_free(&target);
}

static int
find(const struct resend *r, const char *owner, const char *name,
    struct store_first *first)
{
	struct store_nonce n;

	know(r, owner, name, &n);
	return nonce_find(r->srv, &n, first);
}

/* Also where the channel had another name then. */
static int
find_any(const struct resend *r, const char *owner, struct store_first *first)
{
	const struct channel *c = channel_of(r);
	const struct former *f = c ? c->formers : NULL;
	int result = find(r, owner, r->name, first);

	for (; result == 0 && f; f = f->next)
		result = find(r, owner, f->folded, first);
	return result;
}

bool
resend_answered(
    const struct resend *r, struct buf *owner, struct store_nonce *n)
{
	struct store_first first = {0};
	int result;

	device_owner(r->s, owner);
	result = find_any(r, owner->data, &first);
	know(r, owner->data, r->name, n);
	if (result > 0)
		answer(r, &first);
	else if (result < 0)
		reply_fail(r->srv, r->s, r->command, "NOT_SENT",
		    WORDS(r->target),
		    "Whether this was sent before cannot be looked up now; it "
		    "was not sent");
	buf_free(&first.body);
	buf_free(&first.tags);
	return result != 0;
}

const char *
resend_nonce(const struct session *s, const struct irc_msg *m)
{
	return session_has(s, CAP_NONCE) ? irc_tag(m, "tcpchat/nonce") : NULL;
}

void
resend_refuse(struct server *srv, struct session *s, const char *command)
{
	reply_fail(srv, s, command, "INVALID_NONCE", NULL,
	    "A nonce has 1 to %d printable ASCII characters and no space; "
	    "nothing was sent",
	    NONCE_MAX);
}
