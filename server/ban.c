/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ban.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "common/fingerprint.h"
#include "common/mem.h"
#include "common/text.h"
#include "server/mask.h"

static const struct kind {
	const char *name;
	const char *prefix;
} kinds[BAN_KINDS] = {
    [BAN_UID] = {"uid", "uid:"},
    [BAN_ACCOUNT] = {"account", "account:"},
    [BAN_ADDRESS] = {"address", ""},
    [BAN_CERTIFICATE] = {"certificate", "certfp:"},
    [BAN_MASK] = {"mask", ""},
};

const char *
ban_kind_name(enum ban_kind kind)
{
	return kinds[kind].name;
}

enum ban_kind
ban_kind_named(const char *name)
{
	enum ban_kind k = 0;

	while (k < BAN_KINDS && strcmp(kinds[k].name, name) != 0)
		k++;
	return k;
}

void
ban_format(struct buf *out, enum ban_kind kind, const char *mask)
{
	buf_addf(out, "%s%s", kinds[kind].prefix, mask);
}

static const char *
read_uid(struct buf *mask, const char *given)
{
	char *end;
	unsigned long uid;

	errno = 0;
	uid = strtoul(given, &end, 10);
	if (!isdigit((unsigned char)*given) || *end || errno ||
	    uid >= UINT32_MAX)
		return "A uid is a number";
	buf_addf(mask, "%lu", uid);
	return NULL;
}

static const char *
read_account(struct buf *mask, const char *given)
{
	if (!*given || strlen(given) > 64 || strpbrk(given, "*?!@: "))
		return "An account is one name, without * and ?";
	buf_adds(mask, given);
	return NULL;
}

static const char *
read_certificate(struct buf *mask, const char *given)
{
	struct fingerprint fp;
	char hex[FINGERPRINT_HEX_SIZE];
	const char *why;

	if (fingerprint_parse(&fp, given, &why) < 0 ||
	    fp.known < FINGERPRINT_BYTES)
		return "A fingerprint has 64 hex digits";
	fingerprint_hex(&fp, hex);
	buf_adds(mask, hex);
	return NULL;
}

static const char *
read_mask(struct buf *mask, const char *given)
{
	if (*given == '$')
		return "Of extended masks, $a:account alone names somebody "
		       "here";
	return mask_normalise(mask, 'b', given);
}

/* After one of these words; not NULL then. */
static const char *
after(const char *given, const char *word, const char *other)
{
	size_t len = strlen(word);

	if (!strncmp(given, word, len))
		return given + len;
	len = other ? strlen(other) : 0;
	return len && !strncmp(given, other, len) ? given + len : NULL;
}

const char *
ban_read(enum ban_kind *kind, struct buf *mask, const char *given)
{
	struct netmask block;
	const char *rest;

	if ((rest = after(given, "uid:", NULL))) {
		*kind = BAN_UID;
		return read_uid(mask, rest);
	}
	if ((rest = after(given, "account:", "$a:"))) {
		*kind = BAN_ACCOUNT;
		return read_account(mask, rest);
	}
	if ((rest = after(given, "certfp:", "sha256:"))) {
		*kind = BAN_CERTIFICATE;
		return read_certificate(mask, rest);
	}
	if (netmask_parse(&block, given) == 0) {
		*kind = BAN_ADDRESS;
		netmask_format(mask, &block);
		return NULL;
	}
	*kind = BAN_MASK;
	return read_mask(mask, given);
}

static bool
mask_means(const char *mask, const struct ban_subject *s)
{
	struct buf source = {0};
	bool found;

	if (!s->nick)
		return false;
	buf_addf(&source, "%s!%s@%s", s->nick, s->user, s->host);
	found = text_match(mask, source.data);
	if (!found && s->address) {
		buf_reset(&source);
		buf_addf(&source, "%s!%s@%s", s->nick, s->user, s->address);
		found = text_match(mask, source.data);
	}
	buf_free(&source);
	return found;
}

bool
ban_matches(const struct ban *b, const struct ban_subject *s)
{
	switch (b->kind) {
	case BAN_UID:
		return s->local && s->uid == strtoul(b->mask, NULL, 10);
	case BAN_ACCOUNT:
		return s->account && !text_casecmp(b->mask, s->account);
	case BAN_ADDRESS:
		return s->address && netmask_match(&b->block, s->address);
	case BAN_CERTIFICATE:
		return s->certificate && !strcmp(b->mask, s->certificate);
	case BAN_MASK:
		return mask_means(b->mask, s);
	case BAN_KINDS:
		break;
	}
	return false;
}

struct ban *
bans_find(const struct bans *all, enum ban_kind kind, const char *mask)
{
	struct ban *b;

	DL_FOREACH (all->first, b)
		if (b->kind == kind && !text_casecmp(b->mask, mask))
			return b;
	return NULL;
}

struct ban *
bans_add(struct bans *all, const struct ban *from)
{
	struct netmask block = {0};
	struct ban *b;

	if (all->count >= BANS_MAX ||
	    (from->kind == BAN_ADDRESS &&
		netmask_parse(&block, from->mask) < 0))
		return NULL;
	b = mem_alloc(sizeof(*b));
	b->kind = from->kind;
	b->mask = mem_strdup(from->mask);
	b->reason = mem_strdup(from->reason);
	b->by = mem_strdup(from->by);
	b->made_ms = from->made_ms;
	b->until_ms = from->until_ms;
	b->block = block;
	DL_APPEND(all->first, b);
	all->count++;
	return b;
}

void
bans_drop(struct bans *all, struct ban *b)
{
	DL_DELETE(all->first, b);
	all->count--;
	free(b->mask);
	free(b->reason);
	free(b->by);
	free(b);
}

bool
bans_expire(struct bans *all, int64_t now_ms)
{
	struct ban *b, *next;
	size_t before = all->count;

	DL_FOREACH_SAFE (all->first, b, next)
		if (b->until_ms && b->until_ms <= now_ms)
			bans_drop(all, b);
	return all->count < before;
}

const struct ban *
bans_match(const struct bans *all, const struct ban_subject *s)
{
	const struct ban *b;

	DL_FOREACH (all->first, b)
		if (ban_matches(b, s))
			return b;
	return NULL;
}

void
bans_free(struct bans *all)
{
	while (all->first)
		bans_drop(all, all->first);
}
