/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/talk/talk.h"

enum { LINES = 2000, BETWEEN = 50 };

#define CAPS                                           \
	"batch message-tags server-time echo-message " \
	"draft/message-redaction"

static char folder[160], file[192];

static void
choose_file(void)
{
	snprintf(folder, sizeof(folder), "%s/copy", test_dir());
	snprintf(file, sizeof(file), "%s/history.db", folder);
	ck_assert_int_eq(mkdir(folder, 0700), 0);
}

static struct child *
back_up(const struct host *h)
{
	const char *const args[] = {"-s", h->state, "--backup", file, NULL};

	return host_try(
	    &(struct host_options){.args = args, .configured = true})
	    ->child;
}

static void
say(struct peer *p, int n)
{
	peer_send(p, "PRIVMSG #c :number %d", n);
	if (n % BETWEEN == 0)
		peer_expect(p, ":alice!* PRIVMSG #c :number %d", n);
}

START_TEST(a_server_starts_from_a_backup_that_was_made_while_people_talked)
{
	const char *const args[] = {"-s", folder, NULL};
	struct host *h = host_start(NULL), *copy;
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#c"), *b;
	struct child *c = NULL;

	choose_file();
	peer_send(a, "TOPIC #c :tea");
	for (int n = 1; n <= LINES || !c->ended; n++) {
		say(a, n);
		if (n == LINES / 2) {
			peer_barrier(a);
			c = back_up(h);
		}
	}
	peer_barrier(a);
	child_expect_exit(c, 0);
	copy = host_start_with(&(struct host_options){.args = args});
	b = peer_new_caps(copy, "bob", CAPS);
	peer_send(b, "JOIN #c");
	peer_expect(b, ":* 332 bob #c :tea");
	peer_expect(b, ":* BATCH +* chathistory #c");
	peer_next(b, ":alice!* PRIVMSG #c :number *");
	ck_assert_int_ge(atoi(strrchr(peer_last(b), ' ')), LINES / 2 - BETWEEN);
}
END_TEST

/* What a copy that takes for ever does: it reads, and never ends. */
START_TEST(whoever_reads_beside_the_server_holds_nobody_up)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#c");
	char path[192];
	sqlite3 *db;

	say(a, BETWEEN);
	snprintf(path, sizeof(path), "%s/history.db", h->state);
	ck_assert_int_eq(
	    sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, "BEGIN; SELECT count(*) FROM events",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	for (int n = 1; n <= LINES; n++)
		say(a, n);
	peer_send(a, "REDACT #c %s", peer_tag(a, "msgid"));
	peer_expect(a, ":alice!* REDACT #c *");
	peer_send(a, "PRIVMSG #c :after it");
	peer_expect(a, ":alice!* PRIVMSG #c :after it");
	sqlite3_close(db);
	ck_assert_ptr_null(strstr(h->child->log.data, "History cannot"));
}
END_TEST

START_TEST(a_backup_never_overwrites_a_file)
{
	struct host *h = host_start(NULL);
	struct child *c;

	choose_file();
	child_expect_exit(back_up(h), 0);
	c = back_up(h);
	child_expect_log(c, "history.db: is there already");
	child_expect_exit(c, 73);
}
END_TEST

TALK_SUITE(talk_backup,
    a_server_starts_from_a_backup_that_was_made_while_people_talked,
    whoever_reads_beside_the_server_holds_nobody_up,
    a_backup_never_overwrites_a_file)
