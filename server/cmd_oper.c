/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_oper.h"

#include <crypt.h>
#include <openssl/crypto.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/log.h"
#include "common/mem.h"
#include "server/find.h"
#include "server/hub.h"
#include "server/reply.h"

/* A password on its way through the worker. */
struct oper_job {
	struct job job; /* first: the worker's view of it */
	uint64_t session_id;
	char *title;
	char *hash;
	char *password;
	bool right;
	struct crypt_data crypt;
};

static void
job_free(struct job *job)
{
	struct oper_job *j = (struct oper_job *)job;

	mem_wipe(&j->password);
	explicit_bzero(&j->crypt, sizeof(j->crypt));
	free(j->hash);
	free(j->title);
	free(j);
}

/* In a time that does not tell how much of it was right. */
static bool
equal(const char *a, const char *b)
{
	size_t len = strlen(a);

	return len == strlen(b) && CRYPTO_memcmp(a, b, len) == 0;
}

static void
job_run(struct job *job)
{
	struct oper_job *j = (struct oper_job *)job;
	const char *hash = crypt_r(j->password, j->hash, &j->crypt);

	j->right = hash && equal(hash, j->hash);
}

static const struct settings_oper *
find_title(const struct server *srv, const char *title)
{
	const struct conf_sections *opers = &srv->settings->opers;
	const struct settings_oper *o = opers->items;

	for (size_t i = 0; i < opers->count; i++)
		if (!strcmp(o[i].title, title))
			return &o[i];
	return NULL;
}

static void
oper_refuse(struct server *srv, struct session *s, const char *title)
{
	log_warn("%s!%s@%s is not operator \"%s\": wrong title or password",
	    s->user->nick, s->user->name, s->address, title);
	reply(srv, s, ERR_PASSWDMISMATCH, NULL);
}

static void
oper_grant(struct server *srv, struct session *s, const char *title)
{
	struct mode_change change = {true, 'o', NULL};
	struct event e = hub_event(srv, EVENT_UMODE, s);

	log_info("%s!%s@%s is operator \"%s\"", s->user->nick, s->user->name,
	    s->address, title);
	reply(srv, s, RPL_YOUREOPER, NULL);
	if (s->user->modes & USER_OPER)
		return;
	e.modes = &change;
	e.nmodes = 1;
	e.body = "+o";
	hub_publish(srv, &e);
}

/* The configuration may have changed while the worker was at it. */
static void
job_done(struct job *job, void *context)
{
	struct oper_job *j = (struct oper_job *)job;
	struct server *srv = context;
	struct session *s = server_session(srv, j->session_id);
	const struct settings_oper *o = find_title(srv, j->title);

	if (s && s->user) {
		s->waiting = false;
		if (j->right && o && !strcmp(o->password_hash, j->hash))
			oper_grant(srv, s, j->title);
		else
			oper_refuse(srv, s, j->title);
		session_label_end(s, srv->settings->server_name);
	}
	job_free(job);
}

static void
oper_check(struct server *srv, struct session *s, const struct settings_oper *o,
    const char *password)
{
	struct oper_job *j = mem_alloc(sizeof(*j));

	j->job.run = job_run;
	j->job.done = job_done;
	j->job.drop = job_free;
	j->session_id = s->id;
	j->title = mem_strdup(o->title);
	j->hash = mem_strdup(o->password_hash);
	j->password = mem_strdup(password);
	if (worker_submit(srv->worker, &j->job) < 0) {
		job_free(&j->job);
		reply_text(srv, s, ERR_PASSWDMISMATCH, NULL,
		    "The server is busy; try again");
		return;
	}
	s->waiting = true;
}

/* An account at the Unix socket is a login that the kernel vouches for. */
static bool
by_login(const struct session *s, const struct settings_oper *o)
{
	const char *account = s->user->account;

	if (!s->local || !account)
		return false;
	for (size_t i = 0; i < o->logins.count; i++)
		if (!strcmp(o->logins.items[i], account))
			return true;
	return false;
}

void
cmd_oper(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const struct settings_oper *o = find_title(srv, m->params[0]);

	if (srv->settings->opers.count == 0)
		reply(srv, s, ERR_NOOPERHOST, NULL);
	else if (o && by_login(s, o))
		oper_grant(srv, s, o->title);
	else if (m->nparams < 2)
		reply(srv, s, ERR_NEEDMOREPARAMS, "OPER", NULL);
	else if (o && *o->password_hash)
		oper_check(srv, s, o, m->params[1]);
	else
		oper_refuse(srv, s, m->params[0]);
}
