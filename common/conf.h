/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_CONF_H
#define COMMON_CONF_H

#include <stddef.h>

#include "common/buf.h"
#include "common/conf_value.h"

/*
 * A titled section that may stand several times, e.g. `oper alice { … }`:
 * each becomes an element of `size` bytes whose first member is char *title,
 * collected in a struct conf_sections at `offset` of the target. Titles are
 * unique within their section.
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
 * (an unknown key names the nearest one), or that others may write the file,
 * or read it though there is a secret in it. The target is then cleared.
 */
int conf_load(const struct conf_spec *spec, void *target, const char *path,
    struct buf *err);

/* Sets one option from text (the client's /set, command lines). -1 with what
 * is wrong in err, the old value kept. */
int conf_set(const struct conf_spec *spec, void *target, const char *name,
    const char *value, struct buf *err);
/* Appends an option's value as it would stand in a file. */
void conf_get(const struct conf_opt *opt, const void *target, struct buf *out);
void conf_free(const struct conf_spec *spec, void *target);

#endif
