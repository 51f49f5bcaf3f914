/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/exec_env.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "client/tail_write.h"
#include "common/buf.h"
#include "common/clock.h"
#include "common/mem.h"

extern char **environ;

static const char *const names[] = {"TCPCHAT_TIME", "TCPCHAT_ID",
    "TCPCHAT_CHANNEL", "TCPCHAT_NICK", "TCPCHAT_ACCOUNT", "TCPCHAT_KIND",
    "TCPCHAT_TAGS", "TCPCHAT_SERVER", "TCPCHAT_ME"};

enum { NAMES = sizeof(names) / sizeof(*names) };

/* Whether it is a variable that is set here. */
static bool
is_ours(const char *variable)
{
	size_t len = strcspn(variable, "=");

	for (size_t i = 0; i < NAMES; i++)
		if (strlen(names[i]) == len &&
		    !strncmp(names[i], variable, len))
			return true;
	return false;
}

static void
add(struct buf *out, const char *name, const char *value)
{
	buf_addf(out, "%s=", name);
	for (; *value; value++)
		if ((unsigned char)*value >= ' ' && *value != '\177')
			buf_addc(out, *value);
	buf_addc(out, '\0');
}

static void
add_fields(
    struct buf *out, const struct tailed *m, const struct exec_place *place)
{
	char time[CLOCK_ISO_LEN];
	struct buf tags = {0};
	const char *values[NAMES];

	clock_iso(m->time_ms, time);
	tail_write_tags(&tags, m);
	memcpy(values,
	    (const char *[]){time, m->id, m->channel, m->nick, m->account,
		m->kind, tags.data, place->server, place->me},
	    sizeof(values));
	for (size_t i = 0; i < NAMES; i++)
		add(out, names[i], values[i]);
	buf_free(&tags);
}

static size_t
count_others(void)
{
	size_t count = 0;

	for (char **v = environ; *v; v++)
		count += !is_ours(*v);
	return count;
}

char **
exec_env(const struct tailed *m, const struct exec_place *place)
{
	size_t others = count_others(), at = 0;
	size_t size = (others + NAMES + 1) * sizeof(char *);
	struct buf fields = {0};
	char **list, *text;

	add_fields(&fields, m, place);
	list = mem_alloc(size + fields.len);
	text = (char *)list + size;
	memcpy(text, fields.data, fields.len);
	buf_free(&fields);
	for (char **v = environ; *v; v++)
		if (!is_ours(*v))
			list[at++] = *v;
	for (size_t i = 0; i < NAMES; i++, text += strlen(text) + 1)
		list[at++] = text;
	return list;
}
