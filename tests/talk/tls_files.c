/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "common/fingerprint.h"
#include "tests/talk/identities.h"
#include "tests/talk/talk.h"

enum { DAY_S = 86400 };

static const char *
in_state(const struct host *h, const char *name)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", h->state, name);
	return path;
}

/* The server's own, as it is in its state. */
struct own {
	char certificate[256], key[256];
};

static struct own
own_files(const struct host *h)
{
	struct own own;

	snprintf(own.certificate, sizeof(own.certificate),
	    "%s/tls-certificate.pem", h->state);
	snprintf(own.key, sizeof(own.key), "%s/tls-key.pem", h->state);
	return own;
}

static struct identity *
own_identity(const struct host *h)
{
	struct own own = own_files(h);
	struct buf err = {0};
	struct identity *id = identity_load(own.certificate, own.key, &err);

	ck_assert_ptr_nonnull(id);
	return id;
}

/* A configuration with certificate.pem and key.pem of the test's folder. */
static const char *
with_files(void)
{
	static char conf[600];

	snprintf(conf, sizeof(conf),
	    "flood-rate = 0\ntls-certificate = \"%s/certificate.pem\"\n"
	    "tls-key = \"%s/key.pem\"\noper boss { logins = {\"%s\"} }\n",
	    test_dir(), test_dir(), my_login() ? my_login() : "nobody");
	return conf;
}

static const char *
hex_of(const struct identity *id)
{
	static char hex[FINGERPRINT_HEX_SIZE];
	struct fingerprint fp = {.known = FINGERPRINT_BYTES};

	identity_digest(id, fp.bytes);
	fingerprint_hex(&fp, hex);
	return hex;
}

/* The server must not start, and say so in one line with that in it. */
static void
refused(const char *conf, const char *pattern)
{
	struct host *h =
	    host_try(&(struct host_options){.conf = conf, .tls = true});

	child_expect_exit(h->child, EX_CONFIG);
	ck_assert_glob(h->child->log.data, pattern);
}

START_TEST(the_servers_own_key_is_private_and_stays)
{
	struct host *h = host_start_tls(NULL);
	char before[65];
	struct stat st;

	memcpy(before, h->fingerprint, sizeof(before));
	stat(in_state(h, "tls-key.pem"), &st);
	ck_assert_int_eq(st.st_mode & 07777, 0600);
	stat(in_state(h, "tls-certificate.pem"), &st);
	ck_assert_int_eq(st.st_mode & 07777, 0600);
	host_stop(h);
	host_again(h, NULL, false);
	ck_assert_str_eq(h->fingerprint, before);
	host_kill(h);
	host_again(h, NULL, false);
	ck_assert_str_eq(h->fingerprint, before);
}
END_TEST

START_TEST(the_ready_line_tells_the_key_that_is_shown)
{
	struct host *h = host_start_tls(NULL);
	struct peer *a = peer_new_tls(h, "alice", NULL);
	unsigned char digest[IDENTITY_DIGEST_LEN];
	struct fingerprint fp = {.known = FINGERPRINT_BYTES};
	char hex[FINGERPRINT_HEX_SIZE];

	peer_tls_digest(a->tls, digest);
	memcpy(fp.bytes, digest, sizeof(digest));
	fingerprint_hex(&fp, hex);
	ck_assert_str_eq(h->fingerprint, hex);
}
END_TEST

START_TEST(without_a_listener_for_tls_no_key_is_made)
{
	struct host *h = host_start(NULL);

	ck_assert_int_eq(access(in_state(h, "tls-key.pem"), F_OK), -1);
	ck_assert_ptr_null(strstr(h->child->log.data, "fingerprint"));
}
END_TEST

START_TEST(a_lost_certificate_is_made_again_for_the_same_key)
{
	struct host *h = host_start_tls(NULL);
	char before[65];

	memcpy(before, h->fingerprint, sizeof(before));
	host_stop(h);
	unlink(in_state(h, "tls-certificate.pem"));
	host_again(h, NULL, false);
	ck_assert_str_eq(h->fingerprint, before);
	host_stop(h);
	/* and one that was cut short */
	ck_assert_int_eq(truncate(in_state(h, "tls-certificate.pem"), 100), 0);
	host_again(h, NULL, false);
	ck_assert_str_eq(h->fingerprint, before);
}
END_TEST

