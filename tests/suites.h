/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SUITES_H
#define TESTS_SUITES_H

#include <check.h>

/* Every suite of tests/suites.def: Suite *suite_NAME(void). */
#define UNIT(name)   Suite *suite_##name(void);
#define TALK(name)   Suite *suite_##name(void);
#define SCREEN(name) Suite *suite_##name(void);
#include "tests/suites.def"
#undef UNIT
#undef TALK
#undef SCREEN

#endif
