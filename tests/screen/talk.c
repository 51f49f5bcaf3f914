/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/screen/screen.h"

/* A server where a client called `name` looks for one. */
static struct host *
local_host(const char *name)
{
	char url[160], path[160];

	snprintf(path, sizeof(path), "%s/%s", test_dir(), name);
	mkdir(path, 0700);
	strcat(path, "/run");
	mkdir(path, 0700);
	strcat(path, "/tcpchat");
	mkdir(path, 0700);
	snprintf(url, sizeof(url), "unix:%s/socket", path);
	return host_start_with(&(struct host_options){.only_listen = url});
}

START_TEST(without_arguments_the_local_servers_lobby_and_its_past_are_shown)
{
	struct host *h = local_host("me");
	struct peer *p;
	struct term *t;

	if (access("/run/tcpchat/socket", F_OK) == 0)
		return;
	snprintf(h->socket, sizeof(h->socket), "%s/me/run/tcpchat/socket",
	    test_dir());
	p = peer_connect_local(h, "bob");
	peer_register(p, "bob");
	peer_joins(p, "#lobby");
	peer_send(p, "PRIVMSG #lobby :said before you came");
	peer_barrier(p);
	t = client_start(&(struct client_options){.name = "me"});
	client_expect_said(t, "bob", "said before you came");
	term_expect_row(t, -1, "#lobby>");
	term_expect_row(t, -2, "on this machine");
	client_quit(t);
}
END_TEST

START_TEST(two_clients_talk)
{
	struct host *h = host_start("");
	struct term *ada = client_join(h, "ada", "#c");
	struct term *bob = client_join(h, "bob", "#c");

	term_expect(ada, "bob joined");
	term_type(ada, "hello bob" KEY_ENTER);
	client_expect_said(bob, "ada", "hello bob");
	term_type(bob, "hello ada" KEY_ENTER);
	client_expect_said(ada, "bob", "hello ada");
	client_expect_said(ada, "ada", "hello bob");
	client_quit(bob);
	term_expect(ada, "bob quit");
	client_quit(ada);
}
END_TEST

START_TEST(a_message_of_several_lines_is_shown_line_by_line)
{
	struct host *h = host_start("");
	struct peer *p =
	    peer_join_caps(h, "bob", "batch draft/multiline", "#c");
	struct term *ada = client_join(h, "ada", "#c");

	peer_send(p, "BATCH +1 draft/multiline #c");
	peer_send(p, "@batch=1 PRIVMSG #c :the first");
	peer_send(p, "@batch=1 PRIVMSG #c :");
	peer_send(p, "@batch=1 PRIVMSG #c :the second");
	peer_send(p, "BATCH -1");
	client_expect_said(ada, "bob", "the first");
	term_expect(ada, "the second");
	client_quit(ada);
}
END_TEST

START_TEST(what_i_say_is_shown_once)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");
	struct peer *p = peer_join(h, "bob", "#c");
	struct buf text = {0};

	term_type(t, "only-once" KEY_ENTER);
	peer_expect(p, ":ada!* PRIVMSG #c :only-once");
	peer_send(p, "PRIVMSG #c :end of it");
	term_expect(t, "end of it");
	term_text(t, &text);
	ck_assert_ptr_null(
	    strstr(strstr(text.data, "only-once") + 1, "only-once"));
	buf_free(&text);
}
END_TEST

START_TEST(tab_completes_nicks_channels_and_commands)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#channel");
	struct peer *p = peer_join(h, "zacharias", "#channel");

	term_expect(t, "zacharias joined");
	term_type(t, "za" KEY_TAB);
	term_expect_row(t, -1, "> zacharias:");
	term_type(t, "ask za" KEY_TAB);
	term_expect_row(t, -1, "> zacharias: ask zacharias");
	term_type(t, KEY_CTRL_U "/top" KEY_TAB);
	term_expect_row(t, -1, "> /topic");
	term_type(t, KEY_CTRL_U "see #cha" KEY_TAB);
	term_expect_row(t, -1, "> see #channel");
	peer_barrier(p);
}
END_TEST

START_TEST(the_last_speaker_is_completed_first)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");
	struct peer *one = peer_join(h, "zoe-one", "#c");
	struct peer *two = peer_join(h, "zoe-two", "#c");

	peer_send(one, "PRIVMSG #c :first");
	term_expect(t, "first");
	peer_send(two, "PRIVMSG #c :second");
	term_expect(t, "second");
	term_type(t, "zo" KEY_TAB);
	term_expect_row(t, -1, "> zoe-two:");
	term_type(t, KEY_TAB);
	term_expect_row(t, -1, "> zoe-one:");
}
END_TEST

