/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_IMPORT_LOG_H
#define SERVER_IMPORT_LOG_H

#include "server/import_log_parts.h"

/* The formats of logs that --import reads. */
struct import_log_format {
	const char *name;
	/* Takes the line apart where it stands. */
	enum import_log_line (*read)(
	    struct import_log *l, char *line, struct row *r);
	/* What it says of days: each line its own, some lines the day from
	 * there on, or none. */
	enum {
		IMPORT_LOG_DATED,
		IMPORT_LOG_SOMETIMES,
		IMPORT_LOG_UNDATED
	} days;
};

/* NULL for an unknown name. */
const struct import_log_format *import_log_format(const char *name);

#endif
