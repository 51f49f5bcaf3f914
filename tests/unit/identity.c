/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/identity.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "tests/suites.h"

static char folder[] = "/tmp/tcpchat-identity-XXXXXX";
static struct buf err, certificate, key;
static struct identity *id, *again;

static const char *const names[] = {"chat.example.org", "10.0.0.1", "::1"};
static const struct identity_subject all = {"chat.example.org", names, 3};

static void
setup(void)
{
	ck_assert_ptr_nonnull(mkdtemp(folder));
	buf_addf(&certificate, "%s/certificate.pem", folder);
	buf_addf(&key, "%s/key.pem", folder);
	id = identity_make(&all, 86400, &err);
	ck_assert_ptr_nonnull(id);
	again = NULL;
}

static void
teardown(void)
{
	unlink(certificate.data);
	unlink(key.data);
	rmdir(folder);
	buf_free(&certificate);
	buf_free(&key);
	buf_free(&err);
	identity_free(id);
	identity_free(again);
}

static void
save(void)
{
	ck_assert_int_eq(
	    identity_save(id, certificate.data, key.data, &err), 0);
}

static void
refused(const char *fmt, const char *path)
{
	struct buf want = {0};

	again = identity_load(certificate.data, key.data, &err);
	ck_assert_ptr_null(again);
	buf_addf(&want, "%s%s", path, fmt);
	ck_assert_str_eq(err.data, want.data);
	buf_free(&want);
}

static void
write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
}

START_TEST(what_was_saved_is_loaded_and_nobody_else_may_read_it)
{
	unsigned char a[IDENTITY_DIGEST_LEN], b[IDENTITY_DIGEST_LEN];
	struct stat st;

	save();
	again = identity_load(certificate.data, key.data, &err);
	ck_assert_ptr_nonnull(again);
	identity_digest(id, a);
	identity_digest(again, b);
	ck_assert_mem_eq(a, b, sizeof(a));
	ck_assert_int_eq(identity_until(id), identity_until(again));
	stat(key.data, &st);
	ck_assert_int_eq(st.st_mode & 07777, 0600);
}
END_TEST

START_TEST(both_may_be_in_one_file)
{
	ck_assert_int_eq(identity_save(id, key.data, key.data, &err), 0);
	again = identity_load(key.data, key.data, &err);
	ck_assert_ptr_nonnull(again);
}
END_TEST

START_TEST(a_renewed_certificate_has_the_same_key_and_other_dates)
{
	unsigned char a[IDENTITY_DIGEST_LEN], b[IDENTITY_DIGEST_LEN];

	again = identity_renew(id, &all, 2 * 86400, &err);
	ck_assert_ptr_nonnull(again);
	identity_digest(id, a);
	identity_digest(again, b);
	ck_assert_mem_eq(a, b, sizeof(a));
	ck_assert_int_ge(identity_until(again), identity_until(id) + 86000);
}
END_TEST

START_TEST(its_certificate_names_hosts_and_addresses)
{
	X509 *x = identity_certificate(id);

	ck_assert_int_eq(X509_check_host(x, "chat.example.org", 0, 0, NULL), 1);
	ck_assert_int_eq(X509_check_ip_asc(x, "10.0.0.1", 0), 1);
	ck_assert_int_eq(X509_check_ip_asc(x, "::1", 0), 1);
	ck_assert_int_eq(X509_check_host(x, "example.org", 0, 0, NULL), 0);
	ck_assert_int_eq(X509_check_ip_asc(x, "10.0.0.2", 0), 0);
	ck_assert_int_eq(X509_verify(x, identity_key(id)), 1);
	ck_assert_int_le(identity_from(id), (int64_t)time(NULL));
}
END_TEST

START_TEST(its_key_is_p_256)
{
	char group[32];
	size_t len;

	ck_assert_int_eq(
	    EVP_PKEY_get_group_name(identity_key(id), group, 32, &len), 1);
	ck_assert_str_eq(group, "prime256v1");
}
END_TEST

/* As openssl pkey -pubout -outform DER | sha256sum tells it. */
START_TEST(its_digest_is_sha256_of_its_public_key_info)
{
	unsigned char digest[IDENTITY_DIGEST_LEN], want[IDENTITY_DIGEST_LEN];
	unsigned char *der = NULL;
	int len = i2d_PUBKEY(identity_key(id), &der);

	ck_assert_int_gt(len, 0);
	SHA256(der, (size_t)len, want);
	identity_digest(id, digest);
	ck_assert_mem_eq(digest, want, sizeof(want));
	OPENSSL_free(der);
}
END_TEST