/* Puts a certificate for the same names into the state, that ends so soon. */
static void
shorten(const struct host *h, int64_t seconds)
{
	static const char *const names[] = {
	    "tls.test", "localhost", "127.0.0.1"};
	struct identity_subject subject = {"tls.test", names, 3};
	struct own own = own_files(h);
	struct identity *id = own_identity(h), *brief;
	struct buf err = {0};

	brief = identity_renew(id, &subject, seconds, &err);
	ck_assert_ptr_nonnull(brief);
	ck_assert_int_eq(
	    identity_save(brief, own.certificate, own.key, &err), 0);
	identity_free(id);
	identity_free(brief);
}

static void
expect_renewed(const struct host *h, const char *before)
{
	struct identity *id = own_identity(h);

	ck_assert_str_eq(hex_of(id), before);
	ck_assert_int_gt(identity_until(id), (int64_t)time(NULL) + 365 * DAY_S);
	identity_free(id);
}

START_TEST(a_certificate_that_ends_soon_is_renewed_at_start)
{
	struct host *h =
	    host_start_tls("flood-rate = 0\nserver-name = \"tls.test\"\n");
	char before[65];

	memcpy(before, h->fingerprint, sizeof(before));
	host_stop(h);
	shorten(h, 29 * DAY_S);
	host_again(h, NULL, false);
	ck_assert_str_eq(h->fingerprint, before);
	expect_renewed(h, before);
}
END_TEST

START_TEST(a_certificate_is_renewed_while_the_server_runs)
{
	struct host *h =
	    host_start_tls("flood-rate = 0\nserver-name = \"tls.test\"\n");
	struct peer *a;
	char before[65];

	memcpy(before, h->fingerprint, sizeof(before));
	host_stop(h);
	/* due in some seconds */
	shorten(h, 30 * DAY_S + 4);
	host_again(h, NULL, false);
	a = peer_new_tls(h, "alice", NULL);
	child_expect_log(h->child, "made a new certificate");
	expect_renewed(h, before);
	peer_barrier(a);
	peer_new_tls(h, "bob", NULL);
}
END_TEST

START_TEST(the_certificate_gets_the_names_of_new_listeners)
{
	struct host *h =
	    host_start_tls("flood-rate = 0\nserver-name = \"one.test\"\n");
	struct identity *id;

	host_stop(h);
	host_again(h, "flood-rate = 0\nserver-name = \"two.test\"\n", false);
	id = own_identity(h);
	ck_assert(identity_names(id, "two.test"));
	ck_assert(identity_names(id, "localhost"));
	ck_assert(identity_names(id, "127.0.0.1"));
	identity_free(id);
}
END_TEST

START_TEST(an_own_key_that_others_may_read_is_refused_and_kept)
{
	struct host *h = host_start_tls(NULL);
	struct stat before, after;

	host_stop(h);
	chmod(in_state(h, "tls-key.pem"), 0644);
	stat(in_state(h, "tls-key.pem"), &before);
	host_try_again(h);
	child_expect_exit(h->child, EX_CONFIG);
	ck_assert_glob(h->child->log.data,
	    "*tls-key.pem: others may read the key in it (mode 0644); this "
	    "repairs it: chmod 600 */tls-key.pem\n");
	stat(in_state(h, "tls-key.pem"), &after);
	ck_assert_uint_eq(before.st_ino, after.st_ino);
}
END_TEST

/* OpenSSL looks for a file of its own then, and does not find it. */
START_TEST(an_own_key_that_is_broken_is_refused_and_kept)
{
	struct host *h = host_start_tls(NULL);
	struct stat after;

	host_stop(h);
	ck_assert_int_eq(truncate(in_state(h, "tls-key.pem"), 100), 0);
	setenv("OPENSSL_CONF", "/nonexistent/openssl.cnf", 1);
	host_try_again(h);
	child_expect_exit(h->child, EX_CONFIG);
	ck_assert_glob(
	    h->child->log.data, "*tls-key.pem: no private key in it (PEM)\n");
	stat(in_state(h, "tls-key.pem"), &after);
	ck_assert_int_eq(after.st_size, 100);
}
END_TEST

