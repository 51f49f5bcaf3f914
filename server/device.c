/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/device.h"

#include <string.h>

#include "common/text.h"
#include "server/name.h"

size_t
device_name(struct buf *out, const char *given)
{
	size_t len = strcspn(given, "@/"), before = out->len;

	if (!given[len])
		return len;
	name_words(out, given + len + 1);
	if (out->len > before)
		text_fold(out->data + before, out->data + before);
	return len;
}

void
device_owner(const struct session *s, struct buf *out)
{
	const struct user *u = s->user;
	size_t before = out->len;

	if (u->account)
		buf_adds(out, u->account);
	else
		buf_addf(out, "~%s!%s", u->nick, u->host);
	text_fold(out->data + before, out->data + before);
}
