/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_TALK_METADATA_PEERS_H
#define TESTS_TALK_METADATA_PEERS_H

#include "tests/talk/talk.h"

#define CAPS "batch draft/metadata-2"

/* The next line opens a batch of that target's metadata. */
void expect_metadata(struct peer *p, const char *target);
/* Subscribes to these keys; all that is answered is read. */
void subscribe(struct peer *p, const char *keys);

#endif