START_TEST(configured_files_are_shown)
{
	struct identity *id = identity_for("chat.example.org", DAY_S);
	struct host *h;

	identity_put(id);
	h = host_start_tls(with_files());
	ck_assert_str_eq(h->fingerprint, hex_of(id));
	ck_assert_int_eq(access(in_state(h, "tls-key.pem"), F_OK), -1);
	peer_new_tls(h, "alice", NULL);
	identity_free(id);
}
END_TEST

START_TEST(a_missing_file_is_named)
{
	refused(with_files(),
	    "*tcpchat-server: */certificate.pem: No such file or directory\n");
}
END_TEST

START_TEST(a_key_without_a_certificate_is_refused)
{
	refused("tls-key = \"/nowhere/key.pem\"\n",
	    "*tcpchat-server: tls-key is set and tls-certificate is not*\n");
}
END_TEST

START_TEST(a_configured_key_that_others_may_read_is_refused)
{
	struct identity *id = identity_for("chat.example.org", DAY_S);
	char key[256];

	identity_put(id);
	identity_free(id);
	snprintf(key, sizeof(key), "%s/key.pem", test_dir());
	chmod(key, 0640);
	refused(with_files(), "*/key.pem: others may read*chmod 600 *\n");
}
END_TEST

START_TEST(a_key_of_another_certificate_is_refused_in_one_line)
{
	struct identity *id = identity_for("chat.example.org", DAY_S);
	struct identity *other = identity_for("chat.example.org", DAY_S);
	char key[256];
	struct buf err = {0};

	identity_put(id);
	snprintf(key, sizeof(key), "%s/key.pem", test_dir());
	ck_assert_int_eq(identity_save(other, key, key, &err), 0);
	refused(with_files(),
	    "*/key.pem: the key does not fit the "
	    "certificate in */certificate.pem\n");
	identity_free(id);
	identity_free(other);
}
END_TEST

static struct child *
tested(int code)
{
	char conf[200];
	const char *const args[] = {"-t", "-c", conf, NULL};

	test_file("tested.conf", with_files());
	snprintf(conf, sizeof(conf), "%s/tested.conf", test_dir());
	return host_tool(args, code);
}

START_TEST(the_test_of_the_configuration_reads_the_files)
{
	struct identity *id = identity_for("chat.example.org", DAY_S);
	struct identity *old = identity_for("chat.example.org", -60);

	ck_assert_glob(tested(EX_CONFIG)->log.data,
	    "*certificate.pem: No such file or directory\n");
	identity_put(id);
	ck_assert_glob(tested(EX_OK)->log.data, "*no mistake found\n");
	identity_put(old);
	ck_assert_glob(tested(EX_CONFIG)->log.data,
	    "*/certificate.pem: the certificate has expired\n");
	identity_free(id);
	identity_free(old);
}
END_TEST

START_TEST(an_expired_certificate_is_warned_of_and_shown)
{
	struct identity *old = identity_for("chat.example.org", -60);
	struct host *h;

	identity_put(old);
	identity_free(old);
	h = host_start_tls(with_files());
	ck_assert_ptr_nonnull(
	    strstr(h->child->log.data, "the certificate has expired"));
	peer_new_tls(h, "alice", NULL);
}
END_TEST

static void
expect_shown(const struct peer *p, const struct identity *id)
{
	unsigned char shown[IDENTITY_DIGEST_LEN], want[IDENTITY_DIGEST_LEN];

	peer_tls_digest(p->tls, shown);
	identity_digest(id, want);
	ck_assert_mem_eq(shown, want, sizeof(want));
}

START_TEST(a_reload_shows_new_files_to_new_connections_only)
{
	struct identity *one = identity_for("chat.example.org", DAY_S);
	struct identity *two = identity_for("chat.example.org", DAY_S);
	struct peer *a, *b;
	struct host *h;

	identity_put(one);
	h = host_start_tls(with_files());
	a = peer_new_tls(h, "alice", NULL);
	identity_put(two);
	child_signal(h->child, SIGHUP);
	child_expect_log(h->child, "reloaded");
	b = peer_new_tls(h, "bob", NULL);
	expect_shown(a, one);
	expect_shown(b, two);
	peer_send(a, "PRIVMSG bob :still here");
	peer_expect(b, ":alice!* PRIVMSG bob :still here");
	identity_free(one);
	identity_free(two);
}
END_TEST

