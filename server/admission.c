/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/admission.h"

#include <inttypes.h>

#include "common/sock.h"
#include "server/netmask.h"

enum { SECOND = 1000 };

static bool
any_holds(const struct conf_list *masks, const char *address)
{
	struct netmask m;

	for (size_t i = 0; i < masks->count; i++)
		if (netmask_parse(&m, masks->items[i]) == 0 &&
		    netmask_match(&m, address))
			return true;
	return false;
}

bool
admission_is_gateway(const struct settings_gateway *g, const char *address)
{
	return any_holds(&g->hosts, address);
}

static bool
has_gateway(const struct settings *set, const char *address)
{
	const struct settings_gateway *g = set->gateways.items;

	for (size_t i = 0; i < set->gateways.count; i++)
		if (admission_is_gateway(&g[i], address))
			return true;
	return false;
}

void
admission_key(
    const struct server *srv, struct limit_key *key, const struct sockaddr *sa)
{
	const struct settings *set = srv->settings;
	const struct limit_blocks blocks = {
	    (unsigned)set->address_bits_ipv4, (unsigned)set->address_bits_ipv6};
	char address[SOCK_NAME_MAX];

	limit_key_address(key, sa, &blocks);
	sock_address(sa, address);
	if (key->kind != LIMIT_NOBODY &&
	    any_holds(&set->address_exempt, address))
		key->kind = LIMIT_EXEMPT;
}

/* Anybody of this machine can come over loopback as often as they like: a
 * quarter of all is for those who come otherwise. */
static bool
loopback_full(const struct server *srv, const struct limit_key *key)
{
	size_t most = (size_t)srv->settings->sessions;

	return key->kind == LIMIT_NOBODY && most &&
	    srv->nloopback >= most - most / 4;
}

static const char *
whose(const struct limit_key *key)
{
	return key->kind == LIMIT_LOGIN ? "login" : "address";
}

static bool
too_many_alike(const struct server *srv, const struct limit_key *key)
{
	const struct settings *set = srv->settings;
	int64_t most = key->kind == LIMIT_LOGIN ? set->sessions_per_login
						: set->sessions_per_address;

	return most && limit_get(&srv->limits, key) >= (size_t)most;
}

/* Whether there is room for one more from there. */
static bool
has_share(
    const struct server *srv, const struct limit_key *key, struct buf *why)
{
	if (loopback_full(srv, key))
		buf_adds(why,
		    "This server is full for loopback; use its Unix socket");
	else if (too_many_alike(srv, key))
		buf_addf(why, "Too many connections from your %s", whose(key));
	else
		return true;
	return false;
}

static bool
is_throttled(const struct limit_key *key)
{
	return key->kind != LIMIT_NOBODY && key->kind != LIMIT_EXEMPT;
}

static struct throttle_rate
connect_rate(const struct server *srv, const struct limit_key *key)
{
	const struct settings *set = srv->settings;

	return (struct throttle_rate){key->kind == LIMIT_LOGIN
		? set->connections_per_login
		: set->connections_per_address,
	    set->connections_ms};
}

/* Who comes too soon has not come: it may do so when it was told. */
static bool
has_time(struct server *srv, const struct limit_key *key, struct buf *why)
{
	struct throttle_rate rate = connect_rate(srv, key);
	int64_t wait = throttle_wait_ms(
	    &srv->connects, rate, key, sizeof(*key), srv->now_ms);

	if (wait > 0)
		buf_addf(why,
		    "Too many new connections from your %s; try again in "
		    "%" PRId64 " seconds",
		    whose(key), (wait + SECOND - 1) / SECOND);
	else
		throttle_take(
		    &srv->connects, rate, key, sizeof(*key), srv->now_ms);
	return wait == 0;
}

bool
admission_moved(
    struct server *srv, const struct limit_key *key, struct buf *why)
{
	return has_share(srv, key, why) &&
	    (!is_throttled(key) || has_time(srv, key, why));
}

bool
admission_connect(struct server *srv, const struct limit_key *key,
    const char *address, struct buf *why)
{
	const struct settings *set = srv->settings;

	if (set->sessions && srv->nsessions >= (size_t)set->sessions) {
		buf_adds(why, "This server is full");
		return false;
	}
	if (has_gateway(set, address))
		return has_share(srv, key, why);
	return admission_moved(srv, key, why);
}

static struct throttle_rate
register_rate(const struct server *srv, const struct session *s)
{
	const struct settings *set = srv->settings;

	if (s->limit_key.kind == LIMIT_EXEMPT)
		return (struct throttle_rate){0, 0};
	return (struct throttle_rate){
	    set->accounts_per_address, set->accounts_ms};
}

int64_t
admission_register_wait(const struct server *srv, const struct session *s)
{
	return throttle_wait_ms(&srv->registers, register_rate(srv, s),
	    &s->limit_key, sizeof(s->limit_key), srv->now_ms);
}

void
admission_registered(struct server *srv, const struct session *s)
{
	throttle_take(&srv->registers, register_rate(srv, s), &s->limit_key,
	    sizeof(s->limit_key), srv->now_ms);
}
