/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SEARCH_INDEX_H
#define SERVER_SEARCH_INDEX_H

#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"

/*
 * Brings search.db up to what history.db holds, in pieces, on any thread but
 * on one at a time. Each piece is one transaction, so that an end at any
 * moment loses nothing but that piece. One that is damaged, of another
 * version, or of another history.db is removed and begun anew.
 */
struct search_index;

struct search_index *search_index_new(const char *dir);
void search_index_free(struct search_index *x);

enum search_step {
	SEARCH_IDLE, /* all is done */
	SEARCH_MORE, /* to be called again */
	SEARCH_ANEW, /* the same; what there was has been removed */
	SEARCH_FAILED
};
/* At most `most` events, and about 64 KiB of text. What is removed goes before
 * what is new, and with nothing of either the index is merged by a small step,
 * if pieces of what was removed are left in it. */
enum search_step search_index_step(struct search_index *x, size_t most);
/* Milliseconds until a step has work though nothing new happens; -1: none
 * has. */
int64_t search_index_wait(const struct search_index *x);
/* What there is turned out to be broken: it is removed. */
void search_index_remake(struct search_index *x);
/* After SEARCH_ANEW and SEARCH_FAILED: why. Borrowed until the next step. */
const char *search_index_error(const struct search_index *x);
/* Rows of the table `removed` up to here are done with; 0 before the first
 * step. */
uint64_t search_index_removed(const struct search_index *x);

/* The label of a place in the index: a channel, or an account (folded) for
 * what is between people; and that of a sender's nick. Replaces `out`. */
void search_label_channel(struct buf *out, uint64_t channel_id);
void search_label_account(struct buf *out, const char *account);
void search_label_nick(struct buf *out, const char *nick);

#endif
