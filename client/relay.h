/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_RELAY_H
#define CLIENT_RELAY_H

/*
 * `tcpchat --relay [SOCKET]`: joins standard input and output to the Unix
 * socket of this machine's server, for `tcpchat ssh://HOST` elsewhere. The
 * server sees a process of whoever runs it. Returns the exit code: EX_OK when
 * the server ends it, EX_UNAVAILABLE where there is none, EX_IOERR; what went
 * wrong is said on standard error.
 */
int relay_run(const char *path); /* "": look where the client looks */

#endif
