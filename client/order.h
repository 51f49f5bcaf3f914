/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_ORDER_H
#define CLIENT_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Ids that stand for places in an order, with space for others before,
 * between and after them. Between two that follow each other fit some ten
 * thousand, where `lean` tells rightly where the next ones will go; between
 * two of those some thousand again.
 */
enum order_lean {
	ORDER_UP,     /* next come those between these and the one after */
	ORDER_MIDDLE, /* on both sides; a few only */
	ORDER_DOWN    /* between the one before and these */
};

static const uint64_t order_first = (uint64_t)1 << 62;
static const uint64_t order_step = (uint64_t)1 << 36;

/* Fills ids that lie between two others, growing. False where there are not
 * enough. */
bool order_between(uint64_t after, uint64_t before, uint64_t *ids, size_t count,
    enum order_lean lean);

#endif
