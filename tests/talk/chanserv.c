/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "common/buf.h"
#include "tests/talk/account_peers.h"
#include "tests/talk/oper.h"
#include "tests/talk/talk.h"

#define SAYS ":ChanServ!ChanServ@here NOTICE * :"

/* alice, who has registered #tea, and bob; both have accounts. */
static struct host *h;
static struct peer *a, *b;

#define CONF ACCOUNTS_CONF "register = anybody\naccounts-per-address = 0\n"

static void
gather(const char *more)
{
	struct buf conf = {0};

	buf_addf(&conf, CONF "%s", more);
	h = host_start(conf.data);
	buf_free(&conf);
	a = accounts_new(h, "alice");
	b = accounts_new(h, "bob");
	peer_joins(a, "#tea");
	peer_send(a, "CS REGISTER #tea");
	peer_expect(a, SAYS "#tea is registered, and yours.");
}

/* As ann and ben, who log in to the same accounts. */
static void
come_again(void)
{
	host_again(h, CONF, false);
	a = accounts_login(h, "ann", "alice");
	b = accounts_login(h, "ben", "bob");
}

/* In an order in which nothing stands in the way. */
static void
furnish(void)
{
	static const char *const lines[] = {"TOPIC #tea :leaves",
	    "MODE #tea +skl pot 7", "MODE #tea +fjH #own 3:10 500:7d",
	    "MODE #tea +beI *!*@evil *!*@good *!*@friend",
	    "CS ACCESS #tea ADD bob halfop"};

	peer_joins(a, "#own");
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		peer_send(a, "%s", lines[i]);
	peer_expect(a, SAYS "bob is halfop of #tea from now on.");
	peer_send(a, "PART #tea");
	peer_expect(a, ":alice!* PART #tea*");
}

/* As furnish made it. */
static void
expect_furnished(void)
{
	peer_send(b, "JOIN #tea");
	peer_expect(b, ":here 475 ben #tea :*");
	peer_send(b, "JOIN #tea pot");
	peer_expect(b, ":here 332 ben #tea :leaves");
	peer_expect(b, ":here 353 ben ? #tea :%%ben");
	peer_send(b, "MODE #tea");
	peer_expect(b, ":here 324 ben #tea +Hfjklnst 500:7d #own 3:10 pot 7");
	peer_send(b, "MODE #tea beI");
	peer_expect(b, ":here 367 ben #tea \\*!\\*@evil *");
	peer_expect(b, ":here 348 ben #tea \\*!\\*@good *");
	peer_expect(b, ":here 346 ben #tea \\*!\\*@friend *");
	peer_send(a, "JOIN #tea");
	peer_expect(a, ":here 353 ann ? #tea :*~ann*");
	peer_expect(b, ":here MODE #tea +qo ann ann");
	peer_send(a, "CS ACCESS #tea LIST");
	peer_expect(a, SAYS "#tea: founder alice");
	peer_next(a, SAYS "#tea: halfop bob");
	peer_next(a, SAYS "#tea: that is all, 2 in the list.");
}

START_TEST(a_registered_channel_is_there_as_it_was_when_the_server_comes_again)
{
	gather("");
	furnish();
	host_stop(h);
	come_again();
	expect_furnished();
}
END_TEST

START_TEST(and_when_it_was_killed)
{
	gather("");
	furnish();
	host_kill(h);
	come_again();
	expect_furnished();
}
END_TEST

START_TEST(one_in_which_nothing_was_said_lasts_too)
{
	gather("");
	peer_send(a, "PART #tea");
	peer_send(a, "CS INFO #tea");
	peer_expect(a, SAYS "#tea: founder alice, registered 20*");
	host_kill(h);
	come_again();
	peer_send(b, "JOIN #tea");
	peer_expect(b, ":here 353 ben ? #tea :ben");
	peer_send(b, "CS INFO #tea");
	peer_expect(b, SAYS "#tea: founder alice, registered 20*");
}
END_TEST

