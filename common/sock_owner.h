/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_SOCK_OWNER_H
#define COMMON_SOCK_OWNER_H

#include <sys/types.h>

/*
 * Who is at the other end of a TCP connection over loopback: the uid that made
 * that socket, as the kernel says (Linux: sock_diag(7), an exact look-up of
 * the socket whose own end is our peer's). As at a Unix socket it stays theirs
 * when it is passed on; a forwarder is who forwards.
 *
 * -1 with errno: EOPNOTSUPP where the connection is not from loopback to
 * loopback or the system has no such look-up, ENOENT where there is no such
 * socket (any more): it was closed, is half-closed, or its port is another's by
 * now. Never waits: a call into the kernel of some microseconds.
 */
int sock_owner(int fd, uid_t *uid);

#endif
