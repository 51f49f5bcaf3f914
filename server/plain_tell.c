/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/plain_tell.h"

#include "server/plain_say.h"

void
plain_tell(struct buf *out, const char *server, const struct reply *r,
    const struct view *v, int64_t time_ms)
{
	(void)server;
	(void)v;
	(void)time_ms;
	if (!r->text)
		return;
	buf_adds(out, *r->command >= '4' ? "! " : "-- ");
	plain_add_text(out, r->text);
	buf_adds(out, "\r\n");
}
