/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/sock_owner.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/sock.h"
#include "tests/suites.h"

enum { SOMEBODY = 54321, SOMEBODY_ELSE = 54322, PORTS_TRIED = 20 };

struct pair {
	int listener, client, server;
};

static union {
	struct sockaddr sa;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
} at;

static socklen_t at_len;

static void
address(const char *text)
{
	memset(&at, 0, sizeof(at));
	at_len = sizeof(at.in);
	at.sa.sa_family = AF_INET;
	if (inet_pton(AF_INET, text, &at.in.sin_addr) == 1)
		return;
	at_len = sizeof(at.in6);
	at.sa.sa_family = AF_INET6;
	ck_assert_int_eq(inet_pton(AF_INET6, text, &at.in6.sin6_addr), 1);
}

/* From here on the address has its port. */
static int
listen_at(const char *text)
{
	int fd;

	address(text);
	fd = sock_listen(&at.sa, at_len);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(getsockname(fd, &at.sa, &at_len), 0);
	return fd;
}

static int
accept_one(int listener)
{
	struct pollfd p = {.fd = listener, .events = POLLIN};
	struct sockaddr_storage peer;
	socklen_t len;

	ck_assert_int_eq(poll(&p, 1, 5000), 1);
	return sock_accept(listener, &peer, &len);
}

static void
become(uid_t uid)
{
	ck_assert_int_eq(seteuid(uid), 0);
}

/* A socket that is there is its maker's, whoever connects it. */
static int
connect_as(uid_t uid)
{
	int fd;

	if (uid != geteuid())
		become(uid);
	fd = socket(at.sa.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (geteuid() != getuid())
		become(getuid());
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(connect(fd, &at.sa, at_len), 0);
	return fd;
}

static struct pair
pair_as(const char *text, uid_t uid)
{
	struct pair p = {.listener = listen_at(text)};

	p.client = connect_as(uid);
	p.server = accept_one(p.listener);
	ck_assert_int_ge(p.server, 0);
	return p;
}

static void
pair_close(struct pair *p)
{
	close(p->server);
	if (p->client >= 0)
		close(p->client);
	close(p->listener);
}

/* Others' sockets can be made by root alone. */
static uid_t
other(uid_t uid)
{
	return getuid() == 0 ? uid : getuid();
}

static void
expect_owner(const struct pair *p, uid_t want)
{
	uid_t uid = (uid_t)-1;

	ck_assert_int_eq(sock_owner(p->server, &uid), 0);
	ck_assert_uint_eq(uid, want);
}

static void
expect_stranger(int fd, int error)
{
	uid_t uid = 77;

	errno = 0;
	ck_assert_int_eq(sock_owner(fd, &uid), -1);
	ck_assert_int_eq(errno, error);
	ck_assert_uint_eq(uid, 77);
}

START_TEST(the_kernel_says_who_made_the_other_end)
{
	static const char *const hosts[] = {"127.0.0.1", "127.1.2.3", "::1"};
	struct pair p = pair_as(hosts[_i], other(SOMEBODY));

	expect_owner(&p, other(SOMEBODY));
	pair_close(&p);
	p = pair_as(hosts[_i], getuid());
	expect_owner(&p, getuid());
	pair_close(&p);
}
END_TEST

static int
listen_at_both(void)
{
	int off = 0, fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);

	address("::");
	ck_assert_int_eq(
	    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off)), 0);
	ck_assert_int_eq(bind(fd, &at.sa, at_len), 0);
	ck_assert_int_eq(listen(fd, 5), 0);
	ck_assert_int_eq(getsockname(fd, &at.sa, &at_len), 0);
	return fd;
}

START_TEST(ipv4_at_a_socket_for_both_is_found_too)
{
	struct pair p = {.listener = listen_at_both()};
	in_port_t port = at.in6.sin6_port;

	address(_i ? "::ffff:127.0.0.1" : "127.0.0.1");
	if (_i)
		at.in6.sin6_port = port;
	else
		at.in.sin_port = port;
	p.client = connect_as(other(SOMEBODY));
	p.server = accept_one(p.listener);
	expect_owner(&p, other(SOMEBODY));
	pair_close(&p);
}
END_TEST

START_TEST(who_has_closed_is_a_stranger)
{
	struct pair p = pair_as("127.0.0.1", other(SOMEBODY));

	close(p.client);
	p.client = -1;
	expect_stranger(p.server, ENOENT);
	pair_close(&p);
}
END_TEST

