/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_CONF_H
#define COMMON_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"

/*
 * One table of options has several readers: the file's parser (libconfuse),
 * the validator, the defaults, the help and the test against the man page.
 */
enum conf_type {
	CONF_BOOL,     /* bool */
	CONF_INT,      /* int64_t, min to max */
	CONF_DURATION, /* int64_t milliseconds; written 30s, 5m, 2h, 1d */
	CONF_SIZE,     /* int64_t bytes; written 64K, 1M */
	CONF_STRING,   /* char *, owned by the target */
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
	const char *preset; /* the default, as it would stand in a file */
	int64_t min, max;   /* INT, DURATION (ms), SIZE; a CONF_INT, DURATION or
			     * SIZE of 0 means "off" only where min is 0 */
	const char *const *choices; /* CHOICE: NULL-ended */
	/* NULL, or says what is wrong with a value (else returns NULL) */
	const char *(*check)(const char *value);
	const char *help; /* one sentence */
};

/*
 * A titled section that may stand several times, e.g. `oper alice { … }`:
 * each becomes an element of `size` bytes whose first member is char *title,
 * collected in a struct conf_sections at `offset` of the target.
 */
struct conf_section {
	const char *name;
	const struct conf_opt *opts; /* ends in a NULL name */
	size_t size;
	size_t offset;
	size_t max; /* how many may stand there */
	const char *help;
};

struct conf_sections {
	void *items; /* array of elements */
	size_t count;
};

struct conf_spec {
	const struct conf_opt *opts;         /* ends in a NULL name */
	const struct conf_section *sections; /* ends in a NULL name, or NULL */
};

/* Fills a zeroed target with the defaults. */
void conf_defaults(const struct conf_spec *spec, void *target);

/*
 * Fills a zeroed target from a file (defaults where it is silent).
 * -1 with one line in err: FILE:LINE: what is wrong and what would be right
 * (an unknown key names the nearest one). The target is then cleared.
 */
int conf_load(const struct conf_spec *spec, void *target, const char *path,
    struct buf *err);

/* Sets one option from text (the client's /set, command lines). */
int conf_set(const struct conf_spec *spec, void *target, const char *name,
    const char *value, struct buf *err);
/* Appends an option's value as it would stand in a file. */
void conf_get(const struct conf_opt *opt, const void *target, struct buf *out);
void conf_free(const struct conf_spec *spec, void *target);

#endif
