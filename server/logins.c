/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/logins.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/hash.h"
#include "common/mem.h"
#include "common/text.h"

enum {
	KEEP_MS = 10 * 60 * 1000,
	KEPT_MAX = 4096,
	ENTRY_MAX = 1024 * 1024 /* of the user database */
};

/* One name, folded, and for how long the answer holds. */
struct login {
	char *name;
	bool taken;
	int64_t until_ms;
	UT_hash_handle hh;
};

struct logins {
	struct login *by_name; /* hash, in the order of their coming */
	size_t kept;
	uid_t uid_min, uid_max;
	bool ask; /* the user database, for nicks */
};

/* login.defs(5): which uids are people. */
static void
read_login_defs(struct logins *l)
{
	FILE *f = fopen("/etc/login.defs", "re");
	char line[256];
	unsigned value;

	l->uid_min = 1000;
	l->uid_max = 60000;
	while (f && fgets(line, sizeof(line), f)) {
		if (sscanf(line, " UID_MIN %u", &value) == 1)
			l->uid_min = value;
		else if (sscanf(line, " UID_MAX %u", &value) == 1)
			l->uid_max = value;
	}
	if (f)
		fclose(f);
}

struct logins *
logins_new(void)
{
	struct logins *l = mem_alloc(sizeof(*l));

	l->ask = true;
	read_login_defs(l);
	return l;
}

static void
login_drop(struct logins *l, struct login *login)
{
	HASH_DEL(l->by_name, login);
	l->kept--;
	free(login->name);
	free(login);
}

void
logins_free(struct logins *l)
{
	struct login *login, *next;

	if (!l)
		return;
	HASH_ITER (hh, l->by_name, login, next)
		login_drop(l, login);
	free(l);
}

static struct login *
login_find(struct logins *l, const char *name)
{
	char *folded = text_folded(name);
	struct login *login;

	HASH_FIND_STR(l->by_name, folded, login);
	free(folded);
	if (login && login->until_ms < clock_mono_ms()) {
		login_drop(l, login);
		return NULL;
	}
	return login;
}

/* The oldest answer makes room for a new one. */
static void
logins_trim(struct logins *l)
{
	struct login *login, *next;

	HASH_ITER (hh, l->by_name, login, next) {
		if (l->kept < KEPT_MAX)
			return;
		login_drop(l, login);
	}
}

static void
login_keep(struct logins *l, const char *name, bool taken, int64_t until_ms)
{
	struct login *login = login_find(l, name);

	if (login)
		login_drop(l, login);
	logins_trim(l);
	login = mem_alloc(sizeof(*login));
	login->name = text_folded(name);
	login->taken = taken;
	login->until_ms = until_ms;
	HASH_ADD_KEYPTR(
	    hh, l->by_name, login->name, strlen(login->name), login);
	l->kept++;
}

void
logins_ask(struct logins *l, bool ask)
{
	l->ask = ask;
}

bool
logins_person(const struct logins *l, uid_t uid)
{
	return uid >= l->uid_min && uid <= l->uid_max;
}

enum logins_answer
logins_nick(struct logins *l, const struct accounts *all, const char *nick,
    const char *asker_account)
{
	const struct account *owner = account_of_nick(all, nick);
	const struct login *login;

	if (asker_account &&
	    text_casecmp(owner ? owner->name : nick, asker_account) == 0)
		return LOGINS_FREE;
	if (owner)
		return LOGINS_TAKEN;
	if (!l->ask)
		return LOGINS_FREE;
	login = login_find(l, nick);
	if (!login)
		return LOGINS_UNKNOWN;
	return login->taken ? LOGINS_TAKEN : LOGINS_FREE;
}

/* A look-up on its way through the worker. */
struct lookup {
	struct job job;
	uint64_t session_id;
	uid_t uid;
	char *nick; /* NULL: by uid */
	uid_t uid_min, uid_max;
	bool found, failed;
	char *login, *realname;
	struct logins_question question; /* of a name; its own is `nick` */
	void (*then_nick)(struct server *srv, uint64_t session_id);
	void (*then_uid)(struct server *srv, uint64_t session_id,
	    const char *login, const char *realname);
};

static void
lookup_free(struct job *job)
{
	struct lookup *look = (struct lookup *)job;

	if (look->question.context)
		look->question.drop(look->question.context);
	free(look->nick);
	free(look->login);
	free(look->realname);
	free(look);
}

