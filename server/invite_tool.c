/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/invite_tool.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "common/clock.h"
#include "common/duration.h"
#include "common/file.h"
#include "common/mem.h"
#include "server/invite_token.h"

bool
invite_uses_read(unsigned *uses, const char *text, struct buf *err)
{
	char *end;
	unsigned long n = text ? strtoul(text, &end, 10) : INVITE_USES;

	*uses = (unsigned)n;
	if (!text ||
	    (strspn(text, "0123456789") == strlen(text) && n >= 1 &&
		n <= INVITE_USES_MAX))
		return true;
	buf_addf(err, "%s: must be a number of 1 to %d", text, INVITE_USES_MAX);
	return false;
}

bool
invite_for_read(int64_t *ms, const char *text, struct buf *err)
{
	*ms = text ? duration_read(text) : INVITE_MS;
	if (*ms >= 1000)
		return true;
	buf_addf(err, "%s: must be a time such as 90m, 12h or 30d", text);
	return false;
}

static int
open_key(struct invite_key *key, const char *dir, struct buf *err)
{
	char *path = mem_strdup(dir);
	int result = file_make_dirs(path);

	if (result < 0)
		buf_addf(err, "%s: %s", dir, strerror(errno));
	else
		result = invite_key_open(key, dir, err);
	free(path);
	return result;
}

/* The token alone is the output: the rest is for who reads it. */
static void
show(const struct buf *token, unsigned uses, int64_t until_ms)
{
	char until[CLOCK_ISO_LEN];

	clock_iso(until_ms, until);
	printf("%s\n", token->data);
	fflush(stdout);
	fprintf(stderr,
	    "For %u account%s, until %s. Whoever has it registers "
	    "with:\n  /msg NickServ REGISTER password invite:%s\n",
	    uses, uses == 1 ? "" : "s", until, token->data);
}

int
invite_tool(const struct options *o, const char *dir, struct buf *err)
{
	struct invite_key key = {.known = false};
	struct buf token = {0};
	unsigned uses;
	int64_t ms, until_ms;
	int status = EX_OK;

	buf_adds(err, "--uses ");
	if (!invite_uses_read(&uses, o->uses, err))
		return EX_USAGE;
	buf_reset(err);
	buf_adds(err, "--for ");
	if (!invite_for_read(&ms, o->duration, err))
		return EX_USAGE;
	buf_reset(err);
	if (open_key(&key, dir, err) < 0)
		return EX_CANTCREAT;
	until_ms = clock_wall_ms() + ms;
	if (invite_token_make(&token, &key, uses, until_ms) < 0) {
		buf_adds(err, "there are no random numbers to be had");
		status = EX_OSERR;
	} else {
		show(&token, uses, until_ms);
	}
	explicit_bzero(&key, sizeof(key));
	buf_free(&token);
	return status;
}
