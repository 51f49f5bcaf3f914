/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "tests/talk/talk.h"

#define NO_FLOODS "flood-rate = 0\n"
#define CAPS                                                                \
	"batch message-tags echo-message standard-replies draft/multiline " \
	"draft/metadata-2 draft/message-redaction draft/channel-rename "    \
	"draft/chathistory draft/event-playback"

/* What somebody may ask of a channel that they are not in; $ is its
 * name. */
static const char *const questions[] = {"NAMES $", "WHO $", "WHO $ %tcnf,1",
    "LIST $", "LIST $*", "TOPIC $", "TOPIC $ :mine", "MODE $", "MODE $ b",
    "MODE $ +I", "MODE $ +n", "MODE $ +b x!*@*", "MODE $ +o alice",
    "MODE $ -k x", "INVITE alice $", "INVITE xavier $", "INVITE nobody $",
    "KICK $ alice", "KICK $ nobody", "PART $", "KNOCK $", "PRIVMSG $ :hi",
    "NOTICE $ :hi", "PRIVMSG @$ :hi", "@+a=b TAGMSG $", "RENAME $ #xyz",
    "REDACT $ 123", "METADATA $ GET color", "METADATA $ LIST",
    "METADATA $ SET color :red", "METADATA $ CLEAR", "METADATA $ SYNC",
    "CHATHISTORY LATEST $ * 5", "CHATHISTORY LATEST $ msgid=x 5",
    "CHATHISTORY BEFORE $ timestamp=2100-01-01T00:00:00.000Z 5",
    "MODE #own +f $"};
enum { QUESTIONS = sizeof(questions) / sizeof(*questions) };

/* The text with one thing in place of another. */
static void
put(struct buf *out, const char *text, const char *from, const char *to)
{
	const char *at;

	for (; (at = strstr(text, from)); text = at + strlen(from)) {
		buf_add(out, text, (size_t)(at - text));
		buf_adds(out, to);
	}
	buf_adds(out, text);
}

/* In it the name stands as "#?". */
static void
answer(struct peer *p, const char *question, const char *name, struct buf *out)
{
	struct buf line = {0};

	put(&line, question, "$", name);
	peer_send(p, "%s", line.data);
	buf_free(&line);
	peer_send(p, "PING end");
	for (;;) {
		peer_next(p, "*");
		if (glob(":* PONG * :end", peer_last(p)))
			return;
		put(out, peer_last(p), name, "#?");
		buf_addc(out, '\n');
	}
}

static void
expect_alike(struct peer *p, const char *hidden, const char *absent)
{
	struct buf a = {0}, b = {0};

	for (size_t i = 0; i < QUESTIONS; i++) {
		buf_reset(&a);
		buf_reset(&b);
		answer(p, questions[i], hidden, &a);
		answer(p, questions[i], absent, &b);
		ck_assert_msg(
		    !strcmp(a.data ? a.data : "", b.data ? b.data : ""),
		    "%s of what is hidden is answered by\n%sand of what is "
		    "absent by\n%s",
		    questions[i], a.data, b.data);
	}
	buf_free(&a);
	buf_free(&b);
}

static struct peer *
outsider(struct host *h)
{
	struct peer *x = peer_join_caps(h, "xavier", CAPS, "#own");

	peer_barrier(x);
	return x;
}

START_TEST(what_is_hidden_is_answered_like_what_is_absent)
{
	static const char *const modes[] = {
	    "+s", "+sk key", "+i-k key", "+ml 1", "+CRMu", "+j 1:60"};
	struct host *h = host_start(NO_FLOODS);
	struct peer *a = peer_join(h, "alice", "#hid"), *x = outsider(h);

	peer_send(a, "TOPIC #hid :private");
	peer_send(a, "MODE #hid +bI xavier!*@* y!*@*");
	peer_send(a, "METADATA #hid SET color :blue");
	for (size_t i = 0; i < sizeof(modes) / sizeof(*modes); i++) {
		peer_send(a, "MODE #hid %s", modes[i]);
		peer_barrier(a);
		expect_alike(x, "#hid", "#not");
	}
	peer_expect_none(a, "*xavier*");
}
END_TEST

START_TEST(a_secret_channel_is_in_no_list_of_channels)
{
	struct host *h = host_start(NO_FLOODS);
	struct peer *a = peer_join(h, "alice", "#hid"), *x = outsider(h);

	peer_send(a, "MODE #hid +s");
	peer_barrier(a);
	peer_send(x, "LIST");
	peer_expect_none(x, "*#hid*");
	peer_send(x, "WHOIS alice");
	peer_expect_none(x, "*#hid*");
	peer_send(x, "WHO alice");
	peer_expect_none(x, "*#hid*");
	peer_send(x, "WHO *");
	peer_expect_none(x, "*#hid*");
	peer_send(x, "NAMES");
	peer_expect_none(x, "*#hid*");
	peer_joins(x, "#hid");
	peer_send(x, "WHOIS alice");
	peer_expect(x, ":* 319 xavier alice :@#hid");
}
END_TEST

TALK_SUITE(talk_hidden, what_is_hidden_is_answered_like_what_is_absent,
    a_secret_channel_is_in_no_list_of_channels)
