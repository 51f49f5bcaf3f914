/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/json_read.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "common/text.h"
#include "common/utf8.h"

/* Two statements, as an object may stand in an array that is gone through. */
struct json_reader {
	sqlite3 *db;
	sqlite3_stmt *object, *array;
};

/* SQLite's names of the types; true and false are types of their own. */
static const char *const types[] = {
    [JSON_TEXT] = "text",
    [JSON_NUMBER] = "integer",
    [JSON_BOOL] = "true",
    [JSON_ARRAY] = "array",
};
static const char *const type_names[] = {
    [JSON_TEXT] = "a string",
    [JSON_NUMBER] = "a whole number",
    [JSON_BOOL] = "true or false",
    [JSON_ARRAY] = "an array",
};

struct json_reader *
json_reader_new(void)
{
	static const char each[] = "SELECT key, type, value FROM json_each(?)";
	struct json_reader *j = mem_alloc(sizeof(*j));
	int result = sqlite3_open(":memory:", &j->db);

	if (!result)
		result = sqlite3_prepare_v2(j->db, each, -1, &j->object, NULL);
	if (!result)
		result = sqlite3_prepare_v2(j->db, each, -1, &j->array, NULL);
	assert(result == SQLITE_OK);
	return j;
}

void
json_reader_free(struct json_reader *j)
{
	if (!j)
		return;
	sqlite3_finalize(j->object);
	sqlite3_finalize(j->array);
	sqlite3_close(j->db);
	free(j);
}

static struct json_field *
find_field(struct json_field *fields, const char *name)
{
	for (; fields->name; fields++)
		if (!strcmp(fields->name, name))
			return fields;
	return NULL;
}

static int
take_value(struct json_field *f, sqlite3_stmt *row, struct buf *err)
{
	const char *type = (const char *)sqlite3_column_text(row, 1);
	const char *text = (const char *)sqlite3_column_text(row, 2);
	size_t len = (size_t)sqlite3_column_bytes(row, 2);

	if (f->seen) {
		buf_addf(err, "\"%s\" is there twice", f->name);
		return -1;
	}
	f->seen = true;
	if (!strcmp(type, "null") ||
	    (f->type == JSON_BOOL && !strcmp(type, "false")))
		return 0;
	if (strcmp(type, types[f->type]) != 0) {
		buf_addf(
		    err, "\"%s\" must be %s", f->name, type_names[f->type]);
		return -1;
	}
	if (!utf8_valid(text, len)) {
		buf_addf(err, "\"%s\" is not UTF-8", f->name);
		return -1;
	}
	buf_reset(&f->text);
	buf_add(&f->text, text, len);
	f->value = f->text.data ? f->text.data : "";
	return 0;
}

static int
take_key(struct json_field *fields, sqlite3_stmt *row, struct buf *err)
{
	const char *name = (const char *)sqlite3_column_text(row, 0);
	struct json_field *f = find_field(fields, name);
	size_t len = strlen(name);

	if (f)
		return take_value(f, row, err);
	buf_adds(err, "unknown key \"");
	/* it may be long, and anything */
	if (utf8_valid(name, len))
		text_visible(err, name, utf8_cut(name, len, 40), NULL);
	buf_adds(err, "\"");
	return -1;
}

/* SQLite would end the text there, and not say so. */
static bool
has_nul(const char *json)
{
	for (; (json = strchr(json, '\\')); json += 2)
		if (!strncmp(json, "\\u0000", 6))
			return true;
		else if (!json[1])
			return false;
	return false;
}

static int
check_object(const char *json, struct buf *err)
{
	if (json[strspn(json, " \t")] != '{') {
		buf_adds(err, "must be one JSON object a line, {…}");
		return -1;
	}
	if (has_nul(json)) {
		buf_adds(err, "holds \\u0000, which no message can");
		return -1;
	}
	return 0;
}

static void
forget(struct json_field *fields)
{
	for (; fields->name; fields++) {
		fields->value = NULL;
		fields->seen = false;
	}
}

int
json_read(struct json_reader *j, const char *json, struct json_field *fields,
    struct buf *err)
{
	int result = SQLITE_DONE, taken = 0;

	forget(fields);
	if (check_object(json, err) < 0)
		return -1;
	sqlite3_bind_text(j->object, 1, json, -1, SQLITE_STATIC);
	while (taken == 0 && (result = sqlite3_step(j->object)) == SQLITE_ROW)
		taken = take_key(fields, j->object, err);
	if (taken == 0 && result != SQLITE_DONE) {
		buf_adds(err, sqlite3_errmsg(j->db));
		taken = -1;
	}
	sqlite3_reset(j->object);
	sqlite3_clear_bindings(j->object);
	return taken;
}

void
json_fields_free(struct json_field *fields)
{
	forget(fields);
	for (; fields->name; fields++)
		buf_free(&fields->text);
}

int
json_each(struct json_reader *j, const char *array,
    int (*each)(const char *element, void *context), void *context)
{
	const char *element;
	int taken = 0;

	sqlite3_bind_text(j->array, 1, array, -1, SQLITE_TRANSIENT);
	while (taken == 0 && sqlite3_step(j->array) == SQLITE_ROW) {
		element = (const char *)sqlite3_column_text(j->array, 2);
		taken = each(element ? element : "null", context);
	}
	sqlite3_reset(j->array);
	sqlite3_clear_bindings(j->array);
	return taken;
}
