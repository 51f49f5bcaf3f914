/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_OWN_IDENTITY_H
#define SERVER_OWN_IDENTITY_H

#include <stdint.h>

#include "common/identity.h"

/* Days that a certificate of our own lasts, and before its end at which the
 * next one is made. */
enum { OWN_DAYS = 730, OWN_DAYS_LEFT = 30 };

/*
 * The key and the certificate that the server has made for itself, from the
 * folder of its state: made where there are none, the certificate anew where
 * it ends soon, cannot be read or lacks a name. The key stays what it is. NULL
 * with err.
 */
struct identity *own_identity(
    const char *dir, const struct identity_subject *subject, struct buf *err);
/* When it has to be made anew, in seconds since 1970. */
int64_t own_identity_due(const struct identity *id);

#endif
