/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_METADATA_H
#define SERVER_METADATA_H

#include <stdbool.h>
#include <stddef.h>

#include "common/buf.h"
#include "common/hash.h"

struct standing;
struct settings;

/*
 * What people and channels say about themselves, as keys with values (IRCv3
 * metadata). A list is sorted by key; who adds to one looks to its bound
 * first (the option metadata-keys).
 */
enum { METADATA_KEY_MAX = 50 }; /* bytes */

struct metadata {
	char *key;
	char *value;
	struct metadata *prev, *next;
};

/* Whether it is one or more of a-z 0-9 _ . / - and not too long. */
bool metadata_key_valid(const char *key);

/* The longest value: what the option metadata-value-bytes says, and no more
 * than fits in a line whatever the names in it are. */
size_t metadata_value_max(const struct settings *set);
/* Appends the value of the capability draft/metadata-2. */
void metadata_value(
    struct buf *out, const struct settings *set, const struct standing *who);

/* Borrowed; NULL: not set. */
const char *metadata_get(const struct metadata *list, const char *key);
size_t metadata_count(const struct metadata *list);
/* Sets a key, or takes it away where value is NULL. */
void metadata_put(struct metadata **list, const char *key, const char *value);
/* Sets what the other one holds. */
void metadata_merge(struct metadata **list, const struct metadata *other);
void metadata_free(struct metadata **list);

/* What is kept of each account, by its folded name; one without keys is not
 * known here. */
struct metadata_account {
	char *folded;
	struct metadata *list;
	UT_hash_handle hh;
};

/* Borrowed; NULL: nothing, as for the account NULL. */
const struct metadata *metadata_of(
    const struct metadata_account *all, const char *account);
void metadata_put_of(struct metadata_account **all, const char *account,
    const char *key, const char *value);
void metadata_free_all(struct metadata_account **all);

#endif
