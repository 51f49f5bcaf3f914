/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/command_trust.h"

#include <string.h>
#include <strings.h>
#include <utlist.h>

#include "client/trust.h"
#include "common/text.h"

static bool
is_called(const struct network *n, const char *name)
{
	size_t len = strlen(name);

	if (!strcmp(n->name, name) || !strcmp(n->server, name))
		return true;
	/* With the port or without. */
	return n->offer && !strncasecmp(n->offer->where, name, len) &&
	    (!n->offer->where[len] || n->offer->where[len] == ':');
}

/* The network that the first word means: it is taken off then, else this
 * window's is meant. */
static struct network *
take_network(struct call *c)
{
	size_t len = strcspn(c->args, " ");
	struct network *n;
	char name[512];

	if (len >= sizeof(name))
		return c->n;
	memcpy(name, c->args, len);
	name[len] = '\0';
	DL_FOREACH (c->s->networks, n)
		if (len && is_called(n, name)) {
			call_word(c);
			return n;
		}
	return c->n;
}

static void
show(struct call *c, struct network *n)
{
	struct buf guard = {0};

	if (trust_ask_again(c->s, n)) {
		state_switch(c->s, n->room);
		return;
	}
	if (n->status == NETWORK_ONLINE)
		network_guard_text(n, &guard);
	call_say(c, "Nothing is asked about %s%s%s", n->name,
	    guard.len ? "; it is " : "", guard.len ? guard.data : "");
	buf_free(&guard);
}

/* One word is enough for a key that nobody knows otherwise. */
static void
accept_word(struct call *c, struct network *n)
{
	const struct offer *o = n->offer;

	if (!text_casecmp(c->args, fingerprint_word(&o->key, 0)))
		trust_tell(c->s, n, &o->key);
	else
		call_fail(c,
		    "That is not the first of the eight words: nothing was "
		    "trusted. Compare them all; /trust shows them again");
}

static void
accept_fingerprint(struct call *c, struct network *n)
{
	struct fingerprint fp;
	const char *why;

	if (fingerprint_parse(&fp, c->args, &why) == 0)
		trust_tell(c->s, n, &fp);
	else if (n->offer && !strchr(c->args, ' '))
		call_fail(c,
		    "This key is not just new: all eight words are needed, or "
		    "the hex digits");
	else
		call_fail(c, "%s: nothing was trusted", why);
}

void
command_trust(struct call *c)
{
	struct network *n = take_network(c);
	size_t len = strlen(c->args);

	while (len && c->args[len - 1] == ' ')
		c->args[--len] = '\0';
	if (!len)
		show(c, n);
	else if (n->offer && n->offer->verdict == VERDICT_NEW &&
	    !strpbrk(c->args, " -:") && len < FINGERPRINT_HEX_SIZE - 1)
		accept_word(c, n);
	else if (n->status == NETWORK_ONLINE)
		call_fail(c,
		    "You are connected to %s already; /disconnect comes first",
		    n->name);
	else
		accept_fingerprint(c, n);
}
