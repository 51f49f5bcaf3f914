/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "tests/fuzz/fuzz.h"
#include "tests/suites.h"

#define FUZZ(name) int fuzz_##name(const uint8_t *data, size_t len);
#include "tests/fuzz/targets.def"
#undef FUZZ

struct target {
	const char *name;
	int (*run)(const uint8_t *data, size_t len);
};

static const struct target targets[] = {
#define FUZZ(name) {#name, fuzz_##name},
#include "tests/fuzz/targets.def"
#undef FUZZ
};

static void
run_file(const struct target *t, const char *path)
{
	struct buf input = {0};
	char chunk[4096];
	FILE *fp = fopen(path, "re");
	size_t n;

	ck_assert_msg(fp != NULL, "%s cannot be opened", path);
	while ((n = fread(chunk, 1, sizeof(chunk), fp)) > 0)
		buf_add(&input, chunk, n);
	fclose(fp);
	/* said by Check where the target ends the process */
	mark_point();
	ck_assert_int_eq(t->run((const uint8_t *)input.data, input.len), 0);
	buf_free(&input);
}

static int
run_folder(const struct target *t, const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	char file[1024];
	int count = 0;

	ck_assert_msg(dir != NULL, "%s is not there", path);
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(file, sizeof(file), "%s/%s", path, entry->d_name);
		run_file(t, file);
		count++;
	}
	closedir(dir);
	return count;
}

START_TEST(every_input_of_the_corpus_passes)
{
	const struct target *t = &targets[_i];
	const char *srcdir = getenv("srcdir");
	char path[512];

	snprintf(path, sizeof(path), "%s/tests/fuzz/corpus/%s",
	    srcdir ? srcdir : ".", t->name);
	ck_assert_int_gt(run_folder(t, path), 0);
}
END_TEST

START_TEST(nothing_at_all_passes)
{
	targets[_i].run((const uint8_t *)"", 0);
}
END_TEST

Suite *
suite_fuzz(void)
{
	Suite *s = suite_create("fuzz");
	TCase *tc = tcase_create("fuzz");
	int count = sizeof(targets) / sizeof(*targets);

	tcase_add_loop_test(tc, every_input_of_the_corpus_passes, 0, count);
	tcase_add_loop_test(tc, nothing_at_all_passes, 0, count);
	suite_add_tcase(s, tc);
	return s;
}
