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
device_guest(const struct session *s, struct buf *out)
{
	size_t before = out->len;

	buf_addf(out, "~%s!%s", s->user->nick, s->user->host);
	text_fold(out->data + before, out->data + before);
}

void
device_owner(const struct session *s, struct buf *out)
{
	const struct user *u = s->user;
	size_t before = out->len;

	if (!u->account) {
		device_guest(s, out);
		return;
	}
	buf_adds(out, u->account);
	text_fold(out->data + before, out->data + before);
}
