/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/talk/talk.h"

/* Six in #c, each of another rank. */
struct ranks {
	struct host *h;
	struct peer *founder, *admin, *op, *half, *voice, *plain;
};

static void
gather(struct ranks *f)
{
	f->h = host_start(NULL);
	f->founder = peer_join(f->h, "fay", "#c");
	f->admin = peer_join(f->h, "ada", "#c");
	f->op = peer_join(f->h, "ole", "#c");
	f->half = peer_join(f->h, "hal", "#c");
	f->voice = peer_join(f->h, "viv", "#c");
	f->plain = peer_join(f->h, "pat", "#c");
	peer_send(f->founder, "MODE #c +q fay");
	peer_expect(f->plain, ":fay!* MODE #c +q fay");
	peer_send(f->founder, "MODE #c +aohv ada ole hal viv");
	peer_expect(f->plain, ":fay!* MODE #c +aohv ada ole hal viv");
	peer_send(f->founder, "MODE #c -o fay");
	peer_expect(f->plain, ":fay!* MODE #c -o fay");
	peer_barrier(f->founder);
	peer_barrier(f->admin);
	peer_barrier(f->op);
	peer_barrier(f->half);
	peer_barrier(f->voice);
}

static void
ck_refused(struct peer *p, const char *line)
{
	peer_barrier(p);
	peer_send(p, "%s", line);
	peer_next(p, ":* 482 %s #c :*", p->name);
}

static void
ck_done(struct peer *p, const char *change)
{
	peer_barrier(p);
	peer_send(p, "MODE #c %s", change);
	peer_next(p, ":%s!* MODE #c %s", p->name, change);
}

START_TEST(an_account_that_makes_a_channel_founds_it)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_connect_local(h, "alice");
	struct peer *b;

	peer_caps(a, "multi-prefix");
	peer_send(a, "CAP END");
	peer_register(a, "alice");
	peer_send(a, "JOIN #c");
	peer_expect(a, ":* 353 alice = #c :~@alice");
	b = peer_join(h, "bob", "#c");
	peer_send(b, "NAMES #c");
	peer_expect(b, ":* 353 bob = #c :~alice bob");
	peer_send(a, "PART #c");
	peer_send(a, "JOIN #c");
	peer_expect(b, ":* MODE #c +qo alice alice");
	host_stop(h);
	host_again(h, NULL, false);
	a = peer_connect_local(h, "alice");
	peer_register(a, "alice");
	peer_send(a, "JOIN #c");
	peer_expect(a, ":* 353 alice = #c :~alice");
}
END_TEST

START_TEST(somebody_without_account_who_makes_a_channel_is_operator)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new_caps(h, "alice", "multi-prefix");

	peer_send(a, "JOIN #c");
	peer_expect(a, ":* 353 alice = #c :@alice");
}
END_TEST

START_TEST(all_prefixes_stand_in_order_in_names_who_and_whois)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", "multi-prefix", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_send(a, "MODE #c +q alice");
	peer_send(a, "MODE #c +vha alice alice alice");
	peer_expect(b, "*MODE #c +vha *");
	peer_send(a, "NAMES #c");
	peer_expect(a, ":* 353 alice = #c :~&@%%+alice bob");
	peer_send(a, "WHO #c");
	peer_expect(a, ":* 352 alice #c * alice H~&@%%+ :*");
	peer_send(a, "WHOIS alice");
	peer_expect(a, ":* 319 alice alice :~&@%%+#c");
	peer_send(b, "NAMES #c");
	peer_expect(b, ":* 353 bob = #c :~alice bob");
	peer_send(b, "WHO #c");
	peer_expect(b, ":* 352 bob #c * alice H~ :*");
	peer_send(b, "WHOIS alice");
	peer_expect(b, ":* 319 bob alice :~#c");
}
END_TEST

START_TEST(a_founder_gives_and_takes_everything)
{
	struct ranks f;

	gather(&f);
	ck_done(f.founder, "+qaohv pat pat pat pat pat");
	ck_done(f.founder, "-qaohv pat pat pat pat pat");
	ck_done(f.founder, "-a ada");
}
END_TEST

START_TEST(an_admin_makes_operators_but_no_admin)
{
	struct ranks f;

	gather(&f);
	ck_done(f.admin, "+ohv pat pat pat");
	ck_done(f.admin, "-o ole");
	ck_refused(f.admin, "MODE #c +a pat");
	ck_refused(f.admin, "MODE #c +q pat");
	ck_refused(f.admin, "MODE #c -q fay");
}
END_TEST

START_TEST(an_operator_makes_operators_and_unmakes_equals_only)
{
	struct ranks f;

	gather(&f);
	ck_done(f.op, "+ohv pat pat pat");
	ck_done(f.op, "-o pat");
	ck_done(f.founder, "+o ada");
	peer_expect(f.op, "*MODE #c +o ada");
	ck_refused(f.op, "MODE #c -o ada");
	ck_refused(f.op, "MODE #c +a ole");
	ck_refused(f.op, "MODE #c +q ole");
}
END_TEST

START_TEST(a_halfop_gives_voice_only)
{
	struct ranks f;

	gather(&f);
	ck_done(f.half, "+v pat");
	ck_done(f.half, "-v pat");
	ck_refused(f.half, "MODE #c +h pat");
	ck_refused(f.half, "MODE #c +o hal");
	ck_done(f.founder, "+v ole");
	peer_expect(f.half, "*MODE #c +v ole");
	ck_refused(f.half, "MODE #c -v ole");
	ck_refused(f.voice, "MODE #c +v pat");
}
END_TEST

