/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/block.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"

enum { RING_FIRST = 8 };

struct block *
block_new(const void *data, size_t len)
{
	struct block *b;

	assert(len <= UINT32_MAX);
	b = mem_resize(NULL, sizeof(*b) + len);
	b->refs = 1;
	b->len = (uint32_t)len;
	if (len)
		memcpy(b->data, data, len);
	return b;
}

struct block *
block_hold(struct block *b)
{
	assert(b->refs && b->refs < UINT32_MAX);
	b->refs++;
	return b;
}

void
block_release(struct block *b)
{
	assert(b->refs);
	if (--b->refs)
		return;
	/* A password may have been in it. */
	explicit_bzero(b->data, b->len);
	free(b);
}

void
block_void(struct block *b)
{
	b->len = 0;
}

static struct block **
outq_slot(const struct outq *q, size_t i)
{
	return &q->ring[(q->head + i) % q->cap];
}

static void
outq_grow(struct outq *q)
{
	size_t cap = q->cap ? q->cap * 2 : RING_FIRST;
	struct block **ring = mem_resize(NULL, cap * sizeof(*ring));

	for (size_t i = 0; i < q->count; i++)
		ring[i] = *outq_slot(q, i);
	free(q->ring);
	q->ring = ring;
	q->cap = cap;
	q->head = 0;
}

void
outq_push(struct outq *q, struct block *b)
{
	/* nothing to write would look like a peer that takes nothing */
	if (!b->len)
		return;
	if (q->count == q->cap)
		outq_grow(q);
	*outq_slot(q, q->count++) = block_hold(b);
	q->bytes += b->len;
}

int
outq_iov(const struct outq *q, struct iovec *iov, int max)
{
	size_t skip = q->offset;
	int n = 0;

	for (; n < max && (size_t)n < q->count; n++) {
		struct block *b = *outq_slot(q, (size_t)n);

		iov[n].iov_base = b->data + skip;
		iov[n].iov_len = b->len - skip;
		skip = 0;
	}
	return n;
}

static void
outq_pop(struct outq *q)
{
	block_release(*outq_slot(q, 0));
	q->head = (q->head + 1) % q->cap;
	q->count--;
	q->offset = 0;
}

void
outq_written(struct outq *q, size_t len)
{
	assert(len <= q->bytes);
	q->bytes -= len;
	while (len) {
		size_t left = (*outq_slot(q, 0))->len - q->offset;

		if (len < left) {
			q->offset += len;
			return;
		}
		len -= left;
		outq_pop(q);
	}
	if (!q->count)
		outq_free(q);
}

static size_t
outq_count_bytes(const struct outq *q)
{
	size_t bytes = 0;

	for (size_t i = 0; i < q->count; i++)
		bytes += (*outq_slot(q, i))->len;
	return bytes - q->offset;
}

void
outq_drop_void(struct outq *q)
{
	size_t kept = 0;

	for (size_t i = 0; i < q->count; i++) {
		struct block *b = *outq_slot(q, i);

		if (b->len)
			*outq_slot(q, kept++) = b;
		else
			block_release(b);
	}
	q->count = kept;
	q->bytes = outq_count_bytes(q);
	if (!q->count)
		outq_free(q);
}

void
outq_replace(struct outq *q, const struct block *old, struct block *b)
{
	for (size_t i = q->count; i-- > 0;) {
		struct block **slot = outq_slot(q, i);

		if (*slot != old)
			continue;
		q->bytes += b->len;
		q->bytes -= old->len;
		block_release(*slot);
		*slot = block_hold(b);
		return;
	}
}

void
outq_free(struct outq *q)
{
	while (q->count)
		outq_pop(q);
	free(q->ring);
	*q = (struct outq){0};
}
