/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/talk/multiline_peers.h"

const char multiline_caps[] =
    "message-tags batch server-time echo-message labeled-response " TYPE;

struct host *h;
struct peer *a, *b, *c, *d;

void
gather(const char *config)
{
	h = host_start(config);
	a = peer_join_caps(h, "alice", multiline_caps, "#c");
	b = peer_join_caps(h, "bob", multiline_caps, "#c");
	c = peer_join_caps(h, "carol", "message-tags server-time", "#c");
	d = peer_join(h, "dave", "#c");
	peer_barrier(a);
	peer_barrier(b);
	peer_barrier(c);
	peer_barrier(d);
}

void
send_three(const char *target)
{
	peer_send(a, "@label=m1;+x=1 BATCH +123 " TYPE " %s", target);
	peer_send(a, "@batch=123 PRIVMSG %s hello", target);
	peer_send(a, "@batch=123 PRIVMSG %s :how is ", target);
	peer_send(a,
	    "@batch=123;draft/multiline-concat privmsg %s "
	    ":everyone?",
	    target);
	peer_send(a, "BATCH -123");
}
