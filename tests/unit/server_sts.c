/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/sts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utlist.h>

#include "server/handshake.h"
#include "server/listen.h"
#include "server/seal.h"
#include "tests/harness/child.h"
#include "tests/suites.h"
#include "tests/talk/identities.h"
#include "tests/unit/scene.h"

static struct scene sc;
static struct listener everywhere, here;
static struct session *s;
static char certificate[256], key[256], ca[256];

static void
listen_at(struct listener *l, const char *host, const char *port)
{
	*l = (struct listener){.tls = true, .fd = -1};
	l->url.scheme = URL_IRCS;
	snprintf(l->url.host, sizeof(l->url.host), "%s", host);
	snprintf(l->url.port, sizeof(l->url.port), "%s", port);
	DL_APPEND(sc.srv.listeners, l);
}

static void
load(void)
{
	struct buf err = {0};

	ck_assert_msg(
	    seal_sync(&sc.srv, &err) == 0, "%s", err.data ? err.data : "");
}

static void
setup(void)
{
	scene_begin(&sc);
	identity_put_signed("chat.example.org");
	snprintf(ca, sizeof(ca), "%s/ca.pem", test_dir());
	snprintf(key, sizeof(key), "%s/key.pem", test_dir());
	snprintf(
	    certificate, sizeof(certificate), "%s/certificate.pem", test_dir());
	setenv("SSL_CERT_FILE", ca, 1);
	sc.settings.tls_certificate = certificate;
	sc.settings.tls_key = key;
	sc.settings.sts_ms = 60000;
	listen_at(&here, "127.0.0.1", "7000");
	listen_at(&everywhere, "0.0.0.0", "6697");
	load();
	s = scene_user(&sc, "alice", NULL, 0);
	s->local = false;
	s->limit_key.kind = LIMIT_IPV4;
}

static void
teardown(void)
{
	seal_free(sc.srv.seal);
	sc.srv.seal = NULL;
	sc.srv.listeners = NULL;
	scene_end(&sc);
	unsetenv("SSL_CERT_FILE");
	test_dir_remove();
}

static void
told(const char *want)
{
	struct buf value = {0};
	bool offered = sts_value(&sc.srv, s, &value);

	ck_assert_int_eq(offered, want != NULL);
	if (want)
		ck_assert_str_eq(value.data, want);
	buf_free(&value);
}

START_TEST(in_plain_the_port_that_others_reach_is_told_and_no_duration)
{
	told("port=6697");
}
END_TEST

START_TEST(without_a_duration_nobody_is_sent_away)
{
	sc.settings.sts_ms = 0;
	told(NULL);
}
END_TEST

START_TEST(nobody_on_loopback_is_sent_away)
{
	s->limit_key.kind = LIMIT_NOBODY;
	told(NULL);
}
END_TEST

START_TEST(nobody_on_a_unix_socket_is_sent_away)
{
	s->local = true;
	told(NULL);
}
END_TEST

START_TEST(nobody_behind_a_gateway_is_sent_away)
{
	s->gateway = strdup("web");
	told(NULL);
}
END_TEST

START_TEST(to_a_port_that_others_do_not_reach_nobody_is_sent)
{
	DL_DELETE(sc.srv.listeners, &everywhere);
	told(NULL);
}
END_TEST

START_TEST(a_certificate_that_no_ca_signed_sends_nobody_away)
{
	unsetenv("SSL_CERT_FILE");
	setenv("SSL_CERT_FILE", "/dev/null", 1);
	load();
	told(NULL);
}
END_TEST

START_TEST(who_knows_values_is_told_a_change_and_nobody_else)
{
	struct session *old = scene_user(&sc, "bob", NULL, 0);

	s->cap_302 = true;
	scene_output(&sc, s);
	scene_output(&sc, old);
	sts_tell_changes(&sc.srv);
	ck_assert_ptr_nonnull(
	    strstr(scene_output(&sc, s), " CAP alice NEW :sts=port=6697\r\n"));
	scene_expect(&sc, old, "");
	sts_tell_changes(&sc.srv);
	scene_expect(&sc, s, "");
}
END_TEST

static void
hear(struct session *by, const char *bytes)
{
	size_t len = strlen(bytes), room;
	char *in = lines_room(&by->conn.in, &room);

	ck_assert_uint_ge(room, len);
	memcpy(in, bytes, len);
	lines_filled(&by->conn.in, len);
	handshake_heed(&sc.srv, by);
}

START_TEST(who_speaks_tls_to_another_port_is_told_the_one_that_others_reach)
{
	hear(s, "\x16\x03\x01");
	ck_assert_str_eq(
	    s->doom, "This port speaks no TLS; that is at port 6697");
}
END_TEST

START_TEST(who_speaks_irc_to_plain_lines_is_told_the_port_that_others_reach)
{
	struct session *p =
	    session_new(9, -1, &transport_plain, &dialect_plain, 65536);

	p->unmet = true;
	hear(p, "NICK alice\n");
	scene_expect(&sc, p,
	    "ERROR :Closing link: This port is for nc and telnet; IRC by TLS "
	    "is at port 6697\r\n");
	session_free(p);
}
END_TEST

Suite *
suite_server_sts(void)
{
	Suite *suite = suite_create("server_sts");
	TCase *t = tcase_create("server_sts");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(
	    t, in_plain_the_port_that_others_reach_is_told_and_no_duration);
	tcase_add_test(t, without_a_duration_nobody_is_sent_away);
	tcase_add_test(t, nobody_on_loopback_is_sent_away);
	tcase_add_test(t, nobody_on_a_unix_socket_is_sent_away);
	tcase_add_test(t, nobody_behind_a_gateway_is_sent_away);
	tcase_add_test(t, to_a_port_that_others_do_not_reach_nobody_is_sent);
	tcase_add_test(t, a_certificate_that_no_ca_signed_sends_nobody_away);
	tcase_add_test(t, who_knows_values_is_told_a_change_and_nobody_else);
	tcase_add_test(t,
	    who_speaks_tls_to_another_port_is_told_the_one_that_others_reach);
	tcase_add_test(t,
	    who_speaks_irc_to_plain_lines_is_told_the_port_that_others_reach);
	suite_add_tcase(suite, t);
	return suite;
}
