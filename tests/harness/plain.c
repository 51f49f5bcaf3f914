/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/harness/plain.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/harness/host.h"

void
plain_clean(void)
{
	watch_end_all();
	hosts_forget();
	record_reset();
	test_dir_remove();
}

void
give_up(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	fputs("\n", stderr);
	va_end(ap);
	watch_show_all(stderr);
	plain_clean();
	exit(EXIT_FAILURE);
}

void
plain_find_programs(const char *self, int levels)
{
	const char *slash = strrchr(self, '/');
	struct buf path = {0};

	if (slash)
		buf_add(&path, self, (size_t)(slash - self));
	else
		buf_addc(&path, '.');
	for (; levels > 0; levels--)
		buf_adds(&path, "/..");
	setenv("builddir", path.data, 0);
	buf_free(&path);
}
