/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_BUF_H
#define COMMON_BUF_H

#include <stdarg.h>
#include <stddef.h>

/*
 * Bytes that grow. `data` is NULL or ends in a NUL byte that `len` does not
 * count. A zeroed struct buf is a valid empty one; buf_free returns it to
 * that state. Callers bound what they add.
 */
struct buf {
	char *data;
	size_t len;
	size_t cap;
};

void buf_add(struct buf *b, const void *data, size_t len);
void buf_adds(struct buf *b, const char *s);
void buf_addc(struct buf *b, char c);
void buf_addf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3), nonnull(2)));
void buf_addv(struct buf *b, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0), nonnull(2)));
void buf_cut(struct buf *b, size_t len); /* keeps the first len bytes */
void buf_reset(struct buf *b);           /* empty, keeps its memory */
void buf_free(struct buf *b);
void buf_wipe(struct buf *b); /* the same, and leaves nothing of it */

#endif
