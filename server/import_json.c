/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/import_json.h"

#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/mem.h"
#include "server/access.h"
#include "server/json_read.h"
#include "server/mode_param.h"
#include "server/modes.h"
#include "server/name.h"

/* Keys of a line; those from CREATED on are of a channel's. */
enum key {
	ID,
	TIME,
	KIND,
	CHANNEL,
	NICK,
	USER,
	HOST,
	ACCOUNT,
	REALNAME,
	BOT,
	STATUS,
	TARGET,
	ARG,
	BODY,
	TAGS,
	CREATED,
	REGISTERED,
	MODES,
	KEY,
	LIMIT,
	FORWARD,
	JOINS,
	HISTORY,
	TOPIC,
	TOPIC_BY,
	TOPIC_TIME,
	MASKS,
	RIGHTS,
	FORMERS,
	KEYS
};

static const struct json_field line_fields[KEYS + 1] = {
    [ID] = {.name = "id"},
    [TIME] = {.name = "time"},
    [KIND] = {.name = "kind"},
    [CHANNEL] = {.name = "channel"},
    [NICK] = {.name = "nick"},
    [USER] = {.name = "user"},
    [HOST] = {.name = "host"},
    [ACCOUNT] = {.name = "account"},
    [REALNAME] = {.name = "realname"},
    [BOT] = {.name = "bot", .type = JSON_BOOL},
    [STATUS] = {.name = "status"},
    [TARGET] = {.name = "target"},
    [ARG] = {.name = "arg"},
    [BODY] = {.name = "body"},
    [TAGS] = {.name = "tags"},
    [CREATED] = {.name = "created"},
    [REGISTERED] = {.name = "registered"},
    [MODES] = {.name = "modes"},
    [KEY] = {.name = "key"},
    [LIMIT] = {.name = "limit", .type = JSON_NUMBER},
    [FORWARD] = {.name = "forward"},
    [JOINS] = {.name = "joins"},
    [HISTORY] = {.name = "history"},
    [TOPIC] = {.name = "topic"},
    [TOPIC_BY] = {.name = "topic_by"},
    [TOPIC_TIME] = {.name = "topic_time"},
    [MASKS] = {.name = "masks", .type = JSON_ARRAY},
    [RIGHTS] = {.name = "rights", .type = JSON_ARRAY},
    [FORMERS] = {.name = "formers", .type = JSON_ARRAY},
};

/* Keys of what stands in an array of a channel's. */
enum item_key { I_LIST, I_MASK, I_BY, I_TIME, I_ACCOUNT, I_MODES, I_NAME };

static const struct json_field item_fields[] = {
    [I_LIST] = {.name = "list"},
    [I_MASK] = {.name = "mask"},
    [I_BY] = {.name = "by"},
    [I_TIME] = {.name = "time"},
    [I_ACCOUNT] = {.name = "account"},
    [I_MODES] = {.name = "modes"},
    [I_NAME] = {.name = "name"},
    {.name = NULL},
};

static const char past_only[] =
    "must be as in 2026-11-21T02:20:03.123Z, and not in the future";

struct import_json {
	struct json_reader *reader;
	struct json_field line[KEYS + 1];
	struct json_field item[sizeof(item_fields) / sizeof(*item_fields)];
	struct world *world;
	struct channel *channel;
	struct buf *err;
	int64_t now_ms;
};

enum { TOPIC_MAX = 390 }; /* what topic-length may be at most */

struct import_json *
import_json_new(int64_t now_ms)
{
	struct import_json *j = mem_alloc(sizeof(*j));

	j->now_ms = now_ms;
	j->reader = json_reader_new();
	memcpy(j->line, line_fields, sizeof(line_fields));
	memcpy(j->item, item_fields, sizeof(item_fields));
	return j;
}

void
import_json_free(struct import_json *j)
{
	if (!j)
		return;
	json_fields_free(j->line);
	json_fields_free(j->item);
	json_reader_free(j->reader);
	free(j);
}

static const char *
value(const struct import_json *j, enum key k)
{
	return j->line[k].value;
}

