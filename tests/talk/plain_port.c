/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/clock.h"
#include "tests/talk/oper.h"
#include "tests/talk/talk.h"

#define IAC "\377"

START_TEST(who_has_only_netcat_is_in_the_same_room_as_irc)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#lobby");
	struct peer *p = peer_connect_plain(h, "nc");

	peer_send(p, "hello from nc");
	peer_expect(b, ":guest* PRIVMSG #lobby :hello from nc");
	peer_send(b, "PRIVMSG #lobby :hello from IRC");
	peer_expect(p, "*hello from IRC");
}
END_TEST

START_TEST(who_says_nothing_is_greeted_all_the_same)
{
	struct host *h = host_start_plain(NULL);
	struct peer *p = peer_connect_plain(h, "silent");

	ck_assert(peer_line(p));
}
END_TEST

static void
expect_reached(const struct host *h, const char *url, int family)
{
	struct sockaddr_in in = {.sin_family = AF_INET};
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
	in_port_t port = htons((in_port_t)host_port_after(h->ready, url));
	int fd = socket(family, SOCK_STREAM, 0), rc;

	ck_assert_uint_ne(port, 0);
	in.sin_port = in6.sin6_port = port;
	in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	in6.sin6_addr = in6addr_loopback;
	if (family == AF_INET)
		rc = connect(fd, (struct sockaddr *)&in, sizeof(in));
	else
		rc = connect(fd, (struct sockaddr *)&in6, sizeof(in6));
	ck_assert_int_eq(rc, 0);
	ck_assert(peer_line(peer_over(fd, "nc")));
}

START_TEST(without_a_host_it_is_reached_on_loopback_alone)
{
	static const char *const args[] = {"-l", "plain://:0", NULL};
	struct host *h = host_start_with(&(struct host_options){.args = args});

	expect_reached(h, " plain://127.0.0.1:", AF_INET);
	if (strstr(h->ready, "plain://[::1]:"))
		expect_reached(h, " plain://[::1]:", AF_INET6);
	else
		ck_assert_ptr_nonnull(
		    strstr(h->ready, "cannot listen on plain://[::1]:"));
	ck_assert_ptr_null(strstr(h->ready, "open to other machines"));
}
END_TEST

/* With a socket that systemd hands over by the name of "plain". */
static struct host *
start_inherited(const char *conf)
{
	static const char *const env[] = {"LISTEN_FDNAMES=plain", NULL};
	struct sockaddr_in in = {.sin_family = AF_INET};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct host *h;

	in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&in, sizeof(in)), 0);
	ck_assert_int_eq(listen(fd, 8), 0);
	h = host_start_with(&(struct host_options){
	    .configured = true, .inherit = fd, .env = env, .conf = conf});
	close(fd);
	ck_assert_uint_ne(h->plain_port, 0);
	return h;
}

START_TEST(a_socket_that_systemd_calls_plain_is_one)
{
	struct host *h = start_inherited(NULL);

	ck_assert(peer_line(peer_connect_plain(h, "nc")));
}
END_TEST

START_TEST(such_a_socket_is_one_after_a_restart_too)
{
	struct host *h;
	struct peer *p;
	char conf[512], plain[64];

	snprintf(conf, sizeof(conf),
	    "oper boss { logins = {\"%s\"} }\n"
	    "confine = no\nlisten = {\"unix:%s/s\"}\n",
	    my_login(), test_dir());
	h = start_inherited(conf);
	snprintf(h->socket, sizeof(h->socket), "%s/s", test_dir());
	p = peer_operator(h);
	peer_send(p, "RESTART");
	peer_expect_error(p, "Server is restarting");
	snprintf(plain, sizeof(plain), "plain://127.0.0.1:%u", h->plain_port);
	child_expect_log(h->child, plain);
	ck_assert(peer_line(peer_connect_plain(h, "nc")));
}
END_TEST

