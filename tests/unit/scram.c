/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/scram.h"

#include <stdio.h>
#include <string.h>

#include "common/base64.h"
#include "common/mem.h"
#include "common/saslprep.h"
#include "tests/suites.h"

static void
ck_decodes(const char *text, const char *bytes)
{
	uint8_t out[64];
	ssize_t n = base64_decode(out, sizeof(out), text, strlen(text));

	ck_assert_int_eq(n, (ssize_t)strlen(bytes));
	ck_assert_int_eq(memcmp(out, bytes, strlen(bytes)), 0);
}

START_TEST(base64_is_as_in_rfc_4648)
{
	static const char *const pairs[][2] = {{"", ""}, {"f", "Zg=="},
	    {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="},
	    {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"},
	    {"\xff\xfe\xfd", "//79"}};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		struct buf b = {0};

		base64_add(&b, pairs[i][0], strlen(pairs[i][0]));
		ck_assert_str_eq(b.len ? b.data : "", pairs[i][1]);
		ck_decodes(pairs[i][1], pairs[i][0]);
		buf_free(&b);
	}
}
END_TEST

START_TEST(what_is_not_canonical_base64_is_refused)
{
	static const char *const bad[] = {"Zg",
	    "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zg==Zg==", "Zm9v\n", "Zm 9",
	    "Zm9v=", "Zm-_", "Zg=a"};
	uint8_t out[64];

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		ck_assert_msg(base64_decode(out, sizeof(out), bad[i],
				  strlen(bad[i])) == -1,
		    "%s", bad[i]);
	ck_assert_int_eq(base64_decode(out, 2, "Zm9v", 4), -1);
	ck_assert_int_eq(base64_decode(out, 3, "Zm9v", 4), 3);
}
END_TEST

/* RFC 7677 §3 */
static const char auth_message[] =
    "n=user,r=rOprNGfwEbeRWgbNEkqO,"
    "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
    "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
    "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";

static void
ck_base64(const uint8_t *bytes, const char *text)
{
	struct buf b = {0};

	base64_add(&b, bytes, SCRAM_KEY_LEN);
	ck_assert_str_eq(b.data, text);
	buf_free(&b);
}

START_TEST(the_vectors_of_rfc_7677_come_out)
{
	uint8_t salt[16], salted[32], key[32], stored[32], signature[32];

	ck_assert_int_eq(
	    base64_decode(salt, 16, "W22ZaJ0SNY7soEsUEjb6gQ==", 24), 16);
	ck_assert_int_eq(
	    scram_salted_password(salted, "pencil", salt, 16, 4096), 0);
	ck_assert_int_eq(scram_client_key(key, salted), 0);
	ck_assert_int_eq(scram_stored_key(stored, key), 0);
	ck_assert_int_eq(scram_signature(signature, stored, auth_message), 0);
	for (int i = 0; i < 32; i++)
		key[i] ^= signature[i];
	ck_base64(key, "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
	ck_assert_int_eq(scram_server_key(key, salted), 0);
	ck_assert_int_eq(scram_signature(signature, key, auth_message), 0);
	ck_base64(signature, "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
}
END_TEST

static void
ck_prepared(const char *s, const char *wanted)
{
	char *out = saslprep(s);

	if (wanted)
		ck_assert_ptr_nonnull(out);
	else
		ck_assert_ptr_null(out);
	if (wanted)
		ck_assert_str_eq(out, wanted);
	mem_wipe(&out);
}

START_TEST(the_examples_of_rfc_4013_come_out)
{
	ck_prepared("I\xc2\xadX", "IX");
	ck_prepared("user", "user");
	ck_prepared("USER", "USER");
	ck_prepared("\xc2\xaa", "a");
	ck_prepared("\xe2\x85\xa8", "IX");
	ck_prepared("\x07", NULL);
	ck_prepared("\xd8\xa7\x31", NULL);
}
END_TEST

START_TEST(one_password_typed_in_several_ways_is_one)
{
	ck_prepared("", "");
	ck_prepared("e\xcc\x81", "\xc3\xa9");
	ck_prepared("a\xc2\xa0"
		    "b",
	    "a b");
	ck_prepared("\xef\xbd\x81", "a");
	ck_prepared("\xd8\xa7\xd8\xa8", "\xd8\xa7\xd8\xa8");
	ck_prepared("\xd8\xa7x\xd8\xa8", NULL);
	ck_prepared("a\xff", NULL);
	ck_prepared("a\xee\x80\x80", NULL);
	ck_prepared("\xf0\x9f\x90\xa7 1", "\xf0\x9f\x90\xa7 1");
}
END_TEST

Suite *
suite_scram(void)
{
	Suite *s = suite_create("scram");
	TCase *tc = tcase_create("scram");

	tcase_add_test(tc, base64_is_as_in_rfc_4648);
	tcase_add_test(tc, what_is_not_canonical_base64_is_refused);
	tcase_add_test(tc, the_vectors_of_rfc_7677_come_out);
	tcase_add_test(tc, the_examples_of_rfc_4013_come_out);
	tcase_add_test(tc, one_password_typed_in_several_ways_is_one);
	suite_add_tcase(s, tc);
	return s;
}
