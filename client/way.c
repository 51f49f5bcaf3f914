/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/way.h"

#include "client/keyring.h"
#include "common/text.h"

bool
way_is_secure(const struct network *n)
{
	return n->guard != GUARD_NONE;
}

static void
add_path(struct buf *out, const char *path)
{
	for (; *path; path++)
		buf_addc(out, *path == ' ' ? '?' : *path);
}

static void
add_host(struct buf *out, const struct url *place)
{
	for (const char *c = place->host; *c; c++)
		buf_addc(out, text_fold_char(*c));
	if (*place->port)
		buf_addf(out, ":%s", place->port);
}

void
way_address(struct buf *out, const struct url *place)
{
	if (place->scheme == URL_UNIX) {
		buf_adds(out, "unix:");
		add_path(out, place->path);
	} else if (place->scheme == URL_SSH) {
		buf_addf(out, "ssh:%s%s", place->user, *place->user ? "@" : "");
		add_host(out, place);
		add_path(out, place->path);
	} else {
		add_host(out, place);
	}
}

bool
way_had_scram(struct network *n)
{
	struct persona *id = &n->persona;

	if (!id->plain && !id->seen_scram && *n->address)
		id->seen_scram = keyring_saw_scram(n->address);
	return id->seen_scram && !id->plain;
}

void
way_note_scram(struct network *n, bool offered)
{
	struct buf err = {0};

	if (n->persona.seen_scram != offered && *n->address)
		keyring_note_scram(n->address, offered, &err);
	n->persona.seen_scram = offered;
	buf_free(&err);
}
