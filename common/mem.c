/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

static void *
need(void *p)
{
	if (p)
		return p;
	fputs("tcpchat: out of memory\n", stderr);
	exit(EX_OSERR);
}

void *
mem_alloc(size_t len)
{
	return need(calloc(1, len ? len : 1));
}

void *
mem_resize(void *old, size_t len)
{
	return need(realloc(old, len ? len : 1));
}

char *
mem_strdup(const char *s)
{
	return s ? need(strdup(s)) : NULL;
}

char *
mem_strndup(const char *s, size_t len)
{
	return need(strndup(s, len));
}

void
mem_replace(char **slot, const char *s)
{
	char *copy = mem_strdup(s);

	free(*slot);
	*slot = copy;
}

void
mem_wipe(char **slot)
{
	if (*slot)
		explicit_bzero(*slot, strlen(*slot));
	free(*slot);
	*slot = NULL;
}