START_TEST(another_window_counts_what_is_unread_and_mentions)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");
	struct peer *p = peer_join(h, "bob", "#c");

	term_type(t, "/join #d" KEY_ENTER);
	term_expect_row(t, -1, "#d>");
	peer_send(p, "PRIVMSG #c :one");
	term_expect_row(t, -2, "#c 1");
	peer_send(p, "PRIVMSG #c :ada: two");
	term_expect_row(t, -2, "#c 2!");
	term_type(t, KEY_ALT("a"));
	term_expect_row(t, -1, "#c>");
	client_expect_said(t, "bob", "ada: two");
	term_expect_gone(t, "#c 2!");
	term_type(t, KEY_CTRL_N);
	term_expect_row(t, -1, "#d>");
	term_type(t, KEY_CTRL_P);
	term_expect_row(t, -1, "#c>");
}
END_TEST

START_TEST(a_private_message_has_a_window_of_its_own)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");
	struct peer *p = peer_join(h, "bob", "#c");

	peer_send(p, "PRIVMSG ada :psst");
	term_expect_row(t, -2, "bob 1!");
	term_type(t, KEY_ALT("a"));
	term_expect_row(t, -1, "bob>");
	client_expect_said(t, "bob", "psst");
	term_type(t, "yes?" KEY_ENTER);
	peer_expect(p, ":ada!* PRIVMSG bob :yes?");
	term_type(t, "/msg bob by command" KEY_ENTER);
	peer_expect(p, ":ada!* PRIVMSG bob :by command");
}
END_TEST

START_TEST(an_unknown_command_suggests_the_nearest)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");
	struct peer *p = peer_join(h, "bob", "#c");

	term_type(t, "/jion #d" KEY_ENTER);
	term_expect(t, "/join");
	term_type(t, KEY_CTRL_U "//not a command" KEY_ENTER);
	peer_expect(p, ":ada!* PRIVMSG #c :/not a command");
}
END_TEST

START_TEST(commands_reach_the_server)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");
	struct peer *p = peer_join(h, "bob", "#c");

	term_expect(t, "bob joined");
	term_type(t, "/me waves" KEY_ENTER);
	peer_expect(p,
	    ":ada!* PRIVMSG #c :\x01"
	    "ACTION waves\x01");
	term_expect(t, "* ada waves");
	term_type(t, "/topic We talk here" KEY_ENTER);
	peer_expect(p, ":ada!* TOPIC #c :We talk here");
	term_expect_row(t, 0, "We talk here");
	term_type(t, "/notice bob look" KEY_ENTER);
	peer_expect(p, ":ada!* NOTICE bob :look");
	term_type(t, "/voice bob" KEY_ENTER);
	peer_expect(p, ":ada!* MODE #c +v *bob");
	term_type(t, "/op bob" KEY_ENTER);
	peer_expect(p, ":ada!* MODE #c +o *bob");
	term_type(t, "/deop bob" KEY_ENTER);
	peer_expect(p, ":ada!* MODE #c -o *bob");
	term_type(t, "/mode +m" KEY_ENTER);
	peer_expect(p, ":ada!* MODE #c +m*");
	term_type(t, "/nick lovelace" KEY_ENTER);
	peer_expect(p, ":ada!* NICK *lovelace");
	term_expect_row(t, -2, "lovelace");
	term_type(t, "/away lunch" KEY_ENTER);
	term_expect(t, "You are away");
	term_type(t, "/away" KEY_ENTER);
	term_type(t, "/raw PRIVMSG bob :raw words" KEY_ENTER);
	peer_expect(p, ":lovelace!* PRIVMSG bob :raw words");
	term_type(t, "/kick bob out" KEY_ENTER);
	peer_expect(p, ":lovelace!* KICK #c bob :out");
	term_type(t, "/invite bob" KEY_ENTER);
	peer_expect(p, ":lovelace!* INVITE bob *#c");
	term_type(t, "/part" KEY_ENTER);
	term_expect_row(t, -2, "not joined");
}
END_TEST

START_TEST(whois_who_names_and_list_are_shown)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");

	peer_join(h, "bob", "#c");
	term_expect(t, "bob joined");
	term_type(t, "/whois bob" KEY_ENTER);
	term_expect(t, "The real bob");
	term_type(t, "/clear" KEY_ENTER);
	term_expect_gone(t, "The real bob");
	term_type(t, "/who" KEY_ENTER);
	term_expect(t, "The real bob");
	term_type(t, "/clear" KEY_ENTER "/names" KEY_ENTER);
	term_expect(t, "2 people");
	term_type(t, "/list" KEY_ENTER);
	term_expect(t, "#c");
}
END_TEST

