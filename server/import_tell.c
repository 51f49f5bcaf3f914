/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/import_tell.h"

/* How many are named. */
enum { NAMED = 10 };

void
import_tell_begin(struct import_told *t)
{
	t->kept = t->kept_before = t->there = t->unknown = t->channels = 0;
	buf_reset(&t->names);
	buf_reset(&t->lines);
}

void
import_tell_free(struct import_told *t)
{
	buf_free(&t->names);
	buf_free(&t->lines);
}

void
import_tell_channel(struct import_told *t, const char *name)
{
	if (++t->channels <= NAMED)
		buf_addf(&t->names, "%s%s", t->names.len ? ", " : "", name);
}

void
import_tell_unknown(
    struct import_told *t, const char *file, unsigned long long line)
{
	if (++t->unknown <= NAMED)
		buf_addf(&t->lines, "%s%s:%llu", t->lines.len ? ", " : "", file,
		    line);
}

static void
add_list(struct buf *out, const struct buf *list, unsigned long long count)
{
	buf_addf(out, ": %s%s", list->data, count > NAMED ? ", …" : "");
}

void
import_tell(const struct import_told *t, struct buf *out)
{
	buf_addf(out, "%llu events imported", t->kept);
	if (t->there > 0)
		buf_addf(out, ", %llu were there already", t->there);
	if (t->channels > 0) {
		buf_addf(out, "\n%llu channels made", t->channels);
		add_list(out, &t->names, t->channels);
	}
	if (t->unknown > 0) {
		buf_addf(out, "\n%llu lines not understood", t->unknown);
		add_list(out, &t->lines, t->unknown);
	}
}