START_TEST(it_makes_no_room_where_there_are_as_many_as_may_be)
{
	gather("channels = 2\n");
	peer_send(a, "PART #tea");
	peer_joins(b, "#second");
	peer_send(b, "JOIN #third");
	peer_expect(b, ":here 437 bob #third :*");
	peer_send(b, "CS INFO #tea");
	peer_expect(b, SAYS "#tea: founder alice*");
}
END_TEST

START_TEST(a_rank_comes_with_a_login_and_goes_with_a_logout)
{
	struct peer *c;

	gather("");
	peer_send(a, "CS ACCESS #tea ADD bob op");
	peer_expect(a, SAYS "bob is op of *");
	c = peer_join(h, "carol", "#tea");
	peer_send(c, "NS IDENTIFY bob " SECRET);
	peer_expect(a, ":here MODE #tea +o carol");
	peer_send(c, "TOPIC #tea :mine");
	peer_expect(a, ":carol!* TOPIC #tea :mine");
	peer_send(c, "NS LOGOUT");
	peer_expect(a, ":here MODE #tea -o carol");
	peer_send(c, "TOPIC #tea :no more");
	peer_expect(c, ":here 482 carol #tea :*");
}
END_TEST

START_TEST(a_rank_comes_with_joining_and_goes_when_it_is_taken)
{
	gather("");
	peer_send(a, "CS ACCESS #tea ADD bob voice");
	peer_expect(a, SAYS "bob is voice of *");
	peer_joins(b, "#tea");
	peer_expect(a, ":bob!* JOIN #tea");
	peer_next(a, ":here MODE #tea +v bob");
	peer_send(a, "CS ACCESS #tea ADD bob admin");
	peer_expect(b, ":here MODE #tea -v+ao bob bob bob");
	peer_send(a, "CS ACCESS #tea DEL bob");
	peer_expect(b, ":here MODE #tea -ao bob bob");
}
END_TEST

START_TEST(mode_gives_nothing_for_good_there)
{
	gather("");
	peer_joins(b, "#tea");
	peer_send(a, "MODE #tea +o bob");
	peer_expect(b, ":alice!* MODE #tea +o bob");
	peer_send(b, "PART #tea");
	peer_expect(b, ":bob!* PART #tea");
	peer_send(b, "JOIN #tea");
	peer_expect(b, ":here 353 bob ? #tea :* bob");
}
END_TEST

START_TEST(the_founder_stays_it_whatever_mode_says)
{
	gather("");
	peer_joins(b, "#tea");
	peer_send(a, "MODE #tea +q bob");
	peer_expect(a, ":here 482 alice #tea :It is registered: *TRANSFER*");
	peer_send(a, "CS ACCESS #tea ADD bob admin");
	peer_expect(b, ":here MODE #tea +ao bob bob");
	peer_send(b, "MODE #tea -q alice");
	peer_expect(b, ":here 482 bob #tea :It is registered: *TRANSFER*");
	peer_send(b, "MODE #tea -o alice");
	peer_expect(b, ":here 482 bob #tea :*");
	peer_send(b, "KICK #tea alice");
	peer_expect(b, ":here 482 bob #tea :*");
	peer_send(b, "RENAME #tea #mine");
	peer_expect(b, ":here 482 bob #tea :*");
	peer_send(a, "MODE #tea -q alice");
	peer_expect(b, ":alice!* MODE #tea -q alice");
	peer_send(a, "CS UP #tea");
	peer_expect(b, ":here MODE #tea +q alice");
}
END_TEST

START_TEST(the_founder_is_kept_out_by_nobody)
{
	gather("");
	peer_send(a, "CS ACCESS #tea ADD bob admin");
	peer_joins(b, "#tea");
	peer_send(a, "PART #tea");
	peer_expect(b, ":alice!* PART #tea");
	peer_send(b, "MODE #tea +bkil *!*@* pot 1");
	peer_expect(b, ":bob!* MODE #tea +*");
	peer_send(a, "JOIN #tea");
	peer_expect(a, ":here 353 alice ? #tea :*~alice*");
}
END_TEST

