/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "tests/talk/oper.h"
#include "tests/talk/talk.h"

/* Of /proc/PID/status, to its end. */
static char *
status_of(const struct host *h)
{
	static char text[4096];
	char path[64];
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)h->child->pid);
	f = fopen(path, "re");
	text[f ? fread(text, 1, sizeof(text) - 1, f) : 0] = '\0';
	if (f)
		fclose(f);
	return text;
}

/* Whether it says that it is; else the system or the build has it not, which
 * it says too. */
static bool
says_confined(struct host *h, const char *what)
{
	const char *at = strstr(h->child->log.data, " confined: "), *found;

	ck_assert(at || strstr(h->child->log.data, "not confined"));
	found = at ? strstr(at, what) : NULL;
	/* what is missing stands in the next line */
	return found && found <= at + strcspn(at, "\n");
}

START_TEST(a_server_takes_from_itself_what_it_does_not_need)
{
	struct host *h = host_start(NULL);

	if (says_confined(h, "no new privileges"))
		ck_assert_ptr_nonnull(
		    strstr(status_of(h), "\nNoNewPrivs:\t1\n"));
	if (says_confined(h, "(seccomp)"))
		ck_assert_ptr_nonnull(strstr(status_of(h), "\nSeccomp:\t2\n"));
	peer_new(h, "alice");
}
END_TEST

START_TEST(one_that_is_told_not_to_keeps_all)
{
	struct host *h = host_start("confine = no\n");

	ck_assert_ptr_null(strstr(h->child->log.data, "confined"));
	ck_assert_ptr_null(strstr(status_of(h), "\nSeccomp:\t2\n"));
	peer_new(h, "alice");
}
END_TEST

START_TEST(it_reads_its_configuration_again_and_opens_what_is_new)
{
	struct host *h = host_start("server-name = \"here\"\n");
	struct peer *p = peer_new(h, "alice");

	host_reload(h, "server-name = \"here\"\nnick-length = 9\n");
	peer_expect(p, ":here 005 alice *NICKLEN=9*");
}
END_TEST

START_TEST(a_file_elsewhere_is_not_read_by_a_reload)
{
	char path[] = "/var/tmp/tcpchat-XXXXXX", conf[64];
	int fd = mkstemp(path);
	struct host *h = host_start(NULL);

	ck_assert_int_ge(fd, 0);
	close(fd);
	snprintf(conf, sizeof(conf), "motd-file = \"%s\"\n", path);
	test_file(strrchr(h->config, '/') + 1, conf);
	if (says_confined(h, "(Landlock)")) {
		child_signal(h->child, SIGHUP);
		child_expect_log(h->child, ": Permission denied");
	}
	unlink(path);
}
END_TEST

START_TEST(one_that_cannot_start_programs_says_how_to_restart_it)
{
	struct host *h = host_of_operator("");
	struct peer *p = peer_operator(h);

	if (!says_confined(h, ""))
		return;
	peer_send(p, "RESTART");
	peer_next(p, ":here NOTICE boss :This server has given up the right *");
	peer_barrier(p);
}
END_TEST

START_TEST(its_service_manager_restarts_it)
{
	char conf[256], notify[160];
	const char *env[] = {notify, NULL};
	struct host *h;
	struct peer *p;

	snprintf(notify, sizeof(notify), "NOTIFY_SOCKET=%s/none", test_dir());
	snprintf(conf, sizeof(conf), "oper boss { logins = {\"%s\"} }\n",
	    my_login());
	h = host_start_with(&(struct host_options){.conf = conf, .env = env});
	p = peer_operator(h);
	if (!says_confined(h, ""))
		return;
	peer_send(p, "RESTART");
	peer_expect_error(p, "Server is restarting");
	child_expect_exit(h->child, EX_TEMPFAIL);
}
END_TEST

/* Somebody without a home and without a folder that the tests have made. */
static const struct passwd *
anybody(void)
{
	return geteuid() == 0 ? getpwnam("nobody") : NULL;
}

static void
open_folder(void)
{
	ck_assert_int_eq(chmod(test_dir(), 0755), 0);
}

