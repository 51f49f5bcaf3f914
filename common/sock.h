/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_SOCK_H
#define COMMON_SOCK_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/un.h>

#include "common/url.h"

enum { SOCK_NAME_MAX = 128 };

/*
 * Sockets, all non-blocking and close-on-exec, TCP ones with TCP_NODELAY.
 * Functions return a descriptor or 0, or -1 with errno.
 */

/* Listens at one resolved address. For a Unix socket: a stale one (nobody
 * answers) is replaced, a live one is EADDRINUSE; mode 0666, as the kernel
 * tells who connects; its folder must exist. */
int sock_listen(const struct sockaddr *sa, socklen_t len);
/* The address for a unix: URL. -1 with ENAMETOOLONG. */
int sock_unix_address(const char *path, struct sockaddr_un *sun);

/* Starts to connect; EINPROGRESS is success. */
int sock_connect(const struct sockaddr *sa, socklen_t len);
/* After POLLOUT: 0 or the errno of the attempt. */
int sock_connect_result(int fd);

/* The system asks a peer over TCP that has been silent for `idle_ms` whether it
 * is there, and ends the connection when it has not answered, or what was
 * written was not taken, for `answer_ms` after that; 0 idle: never. In seconds,
 * of 1 to 32767, and as far as the system has these options. */
int sock_keep_alive(int fd, int64_t idle_ms, int64_t answer_ms);

int sock_accept(int fd, struct sockaddr_storage *peer, socklen_t *len);

/* Who is at the other end of a Unix socket (SO_PEERCRED, getpeereid). */
int sock_peer_uid(int fd, uid_t *uid);

/* The numeric address without port, IPv4-mapped IPv6 as IPv4; "localhost"
 * for a Unix socket. An IPv6 address that begins with ':' gets a leading 0
 * (RFC 2812 parameters must not begin with ':'). */
void sock_address(const struct sockaddr *sa, char out[SOCK_NAME_MAX]);
unsigned sock_port(const struct sockaddr *sa); /* 0 for a Unix socket */

#endif
