/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/settle.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/log.h"
#include "common/mem.h"
#include "server/confine.h"
#include "server/listen.h"

/* What the C library, OpenSSL and the look-ups of names and users read
 * (nsswitch.conf(5), and sssd(8) for those of a directory). */
static const char *const usual[] = {"/etc", "/usr", "/lib", "/lib64", "/run",
    "/var/run", "/var/lib/sss", "/proc", "/sys/devices/system/cpu", "/dev/null",
    "/dev/urandom", "/dev/random"};

enum { PATHS_MAX = 64 };

struct paths {
	char *items[PATHS_MAX + 1]; /* NULL-ended */
	size_t count;
};

static void
add(struct paths *p, const char *path)
{
	if (p->count < PATHS_MAX)
		p->items[p->count++] = mem_strdup(path);
}

/* Editors and the like put a new file in the place of the old one. */
static void
add_folder_of(struct paths *p, const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;
	char *folder;

	if (!path || !*path)
		return;
	if (!slash) {
		add(p, ".");
		return;
	}
	folder = mem_strndup(path, slash == path ? 1 : (size_t)(slash - path));
	add(p, folder);
	free(folder);
}

static void
paths_free(struct paths *p)
{
	while (p->count > 0)
		free(p->items[--p->count]);
}

static void
add_read(struct paths *p, const struct server *srv)
{
	for (size_t i = 0; i < sizeof(usual) / sizeof(*usual); i++)
		add(p, usual[i]);
	add_folder_of(p, server_settings_path(srv->settings_path));
	add_folder_of(p, srv->settings->motd_file);
	add_folder_of(p, srv->settings->tls_certificate);
	add_folder_of(p, srv->settings->tls_key);
}

static void
add_write(struct paths *p, const struct server *srv, const char *dir)
{
	add(p, dir);
	add(p, "/dev/null");
	for (const struct listener *l = srv->listeners; l; l = l->next)
		if (l->local && !l->inherited)
			add_folder_of(p, l->url.path);
}

static void
say(unsigned bits)
{
	struct buf words = {0};

	confine_words(bits, &words);
	if (bits)
		log_info("confined: %s", words.data);
	buf_reset(&words);
	confine_words(CONFINE_ALL & ~bits, &words);
	if (bits != CONFINE_ALL)
		log_warn("not confined, as this system or build does not have "
			 "it: %s",
		    words.data);
	buf_free(&words);
}

static bool
confine_server(const struct server *srv, const char *dir)
{
	struct paths read = {.count = 0}, write = {.count = 0};
	struct confine c = {
	    (const char *const *)read.items, (const char *const *)write.items};
	unsigned bits;

	add_read(&read, srv);
	add_write(&write, srv, dir);
	bits = confine(&c);
	say(bits);
	paths_free(&read);
	paths_free(&write);
	return bits;
}

int
settle(struct server *srv, const char *dir, struct buf *err)
{
	const struct runas *id = &srv->runas;

	if (runas_give_folder(id, dir) < 0) {
		buf_addf(err, "state directory %s: cannot give it to %s: %s",
		    dir, id->name, strerror(errno));
		return -1;
	}
	if (runas_become(id, err) < 0)
		return -1;
	if (id->changes)
		log_info("the server is the user %s now", id->name);
	/* of SQLite's temporary files (sqlite.org/tempfiles.html) */
	setenv("SQLITE_TMPDIR", dir, 1);
	srv->settled = id->changes;
	if (srv->settings->confine)
		srv->settled |= confine_server(srv, dir);
	return 0;
}
