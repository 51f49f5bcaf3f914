/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_RUNAS_H
#define SERVER_RUNAS_H

#include <stdbool.h>
#include <sys/types.h>

#include "common/buf.h"

/*
 * Whom a server that root has started becomes, once it has what only root
 * can give it: ports below 1024, keys that nobody else may read, and folders
 * of its own.
 */
struct runas {
	bool changes; /* else it stays who it is, and the rest is nothing */
	uid_t uid;
	gid_t gid;
	char *name;
};

/* The user of that name ("": tcpchat); started by anybody but root, nobody.
 * "root" stays root. -1 with a line in err. */
int runas_find(struct runas *id, const char *user, struct buf *err);
void runas_free(struct runas *id);

/* What this process has made, or opened, becomes theirs. -1 with errno. */
int runas_give(const struct runas *id, const char *path);
/* The same of the state directory and of what a server keeps in it, where it
 * was root's; what else is there stays as it is. */
int runas_give_folder(const struct runas *id, const char *path);

/* Becomes them for good: no way back, no capability. Before any thread is
 * started. -1 with a line in err: it must end. */
int runas_become(const struct runas *id, struct buf *err);

#endif
