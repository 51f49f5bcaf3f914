/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_EXEC_H
#define CLIENT_EXEC_H

#include "client/options.h"
#include "client/settings.h"

/* The job --exec (pipe.h). Returns the status to exit with. */
int exec_run(const struct options *o, struct settings *settings);

#endif
