/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/hash.h"

#include <string.h>

#include "tests/suites.h"

START_TEST(equal_bytes_have_equal_hashes_wherever_they_stand)
{
	char a[] = "xsomewhat longer than a word";
	char b[] = "somewhat longer than a word";

	for (size_t len = 0; len < sizeof(b); len++)
		ck_assert_uint_eq(hash_bytes(a + 1, len), hash_bytes(b, len));
}
END_TEST

START_TEST(runs_of_zeros_of_every_length_differ)
{
	char zeros[64] = {0};

	for (size_t len = 1; len < sizeof(zeros); len++)
		ck_assert_uint_ne(
		    hash_bytes(zeros, len), hash_bytes(zeros, len - 1));
}
END_TEST

START_TEST(names_spread_over_the_buckets)
{
	unsigned counts[16] = {0};
	char name[] = "user000";

	for (int i = 0; i < 1000; i++) {
		name[4] = (char)('0' + i / 100);
		name[5] = (char)('0' + i / 10 % 10);
		name[6] = (char)('0' + i % 10);
		counts[hash_bytes(name, strlen(name)) % 16]++;
	}
	for (int i = 0; i < 16; i++)
		ck_assert_uint_gt(counts[i], 10);
}
END_TEST

Suite *
suite_hash(void)
{
	Suite *s = suite_create("hash");
	TCase *tc = tcase_create("hash");

	tcase_add_test(tc, equal_bytes_have_equal_hashes_wherever_they_stand);
	tcase_add_test(tc, runs_of_zeros_of_every_length_differ);
	tcase_add_test(tc, names_spread_over_the_buckets);
	suite_add_tcase(s, tc);
	return s;
}