static int64_t
time_of(const char *text)
{
	return text ? clock_parse_iso(text) : -1;
}

/* When something of a channel was; -1: never, or not yet. */
static int64_t
past(const struct import_json *j, const char *text)
{
	int64_t time_ms = time_of(text);

	return time_ms <= j->now_ms ? time_ms : -1;
}

static void
fill_row(const struct import_json *j, struct row *r)
{
	*r = (struct row){.id = value(j, ID),
	    .time_ms = time_of(value(j, TIME)),
	    .kind = value(j, KIND),
	    .channel = value(j, CHANNEL),
	    .nick = value(j, NICK),
	    .user = value(j, USER),
	    .host = value(j, HOST),
	    .account = value(j, ACCOUNT),
	    .realname = value(j, REALNAME),
	    .bot = value(j, BOT) != NULL,
	    .status = value(j, STATUS),
	    .target = value(j, TARGET),
	    .arg = value(j, ARG),
	    .body = value(j, BODY),
	    .tags = value(j, TAGS)};
}

/* Neither sort of line has a key of the other. */
static int
check_keys(const struct import_json *j, bool channel, struct buf *err)
{
	for (int k = 0; k < KEYS; k++)
		if (value(j, (enum key)k) && k != KIND && k != CHANNEL &&
		    (k >= CREATED) != channel) {
			buf_addf(err, "\"%s\" does not go with that kind",
			    j->line[k].name);
			return -1;
		}
	return 0;
}

enum import_json_line
import_json_line(
    struct import_json *j, const char *line, struct row *row, struct buf *err)
{
	bool channel;

	if (json_read(j->reader, line, j->line, err) < 0)
		return IMPORT_JSON_WRONG;
	channel = value(j, KIND) && !strcmp(value(j, KIND), "channel");
	if (check_keys(j, channel, err) < 0)
		return IMPORT_JSON_WRONG;
	if (channel)
		return IMPORT_JSON_CHANNEL;
	fill_row(j, row);
	return IMPORT_JSON_ROW;
}

static int
wrong(struct import_json *j, const char *key, const char *why)
{
	buf_addf(j->err, "\"%s\": %s", key, why);
	return -1;
}

static int
set_flags(struct import_json *j)
{
	for (const char *c = value(j, MODES); c && *c; c++) {
		const struct mode_def *def = mode_find(channel_modes, *c);
		struct mode_change m = {true, *c, NULL};

		if (!def || def->type != MODE_FLAG)
			return wrong(j, "modes",
			    "must be channel modes "
			    "without a parameter, as in \"nt\"");
		channel_mode(j->channel, &m);
	}
	return 0;
}

static int
set_param(struct import_json *j, enum key k, char letter)
{
	struct mode_change m = {true, letter, NULL};
	struct buf param = {0};
	const char *why;

	if (!value(j, k))
		return 0;
	why = mode_param(&param, letter, value(j, k));
	m.param = param.data;
	if (!why && m.param)
		channel_mode(j->channel, &m);
	buf_free(&param);
	return why ? wrong(j, j->line[k].name, why) : 0;
}

static bool
is_word(const char *s)
{
	return s && *s && strlen(s) <= ROW_WORD_MAX && !strpbrk(s, " \r\n");
}

static int
set_topic(struct import_json *j)
{
	struct channel *c = j->channel;
	const char *topic = value(j, TOPIC), *by = value(j, TOPIC_BY);

	if (!topic)
		return 0;
	if (strpbrk(topic, "\r\n") || strlen(topic) > TOPIC_MAX)
		return wrong(
		    j, "topic", "must be one line of at most 390 bytes");
	c->topic_ms = past(j, value(j, TOPIC_TIME));
	if (c->topic_ms < 0)
		return wrong(j, "topic_time", past_only);
	if (by && !is_word(by))
		return wrong(j, "topic_by", "must be one word");
	mem_replace(&c->topic, topic);
	mem_replace(&c->topic_by, by);
	return 0;
}

