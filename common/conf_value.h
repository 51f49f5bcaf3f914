/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_CONF_VALUE_H
#define COMMON_CONF_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"

/*
 * One table of options has several readers: the file's parser (libconfuse),
 * the validator, the defaults, the help and the test against the man page.
 */
enum conf_type {
	CONF_BOOL,     /* bool; yes or no, true or false, on or off */
	CONF_INT,      /* int64_t, min to max */
	CONF_DURATION, /* int64_t milliseconds; written 30s, 5m, 2h, 1d, 500ms;
			* seconds where no unit stands */
	CONF_SIZE,     /* int64_t bytes; written 4096, 64K, 1M, 1G */
	CONF_STRING,   /* char *, owned by the target, never NULL */
	CONF_SECRET,   /* the same: a password, or what one could be guessed
			* from; nobody else may read the file */
	CONF_LIST,     /* struct conf_list, owned by the target */
	CONF_CHOICE    /* int, the index in `choices` */
};

struct conf_list {
	char **items;
	size_t count;
};

struct conf_opt {
	const char *name;
	enum conf_type type;
	size_t offset;      /* into the target */
	const char *preset; /* the default, as it would stand in a file
			     * (quotes may be left out); NULL: "", {} or 0 */
	int64_t min, max;   /* INT, DURATION (ms), SIZE; max 0: no bound. 0 may
			     * be written "off", and means it, where min is 0 */
	const char *const *choices; /* CHOICE: NULL-ended */
	/* NULL, or says what is wrong with a value or an item of a list, as
	 * in "it has a space" (else returns NULL) */
	const char *(*check)(const char *value);
	const char *help; /* one sentence */
};

/* Whether it is one text: STRING or SECRET. */
bool conf_value_is_text(const struct conf_opt *opt);

/*
 * One value of a target. Setting replaces the old value; -1 with what is
 * wrong and what would be right in err, the old value kept. For a list,
 * conf_value_set takes {"a", "b"} or a, b; conf_value_add adds one item and
 * conf_value_check checks one.
 */
int conf_value_check(
    const struct conf_opt *opt, const char *text, struct buf *err);
int conf_value_set(const struct conf_opt *opt, void *target, const char *text,
    struct buf *err);
int conf_value_add(const struct conf_opt *opt, void *target, const char *item,
    struct buf *err);
/* Appends the value as it would stand in a file. */
void conf_value_get(
    const struct conf_opt *opt, const void *target, struct buf *out);
void conf_value_free(const struct conf_opt *opt, void *target);

#endif
