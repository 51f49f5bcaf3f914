/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "common/utf8.h"
#include "server/import_json.h"
#include "server/import_log.h"
#include "tests/fuzz/fuzz.h"

static const int64_t now_ms = INT64_C(4000000000) * 1000;

/* What is taken has one id, which holds its time. */
static void
check_row(const struct row *r)
{
	char id[EVENT_ID_LEN], again[EVENT_ID_LEN];
	struct buf why = {0};

	if (row_check(r, now_ms, &why) == 0) {
		row_id(r, 0, id);
		row_id(r, 0, again);
		assert(!strcmp(id, again));
		assert(event_id_time(id) == r->time_ms);
		assert(!strpbrk(r->nick, " \r\n"));
		assert(why.len == 0);
	} else {
		assert(why.len > 0);
	}
	buf_free(&why);
}

static void
read_log(const char *format, const char *line, struct import_log *l)
{
	char *copy = mem_strdup(line);
	struct row r = {0};

	if (import_log_format(format)->read(l, copy, &r) == IMPORT_LOG_ROW)
		check_row(&r);
	free(copy);
}

static void
read_json(struct import_json *j, struct world *w, const char *line)
{
	struct buf why = {0};
	struct channel *c;
	struct row r;

	switch (import_json_line(j, line, &r, &why)) {
	case IMPORT_JSON_ROW:
		check_row(&r);
		break;
	case IMPORT_JSON_CHANNEL:
		if (import_json_channel(j, w, &c, &why) < 0)
			assert(why.len > 0);
		break;
	default:
		assert(why.len > 0);
	}
	buf_free(&why);
}

/* Every line as one of each format. */
FUZZ_TARGET(import)
{
	static const char *const formats[] = {"irssi", "weechat", "znc"};
	struct import_log logs[3] = {{0}};
	struct import_json *j = import_json_new(INT64_MAX);
	struct world w;
	char *text = mem_strndup((const char *)data, len), *rest = text, *line;

	world_init(&w);
	for (size_t i = 0; i < 3; i++) {
		import_log_begin(&logs[i], "#c", "me");
		import_log_day(&logs[i], "2026-11-26");
	}
	while ((line = strsep(&rest, "\n"))) {
		if (!utf8_valid(line, strlen(line)))
			continue;
		for (size_t i = 0; i < 3; i++)
			read_log(formats[i], line, &logs[i]);
		read_json(j, &w, line);
	}
	for (size_t i = 0; i < 3; i++)
		import_log_free(&logs[i]);
	import_json_free(j);
	world_free(&w);
	free(text);
	return 0;
}
