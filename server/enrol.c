/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/enrol.h"

#include <stdlib.h>
#include <string.h>

#include "common/log.h"
#include "common/mem.h"
#include "common/saslprep.h"
#include "common/text.h"
#include "common/utf8.h"
#include "server/admission.h"
#include "server/derive.h"
#include "server/guess.h"
#include "server/invite.h"
#include "server/login.h"
#include "server/logins.h"
#include "server/lookalike.h"
#include "server/name.h"
#include "server/policy.h"

/* Somebody on the way to an account, or to another password. */
struct enrol {
	struct derive_job job; /* first: the pool's view of it */
	char *name;
	char *token;
	bool is_new;
	enrol_then *then;
};

static const struct enrolled
    insecure = {NULL, "DISALLOWED", "Passwords are only taken over TLS"},
    nobody = {NULL, "DISALLOWED", "Nobody may register an account here"},
    only_local = {NULL, "DISALLOWED",
	"Only users of this machine may register an "
	"account"},
    no_token = {NULL, "INVITATION_REQUIRED",
	"Accounts are for who is invited: give "
	"invite:TOKEN as the e-mail address"},
    bad_token = {NULL, "INVITATION_REQUIRED",
	"This invitation is none, or is over"},
    no_nick = {NULL, "NEED_NICK", "Choose a nickname first"},
    logged_in = {NULL, "ALREADY_AUTHENTICATED", "You are logged in already"},
    taken = {NULL, "ACCOUNT_EXISTS", "This name is taken"},
    in_use = {NULL, "ACCOUNT_EXISTS", "Somebody else has this nickname now"},
    looks_alike = {NULL, "BAD_ACCOUNT_NAME",
	"This name could be taken for another one"},
    is_login = {NULL, "BAD_ACCOUNT_NAME",
	"This is a login of the server's machine"},
    full = {NULL, "TEMPORARILY_UNAVAILABLE", "There are too many accounts"},
    too_often = {NULL, "TEMPORARILY_UNAVAILABLE",
	"Too many accounts were made from your address; try again later"},
    busy = {NULL, "TEMPORARILY_UNAVAILABLE", "The server is busy; try again"},
    too_long = {NULL, "UNACCEPTABLE_PASSWORD", "The password is too long"},
    unsound = {NULL, "UNACCEPTABLE_PASSWORD",
	"The password holds characters that cannot "
	"be typed everywhere"},
    is_name = {NULL, "WEAK_PASSWORD", "The password is the name"},
    weak = {NULL, "WEAK_PASSWORD", "The password is too short"};

static void
enrol_free(struct derive_job *job)
{
	struct enrol *e = (struct enrol *)job;

	derive_job_clear(job);
	free(e->name);
	mem_wipe(&e->token);
	free(e);
}

/* It ends here. */
static void
finish(struct server *srv, struct session *s, struct enrol *e,
    struct account *a, const struct enrolled *why)
{
	struct enrolled what = why ? *why : (struct enrolled){.text = ""};

	what.name = a ? a->name : e->name;
	if (!s->doom)
		e->then(srv, s, a, &what);
	enrol_free(&e->job);
}

static const struct enrolled *
check_invitation(const struct server *srv, const char *token)
{
	if (!token)
		return &no_token;
	return invite_valid(srv, token) ? NULL : &bad_token;
}

/* Whether such as this one may register at all. */
static const struct enrolled *
check_policy(
    const struct server *srv, const struct session *s, const char *token)
{
	const struct standing who = session_standing(s);

	switch (policy_register(srv->settings, &who)) {
	case POLICY_REGISTER:
		break;
	case POLICY_REGISTER_INVITED:
		return check_invitation(srv, token);
	case POLICY_REGISTER_LOCAL:
		return &only_local;
	case POLICY_REGISTER_NOBODY:
		return &nobody;
	case POLICY_REGISTER_OPEN:
		return &insecure;
	}
	return NULL;
}

static const struct enrolled *
check_room(const struct server *srv, const struct session *s)
{
	int64_t most = srv->settings->accounts;

	if (most && HASH_COUNT(srv->accounts.by_name) >= (size_t)most)
		return &full;
	return admission_register_wait(srv, s) > 0 ? &too_often : NULL;
}

static const struct enrolled *
check_name(const struct server *srv, const struct session *s, const char *name)
{
	static struct enrolled wrong = {NULL, "BAD_ACCOUNT_NAME", NULL};
	const struct user *u = world_user(&srv->world, name);

	wrong.text = name_check_nick(name, (size_t)srv->settings->nick_length);
	if (wrong.text)
		return &wrong;
	if (account_named(&srv->accounts, name) ||
	    account_of_nick(&srv->accounts, name))
		return &taken;
	if (u && u != s->user)
		return &in_use;
	return lookalike_of(srv, s, name) ? &looks_alike : NULL;
}

static size_t
count_characters(const char *s)
{
	size_t count = 0;
	int cp;

	for (size_t len = strlen(s), at = 0; at < len; count++)
		at += utf8_next(s + at, len - at, &cp);
	return count;
}

