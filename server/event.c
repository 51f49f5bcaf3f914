/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/event.h"

#include <assert.h>
#include <openssl/rand.h>
#include <string.h>

#include "common/clock.h"

const struct event_def event_defs[EVENT_KINDS] = {
    [EVENT_MESSAGE] = {"message", true, false},
    [EVENT_NOTICE] = {"notice", true, false},
    [EVENT_TAGMSG] = {"tagmsg", false, false},
    [EVENT_CONNECT] = {"connect", false, false},
    [EVENT_JOIN] = {"join", true, false},
    [EVENT_PART] = {"part", true, true},
    [EVENT_QUIT] = {"quit", true, true},
    [EVENT_KICK] = {"kick", true, true},
    [EVENT_NICK] = {"nick", true, true},
    [EVENT_TOPIC] = {"topic", true, false},
    [EVENT_MODE] = {"mode", true, false},
    [EVENT_UMODE] = {"umode", false, false},
    [EVENT_INVITE] = {"invite", false, false},
    [EVENT_AWAY] = {"away", false, false},
    [EVENT_ACCOUNT] = {"account", false, true},
    [EVENT_SETNAME] = {"setname", false, true},
    [EVENT_CHGHOST] = {"chghost", false, true},
    [EVENT_KNOCK] = {"knock", false, false},
    [EVENT_KILL] = {"kill", false, false},
    [EVENT_WALLOPS] = {"wallops", false, false},
    [EVENT_CLOSE] = {"close", false, true},
    [EVENT_METADATA] = {"metadata", false, false},
    [EVENT_MARKREAD] = {"markread", false, false},
    [EVENT_RENAME] = {"rename", true, false},
    [EVENT_REDACT] = {"redact", true, false},
    [EVENT_REGISTER] = {"register", false, false},
    [EVENT_ACCESS] = {"access", false, false},
    [EVENT_OFFER] = {"offer", false, false},
};

enum event_kind
event_by_name(const char *name)
{
	int kind = 0;

	while (kind < EVENT_KINDS && strcmp(event_defs[kind].name, name))
		kind++;
	return kind;
}

bool
event_to_channel(const struct event *e)
{
	return e->target && e->target[0] == '#';
}

bool
event_said(const struct event *e)
{
	return e->kind == EVENT_MESSAGE || e->kind == EVENT_NOTICE;
}

bool
event_private(const struct event *e)
{
	return event_said(e) && !event_to_channel(e);
}

/* CTCP is a body between \001; its second one is often left out. */
static bool
is_ctcp(const char *text)
{
	return text[0] == '\001' && strncmp(text, "\001ACTION ", 8) != 0;
}

/* Client-only tags as on the wire; of those of typing nothing is left. */
static bool
has_lasting_tag(const char *tags)
{
	static const char *const passing[] = {"+typing", "+draft/typing"};

	while (tags && *tags) {
		size_t len = strcspn(tags, "=;");
		bool passes = false;

		for (size_t i = 0; i < 2; i++)
			passes |= strlen(passing[i]) == len &&
			    !memcmp(passing[i], tags, len);
		if (!passes)
			return true;
		tags += strcspn(tags, ";");
		tags += *tags == ';';
	}
	return false;
}

bool
event_kept(const struct event *e)
{
	return event_kept_with(e, 0);
}

bool
event_kept_with(const struct event *e, unsigned besides)
{
	if (e->status && !(besides & EVENT_KEEP_STATUS))
		return false;
	switch (e->kind) {
	case EVENT_MESSAGE:
	case EVENT_NOTICE:
		return besides & EVENT_KEEP_CTCP || !event_has_ctcp(e->body);
	case EVENT_TAGMSG:
		return besides & EVENT_KEEP_TAGS && has_lasting_tag(e->tags);
	default:
		return event_defs[e->kind].kept;
	}
}

bool
event_has_lines(const struct event *e)
{
	return e->body && strpbrk(e->body, "\r\n");
}

bool
event_next_line(struct event_line *l)
{
	if (!l->rest)
		return false;
	l->joined = l->end == '\r';
	l->text = l->rest;
	l->len = strcspn(l->text, "\r\n");
	l->end = l->text[l->len];
	l->rest = l->end ? l->text + l->len + 1 : NULL;
	return true;
}

bool
event_has_ctcp(const char *body)
{
	struct event_line l = {.rest = body};

	while (event_next_line(&l))
		if (is_ctcp(l.text))
			return true;
	return false;
}

static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";

/* 128 bits as 26 digits of 5, the highest first; the first holds 3. */
static void
write_id(char id[EVENT_ID_LEN], const uint8_t bytes[16])
{
	unsigned bits = 0;
	int nbits = 2;

	for (int i = 0, next = 0; i < 26; i++) {
		if (nbits < 5) {
			bits = (bits << 8 | bytes[next++]) & 0xffff;
			nbits += 8;
		}
		nbits -= 5;
		id[i] = digits[bits >> nbits & 31];
	}
	id[26] = '\0';
}

/* The first 10 digits are the 48 bits of the time. */
int64_t
event_id_time(const char *id)
{
	const char *digit;
	int64_t time_ms = 0;

	if (strspn(id, digits) != 26 || id[26] || id[0] > '7')
		return -1;
	for (int i = 0; i < 10; i++) {
		digit = strchr(digits, id[i]);
		time_ms = time_ms << 5 | (digit - digits);
	}
	return time_ms;
}

static void
put_number(uint8_t *out, uint64_t n, int len)
{
	while (len-- > 0) {
		out[len] = n & 0xff;
		n >>= 8;
	}
}

void
event_id_at(char id[EVENT_ID_LEN], int64_t time_ms, const uint8_t rest[10])
{
	uint8_t bytes[16];

	put_number(bytes, (uint64_t)time_ms, 6);
	memcpy(bytes + 6, rest, 10);
	write_id(id, bytes);
}

static void
clock_tick(struct event_clock *c, int64_t now_ms)
{
	unsigned char fresh[sizeof(c->random_high)];

	if (now_ms <= c->last_ms && c->counter < UINT32_MAX) {
		c->counter++;
		return;
	}
	c->last_ms = now_ms > c->last_ms ? now_ms : c->last_ms + 1;
	c->counter = 0;
	if (RAND_bytes(fresh, sizeof(fresh)) == 1)
		memcpy(&c->random_high, fresh, sizeof(fresh));
}

void
event_follow(struct event_clock *c, int64_t newest_ms)
{
	enum { DAY_MS = 86400000 };

	if (newest_ms <= c->last_ms || newest_ms - clock_wall_ms() >= DAY_MS)
		return;
	c->last_ms = newest_ms;
	/* the ids of that millisecond are those of another run */
	c->counter = UINT32_MAX;
}

/* 48 bits of time, 48 of chance for this millisecond, 32 of a counter: ids
 * of one run sort as they were made, and two runs that share a millisecond
 * differ by chance. */
void
event_stamp(struct event_clock *c, struct event *e)
{
	uint8_t bytes[16];

	clock_tick(c, clock_wall_ms());
	put_number(bytes, (uint64_t)c->last_ms, 6);
	put_number(bytes + 6, c->random_high, 6);
	put_number(bytes + 12, c->counter, 4);
	write_id(e->id, bytes);
	e->time_ms = c->last_ms;
}

int64_t
event_now(const struct event_clock *c)
{
	int64_t now = clock_wall_ms();

	return now > c->last_ms ? now : c->last_ms;
}
