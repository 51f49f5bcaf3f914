/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/errands.h"

#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "client/logon.h"
#include "common/mem.h"
#include "common/worker.h"

enum { THREADS = 2 };

struct errands {
	struct state *s;
	struct worker *worker; /* started with the first */
};

struct errands *
errands_open(struct state *s)
{
	struct errands *es = mem_alloc(sizeof(*es));

	es->s = s;
	return es;
}

void
errands_close(struct errands *es)
{
	if (!es)
		return;
	if (es->worker)
		worker_stop(es->worker);
	free(es);
}

static void
done(struct job *job, void *context)
{
	struct errands *es = context;
	struct errand *e = (struct errand *)job;
	struct network *n;

	DL_FOREACH (es->s->networks, n)
		if (n->id == e->network)
			logon_errand(es->s, n, e);
	errand_free(e);
}

static struct errand *
errand_for(const struct state *s, const struct network *n)
{
	const struct persona *id = &n->persona;
	const struct settings_network *sn =
	    settings_network(s->settings, n->name);
	struct errand *e = errand_new(
	    id->errand == PERSONA_DERIVE ? ERRAND_KEYS : ERRAND_PASSWORD, done);

	e->network = n->id;
	e->serial = id->serial;
	e->command = mem_strdup(sn ? sn->password_command : "false");
	if (id->errand != PERSONA_DERIVE)
		return e;
	e->password = id->password;
	memcpy(e->salt, id->proof.salt, sizeof(e->salt));
	e->salt_len = id->proof.salt_len;
	e->iterations = id->proof.iterations;
	return e;
}

static void
send_off(struct errands *es, struct network *n)
{
	struct errand *e = errand_for(es->s, n);

	n->persona.errand_runs = true;
	if (!es->worker)
		es->worker = worker_start(THREADS, 2 * STATE_NETWORKS_MAX);
	if (es->worker && worker_submit(es->worker, &e->job) == 0)
		return;
	e->failed = "there is no thread for it";
	logon_errand(es->s, n, e);
	errand_free(e);
}

void
errands_turn(struct errands *es)
{
	struct network *n;

	DL_FOREACH (es->s->networks, n)
		if (n->persona.errand != PERSONA_NO_ERRAND &&
		    !n->persona.errand_runs)
			send_off(es, n);
}

int
errands_fd(const struct errands *es)
{
	return es->worker ? worker_fd(es->worker) : -1;
}

void
errands_reap(struct errands *es)
{
	worker_reap(es->worker, es);
}
