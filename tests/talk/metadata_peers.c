/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/talk/metadata_peers.h"

void
expect_metadata(struct peer *p, const char *target)
{
	peer_next(p, ":* BATCH +* metadata %s", target);
}

void
subscribe(struct peer *p, const char *keys)
{
	peer_send(p, "METADATA * SUB %s", keys);
	peer_expect(p, ":* 770 * %s", keys);
	peer_barrier(p);
}
