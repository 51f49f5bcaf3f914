/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_TALK_SOMEBODY_H
#define TESTS_TALK_SOMEBODY_H

#include <pwd.h>

#include "tests/talk/peer.h"

/* Other users of the machine, whom root can be. */

/* A person with a login whom the tests can be: themselves, or for root anybody.
 * NULL: there is nobody. Until the next call. */
const struct passwd *somebody(void);

typedef struct peer *peer_way(const struct host *h, const char *name);

/* Connected that way as that user, who may be oneself. */
struct peer *peer_as(
    const struct host *h, const char *name, uid_t uid, peer_way *way);
/* By the Unix socket. */
struct peer *peer_connect_as(const struct host *h, const char *name, uid_t uid);

#endif
