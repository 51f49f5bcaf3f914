/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/trust.h"

#include <string.h>

#include "client/sts.h"
#include "common/mem.h"

enum verdict
trust_judge(const struct fingerprint *told, const struct known *known,
    const struct trust_peer *peer)
{
	if (told->known)
		return fingerprint_matches(told, &peer->key) ? VERDICT_TOLD
							     : VERDICT_NOT_TOLD;
	if (known->how == KNOWN_KEY)
		return fingerprint_matches(&known->key, &peer->key)
		    ? VERDICT_KNOWN
		    : VERDICT_CHANGED;
	if (peer->vouched)
		return VERDICT_VOUCHED;
	return known->how == KNOWN_CA ? VERDICT_UNVOUCHED : VERDICT_NEW;
}

static void
say_key(struct state *s, struct network *n, const char *lead,
    const struct fingerprint *fp)
{
	struct buf words = {0}, hex = {0};

	fingerprint_words(fp, ' ', &words);
	state_say(s, n->room, SAID_CLIENT, "%s: %s", lead, words.data);
	for (size_t i = 0; fp->known == FINGERPRINT_BYTES && i < 2; i++) {
		buf_reset(&hex);
		fingerprint_groups(fp, 8 * i, 8, &hex);
		state_say(s, n->room, SAID_CLIENT, "  %s", hex.data);
	}
	buf_free(&words);
	buf_free(&hex);
}

/* The last words, which can be typed as they stand. */
static void
say_commands(struct state *s, struct network *n)
{
	const struct offer *o = n->offer;
	struct buf words = {0}, hex = {0};

	fingerprint_words(&o->key, '-', &words);
	fingerprint_told(&o->key, &hex);
	state_say(s, n->room, SAID_CLIENT,
	    "Ask its admin, not over this connection. If the new words are "
	    "right: /trust %s %s",
	    o->where, words.data);
	state_say(s, n->room, SAID_CLIENT,
	    "or from the shell: tcpchat --fingerprint %s ircs://%s", hex.data,
	    o->where);
	buf_free(&words);
	buf_free(&hex);
}

static void
say_new(struct state *s, struct network *n)
{
	const struct offer *o = n->offer;

	state_say(s, n->room, SAID_ERROR,
	    "%s is not known here and no authority vouches for it (%s). "
	    "Nothing was sent to it",
	    o->where, o->why);
	say_key(s, n, "Its key in words", &o->key);
	state_say(s, n->room, SAID_CLIENT,
	    "Compare with what the server prints at its start: its admin can "
	    "tell you, but not over this connection. If one word differs, "
	    "somebody is in between");
	state_say(s, n->room, SAID_CLIENT,
	    "If all are the same, type /trust and the first word: /trust %s",
	    fingerprint_word(&o->key, 0));
}

static void
say_changed(struct state *s, struct network *n)
{
	const struct offer *o = n->offer;

	state_say(s, n->room, SAID_ERROR,
	    "THE KEY OF %s HAS CHANGED. Nothing was sent to it. Its admin gave "
	    "it a new key, or somebody is in between",
	    o->where);
	say_key(s, n, "Its key until now", &o->known.key);
	if (*o->known.since)
		state_say(s, n->room, SAID_CLIENT, "  known since %.10s",
		    o->known.since);
	say_key(s, n, "Now it shows", &o->key);
	if (o->vouched)
		state_say(s, n->room, SAID_CLIENT,
		    "%s vouches for the new one; when you accept it, that is "
		    "what counts from then on",
		    *o->by ? o->by : "An authority");
	say_commands(s, n);
}

static void
say_unvouched(struct state *s, struct network *n)
{
	const struct offer *o = n->offer;

	state_say(s, n->room, SAID_ERROR,
	    "%s SHOWS A CERTIFICATE THAT DOES NOT HOLD: %s. An authority "
	    "vouched for this server%s%.10s. Nothing was sent to it",
	    o->where, o->why, *o->known.since ? " since " : " before",
	    o->known.since);
	say_key(s, n, "Its key in words", &o->key);
	state_say(s, n->room, SAID_CLIENT,
	    "It has not been renewed, or somebody is in between");
	say_commands(s, n);
}

static void
say_not_told(struct state *s, struct network *n)
{
	const struct offer *o = n->offer;

	state_say(s, n->room, SAID_ERROR,
	    "%s shows another key than you told. Nothing was sent to it",
	    o->where);
	say_key(s, n, "You told", &n->told);
	say_key(s, n, "It shows", &o->key);
	say_commands(s, n);
}

static void
say_offer(struct state *s, struct network *n)
{
	switch (n->offer->verdict) {
	case VERDICT_NEW:
		say_new(s, n);
		break;
	case VERDICT_CHANGED:
		say_changed(s, n);
		break;
	case VERDICT_UNVOUCHED:
		say_unvouched(s, n);
		break;
	default:
		say_not_told(s, n);
		break;
	}
}

bool
trust_ask_again(struct state *s, struct network *n)
{
	if (!n->offer)
		return false;
	say_offer(s, n);
	return true;
}

