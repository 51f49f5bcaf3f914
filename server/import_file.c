/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/import_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static FILE *
nameless(const char *dir)
{
	struct buf path = {0};
	FILE *f = NULL;
	int fd;

	buf_addf(&path, "%s/import.XXXXXX", dir);
	fd = mkstemp(path.data);
	if (fd >= 0) {
		unlink(path.data);
		f = fdopen(fd, "w+");
	}
	if (fd >= 0 && !f)
		close(fd);
	buf_free(&path);
	return f;
}

static int
copy(FILE *from, FILE *to)
{
	char bytes[65536];
	size_t n;

	while ((n = fread(bytes, 1, sizeof(bytes), from)) > 0)
		if (fwrite(bytes, 1, n, to) != n)
			return -1;
	return ferror(from) || fflush(to) != 0 ? -1 : 0;
}

static int
make_seekable(struct import_file *in, const char *dir)
{
	FILE *kept;
	int saved;

	if (fseeko(in->f, 0, SEEK_SET) == 0)
		return 0;
	kept = nameless(dir);
	if (kept && copy(in->f, kept) == 0) {
		import_file_close(in);
		in->f = kept;
		return 0;
	}
	saved = errno;
	if (kept)
		fclose(kept);
	errno = saved;
	return -1;
}

int
import_file_open(struct import_file *in, const char *name, const char *dir)
{
	memset(in, 0, sizeof(*in));
	in->name = strcmp(name, "-") ? name : "standard input";
	in->f = strcmp(name, "-") ? fopen(name, "re") : stdin;
	return in->f ? make_seekable(in, dir) : -1;
}

void
import_file_close(struct import_file *in)
{
	if (in->f && in->f != stdin)
		fclose(in->f);
	in->f = NULL;
	buf_free(&in->line);
}

int
import_file_rewind(struct import_file *in)
{
	in->number = 0;
	return fseeko(in->f, 0, SEEK_SET) == 0 ? 0 : -1;
}

enum import_file_line
import_file_next(struct import_file *in)
{
	int c;

	buf_reset(&in->line);
	in->number++;
	errno = 0;
	while ((c = getc_unlocked(in->f)) != EOF && c != '\n') {
		if (in->line.len == IMPORT_LINE_MAX)
			return IMPORT_FILE_LONG;
		buf_addc(&in->line, (char)c);
	}
	if (c == EOF && ferror(in->f))
		return IMPORT_FILE_FAILED;
	if (c == EOF && in->line.len == 0)
		return IMPORT_FILE_END;
	if (in->line.len > 0 && in->line.data[in->line.len - 1] == '\r')
		buf_cut(&in->line, in->line.len - 1);
	if (!in->line.data)
		buf_adds(&in->line, "");
	return IMPORT_FILE_LINE;
}
