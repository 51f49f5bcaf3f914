/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_TOOL_H
#define SERVER_TOOL_H

#include "server/options.h"

/* What the program does instead of serving: --backup, --export, --import,
 * --invite. */
bool tool_asked(const struct options *o);
/* The status to exit with: what there was to say is said. */
int tool_run(const struct options *o);

#endif
