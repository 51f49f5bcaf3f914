/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/talk/oper.h"
#include "tests/talk/talk.h"

#define ALL                                                                  \
	"account-notify account-tag away-notify batch chghost echo-message " \
	"extended-join extended-monitor invite-notify labeled-response "     \
	"message-tags multi-prefix server-time setname standard-replies "    \
	"userhost-in-names draft/channel-rename draft/metadata-2 "           \
	"draft/message-redaction draft/multiline draft/pre-away"

/* What only those who asked for something are sent, and what they need for
 * it. */
static const struct {
	const char *cap, *line;
} owed[] = {
    {"away-notify", ":star!* AWAY :gone"},
    {"away-notify", ":star!* AWAY"},
    {"setname", ":star!* SETNAME :Another name"},
    {"chghost", ":star!* CHGHOST * elsewhere"},
    {"invite-notify", ":star!* INVITE guest *#c"},
    {"message-tags", ":star!* TAGMSG #c"},
    {"batch draft/multiline", ":* BATCH +* draft/multiline #c"},
    {"message-tags draft/message-redaction", ":star!* REDACT #c *"},
    {"batch draft/metadata-2", ":* METADATA star color * :red"},
    {"draft/channel-rename", ":star!* RENAME #c #d :*"},
};
enum { OWED = sizeof(owed) / sizeof(*owed) };

/* Somebody in a channel does all that there is a capability for. */
static void
do_all(struct peer *op, struct peer *star)
{
	char id[80];

	peer_send(star, "AWAY :gone");
	peer_send(star, "AWAY");
	peer_send(star, "SETNAME :Another name");
	peer_barrier(star);
	peer_send(op, "CHGHOST star elsewhere");
	peer_barrier(op);
	peer_send(star, "INVITE guest #c");
	peer_send(star, "@+typing=active TAGMSG #c");
	peer_send(star, "BATCH +1 draft/multiline #c");
	peer_send(star, "@batch=1 PRIVMSG #c :one");
	peer_send(star, "@batch=1 PRIVMSG #c :two");
	peer_send(star, "BATCH -1");
	peer_send(star, "PRIVMSG #c :wrong");
	peer_expect(star, ":star!* PRIVMSG #c :wrong");
	snprintf(id, sizeof(id), "%s", peer_tag(star, "msgid"));
	peer_send(star, "REDACT #c %s", id);
	peer_send(star, "METADATA * SET color :red");
	peer_send(star, "RENAME #c #d");
	peer_barrier(star);
}

/* A channel of the star with a half operator in it, who may be told of
 * invitations. */
static struct peer *
star_in(struct host *h, struct peer *op)
{
	struct peer *star = peer_join_caps(h, "star", ALL, "#c");

	peer_new(h, "guest");
	peer_send(op, "JOIN #c");
	peer_barrier(op);
	return star;
}

START_TEST(who_asked_for_nothing_is_sent_no_tag_and_no_line_of_a_capability)
{
	struct host *h = host_of_operator("history-lines = 0\n");
	struct peer *op = peer_operator(h), *star = star_in(h, op);
	struct peer *p = peer_join(h, "plain", "#c");

	peer_send(star, "MODE #c +h plain");
	peer_barrier(star);
	do_all(op, star);
	peer_send(p, "PING end");
	do {
		peer_next(p, "*");
		ck_assert_str_eq(peer_tags(p), "");
		for (size_t i = 0; i < OWED; i++)
			ck_assert_msg(!glob(owed[i].line, peer_last(p)),
			    "without %s: %s", owed[i].cap, peer_last(p));
	} while (!glob(":* PONG * :end", peer_last(p)));
}
END_TEST

START_TEST(each_capability_brings_its_lines)
{
	struct host *h = host_of_operator("history-lines = 0\n");
	struct peer *op = peer_operator(h), *star = star_in(h, op);
	struct peer *p[OWED];

	for (size_t i = 0; i < OWED; i++) {
		char nick[] = {'p', (char)('a' + i), '\0'};

		p[i] = peer_join_caps(h, nick, owed[i].cap, "#c");
		if (strstr(owed[i].cap, "metadata"))
			peer_send(p[i], "METADATA * SUB color");
		peer_barrier(p[i]);
		peer_send(star, "MODE #c +h %s", nick);
	}
	peer_barrier(star);
	do_all(op, star);
	for (size_t i = 0; i < OWED; i++)
		peer_expect(p[i], "%s", owed[i].line);
}
END_TEST

TALK_SUITE_LOGIN(talk_holders, TESTS(NULL),
    TESTS(who_asked_for_nothing_is_sent_no_tag_and_no_line_of_a_capability,
	each_capability_brings_its_lines))
