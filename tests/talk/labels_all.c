/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/commands.h"
#include "tests/talk/talk.h"

#define NO_FLOODS "flood-rate = 0\n"
#define CAPS                                                                 \
	"labeled-response batch message-tags echo-message standard-replies " \
	"draft/metadata-2 draft/message-redaction draft/channel-rename "     \
	"draft/chathistory draft/event-playback "                            \
	"draft/extended-isupport server-time account-tag away-notify setname"

/* Each with an answer of its own kind: none, a line, lines, a batch. */
static const char *const lines[] = {"PRIVMSG #c :x", "PRIVMSG #c,bob :x",
    "PRIVMSG nobody,bob :x", "NOTICE #c :x", "NOTICE nobody :x", "PRIVMSG #c",
    "WHO #c", "WHO #c %tn,7", "WHO nobody", "WHOIS bob",
    "WHOIS bob,nobody,alice", "WHOWAS gone", "NAMES #c", "NAMES", "LIST",
    "LIST #none", "TOPIC #c", "TOPIC #c :t", "TOPIC #none", "MODE #c",
    "MODE #c b", "MODE #c bI", "MODE #c +bv x bob", "MODE #c +n",
    "MODE alice +i", "MODE alice", "MODE bob", "MODE #c +xyz", "JOIN #new",
    "JOIN #new2,#new3,bad", "JOIN #c", "PART #new :bye", "PART #new2,#none",
    "INVITE bob #new3", "INVITE", "KICK #c nobody", "KNOCK #c", "KNOCK #none",
    "RENAME #new3 #newer :so", "RENAME #c #c", "REDACT #c x", "AWAY :gone",
    "AWAY", "SETNAME :Al", "SETNAME :", "NICK bob", "NICK alicia",
    "NICK alicia", "NICK alice", "MOTD", "LUSERS", "VERSION", "ISUPPORT",
    "ADMIN", "INFO", "HELP", "HELP JOIN", "HELP none", "STATS m", "STATS l",
    "LINKS", "MAP", "TIME", "TRACE", "USERHOST bob", "USERIP bob", "ISON bob",
    "MONITOR + bob,nobody", "MONITOR L", "MONITOR S", "MONITOR C",
    "METADATA * SET color :red", "METADATA * GET color", "METADATA * LIST",
    "METADATA * SUB color", "METADATA * SUBS", "METADATA #c SYNC",
    "METADATA * CLEAR", "METADATA nobody LIST", "CAP LIST", "CAP LS 302",
    "CAP REQ :setname", "CAP REQ :none", "CAP FROB", "PING x", "PONG x",
    "CHATHISTORY LATEST #c * 5", "CHATHISTORY LATEST #none * 5",
    "CHATHISTORY LATEST bob * 1", "CHATHISTORY AFTER #c * 5",
    "CHATHISTORY TARGETS timestamp=2001-01-01T00:00:00.000Z"
    " timestamp=2100-01-01T00:00:00.000Z 5",
    "CHATHISTORY FROB", "OPER x y", "KILL bob", "BATCH +1 none", "FROB",
    "WEBIRC a b c d"};

/* What came between the line and a PING behind it holds the label once: on
 * its only line, or on the start of a batch that all the others are in. */
static void
expect_one_label(struct peer *p, const char *line)
{
	char batch[80] = "";
	const char *ref, *inside;
	size_t labels = 0, bare = 0;

	peer_send(p, "@label=it %s", line);
	peer_send(p, "PING end");
	for (;;) {
		peer_next(p, "*");
		if (glob(":* PONG * :end", peer_last(p)))
			break;
		if (peer_tag(p, "label")) {
			labels++;
			ref = peer_word(p, 2);
			if (glob(":* BATCH +* labeled-response", peer_last(p)))
				snprintf(batch, sizeof(batch), "%s", ref + 1);
			continue;
		}
		inside = peer_tag(p, "batch");
		if (!*batch || (!inside && !glob(":* BATCH -*", peer_last(p))))
			bare++;
	}
	ck_assert_msg(
	    labels == 1, "%s is answered by %zu labels", line, labels);
	ck_assert_msg(bare == 0, "%s: %zu lines stand outside", line, bare);
}

START_TEST(every_answer_has_its_label_once)
{
	struct host *h = host_start(NO_FLOODS);
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#c");

	peer_join(h, "bob", "#c");
	peer_barrier(a);
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		expect_one_label(a, lines[i]);
}
END_TEST

START_TEST(every_command_without_parameters_has_its_label_once)
{
	struct host *h = host_start(NO_FLOODS);
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#c");

	peer_barrier(a);
	for (const struct command *c = commands_table; c->name; c++)
		if (strcmp(c->name, "QUIT") != 0)
			expect_one_label(a, c->name);
}
END_TEST

TALK_SUITE(talk_labels_all, every_answer_has_its_label_once,
    every_command_without_parameters_has_its_label_once)
