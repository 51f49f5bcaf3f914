/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/import.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "common/clock.h"
#include "common/mem.h"
#include "common/utf8.h"
#include "server/apply.h"
#include "server/import_file.h"
#include "server/import_json.h"
#include "server/import_tell.h"
#include "server/store_import.h"

/* Lines in one transaction. */
enum { TURN = 5000 };

struct run {
	const struct import *i;
	const struct settings *set;
	struct buf *err;
	struct store *store;
	struct world world;
	struct accounts accounts;
	struct import_json *json;
	struct import_log log;
	struct store_import *into; /* NULL: the files are checked only */
	struct import_told told;
	int64_t now_ms;
	unsigned in_turn;
};

static int
wrong(struct run *r, const struct import_file *in, const char *why)
{
	buf_addf(r->err, "%s:%llu: %s", in->name, in->number, why);
	return EX_DATAERR;
}

static int
fail_write(struct run *r)
{
	buf_addf(r->err,
	    "history cannot be written (%s): %llu events are imported, the "
	    "others are not; import once more, and what is there is skipped",
	    strerror(errno), r->told.kept_before);
	return EX_IOERR;
}

static int
end_turn(struct run *r)
{
	r->in_turn = 0;
	if (r->store->ops->commit(r->store) < 0)
		return fail_write(r);
	r->told.kept_before = r->told.kept;
	return EX_OK;
}

static int
save_channel(struct run *r, const struct channel *c)
{
	import_tell_channel(&r->told, c->name);
	if (r->into && r->store->ops->channel_save(r->store, c) < 0)
		return fail_write(r);
	return EX_OK;
}

static int
too_many(struct run *r)
{
	buf_addf(r->err,
	    "the settings allow %lld channels, and that many there are: "
	    "raise `channels`",
	    (long long)r->set->channels);
	return EX_DATAERR;
}

/* With an owner only they can come in, until they say otherwise. */
static void
give_to(struct channel *c, const char *owner)
{
	struct mode_change invite_only = {true, 'i', NULL};

	channel_right_add(c, owner, MEMBER_FOUNDER | MEMBER_OP);
	channel_mode(c, &invite_only);
}

/* One that is there is kept from now on, if it was not. */
static int
find_channel(struct run *r, const struct row *row, uint64_t *id)
{
	struct channel *c = world_channel(&r->world, row->channel);
	bool made = !c;

	if (c && c->used) {
		*id = c->id;
		return EX_OK;
	}
	if (made && r->world.nchannels >= (size_t)r->set->channels)
		return too_many(r);
	if (made)
		c = world_channel_make(&r->world, row->channel, row->time_ms);
	if (made && r->i->owner && !world_is_lobby(c))
		give_to(c, r->i->owner);
	c->used = true;
	*id = c->id;
	return save_channel(r, c);
}

static int
take_row(struct run *r, const struct row *row, uint64_t same)
{
	char id[EVENT_ID_LEN];
	uint64_t channel = 0;
	int kept, status = EX_OK;

	if (row->channel)
		status = find_channel(r, row, &channel);
	if (status != EX_OK || !r->into) {
		r->told.rows++;
		return status;
	}
	row_id(row, same, id);
	kept = store_import_row(r->into, channel, row, id);
	if (kept < 0)
		return fail_write(r);
	r->told.kept += (unsigned)kept;
	r->told.there += !kept;
	return ++r->in_turn < TURN ? EX_OK : end_turn(r);
}

static int
take_channel(struct run *r, const struct import_file *in)
{
	struct buf why = {0};
	struct channel *c;
	int status = EX_OK;

	if (import_json_channel(r->json, &r->world, &c, &why) < 0)
		status = wrong(r, in, why.data);
	else if (c && r->world.nchannels > (size_t)r->set->channels)
		status = too_many(r);
	else if (c)
		status = save_channel(r, c);
	buf_free(&why);
	return status;
}

static int
take_json(struct run *r, const struct import_file *in)
{
	const char *line = in->line.data;
	struct buf why = {0};
	struct row row;
	int status = EX_OK;

	if (strlen(line) != in->line.len || !utf8_valid(line, in->line.len))
		return wrong(r, in, "must be UTF-8 without NUL bytes");
	switch (import_json_line(r->json, line, &row, &why)) {
	case IMPORT_JSON_CHANNEL:
		status = take_channel(r, in);
		break;
	case IMPORT_JSON_ROW:
		if (row_check(&row, r->now_ms, &why) == 0)
			status = take_row(r, &row, 0);
		else
			status = wrong(r, in, why.data);
		break;
	default:
		status = wrong(r, in, why.data);
	}
	buf_free(&why);
	return status;
}

/* Logs of before everybody wrote UTF-8 are mostly Latin-1. */
static void
from_latin_1(struct buf *line)
{
	struct buf out = {0};

	for (size_t i = 0; i < line->len; i++) {
		unsigned char c = (unsigned char)line->data[i];

		if (c >= 0x80)
			buf_addc(&out, (char)(0xc0 | c >> 6));
		buf_addc(&out, c < 0x80 ? (char)c : (char)(0x80 | (c & 0x3f)));
	}
	buf_free(line);
	*line = out;
}