/* Into a network where there is nobody; false: the system does not let us. */
static bool
go_where_nobody_is(void)
{
	struct ifreq lo = {.ifr_name = "lo", .ifr_flags = IFF_UP};
	int fd;

	if (unshare(CLONE_NEWNET) < 0 &&
	    unshare(CLONE_NEWUSER | CLONE_NEWNET) < 0)
		return false;
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	ck_assert_int_eq(ioctl(fd, SIOCSIFFLAGS, &lo), 0);
	close(fd);
	return true;
}

START_TEST(who_opens_it_to_other_machines_is_warned)
{
	static const char warning[] =
	    "plain://0.0.0.0:* is open to other machines: what is said there "
	    "is neither encrypted nor authenticated";
	static const char open_conf[] =
	    "listen = {\"irc://127.0.0.1:0\", \"plain://0.0.0.0:0\"}\n";
	struct host *h;
	char pattern[256];

	if (!go_where_nobody_is())
		return;
	snprintf(pattern, sizeof(pattern), "*%s*", warning);
	h = host_start_with(
	    &(struct host_options){.configured = true, .conf = open_conf});
	ck_assert_glob(h->ready, pattern);
	host_reload(h, "listen = {\"plain://127.0.0.1:0\"}\n");
	ck_assert_ptr_null(strstr(
	    h->child->log.data + h->child->seen, "open to other machines"));
	host_reload(h, open_conf);
	snprintf(pattern, sizeof(pattern), "*%s*%s*", warning, warning);
	ck_assert_glob(h->child->log.data, pattern);
}
END_TEST

START_TEST(telnet_is_refused_what_it_asks_and_none_of_it_is_said)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#lobby");
	struct peer *p = peer_connect_plain(h, "telnet");
	static const char asked[] = IAC "\373\037" IAC "\375\001he" IAC
					"\372\030\0xterm\n" IAC "\360llo\r\0";

	ck_assert(peer_line(p)); /* the greeting */
	for (size_t i = 0; i < sizeof(asked) - 1; i++)
		peer_raw(p, asked + i, 1);
	peer_expect(b, ":guest* PRIVMSG #lobby :hello");
	peer_raw(p, IAC "\364" IAC "\366again\r\n", 11);
	peer_expect(b, ":guest* PRIVMSG #lobby :again");
	peer_expect(p, "*" IAC "\376\037" IAC "\374\001*");
	/* it may stand in the same line where nothing else was said */
	if (!strstr(peer_last(p), "-- Yes, I am here"))
		peer_expect(p, "*-- Yes, I am here");
}
END_TEST

START_TEST(who_asks_of_telnet_and_reads_nothing_is_closed)
{
	struct host *h = host_start_plain("flood-rate = 0\n"
					  "output-max = 20k\n");
	struct peer *b = peer_join(h, "bob", "#lobby");
	struct peer *p = peer_connect_plain(h, "deaf");
	char many[30000];

	for (size_t i = 0; i < sizeof(many); i += 2)
		memcpy(many + i, IAC "\366", 2);
	peer_send(p, "hello");
	peer_expect(b, ":guest* JOIN #lobby*");
	peer_deaf(p);
	while (peer_raw(p, many, sizeof(many)) == 0)
		continue;
	peer_expect(b, ":guest* QUIT :SendQ exceeded");
}
END_TEST

START_TEST(the_last_line_needs_no_end)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#lobby");
	struct peer *p = peer_connect_plain(h, "printf");

	peer_raw(p, "one\nhalf", 8);
	peer_half_close(p);
	peer_expect(b, ":guest* PRIVMSG #lobby :one");
	peer_expect(b, ":guest* PRIVMSG #lobby :half");
	peer_expect_end(p);
}
END_TEST

START_TEST(half_a_line_of_who_is_cut_off_is_not_said)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#lobby");
	struct peer *p = peer_connect_plain(h, "cut");

	peer_raw(p, "one\nhalf", 8);
	peer_expect(b, ":guest* PRIVMSG #lobby :one");
	peer_reset(p);
	peer_expect(b, ":guest* QUIT *");
	peer_expect_none(b, "*half*");
}
END_TEST

