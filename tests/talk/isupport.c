/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "tests/talk/talk.h"

#define NO_FLOODS "flood-rate = 0\n"

/* The next lines are one batch of 005 and nothing else; the first token. */
static void
ck_batch(struct peer *p, const char *nick)
{
	char *ref, end[64];
	size_t lines = 0;

	peer_next(p, ":* BATCH +* draft/isupport");
	ck_assert_ptr_null(peer_tag(p, "batch"));
	ref = mem_strdup(peer_word(p, 2) + 1);
	snprintf(end, sizeof(end), ":* BATCH -%s", ref);
	for (peer_next(p, "*"); !glob(end, peer_last(p)); peer_next(p, "*")) {
		ck_assert_str_eq(peer_word(p, 1), "005");
		ck_assert_str_eq(peer_word(p, 2), nick);
		ck_assert_str_eq(peer_tag(p, "batch"), ref);
		ck_assert_uint_le(strlen(peer_last(p)), 510);
		lines++;
	}
	ck_assert_uint_gt(lines, 0);
	free(ref);
}

START_TEST(what_the_server_can_do_is_told_before_registration)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "CAP REQ :batch draft/extended-isupport");
	peer_next(p, ":* CAP \\* ACK :*");
	peer_send(p, "ISUPPORT");
	ck_batch(p, "*");
	peer_send(p, "CAP END");
	peer_send(p, "NICK alice");
	peer_send(p, "USER a 0 * :Alice");
	peer_expect(p, ":* 004 alice *");
	ck_batch(p, "alice");
}
END_TEST

START_TEST(without_batches_the_lines_stand_alone)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "CAP REQ draft/extended-isupport");
	peer_next(p, ":* CAP \\* ACK :*");
	peer_send(p, "ISUPPORT");
	peer_next(p, ":* 005 \\* * :are supported by this server");
	ck_assert_str_eq(peer_tags(p), "");
}
END_TEST

START_TEST(without_the_capability_there_is_no_batch_and_nothing_before_its_time)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "CAP REQ batch");
	peer_next(p, ":* CAP \\* ACK :*");
	peer_send(p, "ISUPPORT");
	peer_next(p, ":* 451 \\* :*");
	peer_send(p, "CAP END");
	peer_register(p, "alice");
	peer_send(p, "ISUPPORT");
	peer_next(p, ":* 005 alice * :are supported by this server");
	ck_assert_str_eq(peer_tags(p), "");
	peer_expect_none(p, "*BATCH*");
}
END_TEST

START_TEST(a_change_and_version_come_in_a_batch_too)
{
	struct host *h = host_start(NO_FLOODS "topic-length = 100\n");
	struct peer *p =
	    peer_new_caps(h, "alice", "draft/extended-isupport batch");

	host_reload(h, NO_FLOODS "topic-length = 200\n");
	ck_batch(p, "alice");
	peer_send(p, "VERSION");
	peer_next(p, ":* 351 *");
	ck_batch(p, "alice");
	peer_send(p, "CAP REQ :-batch");
	peer_next(p, ":* CAP alice ACK :-batch");
	peer_send(p, "ISUPPORT");
	peer_next(p, ":* 005 *");
	ck_assert_str_eq(peer_tags(p), "");
	peer_expect_none(p, "*BATCH*");
}
END_TEST

START_TEST(a_change_before_registration_is_told_to_who_could_ask)
{
	struct host *h = host_start(NO_FLOODS);
	struct peer *p = peer_connect(h, "p"), *q = peer_connect(h, "q");

	peer_send(p, "CAP REQ :batch draft/extended-isupport");
	peer_next(p, ":* CAP \\* ACK :*");
	peer_send(q, "CAP REQ :batch");
	peer_next(q, ":* CAP \\* ACK :*");
	host_reload(h, NO_FLOODS "client-tag-deny = {\"typing\"}\n");
	peer_next(p, ":* BATCH +* draft/isupport");
	peer_next(p, ":* 005 \\* CLIENTTAGDENY=typing :*");
	ck_assert_ptr_nonnull(peer_tag(p, "batch"));
	peer_next(p, ":* BATCH -*");
	peer_expect_none(q, "*");
}
END_TEST

START_TEST(a_labelled_answer_holds_the_batch_as_one_within)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_new_caps(
	    h, "alice", "draft/extended-isupport batch labeled-response");
	char *outer, *inner;

	peer_send(p, "@label=i1 ISUPPORT");
	peer_next(p, ":* BATCH +* labeled-response");
	ck_assert_str_eq(peer_tag(p, "label"), "i1");
	outer = mem_strdup(peer_word(p, 2) + 1);
	peer_next(p, ":* BATCH +* draft/isupport");
	ck_assert_str_eq(peer_tag(p, "batch"), outer);
	inner = mem_strdup(peer_word(p, 2) + 1);
	ck_assert_str_ne(inner, outer);
	peer_next(p, ":* 005 *");
	ck_assert_str_eq(peer_tag(p, "batch"), inner);
	ck_assert_ptr_null(peer_tag(p, "label"));
	peer_expect(p, ":* BATCH -%s", inner);
	ck_assert_str_eq(peer_tag(p, "batch"), outer);
	peer_next(p, ":* BATCH -%s", outer);
	ck_assert_ptr_null(peer_tag(p, "batch"));
	free(outer);
	free(inner);
}
END_TEST

START_TEST(no_line_is_cut_under_the_longest_names)
{
	struct buf conf = {0};
	char nick[65];
	struct host *h;
	struct peer *p;

	buf_adds(&conf,
	    NO_FLOODS "nick-length = 64\n"
		      "server-name = a.server.with.a.name.as.long.as.it.may.be"
		      ".1234567890.1234567890\n"
		      "client-tag-deny = {\"*\"");
	for (int i = 0; i < 20; i++)
		buf_addf(&conf, ", \"-a-tag-of-a-vendor-%02d\"", i);
	buf_adds(&conf, "}\n");
	h = host_start(conf.data);
	memset(nick, 'n', 64);
	nick[64] = '\0';
	p = peer_new(h, nick);
	peer_send(p, "ISUPPORT");
	peer_expect(p, ":* 005 *CLIENTTAGDENY=\\*,*-a-tag-of-a-vendor-12 *");
	peer_send(p, "ISUPPORT");
	do {
		peer_next(p, ":* 005 *");
		ck_assert_uint_le(strlen(peer_last(p)), 510);
		ck_assert_glob(peer_last(p), "* :are supported by this server");
	} while (!strstr(peer_last(p), " WHOX "));
	buf_free(&conf);
}
END_TEST

TALK_SUITE(talk_isupport, what_the_server_can_do_is_told_before_registration,
    without_batches_the_lines_stand_alone,
    without_the_capability_there_is_no_batch_and_nothing_before_its_time,
    a_change_and_version_come_in_a_batch_too,
    a_change_before_registration_is_told_to_who_could_ask,
    a_labelled_answer_holds_the_batch_as_one_within,
    no_line_is_cut_under_the_longest_names)
