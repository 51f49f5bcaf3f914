/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SCREEN_SCREEN_H
#define TESTS_SCREEN_SCREEN_H

#include "tests/screen/client.h"
#include "tests/talk/talk.h"

/* A suite of tests that look at the client's screen; see talk.h. */
#define SCREEN_SUITE TALK_SUITE

#endif
