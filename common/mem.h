/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_MEM_H
#define COMMON_MEM_H

#include <stddef.h>

/*
 * Memory that is there or the program ends: each of these says so on
 * standard error and exits with EX_OSERR when there is none. The caller
 * owns what it gets and releases it with free().
 */
void *mem_alloc(size_t len); /* zeroed */
void *mem_resize(void *old, size_t len);
char *mem_strdup(const char *s); /* NULL gives NULL */
char *mem_strndup(const char *s, size_t len);

/* Replaces the string at *slot by a copy of s (NULL: none); frees the old. */
void mem_replace(char **slot, const char *s);
/* Frees a secret and leaves nothing of it; *slot is NULL then. */
void mem_wipe(char **slot);

#endif
