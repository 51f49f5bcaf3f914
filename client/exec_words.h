/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_EXEC_WORDS_H
#define CLIENT_EXEC_WORDS_H

#include "client/crew.h"
#include "common/buf.h"

/*
 * What is to be told of a run that has ended, or could not be started (rc an
 * error number): how it failed, what of its output was too much, and which
 * message it was for; a sentence without its subject. Nothing where all is
 * well, or where it ended as it was asked to.
 */
void exec_words_end(struct buf *out, const struct crew_run *c, int rc,
    int64_t limit_ms, bool asked);

#endif
