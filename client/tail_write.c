/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/tail_write.h"

#include <string.h>
#include <time.h>

#include "client/scan.h"
#include "common/clock.h"
#include "common/json.h"
#include "common/text.h"

/* Tags that are fields of their own, or of the connection alone. */
static const char *const left_out[] = {
    "account", "batch", "label", "msgid", "time"};

static void
add_name(struct buf *out, const char *name)
{
	text_visible(out, name, strlen(name), NULL);
}

static void
add_time(struct buf *out, int64_t time_ms)
{
	time_t t = (time_t)(time_ms / 1000);
	struct tm tm;
	char text[64];

	if (localtime_r(&t, &tm) &&
	    strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", &tm))
		buf_adds(out, text);
}

static void
begin_line(struct buf *out, const struct tailed *m, bool with_channel)
{
	add_time(out, m->time_ms);
	buf_addc(out, ' ');
	if (with_channel) {
		add_name(out, m->channel);
		buf_addc(out, ' ');
	}
	buf_adds(out,
	    !strcmp(m->kind, "message")      ? "<"
		: !strcmp(m->kind, "notice") ? "-"
					     : "* ");
	add_name(out, m->nick);
	buf_adds(out,
	    !strcmp(m->kind, "message")      ? "> "
		: !strcmp(m->kind, "notice") ? "- "
					     : " ");
}

/* Without formatting codes; a tab does no harm. */
static void
add_text(struct buf *out, const char *text, size_t len)
{
	while (len) {
		const char *tab = memchr(text, '\t', len);
		size_t n = tab ? (size_t)(tab - text) : len;

		scan_text(out, text, n);
		if (tab)
			buf_addc(out, '\t');
		text += n + (tab ? 1 : 0);
		len -= n + (tab ? 1 : 0);
	}
}

void
tail_write_plain(struct buf *out, const struct tailed *m, bool with_channel)
{
	const char *text = m->text;
	bool more = true;

	while (more) {
		size_t len = strcspn(text, "\n");

		begin_line(out, m, with_channel);
		add_text(out, text, len);
		buf_addc(out, '\n');
		more = text[len];
		text += len + 1;
	}
}

static void
add_string(struct buf *out, const char *s)
{
	struct buf visible = {0};

	add_name(&visible, s);
	json_add_string(out, visible.data ? visible.data : "", visible.len);
	buf_free(&visible);
}

static void
add_or_null(struct buf *out, const char *s)
{
	if (*s)
		add_string(out, s);
	else
		buf_adds(out, "null");
}

static void
add_lines(struct buf *out, const char *text)
{
	struct buf visible = {0};
	size_t len = strcspn(text, "\n");

	add_text(&visible, text, len);
	for (text += len; *text; text += len) {
		text++;
		len = strcspn(text, "\n");
		buf_addc(&visible, '\n');
		add_text(&visible, text, len);
	}
	json_add_string(out, visible.data ? visible.data : "", visible.len);
	buf_free(&visible);
}

static bool
is_left_out(const char *key)
{
	for (size_t i = 0; i < sizeof(left_out) / sizeof(*left_out); i++)
		if (!strcmp(left_out[i], key))
			return true;
	return false;
}

void
tail_write_tags(struct buf *out, const struct tailed *m)
{
	const char *comma = "";

	buf_addc(out, '{');
	for (size_t i = 0; i < m->ntags; i++) {
		if (is_left_out(m->tags[i].key))
			continue;
		buf_adds(out, comma);
		add_string(out, m->tags[i].key);
		buf_addc(out, ':');
		add_string(out, m->tags[i].value);
		comma = ",";
	}
	buf_addc(out, '}');
}

void
tail_write_json(struct buf *out, const struct tailed *m)
{
	char iso[CLOCK_ISO_LEN];

	clock_iso(m->time_ms, iso);
	buf_addf(out, "{\"time\":\"%s\",\"id\":", iso);
	add_or_null(out, m->id);
	buf_adds(out, ",\"channel\":");
	add_string(out, m->channel);
	buf_adds(out, ",\"nick\":");
	add_string(out, m->nick);
	buf_adds(out, ",\"account\":");
	add_or_null(out, m->account);
	buf_adds(out, ",\"kind\":");
	add_string(out, m->kind);
	buf_adds(out, ",\"text\":");
	add_lines(out, m->text);
	buf_adds(out, ",\"tags\":");
	tail_write_tags(out, m);
	buf_adds(out, "}\n");
}
