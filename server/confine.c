/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/confine.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/resource.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "server/confine_calls.h"
#include "server/confine_files.h"

#if defined(__SANITIZE_ADDRESS__)
/* It looks for leaks by means that are taken away here. */
enum { POSSIBLE = false };
#else
enum { POSSIBLE = true };
#endif

static const struct {
	unsigned bit;
	const char *words;
} parts[] = {
    {CONFINE_NO_NEW_PRIVS, "no new privileges"},
    {CONFINE_NO_DUMP, "no core dumps"},
    {CONFINE_FILES, "no files but its own (Landlock)"},
    {CONFINE_CALLS, "no programs and few system calls (seccomp)"},
};

static unsigned
set_bits(void)
{
	const struct rlimit none = {0, 0};
	unsigned bits = setrlimit(RLIMIT_CORE, &none) ? 0 : CONFINE_NO_DUMP;

#ifdef __linux__
	/* a program that takes dumps does not ask that limit (core(5)) */
	bits = 0;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
		bits |= CONFINE_NO_NEW_PRIVS;
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)
		bits |= CONFINE_NO_DUMP;
#endif
	return bits;
}

unsigned
confine(const struct confine *c)
{
	unsigned bits;

	if (!POSSIBLE)
		return 0;
	bits = set_bits();
	if (confine_files(c->read, c->write) == 0)
		bits |= CONFINE_FILES;
	if (confine_calls() == 0)
		bits |= CONFINE_CALLS;
	return bits;
}

void
confine_words(unsigned bits, struct buf *out)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (bits & parts[i].bit)
			buf_addf(
			    out, "%s%s", out->len ? ", " : "", parts[i].words);
}
