/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_SEND_H
#define CLIENT_SEND_H

#include "client/options.h"
#include "client/settings.h"

/* The job --send (pipe.h). Returns the status to exit with. */
int send_run(const struct options *o, struct settings *settings);

#endif