START_TEST(a_key_that_others_may_read_is_refused_with_what_repairs_it)
{
	struct buf want = {0};

	save();
	chmod(key.data, 0640);
	buf_addf(&want,
	    ": others may read the key in it (mode 0640); this repairs it: "
	    "chmod 600 %s",
	    key.data);
	refused(want.data, key.data);
	buf_free(&want);
}
END_TEST

START_TEST(files_that_are_not_there_are_named)
{
	refused(": No such file or directory", certificate.data);
	buf_reset(&err);
	save();
	unlink(key.data);
	refused(": No such file or directory", key.data);
}
END_TEST

START_TEST(files_of_something_else_are_refused)
{
	save();
	write_text(key.data, "hello\n");
	refused(": no private key in it (PEM)", key.data);
	buf_reset(&err);
	write_text(certificate.data, "");
	refused(": no certificate in it (PEM)", certificate.data);
}
END_TEST

START_TEST(a_key_of_another_certificate_is_refused)
{
	struct identity *other = identity_make(&all, 86400, &err);
	struct buf want = {0};

	save();
	ck_assert_int_eq(identity_save(other, key.data, key.data, &err), 0);
	identity_free(other);
	buf_addf(&want, ": the key does not fit the certificate in %s",
	    certificate.data);
	refused(want.data, key.data);
	buf_free(&want);
}
END_TEST

START_TEST(a_key_with_a_passphrase_is_refused_and_nobody_is_asked)
{
	FILE *f;

	save();
	f = fopen(key.data, "w");
	ck_assert_int_eq(
	    PEM_write_PKCS8PrivateKey(f, identity_key(id), EVP_aes_128_cbc(),
		(char *)"secret", 6, NULL, NULL),
	    1);
	fclose(f);
	again = identity_load(certificate.data, key.data, &err);
	ck_assert_ptr_null(again);
	ck_assert_ptr_nonnull(strstr(err.data, "has a passphrase"));
}
END_TEST

START_TEST(a_folder_is_no_key)
{
	save();
	unlink(key.data);
	mkdir(key.data, 0700);
	refused(": no regular file", key.data);
	rmdir(key.data);
}
END_TEST

START_TEST(a_key_that_is_broken_is_told_from_one_that_is_not_there)
{
	FILE *f;

	ck_assert_ptr_null(identity_load_key(key.data, &err));
	ck_assert_int_eq(errno, ENOENT);
	save();
	f = fopen(key.data, "w");
	fputs("nothing", f);
	fclose(f);
	buf_reset(&err);
	ck_assert_ptr_null(identity_load_key(key.data, &err));
	ck_assert_int_eq(errno, EINVAL);
	ck_assert_ptr_nonnull(strstr(err.data, "no private key in it"));
}
END_TEST

START_TEST(what_cannot_be_written_leaves_what_was_there)
{
	struct buf missing = {0};

	buf_addf(&missing, "%s/none/key.pem", folder);
	ck_assert_int_eq(
	    identity_save(id, certificate.data, missing.data, &err), -1);
	ck_assert_ptr_nonnull(strstr(err.data, "No such file or directory"));
	ck_assert_int_eq(access(certificate.data, F_OK), -1);
	buf_free(&missing);
}
END_TEST

Suite *
suite_identity(void)
{
	Suite *s = suite_create("identity");
	TCase *t = tcase_create("identity");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, what_was_saved_is_loaded_and_nobody_else_may_read_it);
	tcase_add_test(t, both_may_be_in_one_file);
	tcase_add_test(
	    t, a_renewed_certificate_has_the_same_key_and_other_dates);
	tcase_add_test(t, its_certificate_names_hosts_and_addresses);
	tcase_add_test(t, its_key_is_p_256);
	tcase_add_test(t, its_digest_is_sha256_of_its_public_key_info);
	tcase_add_test(
	    t, a_key_that_others_may_read_is_refused_with_what_repairs_it);
	tcase_add_test(t, files_that_are_not_there_are_named);
	tcase_add_test(t, files_of_something_else_are_refused);
	tcase_add_test(t, a_key_of_another_certificate_is_refused);
	tcase_add_test(
	    t, a_key_with_a_passphrase_is_refused_and_nobody_is_asked);
	tcase_add_test(t, a_folder_is_no_key);
	tcase_add_test(
	    t, a_key_that_is_broken_is_told_from_one_that_is_not_there);
	tcase_add_test(t, what_cannot_be_written_leaves_what_was_there);
	suite_add_tcase(s, t);
	return s;
}
