/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/secret.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client/hidden.h"
#include "client/keyring.h"
#include "client/mask.h"
#include "client/mechanism.h"
#include "client/passcommand.h"
#include "client/way.h"
#include "common/clock.h"
#include "tests/suites.h"

static struct hidden h;
static struct secret s;
static struct buf err;
static char dir[64], file[100];

static void
setup(void)
{
	hidden_wipe(&h);
	secret_wipe(&s);
	snprintf(dir, sizeof(dir), "/tmp/tcpchat-secret-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	setenv("XDG_STATE_HOME", dir, 1);
	snprintf(file, sizeof(file), "%s/tcpchat/passwords", dir);
}

static void
teardown(void)
{
	char command[128];

	buf_free(&err);
	snprintf(command, sizeof(command), "rm -r %s", dir);
	ck_assert_int_eq(system(command), 0);
}

static enum hidden_result
key(const char *data)
{
	return hidden_event(&h,
	    &(struct demux_event){
		.kind = DEMUX_KEY, .data = data, .len = strlen(data)});
}

static void
paste(const char *data)
{
	hidden_event(&h,
	    &(struct demux_event){
		.kind = DEMUX_PASTE, .data = data, .len = strlen(data)});
}

START_TEST(a_secret_is_typed_taken_back_and_pasted)
{
	key("a");
	key("\xc3\xa9");
	key("\xf0\x9f\x90\xa7");
	ck_assert_str_eq(h.secret.text, "a\xc3\xa9\xf0\x9f\x90\xa7");
	key("\177");
	key("\b");
	ck_assert_str_eq(h.secret.text, "a");
	paste("b c\nmore\n");
	ck_assert_str_eq(h.secret.text, "ab c");
	ck_assert_int_eq(key("\r"), HIDDEN_DONE);
	ck_assert_int_eq(key("\025"), HIDDEN_TYPED);
	ck_assert_str_eq(h.secret.text, "");
	key("\177");
	ck_assert_uint_eq(h.len, 0);
}
END_TEST

START_TEST(other_keys_are_left_to_others_and_some_end_it)
{
	static const char *const ends[] = {"\003", "\007", "\004"};

	ck_assert_int_eq(key("\033[A"), HIDDEN_NOT);
	ck_assert_int_eq(key("\0331"), HIDDEN_NOT);
	ck_assert_int_eq(key("\016"), HIDDEN_NOT);
	ck_assert_int_eq(key("\t"), HIDDEN_NOT);
	for (size_t i = 0; i < 3; i++)
		ck_assert_int_eq(key(ends[i]), HIDDEN_CANCELLED);
	ck_assert_int_eq(
	    hidden_event(&h, &(struct demux_event){.kind = DEMUX_ESCAPE}),
	    HIDDEN_CANCELLED);
	key("x");
	ck_assert_int_eq(key("\004"), HIDDEN_TYPED);
}
END_TEST

START_TEST(what_is_too_long_is_never_cut)
{
	char text[SECRET_MAX + 2];

	memset(text, 'x', sizeof(text) - 1);
	text[SECRET_MAX + 1] = '\0';
	paste(text);
	ck_assert(h.over);
	ck_assert_str_eq(h.secret.text, "");
	text[SECRET_MAX] = '\0';
	hidden_wipe(&h);
	paste(text);
	ck_assert(!h.over);
	ck_assert_uint_eq(strlen(h.secret.text), SECRET_MAX);
	key("y");
	ck_assert(h.over);
	key("\177");
	ck_assert(!h.over);
	ck_assert(!secret_set(&s, "a\nb", 3));
}
END_TEST

static void
keep(const char *address, const char *account, const char *password)
{
	secret_set(&s, password, strlen(password));
	ck_assert_int_eq(keyring_keep(address, account, &s, &err), 0);
	secret_wipe(&s);
}

static void
ck_finds(const char *address, const char *account, const char *password)
{
	char *name = account ? strdup(account) : NULL;

	ck_assert_int_eq(keyring_find(address, &name, &s, &err), 1);
	ck_assert_str_eq(s.text, password);
	free(name);
}

static void
ck_finds_none(const char *address, const char *account)
{
	char *name = strdup(account);

	ck_assert_int_eq(keyring_find(address, &name, &s, &err), 0);
	free(name);
}

START_TEST(passwords_are_kept_by_address_and_account)
{
	struct stat st;

	ck_finds_none("a:1", "ada");
	keep("a:1", "ada", "one word");
	keep("b:1", "ada", "two ");
	keep("a:1", "bob", "three");
	keep("a:1", "ada", "four");
	ck_finds("a:1", "Ada", "four");
	ck_finds("b:1", NULL, "two ");
	ck_finds("a:1", NULL, "four");
	ck_assert_int_eq(keyring_forget("a:1", "ada", &err), 1);
	ck_assert_int_eq(keyring_forget("a:1", "ada", &err), 0);
	ck_finds_none("a:1", "ada");
	ck_finds("a:1", "bob", "three");
	ck_assert_int_eq(stat(file, &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0600);
}
END_TEST

static void
keep_many(const char *address)
{
	char account[16];

	for (int i = 0; i < 40; i++) {
		snprintf(account, sizeof(account), "ada%d", i);
		keep(address, account, "one");
	}
}

START_TEST(two_clients_at_once_lose_no_password)
{
	char account[16];
	int status;
	pid_t pid = fork();

	ck_assert_int_ge(pid, 0);
	keep_many(pid ? "a:1" : "b:1");
	if (!pid)
		_exit(0);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
	for (int i = 0; i < 40; i++) {
		snprintf(account, sizeof(account), "ada%d", i);
		ck_finds("a:1", account, "one");
		ck_finds("b:1", account, "one");
	}
}
END_TEST

START_TEST(a_file_that_others_can_read_is_refused_with_the_remedy)
{
	char *name = NULL;

	keep("a:1", "ada", "one");
	ck_assert_int_eq(chmod(file, 0640), 0);
	ck_assert_int_eq(keyring_find("a:1", &name, &s, &err), -1);
	ck_assert_ptr_nonnull(strstr(err.data, "chmod 600 "));
	ck_assert_ptr_nonnull(strstr(err.data, file));
	ck_assert_str_eq(s.text, "");
	ck_assert_int_eq(keyring_keep("a:1", "bob", &s, &err), -1);
	ck_assert_int_eq(chmod(file, 0600), 0);
	ck_finds("a:1", "ada", "one");
}
END_TEST

START_TEST(a_link_in_place_of_the_file_is_refused)
{
	char *name = NULL, other[100];

	keep("a:1", "ada", "one");
	snprintf(other, sizeof(other), "%s/other", dir);
	ck_assert_int_eq(rename(file, other), 0);
	ck_assert_int_eq(symlink(other, file), 0);
	ck_assert_int_eq(keyring_find("a:1", &name, &s, &err), -1);
}
END_TEST

START_TEST(that_a_server_had_scram_is_remembered)
{
	ck_assert(!keyring_saw_scram("a:1"));
	keep("a:1", "ada", "one");
	ck_assert_int_eq(keyring_note_scram("a:1", true, &err), 0);
	ck_assert(keyring_saw_scram("a:1"));
	ck_assert(!keyring_saw_scram("a:10"));
	ck_finds("a:1", "ada", "one");
	ck_assert_int_eq(keyring_note_scram("a:1", false, &err), 0);
	ck_assert(!keyring_saw_scram("a:1"));
}
END_TEST

static const char *
run(const char *command, char words[64])
{
	return passcommand_run(command, 5000, &s, words, 64);
}

START_TEST(the_first_line_of_a_command_is_the_password)
{
	char words[64];

	ck_assert_ptr_null(run("echo 'a b'; echo c", words));
	ck_assert_str_eq(s.text, "a b");
	ck_assert_ptr_null(run("printf 'no end'", words));
	ck_assert_str_eq(s.text, "no end");
	ck_assert_ptr_null(run("yes | head -c 1000000", words));
	ck_assert_str_eq(s.text, "y");
	ck_assert_str_eq(run("true", words), "password-command wrote nothing");
	ck_assert_str_eq(run("echo x; echo 'is locked' >&2; exit 2", words),
	    "password-command failed");
	ck_assert_str_eq(words, "is locked");
	ck_assert_ptr_nonnull(
	    strstr(run("head -c 500 /dev/zero | tr '\\0' x", words), "long"));
	ck_assert_str_eq(s.text, "");
}
END_TEST

START_TEST(a_command_has_no_terminal_and_no_input)
{
	char words[64];

	ck_assert_ptr_null(
	    run("read x || echo none; cat </dev/tty || echo too", words));
	ck_assert_str_eq(s.text, "none");
	ck_assert_int_ne(words[0], '\0');
}
END_TEST

START_TEST(a_command_that_hangs_is_ended_with_what_it_started)
{
	char words[64];
	int64_t start_ms = clock_mono_ms();

	ck_assert_ptr_nonnull(strstr(
	    passcommand_run("sleep 1000 | sleep 1000", 100, &s, words, 64),
	    "took too long"));
	ck_assert_int_lt(clock_mono_ms() - start_ms, 20000);
	/* What stays in the background does not hold it up. */
	ck_assert_ptr_null(run("sleep 3 & echo x", words));
	ck_assert_str_eq(s.text, "x");
}
END_TEST

START_TEST(passwords_told_to_services_are_known)
{
	static const char *const told[][2] = {{"NickServ", "identify x"},
	    {"nickserv@services.int", "REGISTER x a@b.c"}, {"NS", "ID a x"},
	    {"Q@CServe.quakenet.org", "AUTH me x"}, {"NickServ", "  set x y"},
	    {"NickServ", "hi\nidentify x"}};
	static const char *const not [][2] = {{"bob", "identify x"},
	    {"NickServ", "identify"}, {"NickServ", "help identify"},
	    {"#nickserv", "identify x"}, {"NickServ", ""},
	    {"NickServ", "identify\nx"}};

	for (size_t i = 0; i < 6; i++) {
		ck_assert_msg(mask_tells(told[i][0], told[i][1]), "%s %s",
		    told[i][0], told[i][1]);
		ck_assert_msg(!mask_tells(not [i][0], not [i][1]), "%s %s",
		    not [i][0], not [i][1]);
	}
}
END_TEST

START_TEST(a_password_is_kept_under_where_one_connects)
{
	static const char *const cases[][2] = {{"/run/a b", "unix:/run/a?b"},
	    {"irc://Example.ORG", "example.org:6667"},
	    {"example.org", "example.org:6697"},
	    {"ssh://ada@Example.org", "ssh:ada@example.org"}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf b = {0};
		const char *why;
		struct url u;

		ck_assert_int_eq(url_parse_loose(&u, cases[i][0], &why), 0);
		way_address(&b, &u);
		ck_assert_str_eq(b.data, cases[i][1]);
		buf_free(&b);
	}
}
END_TEST

START_TEST(names_of_mechanisms_are_whole_words)
{
	ck_assert(mechanism_offered("plain,EXTERNAL", MECHANISM_PLAIN));
	ck_assert(!mechanism_offered("PLAINTEXT", MECHANISM_PLAIN));
	ck_assert(!mechanism_offered("SCRAM-SHA-256-PLUS", MECHANISM_SCRAM));
	ck_assert(mechanism_offered("", MECHANISM_SCRAM));
}
END_TEST

Suite *
suite_client_secret(void)
{
	Suite *suite = suite_create("client_secret");
	TCase *tc = tcase_create("secret");

	tcase_set_timeout(tc, 30);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_secret_is_typed_taken_back_and_pasted);
	tcase_add_test(tc, other_keys_are_left_to_others_and_some_end_it);
	tcase_add_test(tc, what_is_too_long_is_never_cut);
	tcase_add_test(tc, passwords_are_kept_by_address_and_account);
	tcase_add_test(tc, two_clients_at_once_lose_no_password);
	tcase_add_test(
	    tc, a_file_that_others_can_read_is_refused_with_the_remedy);
	tcase_add_test(tc, a_link_in_place_of_the_file_is_refused);
	tcase_add_test(tc, that_a_server_had_scram_is_remembered);
	tcase_add_test(tc, the_first_line_of_a_command_is_the_password);
	tcase_add_test(tc, a_command_has_no_terminal_and_no_input);
	tcase_add_test(tc, a_command_that_hangs_is_ended_with_what_it_started);
	tcase_add_test(tc, passwords_told_to_services_are_known);
	tcase_add_test(tc, a_password_is_kept_under_where_one_connects);
	tcase_add_test(tc, names_of_mechanisms_are_whole_words);
	suite_add_tcase(suite, tc);
	return suite;
}