static void
set_offer(struct network *n, const char *where, const struct known *known,
    const struct trust_peer *peer, enum verdict verdict)
{
	struct offer *o = mem_alloc(sizeof(*o));

	o->where = mem_strdup(where);
	o->why = mem_strdup(peer->why);
	o->by = mem_strdup(peer->by);
	o->key = peer->key;
	o->known = *known;
	o->vouched = peer->vouched;
	o->verdict = verdict;
	offer_free(n->offer);
	n->offer = o;
}

/* What is known from now on. */
static void
remember(struct state *s, struct network *n, const char *where,
    const struct known *old, const struct trust_peer *peer)
{
	struct known now = {
	    .how = peer->vouched ? KNOWN_CA : KNOWN_KEY, .key = peer->key};
	struct buf err = {0};

	if (old->how == KNOWN_KEY && fingerprint_matches(&old->key, &peer->key))
		return;
	if (old->how == KNOWN_CA && peer->vouched)
		return;
	if (known_set(where, &now, &err) < 0)
		state_say(s, n->room, SAID_ERROR,
		    "Cannot keep in mind whom you trust: %s", err.data);
	else if (now.how == KNOWN_KEY)
		state_say(s, n->room, SAID_CLIENT,
		    "The key of %s is known from now on", where);
	buf_free(&err);
}

static void
drop_offer(struct network *n)
{
	offer_free(n->offer);
	n->offer = NULL;
}

static void
set_guard(
    struct network *n, enum verdict verdict, const struct trust_peer *peer)
{
	n->guard = peer->vouched && verdict != VERDICT_KNOWN ? GUARD_VOUCHED
							     : GUARD_KEY;
	mem_replace(&n->voucher, peer->by);
	drop_offer(n);
}

/* What was told once is known from then on; where the address says something
 * else it counts more than that as long as the address does. */
static void
end_telling(struct network *n, const struct url *place)
{
	if (n->told_once && !*place->fingerprint)
		n->told = (struct fingerprint){0};
	n->told_once = false;
}

/* Whoever reads elsewhere in this network learns that there is something. */
static void
point_to(struct state *s, struct network *n)
{
	if (state_here(s, n) != n->room)
		state_say(s, state_here(s, n), SAID_ERROR,
		    "%s is not trusted and was left; window %zu tells more: "
		    "/window %zu",
		    n->name, state_number(s, n->room),
		    state_number(s, n->room));
}

static bool
judge(struct state *s, struct network *n, const char *where,
    const struct known *known, const struct trust_peer *peer)
{
	enum verdict verdict = trust_judge(&n->told, known, peer);

	if (verdict > VERDICT_VOUCHED) {
		set_offer(n, where, known, peer, verdict);
		say_offer(s, n);
		point_to(s, n);
		return false;
	}
	remember(s, n, where, known, peer);
	set_guard(n, verdict, peer);
	return true;
}

/* What the address carries is told as well. */
static struct fingerprint
told_of(const struct network *n, const struct url *place)
{
	struct fingerprint told = n->told;
	const char *why;

	if (*place->fingerprint && !told.known)
		fingerprint_parse(&told, place->fingerprint, &why);
	return told;
}

/* Who must be reached with TLS is not asked about: such a server has shown
 * that an authority vouches for it. */
static int
heed_policy(const struct url *place, struct known *known, struct buf *err)
{
	struct sts policy;
	int lives = sts_find(place->host, &policy, err);

	if (lives > 0 && known->how == KNOWN_NOT)
		known->how = KNOWN_CA;
	return lives;
}

static int
find(const struct url *place, struct buf *where, struct known *known,
    struct buf *err)
{
	*known = (struct known){0};
	known_where(place, where);
	if (known_find(where->data, known, err) < 0)
		return -1;
	return heed_policy(place, known, err);
}

bool
trust_is_known(const struct network *n, const struct url *place)
{
	struct buf where = {0}, err = {0};
	struct known known;
	bool known_not =
	    find(place, &where, &known, &err) == 0 && known.how == KNOWN_NOT;

	buf_free(&where);
	buf_free(&err);
	return !known_not || *n->upgrade_port;
}

bool
trust_holds(const struct network *n, const struct url *place,
    const struct trust_peer *peer)
{
	struct fingerprint told = told_of(n, place);
	struct buf where = {0}, err = {0};
	struct known known;
	bool found = find(place, &where, &known, &err) >= 0;

	buf_free(&where);
	buf_free(&err);
	return (found || told.known) &&
	    trust_judge(&told, &known, peer) <= VERDICT_VOUCHED;
}

bool
trust_check(struct state *s, struct network *n, const struct url *place,
    const struct trust_peer *peer)
{
	struct buf where = {0}, err = {0};
	struct known known;
	bool ok = false;

	n->told = told_of(n, place);
	if (find(place, &where, &known, &err) < 0 && !n->told.known) {
		drop_offer(n);
		state_say(s, n->room, SAID_ERROR,
		    "Not connected to %s, nothing was sent: %s", where.data,
		    err.data);
	} else {
		ok = judge(s, n, where.data, &known, peer);
	}
	if (ok)
		end_telling(n, place);
	buf_free(&where);
	buf_free(&err);
	return ok;
}

void
trust_tell(struct state *s, struct network *n, const struct fingerprint *fp)
{
	n->told = *fp;
	n->told_once = true;
	n->want = true;
	n->again = true;
	s->dirty = true;
}
