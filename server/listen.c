/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/listen.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utlist.h>

#include "common/log.h"
#include "common/mem.h"
#include "common/sock.h"

/* What helps against the usual errors; "" where nothing is known. */
static const char *
hint(int error, const struct url *u)
{
	bool local = u->scheme == URL_UNIX;

	switch (error) {
	case EADDRINUSE:
		return local ? " (is another tcpchat-server running? choose "
			       "another path with -l unix:PATH)"
			     : " (is another tcpchat-server running? choose a "
			       "port with -l ";
	case EADDRNOTAVAIL:
		return " (no network interface here has this address)";
	case EACCES:
		return local ? " (may you write in its folder?)"
			     : " (ports below 1024 are root's)";
	case ENOTSOCK:
		return " (a file that is no socket stands there)";
	case ENOENT:
		return " (its folder does not exist)";
	default:
		return "";
	}
}

/* Also the name of a socket that a service manager hands over. */
static const char *
scheme_name(enum url_scheme scheme)
{
	if (scheme == URL_PLAIN)
		return "plain";
	return scheme == URL_IRCS ? "ircs" : "irc";
}

static void
explain(struct buf *err, const struct url *u, int error)
{
	const char *text = strerror(error);

	buf_adds(err, "cannot listen on ");
	url_format(err, u);
	buf_addf(err, ": %c%s%s", tolower((unsigned char)*text), text + 1,
	    hint(error, u));
	if (error == EADDRINUSE && u->scheme != URL_UNIX)
		buf_addf(err,
		    strchr(u->host, ':') ? "%s://[%s]:PORT)" : "%s://%s:PORT)",
		    scheme_name(u->scheme), u->host);
}

static struct listener *
listener_add(struct server *srv, int fd, const struct url *u)
{
	struct listener *l = mem_alloc(sizeof(*l));

	l->fd = fd;
	l->url = l->asked = *u;
	l->local = u->scheme == URL_UNIX;
	l->tls = u->scheme == URL_IRCS;
	l->plain = u->scheme == URL_PLAIN;
	l->dialect = l->plain ? &dialect_plain : &dialect_irc;
	l->wanted = true;
	DL_APPEND(srv->listeners, l);
	return l;
}

/* Another server may have put its own socket there. */
static bool
is_ours(const struct listener *l)
{
	struct stat st;

	return l->ino && lstat(l->url.path, &st) == 0 && st.st_ino == l->ino &&
	    st.st_dev == l->dev;
}

static void
listener_drop(struct server *srv, struct listener *l)
{
	DL_DELETE(srv->listeners, l);
	close(l->fd);
	if (is_ours(l))
		unlink(l->url.path);
	free(l);
}

/* The address and port that a socket really has. */
static void
learn_address(struct listener *l)
{
	struct sockaddr_storage ss;
	socklen_t len = sizeof(ss);

	if (l->local || getsockname(l->fd, (struct sockaddr *)&ss, &len) < 0)
		return;
	getnameinfo((struct sockaddr *)&ss, len, l->url.host,
	    sizeof(l->url.host), NULL, 0, NI_NUMERICHOST);
	snprintf(l->url.port, sizeof(l->url.port), "%u",
	    sock_port((struct sockaddr *)&ss) & 0xffff);
}

/* It is there for people who have nothing but nc, so it may be meant. */
static void
warn_if_open(const struct listener *l)
{
	struct buf url = {0};

	if (!l->plain || url_is_loopback(&l->url))
		return;
	url_format(&url, &l->url);
	log_warn("%s is open to other machines: what is said there is neither "
		 "encrypted nor authenticated",
	    url.data);
	buf_free(&url);
}

/* For people of this machine: root's is for everybody. */
static void
make_folder(const struct server *srv, const char *path)
{
	mode_t mode = geteuid() == 0 ? 0755 : 0700;
	char *folder = mem_strdup(path);
	char *end = strrchr(folder, '/');

	if (end && end != folder) {
		*end = '\0';
		/* a umask must not keep people out */
		if (mkdir(folder, mode) == 0) {
			(void)chmod(folder, mode);
			(void)runas_give(&srv->runas, folder);
		}
	}
	free(folder);
}

static int
open_unix(struct server *srv, const struct url *u, struct buf *err)
{
	struct sockaddr_un sun;
	struct listener *l;
	struct stat st;
	int fd;

	make_folder(srv, u->path);
	if (sock_unix_address(u->path, &sun) < 0 ||
	    (fd = sock_listen((struct sockaddr *)&sun, sizeof(sun))) < 0) {
		explain(err, u, errno);
		return -1;
	}
	l = listener_add(srv, fd, u);
	if (lstat(u->path, &st) == 0) {
		l->dev = st.st_dev;
		l->ino = st.st_ino;
	}
	return 0;
}

