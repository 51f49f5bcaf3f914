/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/talk/talk.h"

/* alice is operator of #c. */
static struct peer *
begin(struct host **h)
{
	*h = host_start(NULL);
	return peer_join(*h, "alice", "#c");
}

static struct peer *
with_account(const struct host *h, const char *nick)
{
	struct peer *p = peer_connect_local(h, nick);

	peer_register(p, nick);
	return p;
}

static void
mode(struct peer *op, const char *given)
{
	peer_send(op, "MODE #c %s", given);
	peer_expect(op, ":alice!* MODE #c %s", given);
}

static void
ck_wrong(struct peer *op, const char *given, const char *answer)
{
	peer_barrier(op);
	peer_send(op, "MODE #c %s", given);
	peer_next(op, ":* %s", answer);
}

START_TEST(c_refuses_ctcp_but_action)
{
	struct host *h;
	struct peer *a = begin(&h), *b = peer_join(h, "bob", "#c");

	peer_send(b, "PRIVMSG #c :\001PING 1\001");
	peer_expect(a, ":bob!* PRIVMSG #c :\001PING 1\001");
	mode(a, "+C");
	peer_barrier(b);
	peer_send(b, "PRIVMSG #c :\001PING 2\001");
	peer_next(b, ":* 404 bob #c :*+C*");
	peer_send(a, "PRIVMSG #c :\001VERSION\001");
	peer_next(a, ":* 404 alice #c :*+C*");
	peer_send(b, "NOTICE #c :\001PING 3\001");
	peer_send(b, "PRIVMSG #c :\001ACTION waves\001");
	peer_next(a, ":bob!* PRIVMSG #c :\001ACTION waves\001");
	peer_barrier(b);
	mode(a, "-C");
	peer_send(b, "PRIVMSG #c :\001PING 4\001");
	peer_next(a, ":bob!* PRIVMSG #c :\001PING 4\001");
}
END_TEST

START_TEST(r_keeps_those_without_account_out)
{
	struct host *h;
	struct peer *a = begin(&h), *b = peer_new(h, "bob");
	struct peer *l = with_account(h, "lo");

	mode(a, "+R");
	peer_send(b, "JOIN #c");
	peer_expect(b, ":* 477 bob #c :*+R*");
	peer_joins(l, "#c");
	peer_send(a, "INVITE bob #c");
	peer_expect(b, ":alice!* INVITE bob *#c");
	peer_joins(b, "#c");
}
END_TEST

START_TEST(a_mask_of_invitations_passes_r)
{
	struct host *h;
	struct peer *a = begin(&h), *b = peer_new(h, "bob");

	mode(a, "+RI bob!*@*");
	peer_joins(b, "#c");
}
END_TEST

START_TEST(m_silences_those_without_account)
{
	struct host *h;
	struct peer *a = begin(&h), *b = peer_join(h, "bob", "#c");
	struct peer *l = with_account(h, "lo");

	peer_joins(l, "#c");
	mode(a, "+M");
	peer_send(b, "PRIVMSG #c :hi");
	peer_expect(b, ":* 477 bob #c :*+M*");
	peer_barrier(b);
	peer_send(b, "NOTICE #c :hi");
	peer_barrier(b);
	peer_send(l, "PRIVMSG #c :known");
	peer_expect(a, ":lo!* PRIVMSG #c :known");
	mode(a, "+v bob");
	peer_send(b, "PRIVMSG #c :voiced");
	peer_next(a, ":bob!* PRIVMSG #c :voiced");
}
END_TEST

