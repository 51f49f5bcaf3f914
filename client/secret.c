/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/secret.h"

#include <string.h>
#include <sys/resource.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

bool
secret_set(struct secret *s, const char *text, size_t len)
{
	secret_wipe(s);
	if (len > SECRET_MAX || memchr(text, '\n', len) ||
	    memchr(text, '\r', len) || memchr(text, '\0', len))
		return false;
	memcpy(s->text, text, len);
	return true;
}

void
secret_wipe(struct secret *s)
{
	explicit_bzero(s, sizeof(*s));
}

void
secret_guard(void)
{
	const struct rlimit none = {0, 0};

	setrlimit(RLIMIT_CORE, &none);
#ifdef __linux__
	/* A pipe of core_pattern asks nobody for the limit. */
	prctl(PR_SET_DUMPABLE, 0);
#endif
}
