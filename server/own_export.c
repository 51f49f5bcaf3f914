/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/own_export.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "common/utf8.h"
#include "server/answer.h"
#include "server/caps.h"
#include "server/reply.h"

/* Rows that are as much work as one that is written. */
enum { ROWS_A_ROW = 8 };

struct own {
	struct answer answer;
	struct store_own q;
	char *account, *peer, *name;
	char batch[12];
	struct server *srv;
	uint64_t messages;
};

/* What a line leaves for the text. */
static size_t
text_room(const struct server *srv, const struct own *o)
{
	size_t used = strlen(":  HISTORY EXPORT  + :") +
	    strlen(srv->settings->server_name) + strlen(o->name);

	return IRC_BODY_MAX - used;
}

static void
write_object(const char *json, size_t len, void *context)
{
	struct own *o = context;
	size_t room = text_room(o->srv, o), n;
	struct buf text = {0};

	o->messages++;
	for (; len > 0; json += n, len -= n) {
		n = utf8_cut(json, len, room);
		buf_reset(&text);
		buf_add(&text, json, n);
		buf_addc(&text, '\0');
		reply_command(o->srv, o->answer.session, "HISTORY",
		    WORDS("EXPORT", o->name, n < len ? "+" : "."), text.data);
	}
	buf_free(&text);
}

static void
begin(struct own *o, struct session *s)
{
	if (*o->batch || !session_has(s, CAP_BATCH))
		return;
	memcpy(o->batch, session_batch_ref(s), sizeof(o->batch));
	reply_batch_line(o->srv, s, o->batch, "tcpchat/export", o->name);
}

static void
finish(struct own *o, struct session *s, int result)
{
	if (*o->batch)
		reply_batch_line(o->srv, s, o->batch, NULL, NULL);
	if (result < 0)
		reply_fail(o->srv, s, "HISTORY", "INTERNAL_ERROR",
		    WORDS(o->name), "The history cannot be read now");
	else
		reply_notice(o->srv, s, "NOTE", "HISTORY", "EXPORTED", o->name,
		    "%" PRIu64 " messages", o->messages);
}

static bool
own_step(struct server *srv, struct session *s, struct answer *a)
{
	struct own *o = (struct own *)a;
	struct reply_batch batch;
	int result;

	begin(o, s);
	memcpy(batch.ref, o->batch, sizeof(batch.ref));
	reply_batch_resume(s, &batch);
	result = srv->store->ops->own(srv->store, &o->q, write_object, o);
	reply_batch_pause(s, &batch);
	answer_worked(srv, STORE_OWN_ROWS / ROWS_A_ROW);
	if (result == 0)
		return true;
	finish(o, s, result);
	return false;
}

static void
own_end(struct answer *a)
{
	struct own *o = (struct own *)a;

	free(o->account);
	free(o->peer);
	free(o->name);
	free(o);
}

void
own_export(struct server *srv, struct session *s, const struct place *where,
    const char *name)
{
	static const struct answer_kind kind = {own_step, own_end};
	struct own *o = mem_alloc(sizeof(*o));

	o->answer.kind = &kind;
	o->srv = srv;
	o->account = mem_strdup(s->user->account);
	o->peer = mem_strdup(where && where->peer ? where->peer : "");
	o->name = mem_strdup(name);
	o->q.account = o->account;
	o->q.where.channel_id =
	    where ? (int64_t)where->channel_id : STORE_EVERYWHERE;
	o->q.where.peer = o->peer;
	answer_begin(srv, s, &o->answer);
}
