/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_JSON_H
#define COMMON_JSON_H

#include <stddef.h>

#include "common/buf.h"

/* Appends s as a JSON string (RFC 8259 §7), quotes included: valid UTF-8
 * whatever s is, with no byte below a space and no DEL; an invalid byte
 * becomes U+FFFD. */
void json_add_string(struct buf *out, const char *s, size_t len);

#endif
