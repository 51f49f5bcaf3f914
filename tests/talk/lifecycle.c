/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "tests/talk/talk.h"

START_TEST(sigterm_says_goodbye_to_everybody_and_exits_0)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice");
	struct peer *p = peer_connect(h, "unregistered");

	peer_barrier(p);
	child_signal(h->child, SIGTERM);
	peer_expect_error(a, "");
	peer_expect_error(p, "");
	child_expect_exit(h->child, 0);
}
END_TEST

START_TEST(sigint_does_the_same)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice");

	child_signal(h->child, SIGINT);
	peer_expect_error(a, "");
	child_expect_exit(h->child, 0);
}
END_TEST

START_TEST(somebody_who_does_not_read_cannot_delay_the_end)
{
	struct host *h = host_start(NULL);
	struct peer *deaf = peer_join(h, "deaf", "#c");

	peer_deaf(deaf);
	for (int i = 0; i < 300; i++)
		peer_send(deaf, "HELP");
	child_signal(h->child, SIGTERM);
	child_expect_exit(h->child, 0);
}
END_TEST

START_TEST(sighup_reloads_the_motd_and_limits_and_keeps_everybody)
{
	char conf[300];
	struct host *h;
	struct peer *a;

	test_file("motd", "old words\n");
	snprintf(conf, sizeof(conf),
	    "motd-file = \"%s/motd\"\nflood-rate = 0\n", test_dir());
	h = host_start(conf);
	a = peer_join(h, "alice", "#c");
	test_file("motd", "new words\n");
	strcat(conf, "channels-per-user = 1\nsessions = 2\n");
	host_reload(h, conf);
	peer_send(a, "MOTD");
	peer_expect(a, ":* 372 alice :*new words");
	peer_send(a, "JOIN #d");
	peer_expect(a, ":* 405 alice #d :*");
	peer_send(a, "PRIVMSG alice :still here");
	peer_expect(a, ":alice!* PRIVMSG alice :still here");
}
END_TEST

START_TEST(sighup_tells_everybody_which_tokens_are_not_the_same)
{
	struct host *h = host_start("lobby = \"#den\"\nnick-length = 20\n");
	struct peer *a = peer_new(h, "alice");
	struct peer *b = peer_connect(h, "bob");

	host_reload(h, "nick-length = 30\nlobby = \"\"\n");
	peer_next(a, ":* 005 alice NICKLEN=30 -LOBBY :*");
	peer_expect_none(a, ":* 005 *");
	peer_expect_none(b, ":* 005 *");
	host_reload(h, "nick-length = 30\nlobby = \"\"\n# the same\n");
	peer_expect_none(a, ":* 005 *");
}
END_TEST

START_TEST(a_bad_configuration_at_sighup_keeps_the_old_one)
{
	struct host *h = host_start("flood-rate = 0\nchannels-per-user = 1\n");
	struct peer *a = peer_join(h, "alice", "#c");

	test_file("server0.conf", "channels-per-user = lots\n");
	child_signal(h->child, SIGHUP);
	child_expect_log(h->child, "server0.conf:1:");
	peer_send(a, "JOIN #d");
	peer_expect(a, ":* 405 alice #d :*");
}
END_TEST

/* Runs the server with these and waits for its end. */
static struct child *
run_to_end(const char *const *args, int code)
{
	struct host *h =
	    host_try(&(struct host_options){.args = args, .configured = true});

	child_expect_exit(h->child, code);
	return h->child;
}

START_TEST(the_test_of_a_configuration_finds_errors_by_file_and_line)
{
	static const struct {
		const char *conf, *says;
	} bad[] = {
	    {"\nflood-rate = fast\n", "bad.conf:2:"},
	    {"flod-rate = 3\n", "flood-rate"},
	    {"nick-length = 100000\n", "bad.conf:1:"},
	    {"listen = {\"irc://\"}\n", "bad.conf:1:"},
	    {"server-name = \"two words\"\n", "bad.conf:1:"},
	    {"ping-interval = \"soon\"\n", "bad.conf:1:"},
	    {"oper x { password-hash = \"plain\" }\n", "bad.conf:1:"},
	    {"network = \"a\"\nnetwork = \n", "bad.conf:"},
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		char path[128];
		const char *args[] = {"-t", "-c", path, NULL};
		struct child *c;

		snprintf(path, sizeof(path), "%s/bad.conf", test_dir());
		test_file("bad.conf", bad[i].conf);
		c = run_to_end(args, EX_CONFIG);
		ck_assert_msg(c->log.data && strstr(c->log.data, bad[i].says),
		    "no \"%s\" in: %s", bad[i].says, c->log.data);
		hosts_forget();
	}
}
END_TEST

START_TEST(the_test_of_a_good_configuration_exits_0)
{
	static const char *const args[] = {"-t", NULL};

	run_to_end(args, 0);
}
END_TEST

