/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "common/sock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SOCK_BACKLOG = 1024, PROBES = 4 };

/* Closes fd and returns -1 with the errno that was. */
static int
sock_fail(int fd)
{
	int saved = errno;

	close(fd);
	errno = saved;
	return -1;
}

static int
set_flag(int fd, int level, int option)
{
	int on = 1;

	return setsockopt(fd, level, option, &on, sizeof(on));
}

static bool
is_tcp(const struct sockaddr *sa)
{
	return sa->sa_family == AF_INET || sa->sa_family == AF_INET6;
}

static int
sock_prepare(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0)
		return -1;
	return fcntl(fd, F_SETFD, FD_CLOEXEC);
}

static int
sock_new(const struct sockaddr *sa)
{
	int fd = socket(sa->sa_family, SOCK_STREAM, 0);

	if (fd < 0)
		return -1;
	if (sock_prepare(fd) < 0)
		return sock_fail(fd);
	if (is_tcp(sa) && set_flag(fd, IPPROTO_TCP, TCP_NODELAY) < 0)
		return sock_fail(fd);
	return fd;
}

/* Removes the socket file that nobody answers at. */
static int
remove_stale(const struct sockaddr_un *sun)
{
	struct stat st;
	int fd, result;

	if (lstat(sun->sun_path, &st) < 0)
		return -1;
	if (!S_ISSOCK(st.st_mode)) {
		errno = ENOTSOCK;
		return -1;
	}
	fd = sock_new((const struct sockaddr *)sun);
	if (fd < 0)
		return -1;
	result = connect(fd, (const struct sockaddr *)sun, sizeof(*sun));
	if (result == 0 || errno == EAGAIN || errno == EINPROGRESS ||
	    errno == EPROTOTYPE)
		errno = EADDRINUSE;
	if (sock_fail(fd) < 0 && errno != ECONNREFUSED)
		return -1;
	return unlink(sun->sun_path);
}

static int
bind_unix(int fd, const struct sockaddr *sa, socklen_t len)
{
	const struct sockaddr_un *sun = (const struct sockaddr_un *)sa;

	if (bind(fd, sa, len) < 0) {
		if (errno != EADDRINUSE || remove_stale(sun) < 0)
			return -1;
		if (bind(fd, sa, len) < 0)
			return -1;
	}
	return chmod(sun->sun_path, 0666);
}

static int
bind_tcp(int fd, const struct sockaddr *sa, socklen_t len)
{
	if (set_flag(fd, SOL_SOCKET, SO_REUSEADDR) < 0)
		return -1;
	/* so that 0.0.0.0 and [::] can both be listened at */
	if (sa->sa_family == AF_INET6 &&
	    set_flag(fd, IPPROTO_IPV6, IPV6_V6ONLY) < 0)
		return -1;
	return bind(fd, sa, len);
}

int
sock_listen(const struct sockaddr *sa, socklen_t len)
{
	int result, fd = sock_new(sa);

	if (fd < 0)
		return -1;
	if (sa->sa_family == AF_UNIX)
		result = bind_unix(fd, sa, len);
	else
		result = bind_tcp(fd, sa, len);
	if (result < 0 || listen(fd, SOCK_BACKLOG) < 0)
		return sock_fail(fd);
	return fd;
}

int
sock_unix_address(const char *path, struct sockaddr_un *sun)
{
	size_t len = strlen(path);

	if (len >= sizeof(sun->sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memset(sun, 0, sizeof(*sun));
	sun->sun_family = AF_UNIX;
	memcpy(sun->sun_path, path, len + 1);
	return 0;
}

int
sock_connect(const struct sockaddr *sa, socklen_t len)
{
	int fd = sock_new(sa);

	if (fd < 0)
		return -1;
	if (connect(fd, sa, len) < 0 && errno != EINPROGRESS && errno != EINTR)
		return sock_fail(fd);
	return fd;
}

int
sock_connect_result(int fd)
{
	int error = 0;
	socklen_t len = sizeof(error);

	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len) < 0)
		return errno;
	return error;
}

