/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/places.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t
named(const char *server, struct url places[PLACES_MAX])
{
	const char *why;

	if (url_parse_loose(&places[0], server, &why) < 0)
		return 0;
	return places[0].scheme != URL_PLAIN;
}

static size_t
add_socket(struct url *u, const char *dir)
{
	int len;

	*u = (struct url){.scheme = URL_UNIX};
	len = snprintf(u->path, sizeof(u->path), "%s/tcpchat/socket", dir);
	return len > 0 && (size_t)len < sizeof(u->path);
}

size_t
places_local(struct url places[PLACES_MAX])
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	size_t count = add_socket(&places[0], "/run");

	if (runtime && *runtime == '/')
		count += add_socket(&places[count], runtime);
	places[count++] = (struct url){
	    .scheme = URL_IRC, .host = "127.0.0.1", .port = "6667"};
	return count;
}

size_t
places_for(const struct settings *settings, const char *server,
    struct url places[PLACES_MAX])
{
	const char *told = getenv("TCPCHAT_SERVER");
	const struct settings_network *sn;

	if (!*server && told)
		server = told;
	if (!*server)
		server = settings->server;
	sn = settings_network(settings, server);
	if (sn)
		server = sn->server;
	return *server ? named(server, places) : places_local(places);
}
