/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "tests/talk/identities.h"
#include "tests/talk/talk.h"

static const char *
conf_with(const char *more)
{
	static char conf[600];

	snprintf(conf, sizeof(conf),
	    "flood-rate = 0\ntls-certificate = \"%s/certificate.pem\"\n"
	    "tls-key = \"%s/key.pem\"\n%s",
	    test_dir(), test_dir(), more);
	return conf;
}

/* A server whose certificate for chat.example.org our CA has signed. */
static struct host *
start_signed(const char *more)
{
	static char trust[300];
	const char *const env[] = {trust, NULL};

	identity_put_signed("chat.example.org");
	snprintf(trust, sizeof(trust), "SSL_CERT_FILE=%s/ca.pem", test_dir());
	return host_start_with(&(struct host_options){
	    .conf = conf_with(more), .env = env, .tls = true});
}

static struct peer *
asks_for(const struct host *h, const char *name)
{
	struct peer *p = peer_connect_tls(
	    h, "secure", &(struct peer_tls_options){.asks = name});

	peer_send(p, "CAP LS 302");
	return p;
}

/* All lines of the list are looked at. */
static size_t
count_sts(struct peer *p)
{
	peer_send(p, "CAP LS 302");
	return peer_count(p, ":* CAP * LS *sts*");
}

START_TEST(over_tls_the_duration_is_told_for_a_name_that_a_ca_signed)
{
	struct host *h = start_signed("sts-duration = 30d\n");
	struct peer *p = asks_for(h, "chat.example.org");

	ck_assert_str_eq(h->fingerprint, "");
	peer_expect(p, ":* CAP \\* LS *sts=duration=2592000*");
}
END_TEST

START_TEST(by_default_the_duration_is_0)
{
	struct host *h = start_signed("");
	struct peer *p = asks_for(h, "chat.example.org");

	peer_expect(p, ":* CAP \\* LS *sts=duration=0*");
}
END_TEST

START_TEST(for_another_name_or_none_nothing_is_told)
{
	struct host *h = start_signed("sts-duration = 30d\n");

	ck_assert_uint_eq(count_sts(asks_for(h, "example.org")), 0);
	ck_assert_uint_eq(count_sts(asks_for(h, NULL)), 0);
}
END_TEST

START_TEST(with_a_certificate_that_signed_itself_nothing_is_told)
{
	struct identity *id = identity_for("chat.example.org", 86400);
	struct host *h;

	identity_put(id);
	identity_free(id);
	h = host_start_tls(conf_with("sts-duration = 30d\n"));
	ck_assert_uint_eq(count_sts(asks_for(h, "chat.example.org")), 0);
}
END_TEST

START_TEST(nobody_of_this_machine_is_sent_away_in_plain)
{
	struct host *h = start_signed("sts-duration = 30d\n");

	ck_assert_uint_eq(count_sts(peer_connect(h, "plain")), 0);
	ck_assert_uint_eq(count_sts(peer_connect_local(h, "local")), 0);
}
END_TEST

START_TEST(it_cannot_be_asked_for)
{
	struct host *h = start_signed("sts-duration = 30d\n");
	struct peer *p = asks_for(h, "chat.example.org");

	peer_send(p, "CAP REQ :sts");
	peer_expect(p, ":* CAP \\* NAK :sts");
}
END_TEST

START_TEST(who_knows_no_values_is_not_told)
{
	struct host *h = start_signed("sts-duration = 30d\n");
	struct peer *p = peer_connect_tls(
	    h, "old", &(struct peer_tls_options){.asks = "chat.example.org"});

	peer_send(p, "CAP LS");
	ck_assert_uint_eq(peer_count(p, ":* CAP * LS *sts*"), 0);
}
END_TEST

START_TEST(a_reload_tells_a_new_duration)
{
	struct host *h = start_signed("sts-duration = 30d\n");
	struct peer *p = asks_for(h, "chat.example.org");
	struct peer *plain = peer_new_caps(h, "plain", "cap-notify");

	peer_expect(p, ":* CAP \\* LS *sts=duration=2592000*");
	host_reload(h, conf_with("sts-duration = 1d\n"));
	peer_expect(p, ":* CAP \\* NEW :sts=duration=86400");
	host_reload(h, conf_with("sts-duration = 1d\n"));
	peer_expect_none(p, ":* CAP *");
	peer_expect_none(plain, ":* CAP *");
}
END_TEST

START_TEST(a_reload_that_takes_the_signature_away_ends_the_policy)
{
	struct host *h = start_signed("sts-duration = 30d\n");
	struct peer *p = asks_for(h, "chat.example.org");
	struct identity *id = identity_for("chat.example.org", 86400);

	peer_expect(p, ":* CAP \\* LS *sts=duration=2592000*");
	identity_put(id);
	identity_free(id);
	host_reload(h, conf_with("sts-duration = 30d\n"));
	peer_expect(p, ":* CAP \\* NEW :sts=duration=0");
	peer_expect_none(p, ":* CAP *");
}
END_TEST

TALK_SUITE(talk_sts, over_tls_the_duration_is_told_for_a_name_that_a_ca_signed,
    by_default_the_duration_is_0, for_another_name_or_none_nothing_is_told,
    with_a_certificate_that_signed_itself_nothing_is_told,
    nobody_of_this_machine_is_sent_away_in_plain, it_cannot_be_asked_for,
    who_knows_no_values_is_not_told, a_reload_tells_a_new_duration,
    a_reload_that_takes_the_signature_away_ends_the_policy)