START_TEST(a_secret_one_is_answered_for_as_if_it_were_not_there)
{
	static const char *const lines[] = {"INFO", "ACCESS # LIST",
	    "ACCESS # ADD bob op", "DROP", "UP", "TRANSFER # bob",
	    "TRANSFER ACCEPT", "REGISTER"};

	gather("");
	peer_send(a, "MODE #tea +s");
	peer_expect(a, ":alice!* MODE #tea +s");
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		struct buf secret = {0}, absent = {0};
		const char *gap = strchr(lines[i], '#');
		size_t len = gap ? (size_t)(gap - lines[i]) : 0;

		buf_addf(&secret, "%.*s #tea%s", (int)(len ? len - 1 : 99),
		    lines[i], gap ? gap + 1 : "");
		buf_addf(&absent, "%.*s #pot%s", (int)(len ? len - 1 : 99),
		    lines[i], gap ? gap + 1 : "");
		peer_send(b, "CS %s", secret.data);
		peer_send(b, "CS %s", absent.data);
		peer_expect(b, SAYS "*");
		ck_assert_ptr_null(strstr(peer_last(b), "alice"));
		if (strcmp(lines[i], "REGISTER") != 0)
			ck_assert_glob(
			    peer_last(b), SAYS "#tea is not registered.");
		peer_next(b, SAYS "*");
		if (strcmp(lines[i], "REGISTER") != 0)
			ck_assert_glob(
			    peer_last(b), SAYS "#pot is not registered.");
		buf_free(&secret);
		buf_free(&absent);
	}
}
END_TEST

START_TEST(an_account_registers_as_many_as_it_may)
{
	gather("channels-per-account = 1\n");
	peer_joins(a, "#pot");
	peer_send(a, "CS REGISTER #pot");
	peer_expect(a, SAYS "You are the founder of 1 registered channels*");
	peer_send(a, "CS DROP #tea");
	peer_expect(a, SAYS "This ends the registration of #tea*");
	peer_send(a, "CS DROP #tea %s", strrchr(peer_last(a), ' ') + 1);
	peer_expect(a, SAYS "#tea is registered no more.");
	peer_send(a, "CS REGISTER #pot");
	peer_expect(a, SAYS "#pot is registered, and yours.");
}
END_TEST

START_TEST(a_channel_becomes_anothers_who_accepts_it)
{
	gather("");
	peer_joins(b, "#tea");
	peer_send(a, "CS TRANSFER #tea bob");
	peer_expect(b, SAYS "alice offers #tea to you.*");
	peer_send(b, "CS TRANSFER ACCEPT #tea");
	peer_expect(b, ":here MODE #tea -q+a alice alice");
	peer_expect(b, ":here MODE #tea +qo bob bob");
	peer_expect(b, SAYS "#tea is yours.");
	peer_expect(a, SAYS "bob is the founder of #tea now.");
	host_kill(h);
	come_again();
	peer_send(b, "CS ACCESS #tea LIST");
	peer_expect(b, SAYS "#tea: admin alice");
	peer_next(b, SAYS "#tea: founder bob");
}
END_TEST

START_TEST(what_was_dropped_is_anybodys)
{
	gather("");
	peer_send(a, "CS DROP #tea");
	peer_expect(a, SAYS "This ends the registration of #tea*");
	peer_send(b, "CS DROP #tea %s", strrchr(peer_last(a), ' ') + 1);
	peer_expect(b, SAYS "Only its founder drops #tea.");
	peer_send(a, "CS DROP #tea %s", strrchr(peer_last(a), ' ') + 1);
	peer_expect(a, SAYS "#tea is registered no more.");
	peer_send(a, "PART #tea");
	peer_expect(a, ":alice!* PART #tea");
	peer_joins(b, "#tea");
	peer_send(b, "CS REGISTER #tea");
	peer_expect(b, SAYS "#tea is registered, and yours.");
}
END_TEST