START_TEST(help_explains_commands_and_settings_can_be_changed)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");

	term_type(t, "/help topic" KEY_ENTER);
	term_expect(t, "/topic");
	term_type(t, "/help" KEY_ENTER);
	term_expect(t, "Ctrl-Z");
	term_type(t, "/clear" KEY_ENTER "/set timestamps no" KEY_ENTER);
	term_type(t, "plain" KEY_ENTER);
	VTermPos at = term_expect(t, "ada plain");
	ck_assert_ptr_null(strstr(term_row(t, at.row), "03:"));
	ck_assert_int_ne(term_row(t, at.row)[2], ':');
}
END_TEST

START_TEST(windows_are_closed_and_chosen_by_number)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");

	term_type(t, "/join #d" KEY_ENTER);
	term_expect_row(t, -1, "#d>");
	term_type(t, KEY_ALT("2"));
	term_expect_row(t, -1, "#c>");
	term_type(t, KEY_ALT("3"));
	term_expect_row(t, -1, "#d>");
	term_type(t, "/window 2" KEY_ENTER);
	term_expect_row(t, -1, "#c>");
	term_type(t, "/close" KEY_ENTER);
	term_expect_gone(t, "#c>");
}
END_TEST

START_TEST(the_nick_list_follows_who_is_there)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");
	struct peer *p = peer_join(h, "bob", "#c");

	term_expect(t, "\xe2\x94\x82 bob");
	peer_send(p, "NICK robert");
	term_expect(t, "\xe2\x94\x82 robert");
	peer_send(p, "PART #c");
	term_expect_gone(t, "\xe2\x94\x82 robert");
	term_type(t, KEY_F8);
	term_expect_gone(t, "\xe2\x94\x82");
	term_type(t, KEY_F8);
	term_expect(t, "\xe2\x94\x82@ada");
}
END_TEST

START_TEST(the_nick_list_shows_every_rank)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c"), *b;
	struct term *t = client_join(h, "ada", "#c");

	b = peer_join(h, "bob", "#c");
	peer_send(a, "MODE #c +q alice");
	term_expect(t, "\xe2\x94\x82~alice");
	term_expect(t, "alice made alice a founder");
	peer_send(a, "MODE #c +a ada");
	term_expect(t, "\xe2\x94\x82&ada");
	term_expect(t, "alice made you an admin");
	peer_send(a, "MODE #c +h bob");
	peer_expect(b, "*MODE #c +h bob");
	term_expect(t, "\xe2\x94\x82%%bob");
}
END_TEST

START_TEST(who_is_sent_on_to_another_channel_sees_it)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#full");
	struct term *t;

	peer_joins(a, "#other");
	peer_send(a, "MODE #full +fi #other");
	peer_expect(a, "*MODE #full +fi #other");
	t = client_join(h, "ada", "#c");
	term_type(t, "/join #full" KEY_ENTER);
	term_expect_row(t, -1, "#other>");
	term_expect(t, "You joined #other");
	term_type(t, "hello" KEY_ENTER);
	peer_expect(a, ":ada!* PRIVMSG #other :hello");
}
END_TEST

START_TEST(a_channel_that_is_renamed_keeps_its_window_and_its_lines)
{
	struct host *h = host_start("");
	struct peer *a = peer_join(h, "alice", "#old");
	struct term *t = client_join(h, "ada", "#old");

	peer_expect(a, "* JOIN #old*");
	peer_send(a, "PRIVMSG #old :said before");
	client_expect_said(t, "alice", "said before");
	peer_send(a, "RENAME #old #new :tidier");
	term_expect_row(t, -1, "#new>");
	term_expect(t, "alice renamed #old to #new: tidier");
	client_expect_said(t, "alice", "said before");
	term_type(t, "hello" KEY_ENTER);
	peer_expect(a, ":ada!* PRIVMSG #new :hello");
}
END_TEST

START_TEST(a_taken_nick_is_not_the_end)
{
	struct host *h = host_start(NULL);
	struct term *t;

	peer_new(h, "ada");
	t = client_join(h, "ada", "#c");
	term_expect(t, "You joined #c");
	term_expect_row(t, -2, "ada");
	client_quit(t);
}
END_TEST

SCREEN_SUITE(screen_talk,
    without_arguments_the_local_servers_lobby_and_its_past_are_shown,
    two_clients_talk, a_message_of_several_lines_is_shown_line_by_line,
    what_i_say_is_shown_once, tab_completes_nicks_channels_and_commands,
    the_last_speaker_is_completed_first,
    another_window_counts_what_is_unread_and_mentions,
    a_private_message_has_a_window_of_its_own,
    an_unknown_command_suggests_the_nearest, commands_reach_the_server,
    whois_who_names_and_list_are_shown,
    help_explains_commands_and_settings_can_be_changed,
    windows_are_closed_and_chosen_by_number, the_nick_list_follows_who_is_there,
    the_nick_list_shows_every_rank, who_is_sent_on_to_another_channel_sees_it,
    a_channel_that_is_renamed_keeps_its_window_and_its_lines,
    a_taken_nick_is_not_the_end)
