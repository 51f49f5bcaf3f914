/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/cert.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "client/dial.h"
#include "common/tls_peer.h"
#include "tests/suites.h"
#include "tests/unit/client_secure.h"

enum { DAY_S = 86400 };

static struct secure_client c;

static void
setup(void)
{
	secure_setup(&c);
	secure_signed(&c, "127.0.0.1", -DAY_S, DAY_S);
}

static void
teardown(void)
{
	secure_teardown(&c);
}

static void
welcome(void)
{
	secure_settle(&c);
	ck_assert_int_eq(c.n->status, NETWORK_REGISTERING);
	secure_say(&c, ":x 001 me :hi");
	secure_say(&c, ":x 376 me :end");
	ck_assert_int_eq(c.n->status, NETWORK_ONLINE);
}

static void
meet(void)
{
	secure_dial(&c, "ircs");
	welcome();
}

/* Whether the server has seen the user's own certificate. */
static bool
was_shown(void)
{
	unsigned char digest[IDENTITY_DIGEST_LEN];
	struct fingerprint fp;
	struct buf err = {0};

	if (!tls_peer_key(&c.peer, digest))
		return false;
	ck_assert_int_eq(cert_own(&fp, &err), 0);
	return !memcmp(fp.bytes, digest, sizeof(digest));
}

static const char *
own_hex(void)
{
	static char hex[FINGERPRINT_HEX_SIZE];
	struct fingerprint fp;
	struct buf err = {0};

	ck_assert_int_eq(cert_own(&fp, &err), 0);
	fingerprint_hex(&fp, hex);
	return hex;
}

static void
own_path(char path[160])
{
	snprintf(path, 160, "%s/certificate.pem", c.state_dir);
}

START_TEST(a_certificate_is_made_for_its_owner_alone_and_once)
{
	char path[160], before[FINGERPRINT_HEX_SIZE];
	struct stat st;

	secure_type(&c, "/cert");
	ck_assert(secure_told(&c, "/cert new makes one"));
	secure_type(&c, "/cert new");
	own_path(path);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0600);
	ck_assert(secure_told(&c, own_hex()));
	snprintf(before, sizeof(before), "%s", own_hex());
	secure_type(&c, "/cert new");
	ck_assert(secure_told(&c, "There is one already"));
	ck_assert_str_eq(own_hex(), before);
}
END_TEST

START_TEST(it_is_shown_only_where_it_was_added)
{
	char wanted[128], url[64];

	secure_type(&c, "/cert new");
	meet();
	ck_assert(!was_shown());
	ck_assert(!c.n->certificate);
	secure_type(&c, "/cert add");
	secure_settle(&c);
	snprintf(wanted, sizeof(wanted), "PRIVMSG NickServ :CERT ADD %s\n",
	    own_hex());
	ck_assert_ptr_nonnull(strstr(c.heard.data, wanted));
	meet();
	ck_assert(was_shown());
	ck_assert(c.n->certificate);
	/* Another server, as far as names go. */
	secure_signed(&c, "0.0.0.0", -DAY_S, DAY_S);
	snprintf(url, sizeof(url), "ircs://%s", c.elsewhere);
	dial_set(&c.state, c.n, url);
	welcome();
	ck_assert(!was_shown());
	ck_assert(!c.n->certificate);
}
END_TEST

START_TEST(it_is_shown_to_nobody_who_is_not_trusted)
{
	secure_type(&c, "/cert new");
	meet();
	secure_type(&c, "/cert add");
	secure_settle(&c);
	secure_self_signed(&c, "127.0.0.1");
	secure_dial(&c, "ircs");
	secure_settle(&c);
	ck_assert(secure_told(&c, "SHOWS A CERTIFICATE THAT DOES NOT HOLD"));
	ck_assert(!c.certified);
	secure_signed(&c, "127.0.0.1", -DAY_S, DAY_S);
	meet();
	ck_assert(c.certified);
}
END_TEST

START_TEST(what_was_taken_back_is_shown_no_more)
{
	secure_type(&c, "/cert new");
	meet();
	secure_type(&c, "/cert add");
	meet();
	secure_type(&c, "/cert del");
	secure_settle(&c);
	ck_assert_ptr_nonnull(strstr(c.heard.data, ":CERT DEL "));
	meet();
	ck_assert(!was_shown());
}
END_TEST

START_TEST(a_key_that_others_may_read_is_refused_with_the_repair)
{
	char path[160];

	secure_type(&c, "/cert new");
	meet();
	secure_type(&c, "/cert add");
	secure_settle(&c);
	own_path(path);
	chmod(path, 0640);
	secure_dial(&c, "ircs");
	secure_settle(&c);
	ck_assert_int_eq(c.n->status, NETWORK_WAITING);
	ck_assert(secure_told(&c, "chmod 600 "));
	ck_assert(!c.heard.len || !strstr(c.heard.data, "NICK"));
}
END_TEST

START_TEST(nothing_is_added_over_plain_connections)
{
	secure_type(&c, "/cert new");
	secure_dial(&c, "irc");
	secure_settle_plain(&c);
	secure_say(&c, ":x 001 me :hi");
	secure_type(&c, "/cert add");
	ck_assert(secure_told(&c, "over TLS only"));
	ck_assert_str_eq(secure_file(&c, "certificate_servers"), "");
}
END_TEST

START_TEST(a_configured_certificate_is_shown_there)
{
	char text[512], path[160];
	struct buf err = {0};
	FILE *fp;

	secure_type(&c, "/cert new");
	own_path(path);
	snprintf(text, sizeof(text),
	    "network work {\n server = \"ircs://%s\"\n certificate = "
	    "\"%s\"\n}\n",
	    c.where, path);
	snprintf(path, sizeof(path), "%s/conf", c.dir);
	fp = fopen(path, "w");
	fputs(text, fp);
	fclose(fp);
	settings_free(&c.settings);
	ck_assert_int_eq(settings_load(&c.settings, path, &err), 0);
	dial_set(&c.state, c.n, "work");
	welcome();
	ck_assert(was_shown());
	secure_type(&c, "/cert add");
	ck_assert(secure_told(&c, "The configuration names"));
}
END_TEST

Suite *
suite_client_cert(void)
{
	Suite *s = suite_create("client_cert");
	TCase *tc = tcase_create("client_cert");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_set_timeout(tc, 30);
	tcase_add_test(tc, a_certificate_is_made_for_its_owner_alone_and_once);
	tcase_add_test(tc, it_is_shown_only_where_it_was_added);
	tcase_add_test(tc, it_is_shown_to_nobody_who_is_not_trusted);
	tcase_add_test(tc, what_was_taken_back_is_shown_no_more);
	tcase_add_test(
	    tc, a_key_that_others_may_read_is_refused_with_the_repair);
	tcase_add_test(tc, nothing_is_added_over_plain_connections);
	tcase_add_test(tc, a_configured_certificate_is_shown_there);
	suite_add_tcase(s, tc);
	return s;
}
