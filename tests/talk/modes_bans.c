/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/talk/talk.h"

/* alice is operator of #c. */
static struct peer *
begin(struct host **h)
{
	*h = host_start(NULL);
	return peer_join(*h, "alice", "#c");
}

/* Somebody with an account. */
static struct peer *
with_account(const struct host *h, const char *nick)
{
	struct peer *p = peer_connect_local(h, nick);

	peer_register(p, nick);
	return p;
}

static void
mode(struct peer *op, const char *given, const char *shown)
{
	peer_send(op, "MODE #c %s", given);
	peer_expect(op, ":alice!* MODE #c %s", shown);
}

static void
comes_in(struct peer *p)
{
	peer_joins(p, "#c");
}

static void
stays_out(struct peer *p, const char *numeric)
{
	peer_send(p, "JOIN #c");
	peer_expect(p, ":* %s %s #c :*", numeric, p->name);
}

static void
is_heard(struct peer *p, struct peer *by)
{
	peer_send(p, "PRIVMSG #c :hear me");
	peer_expect(by, ":%s!* PRIVMSG #c :hear me", p->name);
}

static void
is_silenced(struct peer *p)
{
	peer_send(p, "PRIVMSG #c :hear me");
	peer_expect(p, ":* 404 %s #c :*", p->name);
}

START_TEST(an_account_is_banned_and_excepted_by_name)
{
	struct host *h;
	struct peer *a = begin(&h), *l = with_account(h, "lo");
	char given[200], shown[200];

	snprintf(given, sizeof(given), "+b account:%s", my_login());
	snprintf(shown, sizeof(shown), "+b $a:%s", my_login());
	mode(a, given, shown);
	stays_out(l, "474");
	snprintf(given, sizeof(given), "+e ~a:%s", my_login());
	snprintf(shown, sizeof(shown), "+e $a:%s", my_login());
	mode(a, given, shown);
	comes_in(l);
	is_heard(l, a);
	snprintf(given, sizeof(given), "-e a:%s", my_login());
	snprintf(shown, sizeof(shown), "-e $a:%s", my_login());
	mode(a, given, shown);
	is_silenced(l);
}
END_TEST

START_TEST(an_account_is_let_in_by_its_name_in_the_list_of_invitations)
{
	struct host *h;
	struct peer *a = begin(&h), *l = with_account(h, "lo");
	struct peer *b = peer_new(h, "bob");

	mode(a, "+iI $a:nobody-of-that-name", "+iI $a:nobody-of-that-name");
	stays_out(l, "473");
	mode(a, "+I $a", "+I $a");
	comes_in(l);
	stays_out(b, "473");
	mode(a, "+I $~a", "+I $~a");
	comes_in(b);
}
END_TEST

START_TEST(who_has_no_account_may_be_banned)
{
	struct host *h;
	struct peer *a = begin(&h), *l = with_account(h, "lo");
	struct peer *b = peer_new(h, "bob");

	mode(a, "+b $~a:*", "+b $~a");
	stays_out(b, "474");
	comes_in(l);
}
END_TEST

static struct peer *
named(const struct host *h, const char *nick, const char *realname)
{
	struct peer *p = peer_connect(h, nick);

	peer_send(p, "NICK %s", nick);
	peer_send(p, "USER x 0 * :%s", realname);
	peer_expect(p, ":* 001 %s :*", nick);
	return p;
}

START_TEST(a_real_name_is_banned_excepted_and_invited)
{
	struct host *h;
	struct peer *a = begin(&h), *b = named(h, "bob", "Mr Spam Bot");
	struct peer *c = named(h, "carol", "Carol");

	mode(a, "+b :realname:*spam bot", "+b $r:*spam?bot");
	stays_out(b, "474");
	comes_in(c);
	mode(a, "+e r:mr*", "+e $r:mr*");
	comes_in(b);
	is_heard(b, a);
	mode(a, "-e $r:MR*", "-e $r:mr*");
	is_silenced(b);
	peer_send(b, "PART #c");
	mode(a, "-b+i :$r:*spam bot", "-b+i $r:*spam?bot");
	stays_out(b, "473");
	mode(a, "+I $r:*bot", "+I $r:*bot");
	comes_in(b);
}
END_TEST