static int
ask(const struct lookup *look, const char *name, struct passwd *pw, char *text,
    size_t len, struct passwd **found)
{
	if (name)
		return getpwnam_r(name, pw, text, len, found);
	return getpwuid_r(look->uid, pw, text, len, found);
}

static void
keep_answer(struct lookup *look, const struct passwd *pw)
{
	bool person = look->question.then || pw->pw_uid == 0 ||
	    (pw->pw_uid >= look->uid_min && pw->pw_uid <= look->uid_max);
	size_t name = pw->pw_gecos ? strcspn(pw->pw_gecos, ",") : 0;

	look->found = look->found || person;
	mem_replace(&look->login, pw->pw_name);
	free(look->realname);
	look->realname = mem_strndup(name ? pw->pw_gecos : "", name);
}

/* The entry may be longer than any fixed room (network directories). */
static void
look_up(struct lookup *look, const char *name)
{
	size_t len = 4096;
	char *text = mem_alloc(len);
	struct passwd pw, *found = NULL;
	int error;

	while ((error = ask(look, name, &pw, text, len, &found)) == ERANGE &&
	    len < ENTRY_MAX) {
		len *= 2;
		text = mem_resize(text, len);
	}
	if (found)
		keep_answer(look, &pw);
	look->failed = look->failed || (error && error != ENOENT);
	free(text);
}

/* On the worker's thread. Nicks fold and logins do not, so the nick as it
 * was written and its folded form are both asked for. */
static void
lookup_run(struct job *job)
{
	struct lookup *look = (struct lookup *)job;
	char *folded;

	if (!look->nick) {
		look_up(look, NULL);
		return;
	}
	look_up(look, look->nick);
	folded = text_folded(look->nick);
	if (!look->found && strcmp(folded, look->nick) != 0)
		look_up(look, folded);
	free(folded);
}

static void
nick_done(struct job *job, void *context)
{
	struct lookup *look = (struct lookup *)job;
	struct server *srv = context;

	if (look->found || !look->failed)
		login_keep(srv->logins, look->nick, look->found,
		    clock_mono_ms() + KEEP_MS);
	look->then_nick(srv, look->session_id);
	lookup_free(job);
}

static void
name_done(struct job *job, void *context)
{
	struct lookup *look = (struct lookup *)job;
	enum logins_answer answer = LOGINS_FREE;
	void *given = look->question.context;

	if (look->found)
		answer = LOGINS_TAKEN;
	else if (look->failed)
		answer = LOGINS_UNKNOWN;
	look->question.context = NULL;
	look->question.then(context, look->session_id, answer, given);
	lookup_free(job);
}

static void
uid_done(struct job *job, void *context)
{
	struct lookup *look = (struct lookup *)job;
	const char *realname = look->failed ? NULL : "";

	if (look->realname)
		realname = look->realname;
	look->then_uid(context, look->session_id, look->login, realname);
	lookup_free(job);
}

static int
lookup_submit(struct server *srv, struct lookup *look)
{
	look->uid_min = srv->logins->uid_min;
	look->uid_max = srv->logins->uid_max;
	look->job.run = lookup_run;
	look->job.drop = lookup_free;
	if (worker_submit(srv->worker, &look->job) == 0)
		return 0;
	look->question.context = NULL;
	lookup_free(&look->job);
	return -1;
}

int
logins_look_up_nick(struct server *srv, uint64_t session_id, const char *nick,
    void (*then)(struct server *, uint64_t session_id))
{
	struct lookup *look = mem_alloc(sizeof(*look));

	look->session_id = session_id;
	look->nick = mem_strdup(nick);
	look->then_nick = then;
	look->job.done = nick_done;
	return lookup_submit(srv, look);
}

int
logins_look_up_name(
    struct server *srv, uint64_t session_id, const struct logins_question *q)
{
	struct lookup *look = mem_alloc(sizeof(*look));

	look->session_id = session_id;
	look->nick = mem_strdup(q->name);
	look->question = *q;
	look->job.done = name_done;
	return lookup_submit(srv, look);
}

int
logins_look_up_uid(struct server *srv, uint64_t session_id, uid_t uid,
    void (*then)(struct server *, uint64_t session_id, const char *login,
	const char *realname))
{
	struct lookup *look = mem_alloc(sizeof(*look));

	look->session_id = session_id;
	look->uid = uid;
	look->then_uid = then;
	look->job.done = uid_done;
	return lookup_submit(srv, look);
}
