/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/fingerprint.h"
#include "tests/harness/authority.h"
#include "tests/screen/screen.h"

enum { DAY_S = 86400 };

/* The client of that home, at SCHEME://127.0.0.1:PORT. */
static struct term *
start(const char *scheme, unsigned port, const char *fingerprint)
{
	const char *const args[] = {"-n", "ada", NULL, "#c",
	    fingerprint ? "--fingerprint" : NULL, fingerprint, NULL};
	const char *list[8];
	static char url[160], ca[200];
	const char *env[] = {ca, NULL};

	memcpy(list, args, sizeof(args));
	snprintf(url, sizeof(url), "%s127.0.0.1:%u", scheme, port);
	snprintf(ca, sizeof(ca), "SSL_CERT_FILE=%s/ca.pem", test_dir());
	list[2] = url;
	return client_start(
	    &(struct client_options){.name = "ada", .args = list, .env = env});
}

static struct fingerprint
key_of(const struct host *h)
{
	struct fingerprint fp;
	const char *why;

	ck_assert_int_eq(fingerprint_parse(&fp, h->fingerprint, &why), 0);
	return fp;
}

static void
trust_first_word(struct term *t, const struct host *h)
{
	struct fingerprint fp = key_of(h);

	term_type(t, KEY_CTRL_U "/trust ");
	term_type(t, fingerprint_word(&fp, 0));
	term_type(t, KEY_ENTER);
}

/* What the client knows, before it starts. */
static void
write_known(const char *text)
{
	static const char *const dirs[] = {
	    "ada", "ada/state", "ada/state/tcpchat"};
	char path[200];

	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s/%s", test_dir(), dirs[i]);
		mkdir(path, 0700);
	}
	test_file("ada/state/tcpchat/known_servers", text);
	snprintf(path, sizeof(path), "%s/ada/state/tcpchat/known_servers",
	    test_dir());
	chmod(path, 0600);
}

/* A server with such a certificate. */
static struct host *
serve(bool vouched, const char *name, int64_t from_s, int64_t until_s)
{
	char path[200], conf[300];
	struct authority *a;
	struct host *h;

	snprintf(path, sizeof(path), "%s/ca.pem", test_dir());
	a = authority_new(path);
	snprintf(path, sizeof(path), "%s/server.pem", test_dir());
	authority_issue(vouched ? a : NULL,
	    &(struct issue){.path = path,
		.name = name,
		.from_s = from_s,
		.until_s = until_s});
	authority_free(a);
	snprintf(conf, sizeof(conf), "tls-certificate = \"%s\"\n", path);
	h = host_start_tls(conf);
	return h;
}

START_TEST(the_words_are_those_that_the_server_printed)
{
	struct host *h = host_start_tls(NULL);
	struct fingerprint fp = key_of(h);
	struct term *t;
	struct buf words = {0};

	fingerprint_words(&fp, ' ', &words);
	ck_assert_ptr_nonnull(strstr(h->child->log.data, words.data));
	t = start("ircs://", h->tls_port, NULL);
	term_expect(t, "%s %s %s", fingerprint_word(&fp, 0),
	    fingerprint_word(&fp, 1), fingerprint_word(&fp, 2));
	term_expect(t, "not trusted: /trust tells more");
	term_type(t, KEY_ENTER KEY_ENTER "yes" KEY_ENTER);
	term_settle(t);
	ck_assert_ptr_null(strstr(h->child->log.data, "is here"));
	trust_first_word(t, h);
	term_expect(t, "You joined #c");
	term_expect(t, "encrypted, known key");
	client_quit(t);
	buf_free(&words);
}
END_TEST

START_TEST(a_known_key_is_not_asked_about_at_the_next_start)
{
	struct host *h = host_start_tls(NULL);
	struct term *t = start("ircs://", h->tls_port, NULL);

	term_expect(t, "not trusted");
	trust_first_word(t, h);
	term_expect(t, "You joined #c");
	client_quit(t);
	t = start("ircs://", h->tls_port, NULL);
	term_expect(t, "You joined #c");
	term_expect(t, "encrypted, known key");
	client_quit(t);
}
END_TEST

START_TEST(a_changed_key_is_refused_until_it_is_named)
{
	struct host *h = host_start_tls(NULL);
	struct fingerprint fp = key_of(h);
	char text[256];
	struct buf command = {0};
	struct term *t;

	snprintf(text, sizeof(text),
	    "127.0.0.1:%u sha256:%064d 2026-01-02T03:04:05Z\n", h->tls_port, 7);
	write_known(text);
	t = start("ircs://", h->tls_port, NULL);
	term_expect(t, "HAS CHANGED");
	term_expect(t, "known since 2026-01-02");
	trust_first_word(t, h);
	term_expect(t, "all eight words are needed");
	ck_assert_ptr_null(strstr(h->child->log.data, "is here"));
	buf_addf(&command, "/trust 127.0.0.1:%u ", h->tls_port);
	fingerprint_words(&fp, '-', &command);
	term_type(t, KEY_CTRL_U);
	term_type(t, command.data);
	term_type(t, KEY_ENTER);
	term_expect(t, "You joined #c");
	client_quit(t);
	buf_free(&command);
}
END_TEST

