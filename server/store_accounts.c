/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_accounts.h"

#include <string.h>

#include "server/store_turn.h"

static void
bind_bytes(sqlite3_stmt *st, int column, const uint8_t *data, size_t len)
{
	sqlite3_bind_blob(st, column, data, (int)len, SQLITE_STATIC);
}

static void
bind_password(sqlite3_stmt *st, int column, const struct verifier *v)
{
	store_bind_number(st, column, v->iterations);
	bind_bytes(st, column + 1, v->salt, sizeof(v->salt));
	bind_bytes(st, column + 2, v->stored_key, sizeof(v->stored_key));
	bind_bytes(st, column + 3, v->server_key, sizeof(v->server_key));
}

/* Numbers of eight bytes each, the highest first. */
static void
bind_places(sqlite3_stmt *st, int column, const struct account *a)
{
	uint8_t bytes[ACCOUNT_PLACES_MAX * 8];
	size_t len = a->nplaces * 8;

	for (size_t i = 0; i < len; i++)
		bytes[i] = (uint8_t)(a->places[i / 8] >> (56 - i % 8 * 8));
	sqlite3_bind_blob(st, column, bytes, (int)len, SQLITE_TRANSIENT);
}

static void
read_places(sqlite3_stmt *row, int column, struct account *a)
{
	const uint8_t *bytes = sqlite3_column_blob(row, column);
	size_t len = (size_t)sqlite3_column_bytes(row, column);

	if (!bytes || len > sizeof(a->places))
		return;
	a->nplaces = len / 8;
	for (size_t i = 0; i < a->nplaces * 8; i++)
		a->places[i / 8] = a->places[i / 8] << 8 | bytes[i];
}

static int
save_row(struct sqlite *s, const struct account *a)
{
	sqlite3_stmt *st = s->statements[ACCOUNT_SAVE];

	store_bind_text(st, 1, a->name);
	store_bind_number(st, 2, a->local);
	if (a->uid < 0)
		sqlite3_bind_null(st, 3);
	else
		store_bind_number(st, 3, (uint64_t)a->uid);
	store_bind_number(st, 4, a->dropped);
	store_bind_number(st, 5, a->always_on);
	bind_password(st, 6, &a->password);
	store_bind_number(st, 10, (uint64_t)a->made_ms);
	store_bind_number(st, 11, (uint64_t)a->used_ms);
	bind_places(st, 12, a);
	return store_run(s, ACCOUNT_SAVE);
}

static int
drop_of(struct sqlite *s, enum statement n, const struct account *a)
{
	store_bind_text(s->statements[n], 1, a->name);
	return store_run(s, n);
}

static int
save_certificates(struct sqlite *s, const struct account *a)
{
	sqlite3_stmt *st = s->statements[CERTIFICATE_ADD];
	const struct account_certificate *c;

	if (drop_of(s, CERTIFICATES_DROP, a) < 0)
		return -1;
	for (c = a->certificates; c; c = c->next) {
		store_bind_text(st, 1, a->name);
		store_bind_text(st, 2, c->fingerprint);
		store_bind_number(st, 3, (uint64_t)c->added_ms);
		if (store_run(s, CERTIFICATE_ADD) < 0)
			return -1;
	}
	return 0;
}

static int
save_nicks(struct sqlite *s, const struct account *a)
{
	sqlite3_stmt *st = s->statements[NICK_ADD];

	if (drop_of(s, NICKS_DROP, a) < 0)
		return -1;
	for (const struct account_nick *n = a->nicks; n; n = n->next) {
		store_bind_text(st, 1, a->name);
		store_bind_text(st, 2, n->nick);
		if (store_run(s, NICK_ADD) < 0)
			return -1;
	}
	return 0;
}

int
store_account_save(struct store *store, const struct account *a)
{
	struct sqlite *s = (struct sqlite *)store;

	if (store_turn(s) < 0 || save_row(s, a) < 0 ||
	    save_certificates(s, a) < 0)
		return -1;
	return save_nicks(s, a);
}

/* Few cursors and markers are kept of an account at all. */
int
store_account_forget(struct store *store, const char *account)
{
	static const enum statement all[] = {ACCOUNT_CURSORS_DROP,
	    ACCOUNT_MARKERS_DROP, ACCOUNT_NONCES_DROP, ACCOUNT_TALKS_DROP};
	struct sqlite *s = (struct sqlite *)store;
	int dropped = 0;

	if (store_turn(s) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		store_bind_text(s->statements[all[i]], 1, account);
		if (store_run(s, all[i]) < 0)
			return -1;
		dropped += sqlite3_changes(s->db);
	}
	return dropped == 0;
}

/* False where it is of another length: no password is better than one that
 * nobody chose. */
static bool
read_bytes(sqlite3_stmt *row, int column, uint8_t *out, size_t len)
{
	const void *data = sqlite3_column_blob(row, column);

	if (!data || (size_t)sqlite3_column_bytes(row, column) != len)
		return false;
	memcpy(out, data, len);
	return true;
}

static void
read_password(sqlite3_stmt *row, int column, struct verifier *v)
{
	int64_t iterations = sqlite3_column_int64(row, column);

	if (iterations > 0 && iterations <= INT32_MAX &&
	    read_bytes(row, column + 1, v->salt, sizeof(v->salt)) &&
	    read_bytes(row, column + 2, v->stored_key, sizeof(v->stored_key)) &&
	    read_bytes(row, column + 3, v->server_key, sizeof(v->server_key)))
		v->iterations = (uint32_t)iterations;
}

void
store_account_read(sqlite3_stmt *row, struct accounts *all)
{
	struct account *a =
	    account_add(all, store_known(row, 0), sqlite3_column_int64(row, 9));

	a->local = sqlite3_column_int(row, 1) != 0;
	if (sqlite3_column_type(row, 2) != SQLITE_NULL)
		a->uid = sqlite3_column_int64(row, 2);
	a->always_on = sqlite3_column_int(row, 4) != 0;
	read_password(row, 5, &a->password);
	a->used_ms = sqlite3_column_int64(row, 10);
	read_places(row, 11, a);
	if (sqlite3_column_int(row, 3) != 0)
		account_end(all, a);
}