/* As given, and as SASLprep left it. */
static const struct enrolled *
check_password(const struct server *srv, const char *name, const char *given,
    const char *prepared)
{
	if (strlen(given) > PASSWORD_MAX)
		return &too_long;
	if (!prepared)
		return &unsound;
	if (text_casecmp(prepared, name) == 0)
		return &is_name;
	if (count_characters(prepared) < (size_t)srv->settings->password_length)
		return &weak;
	return NULL;
}

/* What can change while it waits. */
static const struct enrolled *
check(const struct server *srv, const struct session *s, const struct enrol *e)
{
	const struct enrolled *no = check_policy(srv, s, e->token);

	if (!no && session_account(s))
		no = &logged_in;
	if (!no)
		no = check_name(srv, s, e->name);
	return no ? no : check_room(srv, s);
}

static struct account *
make(struct server *srv, struct session *s, struct enrol *e)
{
	const struct standing who = session_standing(s);
	struct account *a =
	    account_add(&srv->accounts, e->name, event_now(&srv->clock));

	a->password = e->job.made;
	guess_right(srv, s, a);
	admission_registered(srv, s);
	if (policy_register(srv->settings, &who) == POLICY_REGISTER_INVITED)
		invite_use(srv, e->token, a->name);
	log_info("%s: registered the account %s", s->address, a->name);
	login_in(srv, s, a);
	return a;
}

static void
settle_new(struct server *srv, struct session *s, struct enrol *e)
{
	const struct enrolled *no = check(srv, s, e);

	if (!no && !e->job.made.iterations)
		no = &busy;
	finish(srv, s, e, no ? NULL : make(srv, s, e), no);
}

static void
settle_old(struct server *srv, struct session *s, struct enrol *e)
{
	struct account *a = account_find(&srv->accounts, e->name);

	if (!a || !e->job.made.iterations) {
		finish(srv, s, e, NULL, &busy);
		return;
	}
	a->password = e->job.made;
	account_keep(srv, a);
	log_info("%s: set a password of the account %s", s->address, a->name);
	finish(srv, s, e, a, NULL);
}

static void
derived(struct server *srv, struct derive_job *job)
{
	struct enrol *e = (struct enrol *)job;
	struct session *s = server_session(srv, job->session_id);

	if (!s) {
		enrol_free(job);
		return;
	}
	s->waiting = false;
	if (e->is_new)
		settle_new(srv, s, e);
	else
		settle_old(srv, s, e);
	session_label_end(s, srv->settings->server_name);
}

static void
derive(struct server *srv, struct session *s, struct enrol *e)
{
	if (derive_ask(srv, &e->job) == 0)
		s->waiting = true;
	else
		finish(srv, s, e, NULL, &busy);
}

static void
looked_up(struct server *srv, uint64_t session_id, enum logins_answer answer,
    void *context)
{
	struct enrol *e = context;
	struct session *s = server_session(srv, session_id);

	if (!s) {
		enrol_free(&e->job);
		return;
	}
	s->waiting = false;
	if (answer == LOGINS_FREE)
		derive(srv, s, e);
	else
		finish(srv, s, e, NULL,
		    answer == LOGINS_TAKEN ? &is_login : &busy);
	if (!s->waiting)
		session_label_end(s, srv->settings->server_name);
}

static void
drop(void *context)
{
	struct enrol *e = context;

	enrol_free(&e->job);
}

static void
look_up(struct server *srv, struct session *s, struct enrol *e)
{
	const struct logins_question q = {e->name, e, looked_up, drop};

	if (logins_look_up_name(srv, s->id, &q) == 0)
		s->waiting = true;
	else
		finish(srv, s, e, NULL, &busy);
}

static struct enrol *
enrol_new(const struct server *srv, const struct session *s, const char *name,
    const char *password, enrol_then *then)
{
	struct enrol *e = mem_alloc(sizeof(*e));

	e->name = mem_strdup(name);
	e->then = then;
	e->job.session_id = s->id;
	e->job.from = s->limit_key;
	e->job.password = saslprep(password);
	e->job.iterations = (uint32_t)srv->settings->password_iterations;
	e->job.done = derived;
	e->job.drop = enrol_free;
	return e;
}

void
account_register(
    struct server *srv, struct session *s, const struct enrolment *given)
{
	const char *nick = s->user ? s->user->nick : s->nick;
	bool by_nick = !given->name || !strcmp(given->name, "*");
	const char *name = by_nick ? nick : given->name;
	struct enrol *e = enrol_new(
	    srv, s, name && nick ? name : "*", given->password, given->then);
	const struct enrolled *no;

	e->is_new = true;
	e->token = mem_strdup(given->token);
	no = nick ? check(srv, s, e) : &no_nick;
	if (!no)
		no = check_password(
		    srv, e->name, given->password, e->job.password);
	if (no)
		finish(srv, s, e, NULL, no);
	else
		look_up(srv, s, e);
}

void
account_set_password(struct server *srv, struct session *s,
    const struct account *a, const char *password, enrol_then *then)
{
	const struct standing who = session_standing(s);
	struct enrol *e = enrol_new(srv, s, a->name, password, then);
	const struct enrolled *no =
	    check_password(srv, a->name, password, e->job.password);

	if (!policy_passwords(srv->settings, &who))
		no = &insecure;
	if (no)
		finish(srv, s, e, NULL, no);
	else
		derive(srv, s, e);
}
