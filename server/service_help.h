/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SERVICE_HELP_H
#define SERVER_SERVICE_HELP_H

#include "server/service.h"

/* HELP of every service: the commands that who asks may give, or those of a
 * name. */
extern const struct service_command service_help;

/* Says how each row is to be said whose first word this is. How many. */
size_t service_help_syntax(const struct service_call *c, const char *word);
/* That there is no such command, and which may have been meant. */
void service_help_unknown(const struct service_call *c, const char *name);

#endif