START_TEST(f_sends_on_who_may_not_come_in)
{
	struct host *h;
	struct peer *a = begin(&h), *b = peer_new(h, "bob");

	peer_joins(a, "#Other");
	peer_send(a, "MODE #c +if #other");
	peer_expect(a, ":alice!* MODE #c +if #other");
	peer_barrier(b);
	peer_send(b, "JOIN #C");
	peer_next(b, ":* 470 bob #c #Other :*");
	peer_next(b, ":bob!* JOIN #Other");
	peer_next(b, ":* 353 bob = #Other :*bob*");
	peer_next(b, ":* 366 bob #Other :*");
	peer_send(b, "JOIN #c");
	peer_next(b, ":* 473 bob #c :*");
	peer_expect(a, ":bob!* JOIN #Other");
}
END_TEST

/* Somebody new who tries #c is told the numeric without f, and sent on with
 * it. */
static void
ck_sent_on(struct host *h, struct peer *op, const char *set, const char *why)
{
	struct peer *x = peer_new(h, "xavier");

	mode(op, set);
	peer_send(x, "JOIN #c");
	peer_expect(x, ":* %s xavier #c :*", why);
	mode(op, "+f #other");
	peer_send(x, "JOIN #c");
	peer_expect(x, ":* 470 xavier #c #other :*");
	peer_expect(x, ":* 366 xavier #other :*");
}

START_TEST(f_sends_on_the_banned)
{
	struct host *h;
	struct peer *a = begin(&h);

	peer_joins(a, "#other");
	ck_sent_on(h, a, "+b xavier!*@*", "474");
}
END_TEST

START_TEST(f_sends_on_where_it_is_full)
{
	struct host *h;
	struct peer *a = begin(&h);

	peer_joins(a, "#other");
	ck_sent_on(h, a, "+l 1", "471");
}
END_TEST

START_TEST(f_sends_on_who_has_no_account)
{
	struct host *h;
	struct peer *a = begin(&h);

	peer_joins(a, "#other");
	ck_sent_on(h, a, "+R", "477");
}
END_TEST

START_TEST(f_sends_on_who_comes_too_fast)
{
	struct host *h;
	struct peer *a = begin(&h);

	peer_joins(a, "#other");
	mode(a, "+j 1:3600");
	peer_join(h, "bob", "#c");
	peer_expect(a, ":bob!* JOIN #c");
	ck_sent_on(h, a, "+m", "480");
}
END_TEST

START_TEST(f_leaves_who_has_a_wrong_key_where_they_are)
{
	struct host *h;
	struct peer *a = begin(&h), *b = peer_new(h, "bob");

	peer_joins(a, "#other");
	mode(a, "+f #other");
	mode(a, "+k sesame");
	peer_send(b, "JOIN #c wrong");
	peer_expect(b, ":* 475 bob #c :*");
}
END_TEST

START_TEST(f_goes_no_further_than_one_channel)
{
	struct host *h;
	struct peer *a = begin(&h), *b = peer_new(h, "bob");

	peer_joins(a, "#d");
	peer_joins(a, "#e");
	peer_send(a, "MODE #d +if #e");
	peer_expect(a, "*MODE #d +if #e");
	mode(a, "+if #d");
	peer_barrier(b);
	peer_send(b, "JOIN #c");
	peer_next(b, ":* 473 bob #c :*");
	peer_send(a, "MODE #e +if #c");
	peer_expect(a, "*MODE #e +if #c");
	peer_send(b, "JOIN #e");
	peer_next(b, ":* 473 bob #e :*");
}
END_TEST

START_TEST(f_follows_a_channel_to_its_new_name)
{
	struct host *h;
	struct peer *a = begin(&h);

	peer_joins(a, "#other");
	mode(a, "+f #OTHER");
	peer_send(a, "RENAME #other #New");
	peer_expect(a, ":* JOIN #New");
	peer_barrier(a);
	peer_send(a, "MODE #c");
	peer_next(a, ":* 324 alice #c +fnt #New");
	host_kill(h);
	host_again(h, NULL, false);
	a = peer_new(h, "alice");
	peer_barrier(a);
	peer_send(a, "MODE #c");
	peer_next(a, ":* 324 alice #c +fnt #New");
}
END_TEST

