/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/sock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/harness/child.h"
#include "tests/suites.h"

static struct sockaddr_un sun;

static void
setup(void)
{
	char path[200];

	snprintf(path, sizeof(path), "%s/socket", test_dir());
	ck_assert_int_eq(sock_unix_address(path, &sun), 0);
}

static void
teardown(void)
{
	test_dir_remove();
}

static int
listen_unix(void)
{
	return sock_listen((struct sockaddr *)&sun, sizeof(sun));
}

static int
connect_unix(void)
{
	return sock_connect((struct sockaddr *)&sun, sizeof(sun));
}

static void
expect_prepared(int fd)
{
	ck_assert(fcntl(fd, F_GETFL) & O_NONBLOCK);
	ck_assert(fcntl(fd, F_GETFD) & FD_CLOEXEC);
}

static void
expect_nodelay(int fd)
{
	int on = 0;
	socklen_t len = sizeof(on);

	ck_assert_int_eq(
	    getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, &len), 0);
	ck_assert_int_ne(on, 0);
}

static int
wait_accept(int fd)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	struct sockaddr_storage peer;
	socklen_t len;

	ck_assert_int_eq(poll(&p, 1, 5000), 1);
	return sock_accept(fd, &peer, &len);
}

START_TEST(everybody_may_connect_to_a_unix_socket)
{
	struct stat st;
	int fd, client, server;

	umask(0077);
	fd = listen_unix();
	ck_assert_int_ge(fd, 0);
	expect_prepared(fd);
	ck_assert_int_eq(stat(sun.sun_path, &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0666);
	client = connect_unix();
	ck_assert_int_ge(client, 0);
	expect_prepared(client);
	server = wait_accept(fd);
	ck_assert_int_ge(server, 0);
	expect_prepared(server);
	close(server);
	close(client);
	close(fd);
}
END_TEST

START_TEST(a_stale_unix_socket_is_replaced)
{
	int fd = listen_unix();

	close(fd);
	ck_assert_int_eq(access(sun.sun_path, F_OK), 0);
	fd = listen_unix();
	ck_assert_int_ge(fd, 0);
	close(fd);
}
END_TEST

START_TEST(a_live_unix_socket_is_left_alone)
{
	int fd = listen_unix(), client;

	errno = 0;
	ck_assert_int_eq(listen_unix(), -1);
	ck_assert_int_eq(errno, EADDRINUSE);
	client = connect_unix();
	ck_assert_int_ge(client, 0);
	close(client);
	close(fd);
}
END_TEST

START_TEST(a_file_that_is_no_socket_is_left_alone)
{
	struct stat st;

	test_file("socket", "precious");
	ck_assert_int_eq(listen_unix(), -1);
	ck_assert_int_eq(errno, ENOTSOCK);
	ck_assert_int_eq(stat(sun.sun_path, &st), 0);
	ck_assert_int_eq(st.st_size, 8);
}
END_TEST

START_TEST(a_link_to_a_socket_is_left_alone)
{
	struct sockaddr_un link = sun;
	int fd = listen_unix();

	close(fd);
	strcat(link.sun_path, "2");
	ck_assert_int_eq(symlink(sun.sun_path, link.sun_path), 0);
	sun = link;
	ck_assert_int_eq(listen_unix(), -1);
	ck_assert_int_eq(access(link.sun_path, F_OK), 0);
}
END_TEST

START_TEST(the_folder_of_a_unix_socket_must_be_there)
{
	strcat(sun.sun_path, "/deeper");
	ck_assert_int_eq(listen_unix(), -1);
	ck_assert_int_eq(errno, ENOENT);
}
END_TEST

START_TEST(a_path_too_long_for_a_socket_is_refused)
{
	char path[sizeof(sun.sun_path) + 1] = {0};

	memset(path, 'x', sizeof(path) - 1);
	ck_assert_int_eq(sock_unix_address(path, &sun), -1);
	ck_assert_int_eq(errno, ENAMETOOLONG);
	path[sizeof(path) - 2] = '\0';
	ck_assert_int_eq(sock_unix_address(path, &sun), 0);
}
END_TEST

START_TEST(the_kernel_says_who_is_at_the_other_end)
{
	int fd = listen_unix(), client = connect_unix();
	int server = wait_accept(fd);
	uid_t uid = (uid_t)-1;

	ck_assert_int_eq(sock_peer_uid(server, &uid), 0);
	ck_assert_uint_eq(uid, getuid());
	close(server);
	close(client);
	close(fd);
}
END_TEST

static struct sockaddr_in
loopback(void)
{
	struct sockaddr_in in = {.sin_family = AF_INET};

	in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return in;
}

static int
listen_tcp(struct sockaddr_in *in)
{
	socklen_t len = sizeof(*in);
	int fd;

	*in = loopback();
	fd = sock_listen((struct sockaddr *)in, len);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)in, &len), 0);
	ck_assert_uint_ne(sock_port((struct sockaddr *)in), 0);
	return fd;
}

START_TEST(tcp_is_prepared_and_has_nodelay_at_both_ends)
{
	struct sockaddr_in in;
	int fd = listen_tcp(&in), client, server;
	uid_t uid;

	client = sock_connect((struct sockaddr *)&in, sizeof(in));
	ck_assert_int_ge(client, 0);
	server = wait_accept(fd);
	ck_assert_int_ge(server, 0);
	ck_assert_int_eq(sock_connect_result(client), 0);
	expect_prepared(client);
	expect_prepared(server);
	expect_nodelay(client);
	expect_nodelay(server);
	ck_assert_int_eq(sock_peer_uid(server, &uid), -1);
	close(server);
	close(client);
	close(fd);
}
END_TEST