/* The timer that the system has for the server's end of a connection: 2, where
 * it is to ask who is silent; 1, where something is not acknowledged yet; -1:
 * it does not tell. */
static int
timer_of(unsigned port)
{
	FILE *f = fopen("/proc/net/tcp", "re");
	unsigned local, state, timer;
	int found = -1;
	char line[256];

	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, " %*u: %*x:%x %*x:%*x %x %*x:%*x %x", &local,
			&state, &timer) == 3 &&
		    local == port && state == 1)
			found = (int)timer;
	if (f)
		fclose(f);
	return found;
}

static void
expect_timer(unsigned port, int want)
{
	int64_t deadline = watch_deadline();
	int got;

	while ((got = timer_of(port)) == 1 && clock_mono_ms() < deadline)
		continue;
	ck_assert_int_eq(got, want);
}

START_TEST(the_system_asks_those_who_cannot_answer_a_ping)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_new(h, "bob");
	struct peer *p = peer_connect_plain(h, "nc");

	ck_assert(peer_line(p));
	peer_barrier(b);
	if (timer_of(h->port) < 0)
		return;
	expect_timer(h->port, 0);
	expect_timer(h->plain_port, 2);
	host_reload(h, "ping-interval = 0\n");
	expect_timer(h->plain_port, 0);
}
END_TEST

/* All of it is there when the server looks for the first time. */
static struct peer *
come_with(const struct host *h, const void *bytes, size_t len)
{
	struct peer *p;

	child_signal(h->child, SIGSTOP);
	p = peer_connect_plain(h, "stranger");
	peer_raw(p, bytes, len);
	child_signal(h->child, SIGCONT);
	return p;
}

static void
expect_nobody_came(struct peer *b)
{
	peer_send(b, "NAMES #lobby");
	peer_expect(b, ":* 353 bob = #lobby :bob");
	peer_expect_none(b, ":* JOIN *");
}

static void
expect_end(struct peer *p)
{
	ck_assert(!peer_line(p));
	ck_assert(p->eof);
}

static void
expect_http_line(const struct host *h, struct peer *p)
{
	peer_next(p,
	    "HTTP/1.0 400 This is a chat, not a web server: come in with "
	    "nc 127.0.0.1 %u",
	    h->plain_port);
	peer_next(p, "%s", "");
	expect_end(p);
}

static const char post[] = "POST /?x HTTP/1.1\r\n"
			   "Host: 127.0.0.1\r\n"
			   "Content-Type: text/plain\r\n"
			   "\r\n"
			   "@nick evil\r\n"
			   "what a page made a browser say\r\n";

START_TEST(a_browser_is_told_what_this_is_in_one_line_that_it_understands)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#lobby");
	struct peer *p = come_with(h, post, sizeof(post) - 1);

	expect_http_line(h, p);
	expect_nobody_came(b);
	child_expect_log(h->child, "speaks HTTP to a port of the chat");
}
END_TEST

START_TEST(a_request_in_pieces_says_nothing_either)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#lobby");
	struct peer *p = peer_connect_plain(h, "slow");

	peer_raw(p, post, 3);
	peer_barrier(b);
	peer_raw(p, post + 3, 4);
	peer_barrier(b);
	peer_raw(p, post + 7, sizeof(post) - 8);
	peer_expect(p, "HTTP/1.0 400 *");
	peer_next(p, "%s", "");
	expect_end(p);
	expect_nobody_came(b);
}
END_TEST

START_TEST(a_request_that_is_too_long_for_a_line_says_nothing_either)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#lobby");
	char bytes[60000] = "POST /";
	struct peer *p;

	memset(bytes + 6, 'a', sizeof(bytes) - 6);
	strcpy(bytes + 50000, post);
	bytes[50000 - 1] = ' ';
	p = come_with(h, bytes, 50000 + sizeof(post) - 1);
	expect_http_line(h, p);
	expect_nobody_came(b);
}
END_TEST