START_TEST(a_configuration_file_that_is_not_there_is_named)
{
	static const char *const args[] = {"-c", "/nonexistent/x.conf", NULL};
	struct host *h =
	    host_try(&(struct host_options){.args = args, .configured = true});
	int status = child_wait(h->child);

	ck_assert(WIFEXITED(status));
	ck_assert_int_ne(WEXITSTATUS(status), 0);
	ck_assert_ptr_nonnull(
	    strstr(h->child->log.data, "/nonexistent/x.conf"));
}
END_TEST

START_TEST(version_and_help_are_shown)
{
	static const char *const version[] = {"-V", NULL};
	static const char *const help[] = {"-h", NULL};
	struct child *c = run_to_end(version, 0);

	ck_assert_ptr_nonnull(strstr(c->log.data, "tcpchat-server"));
	c = run_to_end(help, 0);
	ck_assert_ptr_nonnull(strstr(c->log.data, "--listen"));
	ck_assert_ptr_nonnull(strstr(c->log.data, "--state"));
}
END_TEST

START_TEST(an_unknown_option_is_a_usage_error)
{
	static const char *const args[] = {"--frobnicate", NULL};
	struct child *c = run_to_end(args, EX_USAGE);

	ck_assert_ptr_nonnull(strstr(c->log.data, "frobnicate"));
}
END_TEST

START_TEST(a_bad_listen_url_is_named)
{
	static const char *const args[] = {"-l", "http://127.0.0.1:1", NULL};
	struct host *h =
	    host_try(&(struct host_options){.args = args, .configured = true});
	int status = child_wait(h->child);

	ck_assert(WIFEXITED(status));
	ck_assert_int_ne(WEXITSTATUS(status), 0);
	ck_assert_ptr_nonnull(strstr(h->child->log.data, "http://127.0.0.1:1"));
}
END_TEST

START_TEST(a_port_in_use_is_refused_clearly)
{
	struct host *first = host_start(NULL), *second;
	char url[64];
	int status;

	snprintf(url, sizeof(url), "irc://127.0.0.1:%u", first->port);
	second = host_try(&(struct host_options){.only_listen = url});
	status = child_wait(second->child);
	ck_assert(WIFEXITED(status));
	ck_assert_int_ne(WEXITSTATUS(status), 0);
	ck_assert_ptr_nonnull(strstr(second->child->log.data, url + 6));
	ck_assert_ptr_nonnull(
	    strstr(second->child->log.data, " with -l irc://127.0.0.1:PORT)"));
	peer_new(first, "alice");
}
END_TEST

START_TEST(a_live_unix_socket_is_not_replaced)
{
	struct host *first = host_start(NULL), *second;
	char url[160];
	int status;

	snprintf(url, sizeof(url), "unix:%s", first->socket);
	second = host_try(&(struct host_options){.only_listen = url});
	status = child_wait(second->child);
	ck_assert(WIFEXITED(status));
	ck_assert_int_ne(WEXITSTATUS(status), 0);
	ck_assert_ptr_nonnull(strstr(second->child->log.data, first->socket));
	peer_register(peer_connect_local(first, "alice"), "alice");
}
END_TEST

START_TEST(a_stale_unix_socket_is_replaced_and_ours_is_removed_at_the_end)
{
	struct host *h = host_start(NULL);

	host_kill(h);
	ck_assert_int_eq(access(h->socket, F_OK), 0);
	host_again(h, NULL, false);
	peer_register(peer_connect_local(h, "alice"), "alice");
	host_stop(h);
	ck_assert_int_ne(access(h->socket, F_OK), 0);
}
END_TEST

START_TEST(a_file_in_the_place_of_the_socket_is_not_removed)
{
	char path[128], url[160];
	struct host *h;
	int status;

	test_file("precious", "do not remove me\n");
	snprintf(path, sizeof(path), "%s/precious", test_dir());
	snprintf(url, sizeof(url), "unix:%s", path);
	h = host_try(&(struct host_options){.only_listen = url});
	status = child_wait(h->child);
	ck_assert(WIFEXITED(status));
	ck_assert_int_ne(WEXITSTATUS(status), 0);
	ck_assert_int_eq(access(path, F_OK), 0);
}
END_TEST

START_TEST(two_servers_cannot_share_one_state_folder)
{
	struct host *first = host_start(NULL), *second;
	const char *args[] = {"-s", first->state, NULL};
	int status;

	second = host_try(&(struct host_options){.args = args});
	status = child_wait(second->child);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), EX_TEMPFAIL);
	ck_assert_ptr_nonnull(strstr(second->child->log.data, first->state));
	peer_new(first, "alice");
}
END_TEST

