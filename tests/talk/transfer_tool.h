/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_TALK_TRANSFER_TOOL_H
#define TESTS_TALK_TRANSFER_TOOL_H

#include "tests/harness/host.h"

/* The path of something in the test's folder; good until it ends. */
const char *in_dir(const char *name);
/* The text of a file in it, to be freed; NULL where it is empty. */
char *read_file(const char *name);

/* Runs tcpchat-server --export or --import, with a file in the test's folder,
 * which must exit with that code. */
struct child *tool_export(const char *state, const char *file, int code);
struct child *tool_import_into(const char *state, const char *file, int code);

#endif
