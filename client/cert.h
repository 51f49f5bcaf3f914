/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_CERT_H
#define CLIENT_CERT_H

#include <stdbool.h>

#include "client/state.h"
#include "common/fingerprint.h"
#include "common/identity.h"
#include "common/url.h"

/*
 * A certificate of the user's own, by which a server over TLS knows who
 * connects (SASL EXTERNAL): the file certificate.pem of the state directory,
 * with its key. As it is the same everywhere, it is shown to no server but
 * those that the file certificate_servers names ("HOST:PORT shown"); a section
 * of the configuration may name another, which is shown there.
 */

/* Appends the path of the user's own. */
void cert_path(struct buf *out);
/* Makes it; -1 with err, also where there is one. */
int cert_new(struct fingerprint *fp, struct buf *err);
/* Its fingerprint. -1 with err; a missing one is err "" */
int cert_own(struct fingerprint *fp, struct buf *err);
/* Whether the user's own is to be shown at HOST:PORT; and from now on. -1 with
 * err. */
int cert_is_shown(const char *where, struct buf *err);
int cert_show(const char *where, bool shown, struct buf *err);

/* What is to be shown at place, or NULL; -1 with err where that cannot be
 * read, or may be read by others. */
int cert_for(const struct state *s, const struct network *n,
    const struct url *place, struct identity **id, struct buf *err);
/* The paths that the configuration names for n; false where it does not. */
bool cert_configured(const struct state *s, const struct network *n,
    struct buf *certificate, struct buf *key);

#endif
