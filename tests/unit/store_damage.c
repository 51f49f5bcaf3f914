/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server/hub.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

/*
 * Any damage of history.db: the server starts, or says why it does not, and
 * then leaves the file as it was.
 */
enum { TIMES = 300, PAGE = 4096 };

static struct scene sc;
static struct buf whole; /* the file, undamaged */
static struct buf err;
static char path[128];
static unsigned short dice[3] = {1, 2, 3};

static size_t
roll(size_t below)
{
	return (size_t)nrand48(dice) % below;
}

static void
read_file(struct buf *out)
{
	FILE *f = fopen(path, "r");
	char bytes[PAGE];
	size_t n;

	ck_assert_ptr_nonnull(f);
	buf_reset(out);
	while ((n = fread(bytes, 1, sizeof(bytes), f)) > 0)
		buf_add(out, bytes, n);
	fclose(f);
}

static void
write_file(const struct buf *bytes)
{
	FILE *f = fopen(path, "w");

	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(bytes->data, 1, bytes->len, f), bytes->len);
	ck_assert_int_eq(fclose(f), 0);
}

static void
fill(void)
{
	struct session *alice = scene_user(&sc, "alice", "alice", 0);
	struct session *bob = scene_user(&sc, "bob", "bob", 0);
	char name[16], mask[32];

	for (int c = 0; c < 20; c++) {
		snprintf(name, sizeof(name), "#c%d", c);
		scene_join(&sc, alice, name);
		scene_join(&sc, bob, name);
		for (int m = 0; m < 20; m++) {
			snprintf(mask, sizeof(mask), "bad%d!*@*", m);
			scene_mode(&sc, alice, name, true, 'b', mask);
			scene_say(&sc, bob, name, "some words");
			scene_say(&sc, bob, "alice", "a few more words");
		}
	}
	hub_commit(&sc.srv);
}

static void
set_up(void)
{
	scene_begin(&sc);
	scene_keep(&sc);
	snprintf(path, sizeof(path), "%s/history.db", sc.dir);
	fill();
	scene_reopen(&sc);
	sc.srv.store->ops->close(sc.srv.store);
	sc.srv.store = store_none_open();
	read_file(&whole);
}

static void
tear_down(void)
{
	scene_end(&sc);
	buf_free(&whole);
	buf_free(&err);
}

/* A page, some bytes of one, or the end. */
static void
damage(struct buf *b)
{
	size_t at = roll(b->len), n = 1 + roll(PAGE);

	switch (roll(3)) {
	case 0:
		b->len = at;
		return;
	case 1:
		at -= at % PAGE;
		n = PAGE;
		break;
	default:
		break;
	}
	for (; n > 0 && at < b->len; n--)
		b->data[at++] = (char)nrand48(dice);
}

static void
ignore_event(const struct event *e, void *context)
{
	++*(size_t *)context;
	ck_assert_ptr_nonnull(e->source.nick);
}

/* As the server does it. */
static void
use(struct store *s)
{
	struct store_range all = {.after = STORE_FIRST, .before = STORE_LAST};
	struct event e = {.kind = EVENT_MESSAGE,
	    .source.nick = "carol",
	    .target = "#c1",
	    .body = "new words"};
	struct world w = {0};
	struct accounts accounts = {0};
	size_t n = 0;

	world_init(&w);
	if (s->ops->load(s, &w, &accounts) < 0)
		ck_assert_str_ne(s->trouble, "");
	for (uint64_t c = 0; c < 20; c++) {
		all.channel_id = c;
		all.max = 1000;
		if (s->ops->read(s, &all, ignore_event, &n) < 0)
			ck_assert_str_ne(s->unreadable, "");
	}
	if (s->ops->append(s, 1, &e) < 0 || s->ops->commit(s) < 0)
		ck_assert_str_ne(s->trouble, "");
	world_free(&w);
	accounts_free(&accounts);
	s->ops->close(s);
}

static bool
open_damaged(const struct buf *before)
{
	struct store *s;
	struct buf after = {0};

	buf_reset(&err);
	s = store_sqlite_open(sc.dir, false, &err);
	if (s) {
		use(s);
		return true;
	}
	ck_assert_msg(strstr(err.data, path) != NULL, "%s", err.data);
	read_file(&after);
	ck_assert_uint_eq(after.len, before->len);
	ck_assert_int_eq(memcmp(after.data, before->data, after.len), 0);
	buf_free(&after);
	return false;
}

static void
remove_log(void)
{
	static const char *const ends[] = {"-wal", "-shm"};
	char name[160];

	for (size_t i = 0; i < 2; i++) {
		snprintf(name, sizeof(name), "%s%s", path, ends[i]);
		unlink(name);
	}
}

START_TEST(whatever_is_damaged_it_starts_or_says_why_and_leaves_the_file)
{
	struct buf b = {0};
	int starts = 0;

	for (int i = 0; i < TIMES; i++) {
		buf_reset(&b);
		buf_add(&b, whole.data, whole.len);
		damage(&b);
		if (b.len == 0)
			continue;
		write_file(&b);
		remove_log();
		starts += open_damaged(&b);
	}
	ck_assert_int_gt(starts, 0);
	ck_assert_int_lt(starts, TIMES);
	buf_free(&b);
	write_file(&whole);
	remove_log();
	ck_assert(open_damaged(&whole));
}
END_TEST

START_TEST(what_to_do_with_a_damaged_file_is_said)
{
	struct buf b = {0};

	buf_add(&b, whole.data, whole.len);
	memset(b.data + 100, 0x5a, 1000);
	write_file(&b);
	ck_assert(!open_damaged(&b));
	ck_assert_ptr_nonnull(strstr(err.data,
	    "it is left as it is: put a backup in its place, or move it "
	    "away"));
	buf_free(&b);
}
END_TEST

Suite *
suite_store_damage(void)
{
	Suite *s = suite_create("store_damage");
	TCase *tc = tcase_create("store_damage");

	tcase_set_timeout(tc, 30);
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(
	    tc, whatever_is_damaged_it_starts_or_says_why_and_leaves_the_file);
	tcase_add_test(tc, what_to_do_with_a_damaged_file_is_said);
	suite_add_tcase(s, tc);
	return s;
}
