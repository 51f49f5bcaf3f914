/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_LOGFILE_H
#define CLIENT_LOGFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"

/*
 * The files of logs: DIR/YYYY-MM-DD.log by local time, lines that begin with
 * HH:MM:SS. Directories are made with mode 0700, files with 0600. It blocks as
 * long as the disk does: for a thread of its own.
 */
struct logfiles;

struct log_entry {
	const char *dir;
	const char *text; /* one line without its end, safe to show */
	int64_t time_ms;  /* wall clock */
	/* Replayed, so perhaps there already: it is left out where the same
	 * line is, or where it is older than since_ms (0: than what was there
	 * when this program began). */
	bool history;
	int64_t since_ms;
};

struct logfiles *logfiles_new(void);
void logfiles_free(struct logfiles *l);

/* Appends one line. -1 with errno, and the file's name in *path, where not all
 * of it could be written. */
int logfiles_write(
    struct logfiles *l, const struct log_entry *e, struct buf *path);
/* After some lines: closes what is open. -1 as above. */
int logfiles_flush(struct logfiles *l, struct buf *path);

#endif