START_TEST(a_broken_new_file_keeps_the_old_one_and_is_told)
{
	struct identity *one = identity_for("chat.example.org", DAY_S);
	struct peer *a, *b;
	struct host *h;

	identity_put(one);
	h = host_start_tls(with_files());
	a = peer_connect_local(h, "boss");
	peer_register(a, "boss");
	peer_send(a, "OPER boss");
	peer_expect(a, ":boss!* MODE boss *+o");
	test_file("certificate.pem", "-----BEGIN CERTIFICATE-----\nbroken\n");
	peer_send(a, "REHASH");
	peer_expect(a,
	    ":* NOTICE *Reload failed: */certificate.pem: no "
	    "certificate in it (PEM)*");
	child_expect_log(h->child, "no certificate in it");
	b = peer_new_tls(h, "bob", NULL);
	expect_shown(b, one);
	identity_free(one);
}
END_TEST

START_TEST(a_listener_for_tls_that_a_reload_adds_has_a_key)
{
	struct host *h = host_start_with(&(struct host_options){
	    .conf = "flood-rate = 0\nlisten = {\"irc://127.0.0.1:0\"}\n",
	    .configured = true});

	host_reload(h,
	    "flood-rate = 0\nlisten = {\"irc://127.0.0.1:0\", "
	    "\"ircs://127.0.0.1:0\"}\n");
	h->tls_port = host_port_after(h->child->log.data, "ircs://127.0.0.1:");
	ck_assert_uint_ne(h->tls_port, 0);
	peer_new_tls(h, "alice", NULL);
}
END_TEST

/* A socket that listens at any port of loopback, which *port then is. */
static int
listening(unsigned *port)
{
	struct sockaddr_in sin = {.sin_family = AF_INET};
	socklen_t len = sizeof(sin);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&sin, sizeof(sin)), 0);
	ck_assert_int_eq(listen(fd, 10), 0);
	getsockname(fd, (struct sockaddr *)&sin, &len);
	*port = ntohs(sin.sin_port);
	return fd;
}

START_TEST(a_socket_of_the_service_manager_speaks_tls_by_its_name)
{
	static const char *const env[] = {"LISTEN_FDNAMES=ircs", NULL};
	unsigned port;
	int fd = listening(&port);
	struct host *h = host_start_with(&(struct host_options){
	    .configured = true, .inherit = fd, .env = env});

	close(fd);
	ck_assert_uint_eq(h->tls_port, port);
	ck_assert_uint_eq(h->port, 0);
	peer_new_tls(h, "alice", NULL);
}
END_TEST

TALK_SUITE_LOGIN(talk_tls_files,
    TESTS(the_servers_own_key_is_private_and_stays,
	the_ready_line_tells_the_key_that_is_shown,
	without_a_listener_for_tls_no_key_is_made,
	a_lost_certificate_is_made_again_for_the_same_key,
	a_certificate_that_ends_soon_is_renewed_at_start,
	a_certificate_is_renewed_while_the_server_runs,
	the_certificate_gets_the_names_of_new_listeners,
	an_own_key_that_others_may_read_is_refused_and_kept,
	an_own_key_that_is_broken_is_refused_and_kept,
	configured_files_are_shown, a_missing_file_is_named,
	a_key_without_a_certificate_is_refused,
	a_configured_key_that_others_may_read_is_refused,
	a_key_of_another_certificate_is_refused_in_one_line,
	the_test_of_the_configuration_reads_the_files,
	an_expired_certificate_is_warned_of_and_shown,
	a_reload_shows_new_files_to_new_connections_only,
	a_listener_for_tls_that_a_reload_adds_has_a_key,
	a_socket_of_the_service_manager_speaks_tls_by_its_name),
    TESTS(a_broken_new_file_keeps_the_old_one_and_is_told))