static int
listening_socket(unsigned *port)
{
	struct sockaddr_in sin = {.sin_family = AF_INET};
	socklen_t len = sizeof(sin);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&sin, len), 0);
	ck_assert_int_eq(listen(fd, 8), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&sin, &len), 0);
	*port = ntohs(sin.sin_port);
	return fd;
}

START_TEST(a_socket_handed_over_by_systemd_is_used)
{
	unsigned port;
	int fd = listening_socket(&port);
	struct host *h = host_start_with(
	    &(struct host_options){.configured = true, .inherit = fd});

	close(fd);
	h->port = port;
	peer_new(h, "alice");
}
END_TEST

/* The login of whoever runs the tests is operator. */
static const char *
operator_conf(char conf[512])
{
	snprintf(conf, 512,
	    "oper boss { logins = {\"%s\"} }\n"
	    "confine = no\nlisten = {\"unix:%s/s\"}\n",
	    my_login(), test_dir());
	return conf;
}

START_TEST(a_restart_keeps_the_socket_that_systemd_handed_over)
{
	unsigned port;
	int fd = listening_socket(&port);
	char conf[512];
	struct host *h = host_start_with(&(struct host_options){
	    .configured = true, .inherit = fd, .conf = operator_conf(conf)});
	struct peer *p;

	close(fd);
	h->port = port;
	snprintf(h->socket, sizeof(h->socket), "%s/s", test_dir());
	p = peer_connect_local(h, "boss");
	peer_register(p, "boss");
	peer_send(p, "OPER boss");
	peer_send(p, "RESTART");
	peer_expect_error(p, "Server is restarting");
	child_expect_log(h->child, "ready ");
	peer_new(h, "alice");
}
END_TEST

START_TEST(readiness_is_told_to_the_service_manager)
{
	struct sockaddr_un sun = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	char env[160], got[512] = "";
	const char *envs[] = {env, NULL};
	struct host *h;

	snprintf(sun.sun_path, sizeof(sun.sun_path), "%s/notify", test_dir());
	snprintf(env, sizeof(env), "NOTIFY_SOCKET=%s", sun.sun_path);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&sun, sizeof(sun)), 0);
	h = host_start_with(&(struct host_options){.env = envs});
	ck_assert_int_gt(recv(fd, got, sizeof(got) - 1, 0), 0);
	ck_assert_ptr_nonnull(strstr(got, "READY=1"));
	host_stop(h);
	do {
		memset(got, 0, sizeof(got));
		ck_assert_int_gt(
		    recv(fd, got, sizeof(got) - 1, MSG_DONTWAIT), 0);
	} while (!strstr(got, "STOPPING=1"));
	close(fd);
}
END_TEST

START_TEST(listeners_may_stand_in_the_configuration)
{
	char conf[300];
	struct host *h;

	snprintf(conf, sizeof(conf),
	    "listen = {\"irc://127.0.0.1:0\", \"unix:%s/there\"}\n",
	    test_dir());
	h = host_start_with(
	    &(struct host_options){.conf = conf, .configured = true});
	peer_new(h, "alice");
	snprintf(h->socket, sizeof(h->socket), "%s/there", test_dir());
	peer_register(peer_connect_local(h, "bob"), "bob");
}
END_TEST

START_TEST(several_listeners_work_at_once)
{
	static const char *const args[] = {
	    "-l", "irc://127.0.0.1:0", "-l", "irc://localhost:0", NULL};
	struct host *h = host_start_with(&(struct host_options){.args = args});
	struct peer *tcp = peer_join(h, "tcp", "#c");
	struct peer *local = peer_connect_local(h, "local");

	peer_register(local, "local");
	peer_joins(local, "#c");
	peer_send(local, "PRIVMSG #c :through the socket");
	peer_expect(tcp, ":local!* PRIVMSG #c :through the socket");
}
END_TEST

