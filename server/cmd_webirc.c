/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_webirc.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "common/log.h"
#include "common/mem.h"
#include "server/accept.h"
#include "server/admission.h"
#include "server/banning.h"
#include "server/name.h"
#include "server/password.h"

/* What the gateway says, until its password is known to be right. */
struct webirc_claim {
	struct limit_key key;
	char address[SOCK_NAME_MAX];
	char host[SOCK_NAME_MAX]; /* "": its address */
	bool secure;
};

static bool
gateway_fits(const struct settings_gateway *g, const struct session *s)
{
	if (!s->local || s->loopback)
		return admission_is_gateway(g, s->address);
	for (size_t i = 0; i < g->hosts.count; i++)
		if (!strcmp(g->hosts.items[i], "unix"))
			return true;
	return false;
}

/* Some give a name of their own liking: then it is the first at that
 * address. */
static const struct settings_gateway *
find_gateway(
    const struct server *srv, const struct session *s, const char *name)
{
	const struct conf_sections *all = &srv->settings->gateways;
	const struct settings_gateway *g = all->items, *found = NULL;

	for (size_t i = 0; i < all->count; i++) {
		if (!gateway_fits(&g[i], s))
			continue;
		if (!strcmp(g[i].title, name))
			return &g[i];
		if (!found)
			found = &g[i];
	}
	return found;
}

static bool
read_address(struct sockaddr_storage *ss, const char *text)
{
	struct sockaddr_in *in = (struct sockaddr_in *)ss;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)ss;

	memset(ss, 0, sizeof(*ss));
	if (inet_pton(AF_INET, text, &in->sin_addr) == 1)
		ss->ss_family = AF_INET;
	else if (inet_pton(AF_INET6, text, &in6->sin6_addr) == 1)
		ss->ss_family = AF_INET6;
	return ss->ss_family;
}

/* Not what could be taken for an address, however it is written. */
static bool
is_name(const char *host)
{
	if (name_check_host(host) || strchr(host, ':'))
		return false;
	while (*host && !isalpha((unsigned char)*host))
		host++;
	return *host;
}

/* Its name is as good as the gateway's word; another address would be a lie,
 * and what is no host is left out. */
static void
claim_host(struct webirc_claim *c, const char *host)
{
	if (is_name(host))
		snprintf(c->host, sizeof(c->host), "%s", host);
}

/* "secure" or "secure=anything" among the words. */
static bool
says_secure(const char *options)
{
	static const char word[] = "secure";

	while (options && *options) {
		size_t len = strcspn(options, "= ");

		if (len == strlen(word) && !strncmp(options, word, len))
			return true;
		options += strcspn(options, " ");
		options += strspn(options, " ");
	}
	return false;
}

static bool
way_is_safe(const struct session *s)
{
	return s->secure || s->local || s->limit_key.kind == LIMIT_NOBODY;
}

/* false where there is no such address. */
static bool
claim_make(const struct server *srv, struct session *s, const struct irc_msg *m)
{
	struct sockaddr_storage ss;

	if (!read_address(&ss, m->params[3]))
		return false;
	s->claim = mem_alloc(sizeof(*s->claim));
	admission_key(srv, &s->claim->key, (struct sockaddr *)&ss);
	sock_address((struct sockaddr *)&ss, s->claim->address);
	claim_host(s->claim, m->params[2]);
	s->claim->secure = says_secure(irc_param(m, 4)) && way_is_safe(s);
	return true;
}

/* What the session was, it was for the gateway. */
static void
claim_grant(struct server *srv, struct session *s, const char *gateway)
{
	const struct webirc_claim *c = s->claim;

	/* the line was the gateway's, whose login has one allowance for all */
	allowance_give(s->allowance, WEBIRC_COST, srv->settings->flood_burst);
	accept_recount(srv, s, &c->key);
	log_info("connection from %s through the gateway \"%s\" at %s",
	    c->address, gateway, s->address);
	mem_replace(&s->gateway, gateway);
	memcpy(s->address, c->address, sizeof(s->address));
	mem_replace(&s->host, *c->host ? c->host : NULL);
	s->secure = c->secure;
	s->local = s->loopback = false;
	mem_replace(&s->certificate, NULL);
	mem_replace(&s->login, NULL);
	mem_replace(&s->refused_login, NULL);
	mem_replace(&s->account, NULL);
	mem_replace(&s->realname, NULL);
	banning_check(srv, s);
}

static void
answered(struct server *srv, struct session *s, const char *title,
    const char *hash, bool right)
{
	const struct settings_gateway *g = find_gateway(srv, s, title);

	if (right && g && !strcmp(g->title, title) &&
	    !strcmp(g->password_hash, hash)) {
		claim_grant(srv, s, title);
	} else {
		log_warn("%s is not gateway \"%s\": wrong password", s->address,
		    title);
		session_doom(s, "Invalid WEBIRC password");
	}
}

static void
ask(struct server *srv, struct session *s, const struct settings_gateway *g,
    const char *password)
{
	struct password_question q = {
	    g->title, g->password_hash, password, answered};

	if (!*g->password_hash)
		session_doom(s, "Invalid WEBIRC password");
	else if (password_ask(srv, s, &q) < 0)
		session_doom(s, "The server is busy; try again");
}

void
cmd_webirc(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const struct settings_gateway *g = find_gateway(srv, s, m->params[1]);

	if (!g) {
		log_warn("%s is no gateway, and sent WEBIRC", s->address);
		session_doom(s, "WEBIRC is not for your address");
	} else if (s->heard > 1) {
		session_doom(s, "WEBIRC must come first");
	} else if (!claim_make(srv, s, m)) {
		session_doom(s, "Invalid WEBIRC address");
	} else {
		ask(srv, s, g, m->params[0]);
	}
}
