/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_TAIL_H
#define CLIENT_TAIL_H

#include "client/options.h"
#include "client/settings.h"

/* The job --tail (pipe.h). Returns the status to exit with. */
int tail_run(const struct options *o, struct settings *settings);

#endif