START_TEST(a_server_that_root_started_becomes_who_it_is_told)
{
	const struct passwd *pw = anybody();
	char uid[64];
	struct host *h;

	if (!pw)
		return;
	open_folder();
	h = host_start("user = nobody\nflood-rate = 0\n");
	snprintf(uid, sizeof(uid), "\nUid:\t%u\t%u\t%u\t%u\n",
	    (unsigned)pw->pw_uid, (unsigned)pw->pw_uid, (unsigned)pw->pw_uid,
	    (unsigned)pw->pw_uid);
	ck_assert_ptr_nonnull(strstr(status_of(h), uid));
	ck_assert_ptr_nonnull(
	    strstr(status_of(h), "\nCapEff:\t0000000000000000\n"));
	peer_new(h, "alice");
}
END_TEST

START_TEST(what_root_has_kept_becomes_theirs_and_stays)
{
	struct host *h;
	struct peer *p;

	if (!anybody())
		return;
	open_folder();
	h = host_start("flood-rate = 0\n");
	p = peer_join(h, "alice", "#tea");
	peer_send(p, "PRIVMSG #tea :before");
	peer_barrier(p);
	host_stop(h);
	host_again(h, "user = nobody\nflood-rate = 0\n", false);
	host_stop(h);
	host_again(h, "user = nobody\nflood-rate = 0\n", false);
	peer_new(h, "bob");
}
END_TEST

static uid_t
owner_of(const struct host *h, const char *name)
{
	char path[256];
	struct stat st;

	snprintf(path, sizeof(path), "%s/%s", h->state, name);
	ck_assert_int_eq(stat(path, &st), 0);
	return st.st_uid;
}

START_TEST(what_is_not_the_servers_stays_roots)
{
	const struct passwd *pw = anybody();
	char path[256];
	struct host *h;
	FILE *f;

	if (!pw)
		return;
	open_folder();
	h = host_start(NULL);
	host_stop(h);
	snprintf(path, sizeof(path), "%s/shadow", h->state);
	f = fopen(path, "we");
	ck_assert_ptr_nonnull(f);
	fclose(f);
	host_again(h, "user = nobody\n", false);
	ck_assert_uint_eq(owner_of(h, "history.db"), pw->pw_uid);
	ck_assert_uint_eq(owner_of(h, "invite.key"), pw->pw_uid);
	ck_assert_uint_eq(owner_of(h, "shadow"), 0);
}
END_TEST

START_TEST(without_a_user_to_become_root_does_not_serve)
{
	struct host *h;

	if (geteuid() != 0 || getpwnam("tcpchat"))
		return;
	h = host_try(&(struct host_options){.conf = "user = \"\"\n"});
	child_expect_exit(h->child, EX_NOUSER);
	ck_assert_ptr_nonnull(strstr(h->child->log.data,
	    "there is no user tcpchat to become: make one"));
}
END_TEST

START_TEST(a_user_that_there_is_not_is_named)
{
	const char *const args[] = {"-u", "no such", NULL};
	struct host *h;

	if (geteuid() != 0)
		return;
	h = host_try(&(struct host_options){.args = args});
	child_expect_exit(h->child, EX_NOUSER);
	ck_assert_ptr_nonnull(strstr(h->child->log.data,
	    "there is no user no such for the server to become"));
}
END_TEST

TALK_SUITE_LOGIN(talk_confined,
    TESTS(a_server_takes_from_itself_what_it_does_not_need,
	one_that_is_told_not_to_keeps_all,
	it_reads_its_configuration_again_and_opens_what_is_new,
	a_file_elsewhere_is_not_read_by_a_reload,
	a_server_that_root_started_becomes_who_it_is_told,
	what_root_has_kept_becomes_theirs_and_stays,
	what_is_not_the_servers_stays_roots,
	without_a_user_to_become_root_does_not_serve,
	a_user_that_there_is_not_is_named),
    TESTS(one_that_cannot_start_programs_says_how_to_restart_it,
	its_service_manager_restarts_it))
