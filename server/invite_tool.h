/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_INVITE_TOOL_H
#define SERVER_INVITE_TOOL_H

#include "common/buf.h"
#include "server/options.h"

enum { INVITE_USES = 1, INVITE_MS = 7 * 24 * 3600 * 1000 };

/* How often and for how long, as somebody says it; NULL: as it is usual. False
 * with a line in err. */
bool invite_uses_read(unsigned *uses, const char *text, struct buf *err);
bool invite_for_read(int64_t *ms, const char *text, struct buf *err);

/* --invite: prints one, and what to do with it. The status to exit with, with a
 * line in err. */
int invite_tool(const struct options *o, const char *dir, struct buf *err);

#endif
