/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/talk/talk.h"

#include <pwd.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

enum { TALK_SECONDS = 60 };

void
give_up(const char *fmt, ...)
{
	struct buf why = {0};
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&why, fmt, ap);
	va_end(ap);
	ck_abort_msg("%s", why.data);
	abort();
}

static void
talk_clean(void)
{
	watch_end_all();
	hosts_forget();
	record_reset();
	test_dir_remove();
}

void
talk_failed(void)
{
	fputs("what was said before a failure:\n", stderr);
	record_show(stderr);
	watch_show_all(stderr);
	test_dir_remove();
}

static void
talk_setup(void)
{
	setenv("HOME", test_dir(), 1);
	setenv("TZ", "UTC", 1);
	unsetenv("XDG_RUNTIME_DIR");
	unsetenv("XDG_STATE_HOME");
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("NOTIFY_SOCKET");
	unsetenv("TCPCHAT_SERVER");
}

static void
talk_teardown(void)
{
	hosts_stop();
	talk_clean();
}

const char *
my_login(void)
{
	const struct passwd *pw = getpwuid(geteuid());

	return pw ? pw->pw_name : NULL;
}

static void
add_tests(TCase *tc, const TTest *const *tests)
{
	for (; *tests; tests++)
		tcase_add_test(tc, *tests);
}

Suite *
talk_suite(
    const char *name, const TTest *const *tests, const TTest *const *with_login)
{
	Suite *s = suite_create(name);
	TCase *tc = tcase_create(name);

	tcase_set_timeout(tc, TALK_SECONDS);
	tcase_add_checked_fixture(tc, talk_setup, talk_teardown);
	add_tests(tc, tests);
	if (my_login())
		add_tests(tc, with_login);
	suite_add_tcase(s, tc);
	return s;
}