START_TEST(ones_own_prefix_may_be_dropped_by_oneself)
{
	struct ranks f;

	gather(&f);
	ck_done(f.voice, "-v viv");
	peer_barrier(f.half);
	peer_send(f.half, "MODE #c -h HAL");
	peer_next(f.half, ":hal!* MODE #c -h hal");
}
END_TEST

START_TEST(a_refusal_is_said_once_a_line_and_the_rest_is_done)
{
	struct ranks f;

	gather(&f);
	peer_send(f.half, "MODE #c +svso pat pat");
	peer_next(f.half, ":* 482 hal #c :*");
	peer_next(f.half, ":hal!* MODE #c +v pat");
	peer_expect_none(f.half, ":* 482 *");
}
END_TEST

START_TEST(a_halfop_keeps_the_peace_but_changes_no_secret)
{
	struct ranks f;

	gather(&f);
	ck_done(f.half, "+imkl-nt pot 50");
	ck_done(f.half, "+b bad!*@*");
	ck_refused(f.half, "MODE #c +s");
	peer_send(f.half, "MODE #c +t");
	peer_send(f.half, "TOPIC #c :by half");
	peer_expect(f.plain, ":hal!* TOPIC #c :by half");
	peer_send(f.half, "INVITE nobody #c");
	peer_expect(f.half, ":* 401 hal nobody :*");
	peer_send(f.half, "KICK #c viv :out");
	peer_expect(f.plain, ":hal!* KICK #c viv :out");
}
END_TEST

START_TEST(nobody_kicks_those_above)
{
	struct ranks f;

	gather(&f);
	peer_send(f.half, "KICK #c ole,pat :out");
	peer_next(f.half, ":* 482 hal #c :*");
	peer_next(f.half, ":hal!* KICK #c pat :out");
	ck_refused(f.op, "KICK #c ada");
	ck_refused(f.admin, "KICK #c fay");
	ck_refused(f.voice, "KICK #c hal");
	peer_send(f.admin, "KICK #c ole :out");
	peer_expect(f.founder, ":ada!* KICK #c ole :out");
	peer_send(f.founder, "KICK #c ada :out");
	peer_expect(f.voice, ":fay!* KICK #c ada :out");
}
END_TEST

START_TEST(equals_kick_each_other_among_operators_not_among_halfops)
{
	struct ranks f;

	gather(&f);
	ck_done(f.founder, "+oh pat viv");
	peer_barrier(f.half);
	peer_barrier(f.voice);
	ck_refused(f.half, "KICK #c viv");
	ck_refused(f.voice, "MODE #c -h hal");
	peer_send(f.plain, "KICK #c ole :out");
	peer_expect(f.op, ":pat!* KICK #c ole :out");
}
END_TEST

START_TEST(an_operator_may_found_what_nobody_founded)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_send(a, "MODE #c +o bob");
	peer_expect(b, "*MODE #c +o bob");
	peer_send(a, "MODE #c +q alice");
	peer_expect(b, "*MODE #c +q alice");
	peer_send(b, "MODE #c +q bob");
	peer_next(b, ":* 482 bob #c :*founder*");
}
END_TEST

START_TEST(a_message_to_a_prefix_is_heard_there_and_above)
{
	static const char prefixes[] = "~&@%+";
	struct ranks f;
	struct peer *all[6];

	gather(&f);
	memcpy(all, &f.founder, sizeof(all));
	for (size_t i = 0; prefixes[i]; i++) {
		peer_send(f.plain, "PRIVMSG %c#c :for %zu", prefixes[i], i);
		for (size_t j = 0; j <= i; j++)
			peer_next(all[j], ":pat!* PRIVMSG %c#c :for %zu",
			    prefixes[i], i);
		peer_barrier(f.plain);
	}
	peer_send(f.plain, "PRIVMSG @+#c :low");
	peer_next(f.voice, ":pat!* PRIVMSG +#c :low");
	peer_expect_none(f.plain, "*PRIVMSG*");
}
END_TEST

START_TEST(the_lobby_gives_nobody_anything_and_nobody_founds_it)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_connect_local(h, "alice");

	peer_register(a, "alice");
	peer_send(a, "JOIN #lobby");
	peer_expect(a, ":* 353 alice = #lobby :alice");
	peer_barrier(a);
	peer_send(a, "MODE #lobby +q alice");
	peer_next(a, ":* 482 alice #lobby :*");
}
END_TEST

TALK_SUITE_LOGIN(talk_modes_members,
    TESTS(somebody_without_account_who_makes_a_channel_is_operator,
	all_prefixes_stand_in_order_in_names_who_and_whois,
	a_founder_gives_and_takes_everything,
	an_admin_makes_operators_but_no_admin,
	an_operator_makes_operators_and_unmakes_equals_only,
	a_halfop_gives_voice_only, ones_own_prefix_may_be_dropped_by_oneself,
	a_refusal_is_said_once_a_line_and_the_rest_is_done,
	a_halfop_keeps_the_peace_but_changes_no_secret,
	nobody_kicks_those_above,
	equals_kick_each_other_among_operators_not_among_halfops,
	an_operator_may_found_what_nobody_founded,
	a_message_to_a_prefix_is_heard_there_and_above),
    TESTS(an_account_that_makes_a_channel_founds_it,
	the_lobby_gives_nobody_anything_and_nobody_founds_it))
