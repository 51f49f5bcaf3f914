/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_devices.h"

#include "common/mem.h"
#include "server/account_devices.h"
#include "server/store_turn.h"

int
store_devices_save(struct store *store, const struct account *a)
{
	struct sqlite *s = (struct sqlite *)store;
	sqlite3_stmt *st = s->statements[DEVICE_ADD];
	const struct account_device *d;

	store_bind_text(s->statements[DEVICES_DROP], 1, a->name);
	if (store_turn(s) < 0 || store_run(s, DEVICES_DROP) < 0)
		return -1;
	for (d = a->devices; d; d = d->next) {
		store_bind_text(st, 1, a->name);
		store_bind_text(st, 2, d->name);
		store_bind_number(st, 3, (uint64_t)d->first_ms);
		store_bind_number(st, 4, (uint64_t)d->seen_ms);
		store_bind_text(st, 5, d->address);
		store_bind_number(st, 6, d->secure);
		store_bind_text(st, 7, d->certificate);
		if (store_run(s, DEVICE_ADD) < 0)
			return -1;
	}
	return 0;
}

void
store_device_read(sqlite3_stmt *row, struct accounts *all)
{
	struct account *a = account_find(all, store_known(row, 0));
	struct account_device *d;

	if (!a)
		return;
	d = account_device(
	    a, store_known(row, 1), sqlite3_column_int64(row, 2));
	d->seen_ms = sqlite3_column_int64(row, 3);
	mem_replace(&d->address, store_known(row, 4));
	d->secure = sqlite3_column_int(row, 5) != 0;
	mem_replace(&d->certificate, store_text(row, 6));
}