static void
expect_tcp(int fd, int option, int want)
{
	int got = 0;
	socklen_t len = sizeof(got);

	ck_assert_int_eq(getsockopt(fd, IPPROTO_TCP, option, &got, &len), 0);
	ck_assert_int_eq(got, want);
}

START_TEST(the_system_asks_whether_a_silent_peer_is_there)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0), on = 0;
	socklen_t len = sizeof(on);

	ck_assert_int_eq(sock_keep_alive(fd, 120000, 60000), 0);
	ck_assert_int_eq(
	    getsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, &len), 0);
	ck_assert_int_ne(on, 0);
#ifdef TCP_KEEPIDLE
	expect_tcp(fd, TCP_KEEPIDLE, 120);
	expect_tcp(fd, TCP_KEEPINTVL, 15);
#endif
#ifdef TCP_USER_TIMEOUT
	expect_tcp(fd, TCP_USER_TIMEOUT, 180000);
#endif
	ck_assert_int_eq(sock_keep_alive(fd, 1, 1), 0);
	ck_assert_int_eq(sock_keep_alive(fd, 86400000, 86400000), 0);
	ck_assert_int_eq(sock_keep_alive(fd, 0, 60000), 0);
	ck_assert_int_eq(
	    getsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, &len), 0);
	ck_assert_int_eq(on, 0);
#ifdef TCP_USER_TIMEOUT
	expect_tcp(fd, TCP_USER_TIMEOUT, 0);
#endif
	close(fd);
}
END_TEST

START_TEST(a_port_in_use_is_refused)
{
	struct sockaddr_in in;
	int fd = listen_tcp(&in);

	ck_assert_int_eq(sock_listen((struct sockaddr *)&in, sizeof(in)), -1);
	ck_assert_int_eq(errno, EADDRINUSE);
	close(fd);
}
END_TEST

START_TEST(a_refused_connection_says_so)
{
	struct sockaddr_in in;
	struct pollfd p = {.events = POLLOUT};
	int fd = listen_tcp(&in);

	close(fd);
	p.fd = sock_connect((struct sockaddr *)&in, sizeof(in));
	if (p.fd < 0) {
		ck_assert_int_eq(errno, ECONNREFUSED);
		return;
	}
	ck_assert_int_eq(poll(&p, 1, 5000), 1);
	ck_assert_int_eq(sock_connect_result(p.fd), ECONNREFUSED);
	close(p.fd);
}
END_TEST

START_TEST(nobody_waiting_is_eagain)
{
	struct sockaddr_storage peer;
	socklen_t len;
	int fd = listen_unix();

	ck_assert_int_eq(sock_accept(fd, &peer, &len), -1);
	ck_assert_int_eq(errno, EAGAIN);
	close(fd);
}
END_TEST

static void
expect_address_v6(const char *s, const char *want)
{
	struct sockaddr_in6 in6 = {
	    .sin6_family = AF_INET6, .sin6_port = htons(99)};
	char got[SOCK_NAME_MAX];

	ck_assert_int_eq(inet_pton(AF_INET6, s, &in6.sin6_addr), 1);
	sock_address((struct sockaddr *)&in6, got);
	ck_assert_str_eq(got, want);
	ck_assert_uint_eq(sock_port((struct sockaddr *)&in6), 99);
}

START_TEST(an_address_never_begins_with_a_colon)
{
	struct sockaddr_in in = loopback();
	char got[SOCK_NAME_MAX];

	expect_address_v6("::1", "0::1");
	expect_address_v6("2001:db8::1", "2001:db8::1");
	expect_address_v6("::ffff:192.0.2.1", "192.0.2.1");
	sock_address((struct sockaddr *)&in, got);
	ck_assert_str_eq(got, "127.0.0.1");
	sock_address((struct sockaddr *)&sun, got);
	ck_assert_str_eq(got, "localhost");
	ck_assert_uint_eq(sock_port((struct sockaddr *)&sun), 0);
}
END_TEST

Suite *
suite_sock(void)
{
	Suite *s = suite_create("sock");
	TCase *tc = tcase_create("sock");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, everybody_may_connect_to_a_unix_socket);
	tcase_add_test(tc, a_stale_unix_socket_is_replaced);
	tcase_add_test(tc, a_live_unix_socket_is_left_alone);
	tcase_add_test(tc, a_file_that_is_no_socket_is_left_alone);
	tcase_add_test(tc, a_link_to_a_socket_is_left_alone);
	tcase_add_test(tc, the_folder_of_a_unix_socket_must_be_there);
	tcase_add_test(tc, a_path_too_long_for_a_socket_is_refused);
	tcase_add_test(tc, the_kernel_says_who_is_at_the_other_end);
	tcase_add_test(tc, tcp_is_prepared_and_has_nodelay_at_both_ends);
	tcase_add_test(tc, the_system_asks_whether_a_silent_peer_is_there);
	tcase_add_test(tc, a_port_in_use_is_refused);
	tcase_add_test(tc, a_refused_connection_says_so);
	tcase_add_test(tc, nobody_waiting_is_eagain);
	tcase_add_test(tc, an_address_never_begins_with_a_colon);
	suite_add_tcase(s, tc);
	return s;
}
