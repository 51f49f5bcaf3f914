/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_IMPORT_FILE_H
#define SERVER_IMPORT_FILE_H

#include <stdio.h>

#include "common/buf.h"

/* The lines of a file that is read twice. */
struct import_file {
	const char *name; /* as it is called in complaints; borrowed */
	FILE *f;
	struct buf line;           /* without its end */
	unsigned long long number; /* of the line, from 1 */
};

enum { IMPORT_LINE_MAX = 8388608 };
enum import_file_line {
	IMPORT_FILE_LINE,
	IMPORT_FILE_LONG, /* over IMPORT_LINE_MAX */
	IMPORT_FILE_END,
	IMPORT_FILE_FAILED /* errno */
};

/* "-" is standard input; what cannot be read twice is put into a file in dir
 * that has no name. -1 and errno. */
int import_file_open(struct import_file *in, const char *name, const char *dir);
void import_file_close(struct import_file *in);
int import_file_rewind(struct import_file *in);
enum import_file_line import_file_next(struct import_file *in);

#endif
