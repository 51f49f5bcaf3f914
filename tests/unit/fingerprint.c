/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/fingerprint.h"

#include <stdlib.h>
#include <string.h>

#include "common/fingerprint_words.h"
#include "tests/suites.h"

/* SHA-256 of "abc", FIPS 180-4. */
#define ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static struct fingerprint
parsed(const char *text)
{
	struct fingerprint fp;
	const char *why = "";

	ck_assert_msg(
	    fingerprint_parse(&fp, text, &why) == 0, "%s: %s", text, why);
	return fp;
}

static void
expect_refused(const char *text)
{
	struct fingerprint fp;
	const char *why = NULL;

	ck_assert_msg(fingerprint_parse(&fp, text, &why) < 0, "%s", text);
	ck_assert(why && strstr(why, "64 hex digits"));
}

static bool
told(const char *text)
{
	struct fingerprint fp = parsed(text), seen = parsed(ABC);

	return fingerprint_matches(&fp, &seen);
}

START_TEST(there_are_2048_sorted_lower_case_words_of_3_to_6_letters)
{
	ck_assert_int_eq(FINGERPRINT_WORD_LIST, 2048);
	for (size_t i = 0; i < FINGERPRINT_WORD_LIST; i++) {
		const char *w = fingerprint_word_list[i];
		size_t len = strlen(w);

		ck_assert_msg(len >= 3 && len <= 6, "%s", w);
		ck_assert_msg(
		    strspn(w, "abcdefghijklmnopqrstuvwxyz") == len, "%s", w);
		ck_assert_msg(
		    !i || strcmp(fingerprint_word_list[i - 1], w) < 0, "%s", w);
	}
}
END_TEST

static size_t
letters_apart(const char *a, const char *b)
{
	size_t count = 0;

	for (; *a; a++, b++)
		count += *a != *b;
	return count;
}

START_TEST(no_two_words_differ_in_one_letter)
{
	for (size_t i = 0; i < FINGERPRINT_WORD_LIST; i++)
		for (size_t j = 0; j < i; j++) {
			const char *a = fingerprint_word_list[i];
			const char *b = fingerprint_word_list[j];

			if (strlen(a) == strlen(b))
				ck_assert_msg(
				    letters_apart(a, b) > 1, "%s %s", a, b);
		}
}
END_TEST

START_TEST(groups_of_hex_digits_fit_forty_columns_in_two_rows)
{
	struct fingerprint fp = parsed(ABC);
	struct buf out = {0};

	fingerprint_groups(&fp, 0, 8, &out);
	ck_assert_str_eq(out.data, "ba78 16bf 8f01 cfea 4141 40de 5dae 2223");
	buf_reset(&out);
	fingerprint_groups(&fp, 8, 8, &out);
	ck_assert_str_eq(out.data, "b003 61a3 9617 7a9c b410 ff61 f200 15ad");
	buf_reset(&out);
	fingerprint_groups(&fp, 15, 8, &out);
	ck_assert_str_eq(out.data, "15ad");
	buf_free(&out);
}
END_TEST

START_TEST(hex_digits_are_read_in_the_ways_people_write_them)
{
	ck_assert(told(ABC));
	ck_assert(told("sha256:" ABC));
	ck_assert(told("SHA256:BA78 16BF 8F01 CFEA 4141 40DE 5DAE 2223 "
		       "B003 61A3 9617 7A9C B410 FF61 F200 15AD"));
	ck_assert(told(" ba:78:16:bf:8f:01:cf:ea:41:41:40:de:5d:ae:22:23:"
		       "b0:03:61:a3:96:17:7a:9c:b4:10:ff:61:f2:00:15:ad "));
	ck_assert(!told("ba7816bf8f01cfea414140de5dae2223"
			"b00361a396177a9cb410ff61f20015ac"));
}
END_TEST