static int
open_address(struct server *srv, const struct url *u, const struct addrinfo *ai,
    struct buf *err)
{
	int fd = sock_listen(ai->ai_addr, ai->ai_addrlen);
	struct listener *l;

	if (fd < 0) {
		explain(err, u, errno);
		return -1;
	}
	l = listener_add(srv, fd, u);
	learn_address(l);
	warn_if_open(l);
	return 0;
}

static int
open_tcp(struct server *srv, const struct url *u, struct buf *err)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
	    .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
	struct addrinfo *list, *ai;
	int error, result = 0;

	error = getaddrinfo(u->host, u->port, &hints, &list);
	if (error) {
		buf_adds(err, "cannot listen on ");
		url_format(err, u);
		buf_addf(err, ": %s", gai_strerror(error));
		return -1;
	}
	for (ai = list; ai && result == 0; ai = ai->ai_next)
		result = open_address(srv, u, ai, err);
	freeaddrinfo(list);
	return result;
}

static int
open_url(struct server *srv, const struct url *u, struct buf *err)
{
	if (u->scheme == URL_UNIX)
		return open_unix(srv, u, err);
	return open_tcp(srv, u, err);
}

static int
inherit_flags(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0)
		return -1;
	return fcntl(fd, F_SETFD, FD_CLOEXEC);
}

/* One that accepts nothing would only fail, again and again. */
static int
inherit_check(int fd, struct buf *err)
{
	int accepts = 0;
	socklen_t len = sizeof(accepts);

	if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &accepts, &len) < 0)
		buf_addf(err, "descriptor %d from the service manager: %s", fd,
		    strerror(errno));
	else if (!accepts)
		buf_addf(err,
		    "descriptor %d from the service manager does not listen "
		    "(a ListenStream= with Accept=no would)",
		    fd);
	return err->len ? -1 : 0;
}

/* Nobody expects the port of TLS to speak in plain, whatever its name; one for
 * plain lines may have been given to IRC. */
static enum url_scheme
inherit_scheme(const struct sockaddr *sa, const char *name)
{
	if (sa->sa_family == AF_UNIX)
		return URL_UNIX;
	if (!strcmp(name, "ircs") || sock_port(sa) == 6697)
		return URL_IRCS;
	if (!strcmp(name, "plain") ||
	    (sock_port(sa) == 6023 && strcmp(name, "irc") != 0))
		return URL_PLAIN;
	return URL_IRC;
}

static int
inherit_one(struct server *srv, int fd, const char *name, struct buf *err)
{
	struct sockaddr_storage ss = {0};
	struct sockaddr_un *sun = (struct sockaddr_un *)&ss;
	socklen_t len = sizeof(ss);
	struct url u = {.scheme = URL_IRC};
	struct listener *l;

	if (inherit_check(fd, err) < 0)
		return -1;
	if (getsockname(fd, (struct sockaddr *)&ss, &len) < 0 ||
	    inherit_flags(fd) < 0) {
		buf_addf(err, "descriptor %d from the service manager: %s", fd,
		    strerror(errno));
		return -1;
	}
	u.scheme = inherit_scheme((struct sockaddr *)&ss, name);
	if (u.scheme == URL_UNIX)
		memcpy(u.path, sun->sun_path, sizeof(u.path) - 1);
	l = listener_add(srv, fd, &u);
	l->inherited = true;
	learn_address(l);
	warn_if_open(l);
	l->asked = l->url;
	return 0;
}

/* Names stand between colons, one for each socket. */
static int
inherit_all(struct server *srv, int count, char *names, struct buf *err)
{
	for (int i = 0; i < count; i++) {
		const char *name = names ? strsep(&names, ":") : NULL;

		if (inherit_one(srv, 3 + i, name ? name : "", err) < 0)
			return -1;
	}
	return count;
}

int
listen_inherit(struct server *srv, struct buf *err)
{
	const char *pid = getenv("LISTEN_PID"), *fds = getenv("LISTEN_FDS");
	char *names = mem_strdup(getenv("LISTEN_FDNAMES"));
	int count = 0;

	if (pid && fds && strtol(pid, NULL, 10) == (long)getpid())
		count = (int)strtol(fds, NULL, 10);
	if (count < 0)
		count = 0;
	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_FDNAMES");
	count = inherit_all(srv, count, names, err);
	free(names);
	return count;
}

const struct listener *
listen_find(const struct server *srv, bool (*fits)(const struct listener *l))
{
	const struct listener *l, *near = NULL;

	DL_FOREACH (srv->listeners, l) {
		if (!fits(l))
			continue;
		if (!url_is_loopback(&l->url))
			return l;
		if (!near)
			near = l;
	}
	return near;
}

bool
listen_is_tls(const struct listener *l)
{
	return l->tls;
}

void
listen_format(const struct server *srv, struct buf *out)
{
	const struct listener *l;

	DL_FOREACH (srv->listeners, l) {
		if (l->prev->next)
			buf_addc(out, ' ');
		url_format(out, &l->url);
	}
}

