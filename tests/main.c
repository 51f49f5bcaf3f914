/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "tests/suites.h"

struct entry {
	const char *level;
	Suite *(*make)(void);
};

static const struct entry entries[] = {
#define UNIT(name)   {"unit", suite_##name},
#define TALK(name)   {"talk", suite_##name},
#define SCREEN(name) {"screen", suite_##name},
#include "tests/suites.def"
};

static int
wanted(const char *level, int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], level))
			return 1;
	return argc < 2;
}

/* Runs the suites of the levels named as arguments, or all of them; one
 * suite or case alone by CK_RUN_SUITE and CK_RUN_CASE. */
int
main(int argc, char **argv)
{
	SRunner *runner = srunner_create(NULL);
	int failed;

	for (size_t i = 0; i < sizeof(entries) / sizeof(*entries); i++)
		if (wanted(entries[i].level, argc, argv))
			srunner_add_suite(runner, entries[i].make());
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
