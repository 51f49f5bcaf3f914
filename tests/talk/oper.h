/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_TALK_OPER_H
#define TESTS_TALK_OPER_H

#include "tests/talk/peer.h"

/* A server named "here" without flood control, whose operator "boss" is
 * whoever runs the tests (my_login() must not be NULL); more is added to its
 * configuration. */
struct host *host_of_operator(const char *more);
/* That one, at the Unix socket, as an operator. */
struct peer *peer_operator(struct host *h);

#endif