static int
add_mask(const char *element, void *context)
{
	struct import_json *j = context;
	const char *list, *mask, *by;
	const struct mode_def *def;
	int64_t time_ms;

	if (json_read(j->reader, element, j->item, j->err) < 0)
		return -1;
	list = j->item[I_LIST].value;
	mask = j->item[I_MASK].value;
	by = j->item[I_BY].value;
	time_ms = past(j, j->item[I_TIME].value);
	def =
	    list && *list && !list[1] ? mode_find(channel_modes, *list) : NULL;
	if (!def || def->type != MODE_LIST || !is_word(mask) || !is_word(by) ||
	    time_ms < 0)
		return wrong(j, "masks",
		    "each must have list (b, e or I), "
		    "mask, by and time");
	channel_mask_add(j->channel, def->bit, mask, by, time_ms);
	return 0;
}

static int
add_right(const char *element, void *context)
{
	struct import_json *j = context;
	const char *account, *modes;

	if (json_read(j->reader, element, j->item, j->err) < 0)
		return -1;
	account = j->item[I_ACCOUNT].value;
	modes = j->item[I_MODES].value;
	if (!is_word(account) || !modes)
		return wrong(j, "rights", "each must have account and modes");
	for (; *modes; modes++) {
		const struct mode_def *def = mode_find(channel_modes, *modes);

		if (!def || def->type != MODE_PREFIX)
			return wrong(j, "rights",
			    "modes must be those of members, as in \"qo\"");
		channel_right_add(j->channel, account, def->bit);
	}
	return 0;
}

static const struct right *
founder(const struct channel *c)
{
	const struct right *r = c->rights;

	while (r && !(r->modes & MEMBER_FOUNDER))
		r = r->next;
	return r;
}

/* After its rights. */
static int
set_registered(struct import_json *j)
{
	const struct right *r = founder(j->channel);
	int64_t time_ms;

	if (!value(j, REGISTERED))
		return 0;
	time_ms = past(j, value(j, REGISTERED));
	if (time_ms <= 0)
		return wrong(j, "registered", past_only);
	if (!r)
		return wrong(j, "registered",
		    "one of the rights must have modes with q");
	access_register(j->channel, r->account, time_ms);
	return 0;
}

static int
add_former(const char *element, void *context)
{
	struct import_json *j = context;
	const char *name;
	int64_t time_ms;

	if (json_read(j->reader, element, j->item, j->err) < 0)
		return -1;
	name = j->item[I_NAME].value;
	time_ms = past(j, j->item[I_TIME].value);
	if (!name || name_check_channel(name, ROW_WORD_MAX) || time_ms < 0)
		return wrong(j, "formers", "each must have name and time");
	if (!world_channel(j->world, name))
		world_former_add(j->world, j->channel, name, time_ms);
	return 0;
}

static int
add_all(struct import_json *j, enum key k,
    int (*add)(const char *element, void *context))
{
	return value(j, k) ? json_each(j->reader, value(j, k), add, j) : 0;
}

static int
fill_channel(struct import_json *j)
{
	if (set_flags(j) < 0 || set_param(j, KEY, 'k') < 0 ||
	    set_param(j, LIMIT, 'l') < 0 || set_param(j, FORWARD, 'f') < 0 ||
	    set_param(j, JOINS, 'j') < 0 || set_param(j, HISTORY, 'H') < 0 ||
	    set_topic(j) < 0)
		return -1;
	if (add_all(j, MASKS, add_mask) < 0 ||
	    add_all(j, RIGHTS, add_right) < 0 || set_registered(j) < 0)
		return -1;
	return add_all(j, FORMERS, add_former);
}

int
import_json_channel(
    struct import_json *j, struct world *w, struct channel **c, struct buf *err)
{
	const char *name = value(j, CHANNEL);
	int64_t created_ms = past(j, value(j, CREATED));

	j->err = err;
	*c = NULL;
	if (!name || name_check_channel(name, ROW_WORD_MAX))
		return wrong(j, "channel", "must be the name of a channel");
	if (created_ms < 0)
		return wrong(j, "created", past_only);
	if (world_channel(w, name))
		return 0;
	j->world = w;
	j->channel = *c = world_channel_add(w, name, created_ms);
	(*c)->used = true;
	return fill_channel(j);
}
