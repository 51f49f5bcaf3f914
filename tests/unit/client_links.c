/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/links.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "client/dial.h"
#include "client/input.h"
#include "tests/suites.h"

/* A server's end on loopback, and a client whose clock the test sets. */
static struct settings settings;
static struct state state;
static struct links *links;
static struct network *n;
static int listener;
static int peer;
static int64_t now_ms;
static char address[64];
static char heard[8192];

static void
start_listening(void)
{
	struct sockaddr_in sin = {.sin_family = AF_INET};
	socklen_t len = sizeof(sin);

	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	listener = socket(AF_INET, SOCK_STREAM, 0);
	ck_assert_int_eq(
	    bind(listener, (struct sockaddr *)&sin, sizeof(sin)), 0);
	ck_assert_int_eq(listen(listener, 5), 0);
	getsockname(listener, (struct sockaddr *)&sin, &len);
	snprintf(address, sizeof(address), "127.0.0.1:%d", ntohs(sin.sin_port));
}

static void
setup(void)
{
	start_listening();
	peer = -1;
	now_ms = 1000000;
	settings = (struct settings){0};
	conf_defaults(&client_spec, &settings);
	state_init(&state, &settings);
	n = state_add_network(&state, "x", "");
	links = links_open(&state);
}

static void
teardown(void)
{
	links_close(links);
	state_free(&state);
	settings_free(&settings);
	if (peer >= 0)
		close(peer);
	if (listener >= 0)
		close(listener);
}

/* One turn, after something came or wait_ms of real time. */
static void
turn(int wait_ms)
{
	struct pollfd fds[LINKS_POLL_MAX];
	size_t count = links_poll(links, fds);

	poll(fds, count, wait_ms);
	links_act(links, fds, count, now_ms);
	links_turn(links, now_ms);
}

static void
turn_until(enum network_status status)
{
	for (int i = 0; i < 100 && n->status != status; i++)
		turn(1000);
	ck_assert_int_eq(n->status, status);
}

static void
hear(void)
{
	ssize_t len = recv(peer, heard, sizeof(heard) - 1, 0);

	ck_assert_int_ge(len, 0);
	heard[len] = '\0';
}

static void
say(const char *text)
{
	ck_assert_int_eq(
	    send(peer, text, strlen(text), 0), (ssize_t)strlen(text));
	turn(1000);
}

static void
connect_client(void)
{
	dial_set(&state, n, address);
	turn(0);
	turn_until(NETWORK_REGISTERING);
	peer = accept(listener, NULL, NULL);
	ck_assert_int_ge(peer, 0);
	hear();
	say(":x 001 me :hi\r\n:x 376 me :e\r\n");
	turn_until(NETWORK_ONLINE);
}

START_TEST(it_connects_and_registers)
{
	connect_client();
	ck_assert_ptr_eq(strstr(heard, "CAP LS 302\r\nNICK "), heard);
	ck_assert_str_eq(n->nick, "me");
	ck_assert(!links_idle(links));
}
END_TEST

START_TEST(a_silent_server_is_pinged_and_then_given_up)
{
	connect_client();
	hear();
	ck_assert_ptr_nonnull(strstr(heard, "PING lag\r\n"));
	say(":x PONG x lag\r\n");
	ck_assert_int_eq(n->lag_ms, 0);
	now_ms += 30000;
	turn(0);
	hear();
	ck_assert_str_eq(heard, "PING lag\r\n");
	now_ms += 20000;
	turn(0);
	ck_assert_int_eq(n->lag_ms, 20000);
	now_ms += 40000;
	turn(0);
	ck_assert_int_eq(n->status, NETWORK_WAITING);
}
END_TEST

START_TEST(silence_after_something_sent_is_looked_into_soon)
{
	connect_client();
	say(":x PONG x lag\r\n");
	network_send(n, "PRIVMSG", "#a", "hi", NULL);
	turn(0);
	say(":me!u@h PRIVMSG #a hi\r\n");
	now_ms += 2000;
	turn(0);
	ck_assert_int_eq(n->ping_ms, 0);
	network_send(n, "PRIVMSG", "#a", "hi", NULL);
	turn(0);
	ck_assert_int_eq(links_deadline(links), now_ms + 2000);
	now_ms += 2000;
	turn(0);
	ck_assert_int_eq(n->ping_ms, now_ms);
	now_ms += 1500;
	turn(0);
	ck_assert_int_eq(n->lag_ms, 1500);
}
END_TEST

START_TEST(a_lost_connection_comes_back_by_itself)
{
	connect_client();
	close(peer);
	turn_until(NETWORK_WAITING);
	ck_assert_int_ge(n->retry_at_ms - now_ms, 750);
	ck_assert_int_le(n->retry_at_ms - now_ms, 1250);
	ck_assert_int_eq(links_deadline(links), n->retry_at_ms);
	now_ms = n->retry_at_ms;
	turn(0);
	turn_until(NETWORK_REGISTERING);
}
END_TEST