START_TEST(a_mute_silences_and_lets_in)
{
	struct host *h;
	struct peer *a = begin(&h), *b = peer_new(h, "bob");
	struct peer *c = peer_join(h, "carol", "#c");

	mode(a, "+b m:bob", "+b $m:bob!\\*@\\*");
	comes_in(b);
	is_silenced(b);
	is_heard(c, a);
	mode(a, "+v bob", "+v bob");
	is_heard(b, a);
	mode(a, "-v bob", "-v bob");
	is_silenced(b);
	mode(a, "-b mute:BOB!*@*", "-b $m:bob!\\*@\\*");
	is_heard(b, a);
}
END_TEST

START_TEST(an_exception_of_a_mute_lets_speak_but_not_in)
{
	struct host *h;
	struct peer *a = begin(&h), *b = peer_join(h, "bob", "#c");

	mode(a, "+b m:bob", "+b $m:bob!\\*@\\*");
	is_silenced(b);
	mode(a, "+e m:*!*bob@*", "+e $m:\\*!\\*bob@\\*");
	is_heard(b, a);
	mode(a, "+b bob", "+b bob!\\*@\\*");
	is_heard(b, a);
	peer_send(b, "PART #c");
	stays_out(b, "474");
	mode(a, "+e bob", "+e bob!\\*@\\*");
	comes_in(b);
}
END_TEST

START_TEST(a_mute_may_name_a_real_name_or_an_account)
{
	struct host *h;
	struct peer *a = begin(&h), *b = named(h, "bob", "Spam");
	struct peer *c = named(h, "carol", "Carol");

	mode(a, "+b m:r:spam", "+b $m:$r:spam");
	comes_in(b);
	is_silenced(b);
	comes_in(c);
	is_heard(c, a);
	mode(a, "+b $m:$~a", "+b $m:$~a");
	is_silenced(c);
}
END_TEST

START_TEST(what_is_no_mask_is_refused_with_its_name)
{
	struct host *h;
	struct peer *a = begin(&h);

	peer_send(a, "MODE #c +b $z:x");
	peer_expect(a, ":* 696 alice #c b $z:x :*");
	peer_send(a, "MODE #c +I m:x");
	peer_expect(a, ":* 696 alice #c I m:x :*");
	peer_barrier(a);
	peer_send(a, "MODE #c -b $z:x");
	peer_send(a, "MODE #c b");
	peer_next(a, ":* 368 alice #c :*");
}
END_TEST

START_TEST(an_extended_mask_set_again_in_another_spelling_is_silent)
{
	struct host *h;
	struct peer *a = begin(&h);

	mode(a, "+b $a:bob", "+b $a:bob");
	peer_barrier(a);
	peer_send(a, "MODE #c +b account:BOB");
	peer_send(a, "MODE #c b");
	peer_next(a, ":* 367 alice #c $a:bob alice!* *");
	peer_next(a, ":* 368 alice #c :*");
}
END_TEST

START_TEST(isupport_names_the_extended_bans)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "NICK alice");
	peer_send(p, "USER al 0 * :Alice");
	peer_expect(p, ":* 005 alice ACCOUNTEXTBAN=a * EXTBAN=$,amr *");
}
END_TEST

TALK_SUITE_LOGIN(talk_modes_bans,
    TESTS(a_real_name_is_banned_excepted_and_invited,
	a_mute_silences_and_lets_in,
	an_exception_of_a_mute_lets_speak_but_not_in,
	a_mute_may_name_a_real_name_or_an_account,
	what_is_no_mask_is_refused_with_its_name,
	an_extended_mask_set_again_in_another_spelling_is_silent,
	isupport_names_the_extended_bans),
    TESTS(an_account_is_banned_and_excepted_by_name,
	an_account_is_let_in_by_its_name_in_the_list_of_invitations,
	who_has_no_account_may_be_banned))