/* An empty line, or one with bytes that no message has, is none. */
static enum import_log_line
read_log(struct run *r, struct import_file *in, struct row *row)
{
	struct buf why = {0};
	enum import_log_line got;

	if (in->line.len == 0)
		return IMPORT_LOG_NOTHING;
	if (strlen(in->line.data) != in->line.len)
		return IMPORT_LOG_UNKNOWN;
	if (!utf8_valid(in->line.data, in->line.len))
		from_latin_1(&in->line);
	for (char *c = in->line.data; (c = strchr(c, '\r')); c++)
		*c = ' ';
	got = r->i->format->read(&r->log, in->line.data, row);
	if (got == IMPORT_LOG_ROW && row_check(row, r->now_ms, &why) < 0)
		got = IMPORT_LOG_UNKNOWN;
	buf_free(&why);
	return got;
}

static int
take_log(struct run *r, struct import_file *in)
{
	struct row row = {0};

	switch (read_log(r, in, &row)) {
	case IMPORT_LOG_ROW:
		return take_row(r, &row, r->log.same);
	case IMPORT_LOG_UNKNOWN:
		import_tell_unknown(&r->told, in->name, in->number);
		return EX_OK;
	default:
		return EX_OK;
	}
}

/* Where lines have no date: of the option, else of the file's name. */
static int
begin_log(struct run *r, const struct import_file *in)
{
	const struct import *i = r->i;

	import_log_begin(&r->log, i->channel, i->nick);
	if (i->date)
		import_log_day(&r->log, i->date);
	else if (i->format->days == IMPORT_LOG_UNDATED &&
	    import_log_day_of_file(&r->log, in->name) < 0) {
		buf_addf(r->err,
		    "%s: no date in the name of the file, as in "
		    "2026-11-26.log: say it with --date",
		    in->name);
		return EX_DATAERR;
	}
	return EX_OK;
}

static int
take_file(struct run *r, struct import_file *in)
{
	enum import_file_line got = IMPORT_FILE_LINE;
	int status = r->i->format ? begin_log(r, in) : EX_OK;

	if (import_file_rewind(in) < 0)
		got = IMPORT_FILE_FAILED;
	while (status == EX_OK && got == IMPORT_FILE_LINE) {
		got = import_file_next(in);
		if (got == IMPORT_FILE_LINE)
			status =
			    r->i->format ? take_log(r, in) : take_json(r, in);
	}
	if (status == EX_OK && got == IMPORT_FILE_LONG)
		status = wrong(r, in, "the line is longer than 8 MiB");
	if (status == EX_OK && got == IMPORT_FILE_FAILED) {
		buf_addf(r->err, "%s: %s", in->name, strerror(errno));
		status = EX_NOINPUT;
	}
	return status;
}

/* What the database knows; the check has changed the world, and nothing of
 * that was written. */
static int
load(struct run *r)
{
	world_init(&r->world);
	r->world.channel_modes = r->set->channel_modes;
	r->world.lobby = r->set->lobby;
	if (r->store->ops->load(r->store, &r->world, &r->accounts) == 0)
		return EX_OK;
	buf_addf(r->err, "the history in %s cannot be read", r->i->dir);
	return EX_DATAERR;
}

static int
take_files(struct run *r, struct import_file *in)
{
	int status = load(r);

	import_tell_begin(&r->told);
	for (size_t n = 0; n < r->i->nfiles && status == EX_OK; n++)
		status = take_file(r, &in[n]);
	if (status == EX_OK && r->into)
		status = end_turn(r);
	world_free(&r->world);
	accounts_free(&r->accounts);
	return status;
}

static int
open_files(struct run *r, struct import_file *in)
{
	for (size_t n = 0; n < r->i->nfiles; n++) {
		if (import_file_open(&in[n], r->i->files[n], r->i->dir) == 0)
			continue;
		buf_addf(r->err, "%s: %s", in[n].name, strerror(errno));
		return EX_NOINPUT;
	}
	return EX_OK;
}

static int
check_then_take(struct run *r, struct import_file *in)
{
	int status = open_files(r, in);

	if (status == EX_OK)
		status = take_files(r, in);
	if (status == EX_OK && r->told.rows == 0 && r->told.unknown > 0) {
		buf_addf(r->err, "no line was understood as a log of %s",
		    r->i->format->name);
		return EX_DATAERR;
	}
	if (status != EX_OK) {
		buf_adds(r->err, "; nothing is imported");
		return status;
	}
	r->into = store_import_new(r->store);
	if (!r->into) {
		buf_adds(r->err, "the history cannot be written");
		return EX_IOERR;
	}
	return take_files(r, in);
}

int
import_run(const struct import *i, const struct settings *set, struct buf *err)
{
	struct run r = {.i = i, .set = set, .err = err};
	struct import_file *in = mem_alloc(i->nfiles * sizeof(*in));
	int status = EX_CANTCREAT;

	r.now_ms = clock_wall_ms();
	r.json = import_json_new(r.now_ms);
	r.store = store_sqlite_open(
	    i->dir, set->history_sync == SETTINGS_SYNC_DISK, err);
	if (r.store)
		status = check_then_take(&r, in);
	if (status == EX_OK)
		import_tell(&r.told, err);
	for (size_t n = 0; n < i->nfiles; n++)
		import_file_close(&in[n]);
	store_import_free(r.into);
	if (r.store)
		r.store->ops->close(r.store);
	import_tell_free(&r.told);
	import_log_free(&r.log);
	import_json_free(r.json);
	free(in);
	return status;
}