START_TEST(what_the_server_said_last_is_told_as_the_reason)
{
	struct room *r;

	connect_client();
	r = state_open(&state, n, ROOM_CHANNEL, "#a");
	r->joined = true;
	say("ERROR :Closing link: lunch\r\n");
	close(peer);
	peer = -1;
	turn_until(NETWORK_WAITING);
	ck_assert_ptr_nonnull(
	    strstr(room_line(r, r->count - 1)->text, "lunch"));
}
END_TEST

START_TEST(a_port_that_closes_before_a_word_may_be_for_tls)
{
	dial_set(&state, n, address);
	turn(0);
	turn_until(NETWORK_REGISTERING);
	peer = accept(listener, NULL, NULL);
	shutdown(peer, SHUT_WR);
	turn_until(NETWORK_WAITING);
	ck_assert_ptr_nonnull(
	    strstr(room_line(n->room, n->room->count - 2)->text, "TLS"));
}
END_TEST

START_TEST(pauses_grow_up_to_the_bound)
{
	int64_t pause_ms = 0;

	close(listener);
	listener = -1;
	settings.reconnect_max_ms = 60000;
	dial_set(&state, n, address);
	turn(0);
	for (int i = 0; i < 12; i++) {
		turn_until(NETWORK_WAITING);
		pause_ms = n->retry_at_ms - now_ms;
		ck_assert_int_ge(pause_ms, i > 5 ? 45000 : 750 << i);
		ck_assert_int_le(pause_ms, 60000);
		now_ms = n->retry_at_ms;
		turn(0);
	}
	ck_assert_uint_lt(n->room->count, 10);
}
END_TEST

START_TEST(without_reconnects_it_stays_away)
{
	settings.reconnect = false;
	connect_client();
	close(peer);
	peer = -1;
	turn_until(NETWORK_OFFLINE);
	ck_assert_int_eq(links_deadline(links), -1);
}
END_TEST

START_TEST(a_disconnect_says_goodbye_and_waits_for_the_end)
{
	connect_client();
	hear();
	ck_assert_int_eq(
	    input_line(&state, "/disconnect so long"), INPUT_TAKEN);
	turn(0);
	hear();
	ck_assert_str_eq(heard, "QUIT :so long\r\n");
	ck_assert(!links_idle(links));
	close(peer);
	peer = -1;
	turn_until(NETWORK_OFFLINE);
	ck_assert(links_idle(links));
	turn(0);
	ck_assert_int_eq(n->status, NETWORK_OFFLINE);
}
END_TEST

START_TEST(a_server_that_does_not_say_goodbye_is_left_all_the_same)
{
	connect_client();
	input_line(&state, "/quit");
	turn(0);
	now_ms += 5000;
	turn(0);
	ck_assert(links_idle(links));
}
END_TEST

START_TEST(a_name_is_looked_up_without_stopping_the_turn)
{
	char name[64];

	snprintf(name, sizeof(name), "localhost%s", strchr(address, ':'));
	dial_set(&state, n, name);
	turn(0);
	ck_assert_int_eq(n->status, NETWORK_CONNECTING);
	turn_until(NETWORK_REGISTERING);
}
END_TEST

START_TEST(a_line_that_never_ends_is_bounded)
{
	static char block[65536];

	connect_client();
	memset(block, 'x', sizeof(block));
	for (int i = 0; i < 20; i++) {
		ck_assert_int_gt(
		    send(peer, block, sizeof(block), MSG_DONTWAIT), 0);
		turn(1000);
	}
	say("\r\n:x PRIVMSG me :still here\r\n");
	for (int i = 0; i < 100 && !state_find(&state, n, "x"); i++)
		turn(100);
	ck_assert_ptr_nonnull(state_find(&state, n, "x"));
}
END_TEST

Suite *
suite_client_links(void)
{
	Suite *s = suite_create("client_links");
	TCase *tc = tcase_create("links");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, it_connects_and_registers);
	tcase_add_test(tc, a_silent_server_is_pinged_and_then_given_up);
	tcase_add_test(tc, silence_after_something_sent_is_looked_into_soon);
	tcase_add_test(tc, a_lost_connection_comes_back_by_itself);
	tcase_add_test(tc, what_the_server_said_last_is_told_as_the_reason);
	tcase_add_test(tc, a_port_that_closes_before_a_word_may_be_for_tls);
	tcase_add_test(tc, pauses_grow_up_to_the_bound);
	tcase_add_test(tc, without_reconnects_it_stays_away);
	tcase_add_test(tc, a_disconnect_says_goodbye_and_waits_for_the_end);
	tcase_add_test(
	    tc, a_server_that_does_not_say_goodbye_is_left_all_the_same);
	tcase_add_test(tc, a_name_is_looked_up_without_stopping_the_turn);
	tcase_add_test(tc, a_line_that_never_ends_is_bounded);
	suite_add_tcase(s, tc);
	return s;
}
