/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/talk/oper.h"

#include "tests/talk/talk.h"

struct host *
host_of_operator(const char *more)
{
	struct buf conf = {0};
	struct host *h;

	buf_addf(&conf,
	    "server-name = \"here\"\nflood-rate = 0\n"
	    "oper boss { logins = {\"%s\"} }\n%s",
	    my_login(), more);
	h = host_start(conf.data);
	buf_free(&conf);
	return h;
}

struct peer *
peer_operator(struct host *h)
{
	struct peer *p = peer_connect_local(h, "boss");

	peer_register(p, "boss");
	peer_send(p, "OPER boss");
	peer_expect(p, ":boss!* MODE boss *+o");
	return p;
}
