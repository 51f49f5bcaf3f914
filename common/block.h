/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_BLOCK_H
#define COMMON_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

/*
 * Bytes rendered once and shared by every recipient's queue. Counted; the
 * last block_release wipes and frees. Never changed after they are made, but
 * that they can be taken back.
 */
struct block {
	uint32_t refs;
	uint32_t len;
	char data[];
};

struct block *block_new(const void *data, size_t len); /* one reference */
struct block *block_hold(struct block *b);
void block_release(struct block *b);
/* It has no bytes from now on. Every queue that has it must drop it before it
 * is read again, and nothing of it may have been written. */
void block_void(struct block *b);

/*
 * Blocks waiting to be written to one peer, in order. A zeroed struct is a
 * valid empty queue and holds no memory; neither does one that ran empty.
 */
struct outq {
	struct block **ring;
	size_t cap;
	size_t head;
	size_t count;
	size_t offset; /* bytes of the first block already written */
	size_t bytes;  /* waiting in all */
};

void outq_push(struct outq *q, struct block *b); /* takes its own reference */
/* Fills at most max iovecs from the front; the number filled. */
int outq_iov(const struct outq *q, struct iovec *iov, int max);
void outq_written(struct outq *q, size_t len);
/* Takes out what is void. */
void outq_drop_void(struct outq *q);
/* Puts another one in the place of the newest that is `old`, of which nothing
 * has been written; nothing happens where it does not wait. */
void outq_replace(struct outq *q, const struct block *old, struct block *b);
void outq_free(struct outq *q);

#endif
