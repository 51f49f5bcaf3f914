/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_TALK_IDENTITIES_H
#define TESTS_TALK_IDENTITIES_H

#include "common/identity.h"

/* Certificates of tests are made when they run. */

/* One that signed itself, for that name (and nothing else), lasting so many
 * seconds; less than 0: it has ended. */
struct identity *identity_for(const char *name, int64_t seconds);
/* Writes it to certificate.pem and key.pem in the test's folder. */
void identity_put(const struct identity *id);
/* The same for that name, signed by a CA whose certificate is ca.pem there. */
void identity_put_signed(const char *name);

#endif
