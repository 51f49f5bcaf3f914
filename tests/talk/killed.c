/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "tests/talk/talk.h"

/*
 * kill -9 as soon as something was shown: it is there afterwards.
 */
#define CAPS                                                                \
	"batch message-tags server-time echo-message draft/channel-rename " \
	"draft/message-redaction draft/metadata-2"

static struct host *h;
static struct peer *a;

static void
come_again(const char *channel)
{
	host_kill(h);
	host_again(h, NULL, false);
	a = peer_new_caps(h, "alice", CAPS);
	peer_send(a, "JOIN %s", channel);
	peer_expect(a, ":alice!* JOIN #?");
	peer_expect(a, ":* 366 alice *");
}

static void
begin(void)
{
	h = host_start(NULL);
	a = peer_join_caps(h, "alice", CAPS, "#c");
}

START_TEST(modes_and_lists_are_kept_as_they_were_shown)
{
	begin();
	peer_send(a, "MODE #c +kl pot 7");
	peer_expect(a, ":alice!* MODE #c +kl pot 7");
	come_again("#c pot");
	peer_send(a, "MODE #c");
	peer_expect(a, ":* 324 alice #c +klnt pot 7");
	peer_send(a, "MODE #c -k+bI pot *!*@bad *!*@good");
	peer_expect(a, ":alice!* MODE #c -k+bI *");
	come_again("#c");
	peer_send(a, "MODE #c bI");
	peer_expect(a, ":* 367 alice #c \\*!\\*@bad *");
	peer_expect(a, ":* 346 alice #c \\*!\\*@good *");
	peer_send(a, "MODE #c -b *!*@bad");
	peer_expect(a, ":alice!* MODE #c -b *");
	come_again("#c");
	peer_send(a, "MODE #c b");
	peer_expect_none(a, "* 367 *");
}
END_TEST

START_TEST(metadata_is_kept_as_it_was_shown)
{
	begin();
	peer_send(a, "METADATA #c SET url :x");
	peer_expect(a, ":* 761 alice #c url *");
	come_again("#c");
	peer_send(a, "METADATA #c GET url");
	peer_expect(a, ":* 761 alice #c url \\* :x");
	peer_send(a, "METADATA #c SET url :y");
	peer_expect(a, ":* 761 alice #c url *");
	come_again("#c");
	peer_send(a, "METADATA #c GET url");
	peer_expect(a, ":* 761 alice #c url \\* :y");
	peer_send(a, "METADATA #c CLEAR");
	peer_expect(a, ":* 766 alice #c url *");
	come_again("#c");
	peer_send(a, "METADATA #c GET url");
	peer_expect(a, ":* 766 alice #c url *");
}
END_TEST

START_TEST(names_forwards_and_former_names_are_kept_as_they_were_shown)
{
	begin();
	peer_joins(a, "#f");
	peer_send(a, "MODE #f +f #c");
	peer_expect(a, ":alice!* MODE #f +f #c");
	peer_send(a, "METADATA #c SET url :x");
	peer_send(a, "RENAME #c #d");
	peer_expect(a, ":alice!* RENAME #c #d :");
	come_again("#d");
	peer_send(a, "METADATA #d GET url");
	peer_expect(a, ":* 761 alice #d url \\* :x");
	peer_send(a, "JOIN #f,#c");
	peer_expect(a, ":* 366 alice #f :*");
	peer_expect(a, ":* FAIL JOIN CHANNEL_RENAMED #c #d :*");
	peer_send(a, "MODE #f");
	peer_expect(a, ":* 324 alice #f +fnt #d");
	peer_send(a, "RENAME #d #c");
	peer_expect(a, ":alice!* RENAME #d #c :");
	come_again("#c");
	peer_send(a, "JOIN #d");
	peer_expect(a, ":* FAIL JOIN CHANNEL_RENAMED #d #c :*");
}
END_TEST

START_TEST(what_was_shown_to_be_redacted_is_not_shown_again)
{
	char id[64];

	begin();
	peer_send(a, "PRIVMSG #c :stays");
	peer_send(a, "PRIVMSG #c :goes");
	peer_expect(a, ":alice!* PRIVMSG #c :goes");
	snprintf(id, sizeof(id), "%s", peer_tag(a, "msgid"));
	peer_send(a, "REDACT #c %s", id);
	peer_expect(a, ":alice!* REDACT #c *");
	come_again("#c");
	peer_expect(a, ":* BATCH +* chathistory #c");
	peer_next(a, ":alice!* PRIVMSG #c :stays");
	peer_next(a, ":* BATCH -*");
}
END_TEST

TALK_SUITE(talk_killed, modes_and_lists_are_kept_as_they_were_shown,
    metadata_is_kept_as_it_was_shown,
    names_forwards_and_former_names_are_kept_as_they_were_shown,
    what_was_shown_to_be_redacted_is_not_shown_again)