static bool
has_ipv6(void)
{
	struct sockaddr_in6 sin6 = {
	    .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
	int fd = socket(AF_INET6, SOCK_STREAM, 0);
	bool has =
	    fd >= 0 && bind(fd, (struct sockaddr *)&sin6, sizeof(sin6)) == 0;

	if (fd >= 0)
		close(fd);
	return has;
}

START_TEST(ipv6_is_listened_to_and_shown_without_a_leading_colon)
{
	struct sockaddr_in6 sin6 = {
	    .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
	static const char *const args[] = {"-l", "irc://[::1]:0", NULL};
	struct host *h;
	struct peer *p;
	unsigned port;
	int fd;

	if (!has_ipv6())
		return;
	h = host_start_with(&(struct host_options){.args = args});
	port = host_port_after(h->ready, "irc://[::1]:");
	ck_assert_uint_ne(port, 0);
	sin6.sin6_port = htons((in_port_t)port);
	fd = socket(AF_INET6, SOCK_STREAM, 0);
	ck_assert_int_eq(
	    connect(fd, (struct sockaddr *)&sin6, sizeof(sin6)), 0);
	p = peer_over(fd, "six");
	peer_register(p, "six");
	peer_send(p, "PRIVMSG six :me");
	peer_expect(p, ":six!~six@0::1 PRIVMSG six :me");
}
END_TEST

START_TEST(a_state_folder_that_cannot_be_made_is_named)
{
	static const char *const args[] = {"-s", "/proc/nowhere/state", NULL};
	struct host *h = host_try(&(struct host_options){.args = args});
	int status = child_wait(h->child);

	ck_assert(WIFEXITED(status));
	ck_assert_int_ne(WEXITSTATUS(status), 0);
	ck_assert_ptr_nonnull(
	    strstr(h->child->log.data, "/proc/nowhere/state"));
}
END_TEST

START_TEST(a_descriptor_that_does_not_listen_is_refused)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct host *h =
	    host_try(&(struct host_options){.configured = true, .inherit = fd});
	int status = child_wait(h->child);

	close(fd);
	ck_assert(WIFEXITED(status));
	ck_assert_int_ne(WEXITSTATUS(status), 0);
	ck_assert_ptr_nonnull(strstr(h->child->log.data, "does not listen"));
}
END_TEST

START_TEST(the_socket_of_another_server_is_not_removed)
{
	struct host *h = host_start(NULL);

	ck_assert_int_eq(unlink(h->socket), 0);
	test_file(strrchr(h->socket, '/') + 1, "somebody else's");
	host_stop(h);
	ck_assert_int_eq(access(h->socket, F_OK), 0);
}
END_TEST

START_TEST(a_state_folder_that_everybody_may_write_in_is_refused)
{
	char path[128];
	const char *args[] = {"-s", path, NULL};
	struct host *h;
	int status;

	snprintf(path, sizeof(path), "%s/open", test_dir());
	ck_assert_int_eq(mkdir(path, 0700), 0);
	ck_assert_int_eq(chmod(path, 0777), 0);
	h = host_try(&(struct host_options){.args = args});
	status = child_wait(h->child);
	ck_assert(WIFEXITED(status));
	ck_assert_int_ne(WEXITSTATUS(status), 0);
	ck_assert_ptr_nonnull(strstr(h->child->log.data, path));
}
END_TEST

START_TEST(a_link_in_the_place_of_the_history_is_not_followed)
{
	char state[128], path[160];
	const char *args[] = {"-s", state, NULL};
	struct host *h;
	int status;

	snprintf(state, sizeof(state), "%s/linked", test_dir());
	ck_assert_int_eq(mkdir(state, 0700), 0);
	snprintf(path, sizeof(path), "%s/history.db", state);
	ck_assert_int_eq(symlink("../elsewhere", path), 0);
	h = host_try(&(struct host_options){.args = args});
	status = child_wait(h->child);
	ck_assert(WIFEXITED(status));
	ck_assert_int_ne(WEXITSTATUS(status), 0);
	snprintf(path, sizeof(path), "%s/elsewhere", test_dir());
	ck_assert_int_ne(access(path, F_OK), 0);
}
END_TEST

TALK_SUITE_LOGIN(talk_lifecycle,
    TESTS(sigterm_says_goodbye_to_everybody_and_exits_0, sigint_does_the_same,
	somebody_who_does_not_read_cannot_delay_the_end,
	sighup_reloads_the_motd_and_limits_and_keeps_everybody,
	sighup_tells_everybody_which_tokens_are_not_the_same,
	a_bad_configuration_at_sighup_keeps_the_old_one,
	the_test_of_a_configuration_finds_errors_by_file_and_line,
	the_test_of_a_good_configuration_exits_0,
	a_configuration_file_that_is_not_there_is_named,
	version_and_help_are_shown, an_unknown_option_is_a_usage_error,
	a_bad_listen_url_is_named, a_port_in_use_is_refused_clearly,
	a_live_unix_socket_is_not_replaced,
	a_stale_unix_socket_is_replaced_and_ours_is_removed_at_the_end,
	a_file_in_the_place_of_the_socket_is_not_removed,
	two_servers_cannot_share_one_state_folder,
	a_socket_handed_over_by_systemd_is_used,
	readiness_is_told_to_the_service_manager,
	listeners_may_stand_in_the_configuration,
	several_listeners_work_at_once,
	ipv6_is_listened_to_and_shown_without_a_leading_colon,
	a_state_folder_that_cannot_be_made_is_named,
	a_descriptor_that_does_not_listen_is_refused,
	the_socket_of_another_server_is_not_removed,
	a_state_folder_that_everybody_may_write_in_is_refused,
	a_link_in_the_place_of_the_history_is_not_followed),
    TESTS(a_restart_keeps_the_socket_that_systemd_handed_over))
