/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/dial.h"

#include <stdlib.h>

#include "client/offer.h"
#include "common/mem.h"
#include "common/url.h"

static const char *
server_of(const struct state *s, const char *server)
{
	const struct settings_network *sn =
	    settings_network(s->settings, server);

	return sn ? sn->server : server;
}

int
dial_check(const struct state *s, const char *server, struct buf *err)
{
	const char *why = NULL;
	struct url u;

	server = server_of(s, server);
	if (!*server)
		return 0;
	if (url_parse_loose(&u, server, &why) < 0) {
		buf_addf(err, "%s: %s", server, why);
		return -1;
	}
	if (u.scheme == URL_PLAIN) {
		buf_addf(err, "%s: plain:// is for netcat; use irc://%s",
		    server, u.host);
		return -1;
	}
	return 0;
}

void
dial_name(const struct state *s, const char *server, struct buf *out)
{
	const char *why;
	struct url u;

	if (settings_network(s->settings, server))
		buf_adds(out, server);
	else if (!*server || url_parse_loose(&u, server, &why) < 0 ||
	    u.scheme == URL_UNIX)
		buf_adds(out, "local");
	else
		buf_adds(out, u.host);
}

/* Who is somebody at the other machine is called so there. */
static bool
ssh_login(const struct network *n, struct buf *out)
{
	const char *why;
	struct url u;

	if (url_parse_loose(&u, n->server, &why) < 0 || !*u.user)
		return false;
	settings_nick_of(u.user, out);
	return true;
}

static void
set_nick(const struct state *s, struct network *n, const char *nick)
{
	struct buf login = {0};

	if (!*nick)
		nick = s->settings->nick;
	if (!*nick && ssh_login(n, &login))
		nick = login.data;
	if (!*nick) {
		settings_login_nick(&login);
		nick = login.data;
	}
	network_set_nick(n, nick);
	buf_free(&login);
}

void
dial_set(struct state *s, struct network *n, const char *server)
{
	const struct settings_network *sn =
	    settings_network(s->settings, server);
	const struct conf_list *channels =
	    sn && sn->channels.count ? &sn->channels : &s->settings->channels;
	char *copy = mem_strdup(server_of(s, server));
	struct buf name = {0};

	dial_name(s, server, &name);
	mem_replace(&n->name, name.data);
	room_set_name(n->room, name.data);
	buf_free(&name);
	mem_replace(&n->server, copy);
	free(copy);
	mem_replace(&n->realname, s->settings->realname);
	mem_replace(&n->password, sn ? sn->password : "");
	set_nick(s, n, sn ? sn->nick : "");
	network_set_channels(n, channels->items, channels->count);
	n->told = (struct fingerprint){0};
	n->told_once = false;
	n->upgrade_port[0] = '\0';
	offer_free(n->offer);
	n->offer = NULL;
	n->welcomed_before = false;
	n->want = true;
	n->again = true;
	s->dirty = true;
}
