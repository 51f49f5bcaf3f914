/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_HISTORY_H
#define CLIENT_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/page.h"
#include "client/state.h"

/*
 * What was said before, asked of servers that keep it (IRCv3
 * draft/chathistory). Wishes are noted in the room and become a request at
 * the end of the turn, one in a room and HISTORY_AT_ONCE in a network at a
 * time. An answer goes where it belongs among the lines; nothing is shown
 * twice. A request that is refused, or not answered in HISTORY_ANSWER_MS,
 * leaves a line that says so, and is made again only when somebody scrolls
 * there. Servers without the capability are asked nothing.
 */
enum {
	HISTORY_PAGE = 100, /* messages of a request; fewer where the server
			     * allows fewer */
	HISTORY_AT_ONCE = 4,
	HISTORY_ANSWER_MS = 20000,
	HISTORY_GAP_PAGES = 10, /* of a gap that are loaded by themselves */
	HISTORY_EMPTY_PAGES = 5 /* that show nothing, in a row */
};

bool history_can(const struct network *n);
size_t history_limit(const struct network *n);

/* We are in the channel, and its last line says so; or a private window was
 * opened: the last page is wanted, or what came since the window's lines. */
void history_opened(struct room *r);
/* There may be messages of after the connection was lost which are not here. */
void history_missed(struct room *r);
/* Lines first to last are on screen, by somebody who goes up (or down): what
 * is missing there or soon above is wanted. */
void history_look(struct room *r, size_t first, size_t last, bool up);
/* Shows the place of a moment, or of a message where msgid is not "": at once
 * where it is loaded. False where that cannot be. */
bool history_goto(struct room *r, const char *msgid, int64_t time_ms);

/* Makes the requests that are due, and gives up those that are late. */
void history_turn(struct state *s, int64_t now_ms);
/* When history_turn has something to do though nothing came; -1 = never. */
int64_t history_deadline(const struct state *s);

/* The room that waits for the answer with that label, or for one about that
 * target where label is NULL; NULL where none does. */
struct room *history_asker(const struct state *s, const struct network *n,
    const char *label, const char *target);
/* The same for one that is not waited for any more: to be dropped. Servers
 * answer in the order in which they were asked. */
bool history_is_late(const struct state *s, const struct network *n,
    const char *label, const char *target);
/* The answer is complete. */
void history_answer(struct state *s, struct page *p);
/* It was refused; code is that of a standard reply, or "". */
void history_refused(
    struct state *s, struct room *r, const char *code, const char *why);
/* The connection is lost: nothing is awaited any more. */
void history_lost(struct room *r);

#endif
