/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_REPLY_H
#define SERVER_REPLY_H

#include "server/numeric.h"
#include "server/server.h"

/*
 * Answers to one session. Where the line would be too long, its longest piece
 * is cut between two characters.
 */

/* The numeric with words (ended by NULL) and its fixed text. */
void reply(struct server *srv, struct session *s, enum numeric n, ...)
    __attribute__((sentinel));
/* The numeric with words (NULL-ended, or NULL) and then a text of its own,
 * printf style, always sent with ':'. */
void reply_text(struct server *srv, struct session *s, enum numeric n,
    const char *const *words, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
/* The numeric with words (NULL-ended) and its fixed text, if any. */
void reply_words(struct server *srv, struct session *s, enum numeric n,
    const char *const *words);
/* Another command from the server (PONG, CAP, …): words (NULL-ended, or
 * NULL), then text or NULL. */
void reply_command(struct server *srv, struct session *s, const char *command,
    const char *const *words, const char *text);
/* FAIL, WARN, NOTE (standard-replies). type is one of these words; context
 * is one word, or NULL. */
void reply_standard(struct server *srv, struct session *s, const char *type,
    const char *command, const char *code, const char *context, const char *fmt,
    ...) __attribute__((format(printf, 7, 8)));

/* FAIL with several words (NULL-ended) of context. */
void reply_fail(struct server *srv, struct session *s, const char *command,
    const char *code, const char *const *context, const char *fmt, ...)
    __attribute__((format(printf, 6, 7)));

/* What no numeric says: the same to who has standard-replies, a NOTICE to
 * others. */
void reply_notice(struct server *srv, struct session *s, const char *type,
    const char *command, const char *code, const char *context, const char *fmt,
    ...) __attribute__((format(printf, 7, 8)));

/* What is answered between the two is one batch of this type (param NULL:
 * none) where the session has batches. Not one within another, and closed in
 * the same turn. */
void reply_batch_begin(
    struct server *srv, struct session *s, const char *type, const char *param);
void reply_batch_end(struct server *srv, struct session *s);
/* Between the two, what is said is no part of the batch that is open. */
struct reply_batch {
	char ref[12];
};
void reply_batch_pause(struct session *s, struct reply_batch *b);
void reply_batch_resume(struct session *s, const struct reply_batch *b);
/* The line alone that begins a batch, or (type NULL) ends it. */
void reply_batch_line(struct server *srv, struct session *s, const char *ref,
    const char *type, const char *param);
/* The same for the beginning of one that a client may ask more of, if it has
 * batches: where `end`, nothing lies behind it (draft/chathistory-end). */
void reply_batch_last(struct server *srv, struct session *s, const char *ref,
    const char *type, const char *param, bool end);

/* NULL-ended words for the functions above. */
#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

#endif