START_TEST(who_has_said_all_before_is_a_stranger)
{
	struct pair p = pair_as("127.0.0.1", other(SOMEBODY));

	shutdown(p.client, SHUT_WR);
	expect_stranger(p.server, ENOENT);
	pair_close(&p);
}
END_TEST

static void
reset(int fd)
{
	struct linger now = {1, 0};

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(fd);
}

/* From the port that somebody else had. */
static int
connect_from(in_port_t port, uid_t uid)
{
	struct sockaddr_in from = {.sin_family = AF_INET, .sin_port = port};
	int on = 1, fd;

	from.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	become(uid);
	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	become(getuid());
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&from, sizeof(from)), 0);
	ck_assert_int_eq(connect(fd, &at.sa, at_len), 0);
	return fd;
}

START_TEST(a_port_that_is_anothers_now_does_not_make_the_first_one_them)
{
	struct sockaddr_in own;
	socklen_t len = sizeof(own);
	struct pair p;
	uid_t uid;
	int second;

	if (getuid() != 0)
		return;
	p.listener = listen_at("127.0.0.1");
	p.client = connect_as(SOMEBODY);
	ck_assert_int_eq(
	    getsockname(p.client, (struct sockaddr *)&own, &len), 0);
	ck_assert_int_eq(send(p.client, "NICK a\r\n", 8, 0), 8);
	reset(p.client);
	p.client = connect_from(own.sin_port, SOMEBODY_ELSE);
	p.server = accept_one(p.listener);
	expect_stranger(p.server, EOPNOTSUPP);
	second = accept_one(p.listener);
	ck_assert_int_eq(sock_owner(second, &uid), 0);
	ck_assert_uint_eq(uid, SOMEBODY_ELSE);
	close(second);
	pair_close(&p);
}
END_TEST

/* Without a word to the other end, as if the machine had forgotten it. */
static bool
vanish(int fd)
{
	int on = 1;
	bool can =
	    setsockopt(fd, IPPROTO_TCP, TCP_REPAIR, &on, sizeof(on)) == 0;

	close(fd);
	return can;
}

/* The port may still be kept for whom has vanished: -1. */
static int
listen_at_peer(void)
{
	struct sockaddr_in own;
	socklen_t len = sizeof(own);
	struct pair p = pair_as("127.0.0.1", getuid());
	int listener = -1;

	ck_assert_int_eq(
	    getsockname(p.client, (struct sockaddr *)&own, &len), 0);
	if (vanish(p.client))
		listener = sock_listen((struct sockaddr *)&own, len);
	if (listener >= 0)
		expect_stranger(p.server, ENOENT);
	p.client = -1;
	pair_close(&p);
	return listener;
}

START_TEST(who_listens_at_the_peers_port_is_not_the_peer)
{
	int listener = -1;

	for (int i = 0; i < PORTS_TRIED && listener < 0; i++)
		listener = listen_at_peer();
	if (listener < 0)
		fputs("sock_owner: no peer's port can be taken here\n", stderr);
	else
		close(listener);
}
END_TEST

START_TEST(a_socket_that_was_passed_on_is_its_makers)
{
	struct pair p = pair_as("127.0.0.1", getuid());
	int passed = dup(p.client);

	close(p.client);
	p.client = passed;
	if (getuid() == 0)
		become(SOMEBODY);
	expect_owner(&p, getuid());
	if (getuid() == 0)
		become(0);
	pair_close(&p);
}
END_TEST

START_TEST(nothing_but_tcp_over_loopback_has_such_an_owner)
{
	int fds[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	expect_stranger(fds[0], EOPNOTSUPP);
	close(fds[0]);
	close(fds[1]);
	expect_stranger(-1, EOPNOTSUPP);
}
END_TEST

Suite *
suite_sock_owner(void)
{
	Suite *s = suite_create("sock_owner");
	TCase *tc = tcase_create("sock_owner");

#ifdef __linux__
	tcase_add_loop_test(tc, the_kernel_says_who_made_the_other_end, 0, 3);
	tcase_add_loop_test(tc, ipv4_at_a_socket_for_both_is_found_too, 0, 2);
	tcase_add_test(tc, who_has_closed_is_a_stranger);
	tcase_add_test(tc, who_has_said_all_before_is_a_stranger);
	tcase_add_test(
	    tc, a_port_that_is_anothers_now_does_not_make_the_first_one_them);
	tcase_add_test(tc, who_listens_at_the_peers_port_is_not_the_peer);
	tcase_add_test(tc, a_socket_that_was_passed_on_is_its_makers);
#endif
	tcase_add_test(tc, nothing_but_tcp_over_loopback_has_such_an_owner);
	suite_add_tcase(s, tc);
	return s;
}
