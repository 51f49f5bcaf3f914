/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/screen/script.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>

void
script_listen(struct script *s)
{
	struct sockaddr_in sin = {.sin_family = AF_INET};
	socklen_t len = sizeof(sin);

	s->listener = socket(AF_INET, SOCK_STREAM, 0);
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert_int_eq(bind(s->listener, (struct sockaddr *)&sin, len), 0);
	ck_assert_int_eq(listen(s->listener, 8), 0);
	ck_assert_int_eq(
	    getsockname(s->listener, (struct sockaddr *)&sin, &len), 0);
	s->port = ntohs(sin.sin_port);
}

void
script_start(struct script *s)
{
	char url[64];
	const char *args[] = {"-n", "ada", url, "#c", NULL};

	script_listen(s);
	snprintf(url, sizeof(url), "irc://127.0.0.1:%u", s->port);
	s->term = client_start(&(struct client_options){
	    .name = "ada", .args = args, .rows = s->rows, .cols = s->cols});
	s->peer = peer_over(accept(s->listener, NULL, NULL), "evil");
	peer_expect(s->peer, "NICK *ada");
}

void
script_join_caps(struct script *s, const char *caps)
{
	script_start(s);
	peer_send(s->peer, ":evil CAP * LS :%s", caps);
	if (*caps) {
		peer_expect(s->peer, "CAP REQ *");
		peer_send(s->peer, ":evil CAP * ACK %s",
		    peer_last(s->peer) + strlen("CAP REQ "));
	}
	peer_send(s->peer, ":evil 001 ada :Welcome");
	peer_send(s->peer,
	    ":evil 005 ada CHANTYPES=# PREFIX=(ov)@+ :are "
	    "supported by this server");
	peer_send(s->peer, ":evil 422 ada :no motd");
	peer_expect(s->peer, "JOIN *#c*");
	peer_send(s->peer, ":ada!a@b JOIN #c");
	peer_send(s->peer, ":evil 353 ada = #c :ada @bob");
	peer_send(s->peer, ":evil 366 ada #c :end");
	term_expect(s->term, "You joined #c");
}

void
script_join(struct script *s)
{
	script_join_caps(s, "");
}
