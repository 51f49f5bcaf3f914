/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CONFINE_H
#define SERVER_CONFINE_H

#include "common/buf.h"

/*
 * The process gives up what a chat server never needs, so that a fault in it
 * is worth less: new programs, other processes, other files than its own.
 * Core dumps apart, Linux only; each part is left out where kernel or build do
 * not have it.
 * For good, and for all threads that are started later: before the first.
 */
enum {
	CONFINE_NO_NEW_PRIVS = 1 << 0, /* prctl(2) */
	CONFINE_NO_DUMP = 1 << 1, /* no core dump, nor a debugger but root's */
	CONFINE_FILES = 1 << 2,   /* landlock(7) */
	CONFINE_CALLS = 1 << 3,   /* seccomp(2) */
	CONFINE_ALL = (1 << 4) - 1
};

/* Files and folders with what is in them; NULL-ended. What is not there is
 * left out. */
struct confine {
	const char *const *read;
	const char *const *write; /* read too */
};

/* What holds from now on. */
unsigned confine(const struct confine *c);
/* Appends the words for those bits, or for what is missing. */
void confine_words(unsigned bits, struct buf *out);

#endif
