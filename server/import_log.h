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
	bool dated; /* a day must be known before the first line */
};

/* NULL for an unknown name. */
const struct import_log_format *import_log_format(const char *name);

#endif