/* Ends the account for good. */
static void
drops_account(struct peer *p, const char *name)
{
	peer_send(p, "NS DROP");
	peer_expect(p, NOTED "* :If that is what you want: *");
	peer_send(p, "NS DROP %s %s", name, strrchr(peer_last(p), ' ') + 1);
	peer_expect(p, NOTED "* :The account %s is no more.", name);
}

START_TEST(where_a_founders_account_ends_the_highest_has_the_channel)
{
	gather("");
	peer_send(a, "CS ACCESS #tea ADD bob op");
	peer_joins(b, "#tea");
	drops_account(a, "alice");
	peer_expect(b, ":here MODE #tea -qo alice alice");
	peer_expect(b, ":here MODE #tea +q bob");
	host_kill(h);
	host_again(h, CONF, false);
	b = accounts_login(h, "ben", "bob");
	peer_send(b, "CS ACCESS #tea LIST");
	peer_expect(b, SAYS "#tea: founder bob");
	peer_next(b, SAYS "#tea: that is all, 1 in the list.");
	drops_account(b, "bob");
	peer_send(b, "CS INFO #tea");
	peer_expect(b, SAYS "#tea is not registered.");
}
END_TEST

START_TEST(a_long_list_is_shown_to_its_end)
{
	gather("");
	for (int i = 0; i < 30; i++) {
		char nick[8];

		snprintf(nick, sizeof(nick), "n%02d", i);
		peer_close(accounts_new(h, nick));
		peer_send(a, "CS ACCESS #tea ADD %s voice", nick);
	}
	peer_send(a, "CS ACCESS #tea LIST");
	peer_expect(a, SAYS "#tea: founder alice");
	for (int i = 0; i < 30; i++)
		peer_next(a, SAYS "#tea: voice n%02d", i);
	peer_next(a, SAYS "#tea: that is all, 31 in the list.");
}
END_TEST

START_TEST(operators_see_give_and_drop_and_that_is_logged)
{
	struct peer *boss;

	h = host_of_operator("register = anybody\ninsecure-passwords = yes\n"
			     "password-iterations = 4096\n");
	a = accounts_new(h, "alice");
	b = accounts_new(h, "bob");
	boss = peer_operator(h);
	peer_joins(a, "#tea");
	peer_send(a, "CS REGISTER #tea");
	peer_send(a, "MODE #tea +s");
	peer_expect(a, ":alice!* MODE #tea +s");
	peer_send(boss, "CS LIST");
	peer_expect(boss, SAYS "#tea: of alice");
	peer_send(boss, "CS TRANSFER #tea bob");
	peer_expect(boss, SAYS "#tea belongs to bob from now on.");
	child_expect_log(h->child, "audit CHANSERV-TRANSFER by boss");
	peer_expect(a, SAYS "An operator has given #tea to bob.");
	peer_send(boss, "CS DROP #tea");
	peer_expect(boss, SAYS "This ends the registration of #tea*");
	peer_send(boss, "CS DROP #tea %s", strrchr(peer_last(boss), ' ') + 1);
	peer_expect(b, SAYS "An operator has ended the registration *");
	child_expect_log(h->child, "audit CHANSERV-DROP by boss");
}
END_TEST

TALK_SUITE_LOGIN(talk_chanserv,
    TESTS(a_registered_channel_is_there_as_it_was_when_the_server_comes_again,
	and_when_it_was_killed, one_in_which_nothing_was_said_lasts_too,
	it_makes_no_room_where_there_are_as_many_as_may_be,
	a_rank_comes_with_a_login_and_goes_with_a_logout,
	a_rank_comes_with_joining_and_goes_when_it_is_taken,
	mode_gives_nothing_for_good_there,
	the_founder_stays_it_whatever_mode_says,
	the_founder_is_kept_out_by_nobody,
	a_secret_one_is_answered_for_as_if_it_were_not_there,
	an_account_registers_as_many_as_it_may,
	a_channel_becomes_anothers_who_accepts_it, what_was_dropped_is_anybodys,
	where_a_founders_account_ends_the_highest_has_the_channel,
	a_long_list_is_shown_to_its_end),
    TESTS(operators_see_give_and_drop_and_that_is_logged))
