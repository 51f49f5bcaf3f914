/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SEARCH_FOLD_H
#define SERVER_SEARCH_FOLD_H

#include "common/buf.h"

/*
 * Replaces what `out` holds by the form of a text in which it is searched:
 * case, width and accents (of Latin, Greek and Cyrillic letters) folded,
 * without formatting codes and the frame of an ACTION; all white space,
 * lines and controls are one space, with none at either end. Folding twice
 * changes nothing. Holds no byte below ' '.
 */
void search_fold(struct buf *out, const char *text);

#endif