static int
sock_accept_raw(int fd, struct sockaddr *peer, socklen_t *len)
{
#ifdef HAVE_ACCEPT4
	return accept4(fd, peer, len, SOCK_NONBLOCK | SOCK_CLOEXEC);
#else
	int new = accept(fd, peer, len);

	return new >= 0 && sock_prepare(new) < 0 ? sock_fail(new) : new;
#endif
}

int
sock_accept(int fd, struct sockaddr_storage *peer, socklen_t *len)
{
	struct sockaddr *sa = (struct sockaddr *)peer;
	int new;

	memset(peer, 0, sizeof(*peer));
	*len = sizeof(*peer);
	new = sock_accept_raw(fd, sa, len);
	if (new < 0)
		return -1;
	/* fails only where the peer has gone, which a read will tell */
	if (is_tcp(sa))
		(void)set_flag(new, IPPROTO_TCP, TCP_NODELAY);
	return new;
}

/* One of TCP's, in seconds; Linux takes no more than that. */
static int
set_seconds(int fd, int option, int64_t ms)
{
	int64_t most = 32767, whole = ms / 1000;
	int seconds = (int)(whole < 1 ? 1 : whole > most ? most : whole);

	return setsockopt(fd, IPPROTO_TCP, option, &seconds, sizeof(seconds));
}

int
sock_keep_alive(int fd, int64_t idle_ms, int64_t answer_ms)
{
	int on = idle_ms > 0, result;

	result = setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
#ifdef TCP_KEEPIDLE
	result |= set_seconds(fd, TCP_KEEPIDLE, idle_ms);
#endif
#if defined(TCP_KEEPINTVL) && defined(TCP_KEEPCNT)
	int probes = PROBES;

	result |= set_seconds(fd, TCP_KEEPINTVL, answer_ms / PROBES);
	result |=
	    setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof(probes));
#endif
#ifdef TCP_USER_TIMEOUT
	unsigned most = on ? (unsigned)(idle_ms + answer_ms) : 0;

	result |=
	    setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &most, sizeof(most));
#endif
	return result ? -1 : 0;
}

int
sock_peer_uid(int fd, uid_t *uid)
{
#ifdef SO_PEERCRED
	struct ucred who;
	socklen_t len = sizeof(who);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &len) < 0)
		return -1;
	if (who.uid == (uid_t)-1) { /* Linux says so of a TCP socket */
		errno = EOPNOTSUPP;
		return -1;
	}
	*uid = who.uid;
	return 0;
#else
	gid_t gid;

	return getpeereid(fd, uid, &gid);
#endif
}

static void
address_v6(const struct in6_addr *in, char out[SOCK_NAME_MAX])
{
	size_t zero = 0;

	if (IN6_IS_ADDR_V4MAPPED(in)) {
		inet_ntop(AF_INET, &in->s6_addr[12], out, SOCK_NAME_MAX);
		return;
	}
	out[0] = '0';
	inet_ntop(AF_INET6, in, out + 1, SOCK_NAME_MAX - 1);
	if (out[1] != ':')
		zero = 1;
	memmove(out, out + zero, strlen(out + zero) + 1);
}

void
sock_address(const struct sockaddr *sa, char out[SOCK_NAME_MAX])
{
	const struct sockaddr_in *in4 = (const struct sockaddr_in *)sa;
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)sa;

	if (sa->sa_family == AF_INET)
		inet_ntop(AF_INET, &in4->sin_addr, out, SOCK_NAME_MAX);
	else if (sa->sa_family == AF_INET6)
		address_v6(&in6->sin6_addr, out);
	else
		snprintf(out, SOCK_NAME_MAX, "localhost");
}

unsigned
sock_port(const struct sockaddr *sa)
{
	if (sa->sa_family == AF_INET)
		return ntohs(((const struct sockaddr_in *)sa)->sin_port);
	if (sa->sa_family == AF_INET6)
		return ntohs(((const struct sockaddr_in6 *)sa)->sin6_port);
	return 0;
}
