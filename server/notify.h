/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_NOTIFY_H
#define SERVER_NOTIFY_H

/* Tells the service manager a state ("READY=1", "RELOADING=1",
 * "STOPPING=1"), as sd_notify(3) does; nothing without NOTIFY_SOCKET. */
void notify(const char *state);

#endif