START_TEST(eight_words_tell_the_first_88_bits)
{
	struct fingerprint fp = parsed(ABC), words;
	struct buf out = {0};

	fingerprint_words(&fp, '-', &out);
	words = parsed(out.data);
	ck_assert_uint_eq(words.known, 11);
	ck_assert_mem_eq(words.bytes, fp.bytes, 11);
	ck_assert(fingerprint_matches(&words, &fp));
	ck_assert(!fingerprint_matches(&fp, &words));
	fp.bytes[10] ^= 1;
	ck_assert(!fingerprint_matches(&words, &fp));
	buf_free(&out);
}
END_TEST

START_TEST(words_stand_in_the_order_of_the_bits)
{
	struct fingerprint fp = parsed(
	    "0000000000000000000000000000000000000000000000000000000000000000");
	struct buf out = {0};

	ck_assert_str_eq(fingerprint_word(&fp, 7), fingerprint_word_list[0]);
	fp.bytes[1] = 0x20; /* the last of eleven bits */
	fp.bytes[10] = 0xff;
	fp.bytes[9] = 0x07;
	ck_assert_str_eq(fingerprint_word(&fp, 0), fingerprint_word_list[1]);
	ck_assert_str_eq(fingerprint_word(&fp, 7), fingerprint_word_list[2047]);
	fingerprint_words(&fp, ' ', &out);
	ck_assert_str_eq(
	    out.data, "abide abbey abbey abbey abbey abbey abbey zoom");
	buf_free(&out);
}
END_TEST

START_TEST(words_are_read_in_the_ways_people_write_them)
{
	struct fingerprint b =
	    parsed(" Abide ABBEY abbey abbey  abbey - abbey-abbey zoom ");

	ck_assert_uint_eq(b.known, 11);
	ck_assert_uint_eq(b.bytes[1], 0x20);
	ck_assert_uint_eq(b.bytes[10], 0xff);
}
END_TEST

START_TEST(what_is_no_fingerprint_is_refused)
{
	expect_refused("");
	expect_refused("sha256:");
	expect_refused(ABC "0");
	expect_refused("ba7816bf");
	expect_refused(ABC "g");
	expect_refused("abide abbey abbey abbey abbey abbey abbey");
	expect_refused("abide abbey abbey abbey abbey abbey abbey zoom zoom");
	expect_refused("abide abbey abbey abbey abbey abbey abbey zoo");
	expect_refused("abide abbey abbey abbey abbey abbey abbey zooms");
	expect_refused("abide:abbey:abbey:abbey:abbey:abbey:abbey:zoom");
}
END_TEST

START_TEST(nothing_known_matches_nothing)
{
	struct fingerprint none = {0}, seen = parsed(ABC);

	ck_assert(!fingerprint_matches(&none, &seen));
}
END_TEST

START_TEST(what_is_told_can_be_read_again)
{
	struct fingerprint whole = parsed(ABC), words;
	struct buf out = {0};

	fingerprint_told(&whole, &out);
	ck_assert_str_eq(out.data, ABC);
	words = whole;
	words.known = FINGERPRINT_WORD_BYTES;
	buf_reset(&out);
	fingerprint_told(&words, &out);
	ck_assert(told(out.data));
	ck_assert(!strchr(out.data, ' '));
	buf_free(&out);
}
END_TEST

Suite *
suite_fingerprint(void)
{
	Suite *s = suite_create("fingerprint");
	TCase *tc = tcase_create("fingerprint");

	tcase_add_test(
	    tc, there_are_2048_sorted_lower_case_words_of_3_to_6_letters);
	tcase_add_test(tc, no_two_words_differ_in_one_letter);
	tcase_add_test(tc, groups_of_hex_digits_fit_forty_columns_in_two_rows);
	tcase_add_test(tc, hex_digits_are_read_in_the_ways_people_write_them);
	tcase_add_test(tc, eight_words_tell_the_first_88_bits);
	tcase_add_test(tc, words_stand_in_the_order_of_the_bits);
	tcase_add_test(tc, words_are_read_in_the_ways_people_write_them);
	tcase_add_test(tc, what_is_no_fingerprint_is_refused);
	tcase_add_test(tc, nothing_known_matches_nothing);
	tcase_add_test(tc, what_is_told_can_be_read_again);
	suite_add_tcase(s, tc);
	return s;
}
