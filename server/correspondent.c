/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/correspondent.h"

#include <stdlib.h>
#include <string.h>

#include "common/text.h"

static void
add_folded(struct buf *out, const char *name)
{
	char *folded = text_folded(name);

	buf_adds(out, folded);
	free(folded);
}

void
correspondent_owner(const struct user *u, struct buf *out)
{
	buf_reset(out);
	if (u->account)
		add_folded(out, u->account);
	else
		buf_addf(out, "~%s", u->guest);
}

void
correspondent_peer(const char *account, const char *nick, struct buf *out)
{
	buf_reset(out);
	if (!account)
		buf_adds(out, "~");
	add_folded(out, account ? account : nick);
}
