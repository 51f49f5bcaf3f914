/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/talk/transfer_tool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { PATHS = 16 };

const char *
in_dir(const char *name)
{
	static char paths[PATHS][256];
	static size_t next;
	char *path = paths[next++ % PATHS];

	snprintf(path, sizeof(paths[0]), "%s/%s", test_dir(), name);
	return path;
}

char *
read_file(const char *name)
{
	FILE *f = fopen(in_dir(name), "re");
	struct buf text = {0};
	char bytes[4096];
	size_t n;

	if (!f)
		give_up("%s: %s", in_dir(name), strerror(errno));
	while ((n = fread(bytes, 1, sizeof(bytes), f)) > 0)
		buf_add(&text, bytes, n);
	fclose(f);
	return text.data;
}

struct child *
tool_export(const char *state, const char *file, int code)
{
	const char *args[] = {"-s", state, "--export", in_dir(file), NULL};

	return host_tool(args, code);
}

struct child *
tool_import_into(const char *state, const char *file, int code)
{
	const char *args[] = {"-s", state, "--import", in_dir(file), NULL};

	return host_tool(args, code);
}
