/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/guess.h"

#include <stdlib.h>
#include <string.h>

#include "common/scram.h"
#include "common/text.h"

struct key {
	struct limit_key place;
	char name[THROTTLE_KEY - sizeof(struct limit_key)];
};

static struct throttle_rate
rate(const struct server *srv)
{
	return (struct throttle_rate){
	    srv->settings->password_tries, srv->settings->password_tries_ms};
}

static struct key
key_place(const struct session *s, const char *name)
{
	struct key k = {.place = s->limit_key};
	char *folded;

	if (s->limit_key.kind != LIMIT_NOBODY &&
	    s->limit_key.kind != LIMIT_EXEMPT)
		return k;
	folded = text_folded(name);
	memcpy(k.name, folded, strnlen(folded, sizeof(k.name)));
	free(folded);
	return k;
}

static struct key
key_name(const char *name)
{
	const struct session nobody = {.id = 0};

	return key_place(&nobody, name);
}

/* What is kept of a place tells nobody who was there. */
static uint64_t
place_number(const struct server *srv, const struct session *s)
{
	uint8_t digest[SCRAM_KEY_LEN] = {0};
	char text[2 * sizeof(s->limit_key) + 1];
	const uint8_t *bytes = (const uint8_t *)&s->limit_key;
	uint64_t number = 0;

	for (size_t i = 0; i < sizeof(s->limit_key); i++) {
		text[2 * i] = (char)('a' + bytes[i] / 16);
		text[2 * i + 1] = (char)('a' + bytes[i] % 16);
	}
	text[sizeof(text) - 1] = '\0';
	scram_signature(digest, srv->store->secret, text);
	for (size_t i = 0; i < sizeof(number); i++)
		number = number << 8 | digest[i];
	return number;
}

static bool
is_known(
    const struct server *srv, const struct session *s, const struct account *a)
{
	uint64_t place = place_number(srv, s);

	for (size_t i = 0; a && i < a->nplaces; i++)
		if (a->places[i] == place)
			return true;
	return false;
}

int64_t
guess_wait_here_ms(
    const struct server *srv, const struct session *s, const char *name)
{
	struct key place = key_place(s, name);

	return throttle_wait_ms(
	    &srv->guess_places, rate(srv), &place, sizeof(place), srv->now_ms);
}

int64_t
guess_wait_ms(
    const struct server *srv, const struct session *s, const char *name)
{
	struct key account = key_name(name);
	int64_t by_place = guess_wait_here_ms(srv, s, name);
	int64_t by_name = throttle_wait_ms(&srv->guess_names, rate(srv),
	    &account, sizeof(account), srv->now_ms);

	if (is_known(srv, s, account_find(&srv->accounts, name)))
		return by_place;
	return by_name > by_place ? by_name : by_place;
}

void
guess_wrong_here(struct server *srv, const struct session *s, const char *name)
{
	struct key place = key_place(s, name);

	throttle_take(
	    &srv->guess_places, rate(srv), &place, sizeof(place), srv->now_ms);
}

void
guess_wrong(struct server *srv, const struct session *s, const char *name)
{
	struct key account = key_name(name);

	guess_wrong_here(srv, s, name);
	if (!is_known(srv, s, account_find(&srv->accounts, name)))
		throttle_take(&srv->guess_names, rate(srv), &account,
		    sizeof(account), srv->now_ms);
}

/* The last one comes first; who has not come for longest goes. */
void
guess_right(
    const struct server *srv, const struct session *s, struct account *a)
{
	uint64_t place = place_number(srv, s);
	size_t at = 0;

	while (at < a->nplaces && a->places[at] != place)
		at++;
	if (at == a->nplaces && a->nplaces < ACCOUNT_PLACES_MAX)
		a->nplaces++;
	else if (at == a->nplaces)
		at--;
	memmove(a->places + 1, a->places, at * sizeof(*a->places));
	a->places[0] = place;
}

void
guess_free(struct server *srv)
{
	throttle_free(&srv->guess_places);
	throttle_free(&srv->guess_names);
}