START_TEST(f_needs_an_operator_of_both_channels)
{
	struct host *h;
	struct peer *a = begin(&h), *b = peer_join(h, "bob", "#other");

	ck_wrong(a, "+f #other", "442 alice #other :*");
	peer_joins(a, "#other");
	ck_wrong(a, "+f #other", "482 alice #other :*");
	ck_wrong(a, "+f #nowhere", "403 alice #nowhere :*");
	ck_wrong(a, "+f #C", "696 alice #c f #C :*");
	ck_wrong(a, "+f nochannel", "696 alice #c f nochannel :*");
	ck_wrong(a, "+f", "461 alice MODE :*");
	peer_send(b, "MODE #other +o alice");
	peer_expect(a, "*MODE #other +o alice");
	mode(a, "+f #other");
	peer_barrier(a);
	peer_send(a, "MODE #c +f #OTHER");
	peer_send(a, "MODE #c -f");
	peer_next(a, ":alice!* MODE #c -f");
}
END_TEST

START_TEST(j_lets_so_many_in_and_no_more)
{
	struct host *h;
	struct peer *a = begin(&h), *b, *c = peer_new(h, "carol");

	ck_wrong(a, "+j 3", "696 alice #c j 3 :*");
	ck_wrong(a, "+j 0:5", "696 alice #c j 0:5 :*");
	mode(a, "+j 1:3600");
	b = peer_join(h, "bob", "#c");
	peer_send(c, "JOIN #c");
	peer_expect(c, ":* 480 carol #c :*");
	peer_send(b, "PART #c");
	peer_send(a, "INVITE carol #c");
	peer_expect(c, "*INVITE carol *#c");
	peer_joins(c, "#c");
	mode(a, "-j");
	peer_send(b, "JOIN #c");
	peer_expect(b, ":* 366 bob #c :*");
}
END_TEST

START_TEST(u_hides_those_without_rank_from_each_other)
{
	struct host *h;
	struct peer *a = begin(&h), *g, *k;

	mode(a, "+u");
	g = peer_join(h, "guest1", "#c");
	k = peer_join(h, "guest2", "#c");
	peer_expect(a, ":guest2!* JOIN #c");
	peer_expect_none(g, "*guest2*");
	peer_send(g, "NAMES #c");
	peer_expect(g, ":* 353 guest1 = #c :@alice guest1");
	peer_send(g, "WHO #c");
	peer_next(g, ":* 366 *");
	peer_next(g, ":* 352 guest1 #c * alice *");
	peer_next(g, ":* 352 guest1 #c * guest1 *");
	peer_next(g, ":* 315 *");
	peer_send(g, "WHOIS guest2");
	peer_expect_none(g, ":* 319 *");
	peer_send(a, "NAMES #c");
	peer_expect(a, ":* 353 alice = #c :@alice guest1 guest2");
	peer_send(a, "WHOIS guest2");
	peer_expect(a, ":* 319 alice guest2 :#c");
	peer_send(k, "PRIVMSG #c :hello");
	peer_expect(g, ":guest2!* PRIVMSG #c :hello");
}
END_TEST

START_TEST(u_lets_a_voice_see_and_be_seen)
{
	struct host *h;
	struct peer *a = begin(&h), *g, *k;

	mode(a, "+u");
	g = peer_join(h, "guest1", "#c");
	k = peer_join(h, "guest2", "#c");
	mode(a, "+v guest1");
	peer_expect(k, ":alice!* MODE #c +v guest1");
	peer_send(k, "NAMES #c");
	peer_expect(k, ":* 353 guest2 = #c :@alice +guest1 guest2");
	peer_send(g, "NAMES #c");
	peer_expect(g, ":* 353 guest1 = #c :@alice +guest1 guest2");
	peer_send(g, "PART #c");
	peer_expect(k, ":guest1!* PART #c");
}
END_TEST

