/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CONFINE_CALLS_H
#define SERVER_CONFINE_CALLS_H

/* seccomp: system calls other than those that the server and its libraries
 * need fail with ENOSYS, and so do sockets of other families, and signals to
 * others. -1: kernel or build do not have it. */
int confine_calls(void);

#endif
