/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_CONF_TEXT_H
#define COMMON_CONF_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "common/buf.h"

enum { CONF_TEXT_MAX = 1 << 20 };

/*
 * Appends a configuration file's text without its comments, each line where
 * it was. -1 with one line in err; a file has at most CONF_TEXT_MAX bytes.
 */
int conf_text_read(const char *path, struct buf *out, struct buf *err);

/* Whether a file is safe from others: that not everybody may write it, and,
 * where there is a secret in it, that they may not read it (a file of
 * root's may be for a group). -1 with one line in err that says how to mend
 * it. */
int conf_text_safe(const char *path, bool secret, struct buf *err);

/* Comments go from # or // to the end of the line, or from slash-star to
 * star-slash; none in '…' or "…", and no // inside a word. */
void conf_text_strip(struct buf *out, const char *s, size_t len);

/* Where the brace or quote stands that nothing closes; len if there is none.
 * The text is without comments and ends with a blank. */
size_t conf_text_unclosed(const char *s, size_t len);

#endif
