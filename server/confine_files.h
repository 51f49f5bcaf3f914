/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CONFINE_FILES_H
#define SERVER_CONFINE_FILES_H

/* Landlock: no file but these can be opened, made or removed, and no process
 * outside is sent a signal. Paths end in NULL. -1: the kernel does not have it.
 */
int confine_files(const char *const *read, const char *const *write);

#endif
