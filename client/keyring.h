/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_KEYRING_H
#define CLIENT_KEYRING_H

#include <stdbool.h>

#include "client/secret.h"
#include "common/buf.h"

/*
 * What is kept of logins across runs: passwords, where their owner asked for
 * that, and which servers have offered SCRAM. A file "passwords" of mode 0600
 * in the state directory, written anew as a whole; one entry a line:
 *
 *	password ADDRESS ACCOUNT PASSWORD
 *	scram ADDRESS
 *
 * ADDRESS is where one connects (network.address), so that no password goes to
 * another server because something else changed its name. A file that others
 * can read, or that is somebody else's, is refused: -1 with a sentence in err
 * that has the command to repair it.
 */
enum { KEYRING_FILE_MAX = 1 << 18 };

/* The file's path, for people. */
void keyring_path(struct buf *out);

/* 1: the password of that account there (of the one kept last where *account
 * is NULL, which is then set; the caller owns it); 0: none. */
int keyring_find(
    const char *address, char **account, struct secret *out, struct buf *err);
int keyring_keep(const char *address, const char *account,
    const struct secret *password, struct buf *err);
/* 1: there was one. */
int keyring_forget(const char *address, const char *account, struct buf *err);

/* False where the file cannot be read. */
bool keyring_saw_scram(const char *address);
int keyring_note_scram(const char *address, bool offered, struct buf *err);

#endif