START_TEST(a_fingerprint_on_the_command_line_asks_nothing)
{
	struct host *h = host_start_tls(NULL);
	struct fingerprint fp = key_of(h);
	struct buf words = {0};
	struct term *t;

	fingerprint_words(&fp, '-', &words);
	t = start("ircs://", h->tls_port, words.data);
	term_expect(t, "You joined #c");
	client_quit(t);
	fp.bytes[0] ^= 1;
	buf_reset(&words);
	fingerprint_told(&fp, &words);
	t = start("ircs://", h->tls_port, words.data);
	term_expect(t, "another key than you told");
	client_quit(t);
	buf_free(&words);
}
END_TEST

START_TEST(the_address_that_the_server_printed_asks_nothing)
{
	struct host *h = host_start_tls(NULL);
	char scheme[128];
	struct term *t;

	snprintf(scheme, sizeof(scheme), "ircs://sha256:%s@", h->fingerprint);
	t = start(scheme, h->tls_port, NULL);
	term_expect(t, "You joined #c");
	client_quit(t);
}
END_TEST

START_TEST(whom_an_authority_vouches_for_is_not_asked_about)
{
	struct host *h = serve(true, "127.0.0.1", -DAY_S, DAY_S);
	struct term *t = start("ircs://", h->tls_port, NULL);

	term_expect(t, "You joined #c");
	term_expect(t, "encrypted, checked by Test CA");
	client_quit(t);
}
END_TEST

START_TEST(a_certificate_for_another_host_is_asked_about)
{
	struct host *h = serve(true, "example.org", -DAY_S, DAY_S);
	struct term *t = start("ircs://", h->tls_port, NULL);

	term_expect(t, "mismatch");
	term_expect(t, "not trusted");
	ck_assert_ptr_null(strstr(h->child->log.data, "is here"));
	client_quit(t);
}
END_TEST

START_TEST(an_expired_certificate_is_asked_about_and_refused_where_it_was_good)
{
	struct host *h = serve(true, "127.0.0.1", -2 * DAY_S, -DAY_S);
	struct term *t = start("ircs://", h->tls_port, NULL);
	char text[64];

	term_expect(t, "expired");
	term_expect(t, "If all are the same");
	client_quit(t);
	snprintf(text, sizeof(text), "127.0.0.1:%u ca\n", h->tls_port);
	write_known(text);
	t = start("ircs://", h->tls_port, NULL);
	term_expect(t, "DOES NOT HOLD");
	client_quit(t);
}
END_TEST

START_TEST(plain_at_a_port_with_tls_and_tls_at_one_without_are_told)
{
	struct host *h = host_start_tls(NULL);
	struct term *t = start("irc://", h->tls_port, NULL);

	term_expect(t, "TLS");
	client_quit(t);
	t = start("ircs://", h->port, NULL);
	term_expect(t, "speaks plain text");
	term_expect(t, "/connect irc://127.0.0.1:%u", h->port);
	client_quit(t);
}
END_TEST

START_TEST(a_certificate_that_was_added_is_a_login)
{
	static const char conf[] =
	    "flood-rate = 0\npassword-iterations = 4096\n"
	    "register = anybody\n";
	struct host *h = host_start_tls(conf);
	struct term *t = start("ircs://", h->tls_port, h->fingerprint);

	term_expect(t, "You joined #c");
	term_type(t, "/register ada" KEY_ENTER);
	term_expect(t, "Password for the new account ada");
	term_type(t, "Zq7-geheim" KEY_ENTER);
	term_expect(t, "The same again");
	term_type(t, "Zq7-geheim" KEY_ENTER);
	term_expect(t, "You are logged in to 127.0.0.1 as ada");
	term_type(t, "/cert new" KEY_ENTER);
	term_expect(t, "Your certificate is ");
	term_type(t, "/cert add" KEY_ENTER);
	term_expect(t, "logs in to ada from now");
	term_settle(t);
	client_quit(t);
	t = start("ircs://", h->tls_port, NULL);
	term_expect(t, "You joined #c");
	term_type(t, "/whois ada" KEY_ENTER);
	term_expect(t, "ada is logged in as ada");
	client_quit(t);
}
END_TEST

START_TEST(a_host_without_a_scheme_is_never_tried_in_plain)
{
	static const char *const args[] = {"0.0.0.0:1", NULL};
	struct term *t =
	    client_start(&(struct client_options){.name = "ada", .args = args});

	term_expect(t, "Connecting to 0.0.0.0:1");
	term_expect(t, "tried ircs://0.0.0.0:1");
	term_expect(t, "/connect irc://0.0.0.0");
	client_quit(t);
}
END_TEST

SCREEN_SUITE(screen_trust, the_words_are_those_that_the_server_printed,
    a_known_key_is_not_asked_about_at_the_next_start,
    a_changed_key_is_refused_until_it_is_named,
    a_fingerprint_on_the_command_line_asks_nothing,
    the_address_that_the_server_printed_asks_nothing,
    whom_an_authority_vouches_for_is_not_asked_about,
    a_certificate_for_another_host_is_asked_about,
    an_expired_certificate_is_asked_about_and_refused_where_it_was_good,
    plain_at_a_port_with_tls_and_tls_at_one_without_are_told,
    a_certificate_that_was_added_is_a_login,
    a_host_without_a_scheme_is_never_tried_in_plain)
