/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/client_talker.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "client/handle.h"
#include "common/mem.h"

void
talker_setup(struct talker *t)
{
	*t = (struct talker){0};
	conf_defaults(&client_spec, &t->settings);
	state_init(&t->state, &t->settings);
	t->n = state_add_network(&t->state, "net", "");
	network_set_nick(t->n, "me");
}

void
talker_teardown(struct talker *t)
{
	state_free(&t->state);
	settings_free(&t->settings);
}

void
talker_hear(struct talker *t, const char *line)
{
	handle_line(&t->state, t->n, line, strlen(line), 1000);
}

void
talker_welcome(struct talker *t, const char *caps)
{
	struct buf line = {0};

	handle_connected(t->n);
	if (*caps) {
		buf_addf(&line, "CAP * ACK :%s", caps);
		talker_hear(t, line.data);
		buf_free(&line);
	}
	talker_hear(t, ":irc.net 001 me :Welcome");
	talker_hear(t, ":irc.net 005 me PREFIX=(ov)@+ NICKLEN=9 :are here");
	talker_hear(t, ":irc.net 422 me :No message of the day");
	buf_reset(&t->n->out);
}

struct room *
talker_join(struct talker *t, const char *channel)
{
	struct buf line = {0};
	struct room *r;

	mem_replace(&t->n->joining, channel);
	buf_addf(&line, ":me!u@h JOIN %s", channel);
	talker_hear(t, line.data);
	buf_free(&line);
	r = state_find(&t->state, t->n, channel);
	ck_assert_ptr_nonnull(r);
	ck_assert_ptr_eq(t->state.current, r);
	return r;
}

const char *
talker_sent(struct talker *t)
{
	static char sent[8192];

	snprintf(sent, sizeof(sent), "%s", t->n->out.len ? t->n->out.data : "");
	buf_reset(&t->n->out);
	return sent;
}

const struct line *
talker_last(const struct room *r, size_t i)
{
	ck_assert_uint_gt(r->count, i);
	return room_line(r, r->count - 1 - i);
}