START_TEST(u_tells_only_ranks_of_parts_nicks_kicks_and_quits)
{
	struct host *h;
	struct peer *a = begin(&h), *g, *k, *x;

	mode(a, "+u");
	g = peer_join(h, "guest1", "#c");
	k = peer_join(h, "guest2", "#c");
	x = peer_join(h, "guest3", "#c");
	peer_send(k, "NICK other2");
	peer_expect(a, ":guest2!* NICK *other2");
	peer_send(k, "PART #c");
	peer_expect(a, ":other2!* PART #c");
	peer_send(a, "KICK #c guest3 :out");
	peer_expect(x, ":alice!* KICK #c guest3 :out");
	peer_send(x, "JOIN #c");
	peer_expect(a, ":guest3!* JOIN #c");
	peer_send(x, "QUIT");
	peer_expect(a, ":guest3!* QUIT *");
	peer_expect_none(g, "*guest3*");
	peer_send(g, "INVITE other2 #c");
	peer_expect(g, ":* 341 guest1 other2 *#c");
}
END_TEST

START_TEST(u_does_not_say_by_an_invitation_who_is_there)
{
	struct host *h;
	struct peer *a = begin(&h), *g, *k;

	mode(a, "+u");
	g = peer_join(h, "guest1", "#c");
	k = peer_join(h, "guest2", "#c");
	peer_barrier(g);
	peer_send(g, "INVITE guest2 #c");
	peer_next(g, ":* 341 guest1 guest2 *#c");
	peer_expect(k, ":guest1!* INVITE guest2 *#c");
	peer_send(g, "INVITE alice #c");
	peer_next(g, ":* 443 guest1 alice #c :*");
}
END_TEST

START_TEST(these_modes_are_told_and_kept_over_a_restart)
{
	struct host *h;
	struct peer *a = begin(&h);

	peer_joins(a, "#other");
	mode(a, "+CMRu");
	mode(a, "+fjkl #other 5:10 key 50");
	peer_barrier(a);
	peer_send(a, "MODE #c");
	peer_next(a, ":* 324 alice #c +CMRfjklntu #other 5:10 key 50");
	peer_send(a, "PART #c");
	peer_barrier(a);
	peer_send(a, "MODE #c");
	peer_next(a, ":* 324 alice #c +CMRfjklntu #other 5:10 \\* 50");
	host_stop(h);
	host_again(h, NULL, false);
	a = peer_new(h, "alice");
	peer_barrier(a);
	peer_send(a, "MODE #c");
	peer_next(a, ":* 324 alice #c +CMRfjklntu #other 5:10 \\* 50");
}
END_TEST

START_TEST(a_new_channel_may_have_them_by_configuration)
{
	struct host *h = host_start("channel-modes = \"+CMRntu\"\n");
	struct peer *a = peer_join(h, "alice", "#c");

	peer_send(a, "MODE #c");
	peer_expect(a, ":* 324 alice #c +CMRntu");
}
END_TEST

TALK_SUITE_LOGIN(talk_modes_channel,
    TESTS(c_refuses_ctcp_but_action, a_mask_of_invitations_passes_r,
	f_sends_on_who_may_not_come_in, f_sends_on_the_banned,
	f_sends_on_where_it_is_full, f_sends_on_who_has_no_account,
	f_sends_on_who_comes_too_fast,
	f_leaves_who_has_a_wrong_key_where_they_are,
	f_goes_no_further_than_one_channel, f_follows_a_channel_to_its_new_name,
	f_needs_an_operator_of_both_channels, j_lets_so_many_in_and_no_more,
	u_hides_those_without_rank_from_each_other,
	u_lets_a_voice_see_and_be_seen,
	u_tells_only_ranks_of_parts_nicks_kicks_and_quits,
	u_does_not_say_by_an_invitation_who_is_there,
	these_modes_are_told_and_kept_over_a_restart,
	a_new_channel_may_have_them_by_configuration),
    TESTS(r_keeps_those_without_account_out, m_silences_those_without_account))
