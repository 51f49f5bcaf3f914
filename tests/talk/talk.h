/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_TALK_TALK_H
#define TESTS_TALK_TALK_H

#include <check.h>

#include "tests/harness/host.h"
#include "tests/suites.h"
#include "tests/talk/peer.h"

/*
 * A suite of conversations: each test has its own folder and servers, which
 * are stopped after it and must then have ended well; a failure shows who
 * said what.
 */
Suite *talk_suite(const char *name, const TTest *const *tests,
    const TTest *const *with_login);

/* The login of whoever runs the tests; NULL where the uid has none. */
const char *my_login(void);

#define TESTS(...) ((const TTest *const[]){__VA_ARGS__, NULL})
#define TALK_SUITE(name, ...) \
	TALK_SUITE_LOGIN(name, TESTS(__VA_ARGS__), TESTS(NULL))
/* The second ones are left out where my_login() is NULL. */
#define TALK_SUITE_LOGIN(name, tests, with_login)            \
	Suite *suite_##name(void)                            \
	{                                                    \
		return talk_suite(#name, tests, with_login); \
	}

/* Check ends a failed test by _exit(), past every fixture: what was said is
 * shown, and the folder removed, just before. */
void talk_failed(void);
#define _ck_assert_failed(...) (talk_failed(), (_ck_assert_failed)(__VA_ARGS__))

#define ck_assert_glob(text, pattern) \
	ck_assert_msg(                \
	    glob(pattern, text), "\"%s\" is not like \"%s\"", text, pattern)

#endif