START_TEST(a_browser_says_nothing_at_a_port_for_irc_either)
{
	static const char irc[] = "POST / HTTP/1.1\r\n\r\nNICK evil\r\n"
				  "USER evil 0 * :evil\r\nJOIN #lobby\r\n";
	struct host *h = host_start(NULL);
	struct peer *b = peer_join(h, "bob", "#lobby");
	struct peer *p = peer_connect(h, "stranger");

	peer_raw(p, irc, sizeof(irc) - 1);
	peer_next(p, "HTTP/1.0 400 This is IRC, not a web server");
	peer_next(p, "%s", "");
	expect_end(p);
	expect_nobody_came(b);
}
END_TEST

START_TEST(a_tls_hello_is_answered_by_one_line)
{
	static const char hello[] = "\x16\x03\x01\x00\x75\x01\x00\x00\x71\x03"
				    "\x03hello\nhello\n";
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#lobby");
	struct peer *p = come_with(h, hello, sizeof(hello) - 1);

	peer_next(p, "*This port speaks no TLS; connect without");
	expect_end(p);
	expect_nobody_came(b);
}
END_TEST

START_TEST(an_irc_client_is_told_the_port_and_says_no_password_aloud)
{
	static const char bytes[] = "PASS secret\r\nNICK eve\r\n"
				    "USER eve 0 * :eve\r\n";
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#lobby");
	struct peer *p = come_with(h, bytes, sizeof(bytes) - 1);

	peer_next(p,
	    "ERROR :Closing link: This port is for nc and telnet; IRC is at "
	    "port %u",
	    h->port);
	expect_end(p);
	expect_nobody_came(b);
}
END_TEST

START_TEST(an_irc_client_is_told_where_tls_is_where_there_is_no_other)
{
	struct host *h = host_start_with(&(struct host_options){
	    .only_listen = "plain://127.0.0.1:0", .tls = true});
	struct peer *p = come_with(h, "CAP LS 302\r\n", 12);

	peer_next(p, "ERROR :*; IRC by TLS is at port %u", h->tls_port);
	expect_end(p);
}
END_TEST

START_TEST(what_is_no_text_is_answered_by_one_line)
{
	static const char turn[] = "\0\3\0\x20\x21\x12\xa4\x42\nhello\n";
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#lobby");
	struct peer *p = come_with(h, turn, sizeof(turn) - 1);

	peer_next(p, "*This port is for people with nc or telnet");
	expect_end(p);
	expect_nobody_came(b);
}
END_TEST

START_TEST(what_people_say_of_http_is_said)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#lobby");
	struct peer *p = peer_connect_plain(h, "nc");

	peer_send(p, "I like HTTP/2");
	peer_expect(b, ":guest* PRIVMSG #lobby :I like HTTP/2");
	peer_send(p, "GET / HTTP/1.1");
	peer_expect(b, ":guest* PRIVMSG #lobby :GET / HTTP/1.1");
}
END_TEST

TALK_SUITE_LOGIN(talk_plain_port,
    TESTS(who_has_only_netcat_is_in_the_same_room_as_irc,
	who_says_nothing_is_greeted_all_the_same,
	without_a_host_it_is_reached_on_loopback_alone,
	a_socket_that_systemd_calls_plain_is_one,
	who_opens_it_to_other_machines_is_warned,
	telnet_is_refused_what_it_asks_and_none_of_it_is_said,
	who_asks_of_telnet_and_reads_nothing_is_closed,
	the_last_line_needs_no_end, half_a_line_of_who_is_cut_off_is_not_said,
	the_system_asks_those_who_cannot_answer_a_ping,
	a_browser_is_told_what_this_is_in_one_line_that_it_understands,
	a_request_in_pieces_says_nothing_either,
	a_request_that_is_too_long_for_a_line_says_nothing_either,
	a_browser_says_nothing_at_a_port_for_irc_either,
	a_tls_hello_is_answered_by_one_line,
	an_irc_client_is_told_the_port_and_says_no_password_aloud,
	an_irc_client_is_told_where_tls_is_where_there_is_no_other,
	what_is_no_text_is_answered_by_one_line,
	what_people_say_of_http_is_said),
    TESTS(such_a_socket_is_one_after_a_restart_too))
