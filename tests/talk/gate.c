/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/commands.h"
#include "tests/talk/talk.h"

START_TEST(before_registration_every_other_command_says_451)
{
	struct host *h = host_start("flood-rate = 0\n");
	struct peer *p = peer_connect(h, "p");

	for (const struct command *c = commands_table; c->name; c++) {
		if (c->who != COMMAND_REGISTERED && c->who != COMMAND_OPER)
			continue;
		peer_send(p, "%s", c->name);
		peer_next(p, ":* 451 \\* :*");
	}
	peer_send(p, "FROBNICATE");
	peer_next(p, ":* 421 \\* FROBNICATE :*");
}
END_TEST

START_TEST(after_registration_what_belongs_before_it_says_462)
{
	struct host *h = host_start("flood-rate = 0\n");
	struct peer *p = peer_new(h, "visitor");

	for (const struct command *c = commands_table; c->name; c++) {
		if (c->who != COMMAND_BEFORE)
			continue;
		peer_send(p, "%s", c->name);
		peer_next(p, ":* 462 visitor :*");
	}
}
END_TEST

START_TEST(commands_of_operators_say_481_to_others)
{
	struct host *h = host_start("flood-rate = 0\n");
	struct peer *p = peer_new(h, "visitor");

	for (const struct command *c = commands_table; c->name; c++) {
		if (c->who != COMMAND_OPER)
			continue;
		peer_send(p, "%s", c->name);
		peer_next(p, ":* 481 visitor :*");
	}
}
END_TEST

/* One parameter less than it takes. */
static void
send_less(struct peer *p, const struct command *c)
{
	static const char *const words[] = {
	    "", " a", " a b", " a b c", " a b c d", " a b c d e"};

	ck_assert_uint_le(c->least, sizeof(words) / sizeof(*words));
	peer_send(p, "%s%s", c->name, words[c->least - 1]);
}

START_TEST(too_few_parameters_say_461_with_the_command)
{
	struct host *h = host_start("flood-rate = 0\n");
	struct peer *p = peer_connect(h, "p"), *v = peer_new(h, "visitor");

	for (const struct command *c = commands_table; c->name; c++) {
		if (c->least == 0 || c->who == COMMAND_OPER)
			continue;
		if (c->who == COMMAND_REGISTERED) {
			send_less(v, c);
			peer_next(v, ":* 461 visitor %s :*", c->name);
		} else {
			send_less(p, c);
			peer_next(p, ":* 461 \\* %s :*", c->name);
		}
	}
}
END_TEST

START_TEST(a_parameter_with_a_numeric_of_its_own_is_missed_by_that)
{
	static const struct {
		const char *line, *answer;
	} misses[] = {
	    {"PING", "409 visitor :*"},
	    {"NICK", "431 visitor :*"},
	    {"WHOIS", "431 visitor :*"},
	    {"WHOWAS", "431 visitor :*"},
	    {"PRIVMSG", "411 visitor :*"},
	    {"PRIVMSG visitor", "412 visitor :*"},
	};
	struct host *h = host_start("flood-rate = 0\n");
	struct peer *p = peer_new(h, "visitor");

	for (size_t i = 0; i < sizeof(misses) / sizeof(*misses); i++) {
		peer_send(p, "%s", misses[i].line);
		peer_next(p, ":* %s", misses[i].answer);
	}
}
END_TEST

TALK_SUITE(talk_gate, before_registration_every_other_command_says_451,
    after_registration_what_belongs_before_it_says_462,
    commands_of_operators_say_481_to_others,
    too_few_parameters_say_461_with_the_command,
    a_parameter_with_a_numeric_of_its_own_is_missed_by_that)