/* They are the first ones still, from 3 on, as none was ever closed. */
void
listen_hand_over(struct server *srv)
{
	char text[24];
	struct buf names = {0};
	struct listener *l, *next;
	int count = 0;

	DL_FOREACH_SAFE (srv->listeners, l, next) {
		if (!l->inherited)
			continue;
		(void)fcntl(l->fd, F_SETFD, 0);
		buf_addf(&names, "%s%s", count ? ":" : "",
		    scheme_name(l->url.scheme));
		DL_DELETE(srv->listeners, l);
		free(l);
		count++;
	}
	if (count == 0)
		return;
	snprintf(text, sizeof(text), "%d", count);
	setenv("LISTEN_FDS", text, 1);
	snprintf(text, sizeof(text), "%ld", (long)getpid());
	setenv("LISTEN_PID", text, 1);
	setenv("LISTEN_FDNAMES", names.data, 1);
	buf_free(&names);
}

void
listen_close(struct server *srv)
{
	struct listener *l, *next;

	DL_FOREACH_SAFE (srv->listeners, l, next)
		listener_drop(srv, l);
}

static bool
is_asked(const struct listener *l, const struct url *u)
{
	return l->asked.scheme == u->scheme &&
	    !strcmp(l->asked.host, u->host) &&
	    !strcmp(l->asked.port, u->port) && !strcmp(l->asked.path, u->path);
}

/* Marks those that are there already; whether there were any. */
static bool
keep_open(struct server *srv, const struct url *u)
{
	struct listener *l;
	bool any = false;

	DL_FOREACH (srv->listeners, l)
		if (is_asked(l, u))
			any = l->wanted = true;
	return any;
}

static int
want_url(struct server *srv, const struct url *u, struct buf *err)
{
	return keep_open(srv, u) ? 0 : open_url(srv, u, err);
}

/* Machines without IPv6 are no mistake of anybody's. */
static void
want_ipv6(struct server *srv, const struct url *u)
{
	struct buf err = {0};

	if (want_url(srv, u, &err) < 0)
		log_warn("%s", err.data);
	buf_free(&err);
}

/* Both families, as for IRC where nobody says anything. */
static int
want_loopback(struct server *srv, const struct url *u, struct buf *err)
{
	struct url one = *u;

	snprintf(one.host, sizeof(one.host), "127.0.0.1");
	if (want_url(srv, &one, err) < 0)
		return -1;
	snprintf(one.host, sizeof(one.host), "::1");
	want_ipv6(srv, &one);
	return 0;
}

static int
want(struct server *srv, const char *text, struct buf *err)
{
	struct url u;
	const char *why;

	if (url_parse(&u, text, &why) < 0) {
		buf_addf(err, "%s: %s", text, why);
		return -1;
	}
	if (u.scheme == URL_PLAIN && !*u.host)
		return want_loopback(srv, &u, err);
	return want_url(srv, &u, err);
}

static int
want_list(struct server *srv, const struct conf_list *list, struct buf *err)
{
	int result = 0;

	for (size_t i = 0; i < list->count && result == 0; i++)
		result = want(srv, list->items[i], err);
	return result;
}

static int
want_socket(struct server *srv, struct buf *err)
{
	const char *folder = getenv("XDG_RUNTIME_DIR");
	struct buf path = {0};
	int result = 0;

	if (geteuid() == 0)
		buf_adds(&path, "unix:" RUNSTATEDIR "/tcpchat/socket");
	else if (folder && *folder == '/')
		buf_addf(&path, "unix:%s/tcpchat/socket", folder);
	if (path.data)
		result = want(srv, path.data, err);
	else
		log_info("no Unix socket, as XDG_RUNTIME_DIR is not set");
	buf_free(&path);
	return result;
}

static int
want_builtin(struct server *srv, struct buf *err)
{
	struct url irc = {.scheme = URL_IRC, .port = "6667"};

	if (want_loopback(srv, &irc, err) < 0)
		return -1;
	return want_socket(srv, err);
}

static int
want_all(struct server *srv, struct buf *err)
{
	struct listener *l;
	bool inherited = false;

	DL_FOREACH (srv->listeners, l)
		inherited |= l->wanted = l->inherited;
	if (srv->listen.count)
		return want_list(srv, &srv->listen, err);
	if (srv->settings->listen.count)
		return want_list(srv, &srv->settings->listen, err);
	return inherited ? 0 : want_builtin(srv, err);
}

int
listen_sync(struct server *srv, struct buf *err)
{
	struct listener *l, *next;

	if (want_all(srv, err) < 0)
		return -1;
	DL_FOREACH_SAFE (srv->listeners, l, next)
		if (!l->wanted)
			listener_drop(srv, l);
	return 0;
}
