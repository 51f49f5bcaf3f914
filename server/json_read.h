/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_JSON_READ_H
#define SERVER_JSON_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "common/buf.h"

/* Objects of JSON (RFC 8259), read by SQLite. */
struct json_reader;

struct json_reader *json_reader_new(void);
void json_reader_free(struct json_reader *j);

enum json_type { JSON_TEXT, JSON_NUMBER, JSON_BOOL, JSON_ARRAY };

/* One key that an object may have. */
struct json_field {
	const char *name; /* NULL ends a list of them */
	enum json_type type;
	const char *value; /* a number as text, a bool as "1" or NULL, an
			    * array as JSON; NULL: not there, or null */
	struct buf text;   /* what value points to */
	bool seen;
};

/* Fills the fields from a text that ends in NUL. -1 with what is wrong in
 * err: no object, a key that is not among them or is there twice, a value of
 * another type, text that is not UTF-8 or has a NUL in it. */
int json_read(struct json_reader *j, const char *json,
    struct json_field *fields, struct buf *err);
void json_fields_free(struct json_field *fields);

/* Calls `each` for the elements of an array, as JSON, until one gives -1. */
int json_each(struct json_reader *j, const char *array,
    int (*each)(const char *element, void *context), void *context);

#endif
