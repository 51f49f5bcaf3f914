/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/identify.h"

#include <stdlib.h>
#include <string.h>

#include "common/log.h"
#include "common/mem.h"
#include "common/saslprep.h"
#include "common/text.h"
#include "server/derive.h"
#include "server/guess.h"
#include "server/login.h"
#include "server/policy.h"
#include "server/verifier.h"

struct identify {
	struct derive_job job; /* first: the pool's view of it */
	char *name;
	identify_then *then;
};

static void
identify_free(struct derive_job *job)
{
	struct identify *q = (struct identify *)job;

	derive_job_clear(job);
	free(q->name);
	free(q);
}

static void
fill(const struct server *srv, const char *name, struct verifier *v)
{
	const struct account *a = account_find(&srv->accounts, name);
	char *folded;

	if (a && a->password.iterations) {
		*v = a->password;
		return;
	}
	folded = text_folded(name);
	verifier_fake(v, srv->store->secret, folded,
	    (uint32_t)srv->settings->password_iterations);
	free(folded);
}

bool
identify_verifier(const struct server *srv, const struct session *s,
    const char *name, struct verifier *v)
{
	if (guess_wait_ms(srv, s, name) > 0)
		return false;
	fill(srv, name, v);
	return true;
}

/* Others who began at the same time may have guessed too often meanwhile. */
enum identified
identify_proved(struct server *srv, struct session *s, const char *name,
    const struct verifier *v, bool right)
{
	struct account *a = account_find(&srv->accounts, name);

	if (guess_wait_ms(srv, s, name) > 0)
		return IDENTIFY_TOO_OFTEN;
	if (right && a && !memcmp(&a->password, v, sizeof(*v))) {
		guess_right(srv, s, a);
		return IDENTIFY_RIGHT;
	}
	guess_wrong(srv, s, name);
	log_info("%s: wrong password of an account", s->address);
	return IDENTIFY_WRONG;
}

const char *
identify_text(enum identified answer)
{
	if (answer == IDENTIFY_BUSY)
		return "The server is busy; try again";
	if (answer == IDENTIFY_OPEN)
		return "Passwords are only taken over TLS";
	return "Too many wrong passwords; try again later";
}

/* A new one replaces none that was set meanwhile. */
static void
settle(struct server *srv, struct session *s, const struct identify *q)
{
	enum identified answer =
	    identify_proved(srv, s, q->name, &q->job.verifier, q->job.right);
	struct account *a = NULL;

	if (answer == IDENTIFY_RIGHT)
		a = account_find(&srv->accounts, q->name);
	if (a && q->job.made.iterations) {
		a->password = q->job.made;
		account_keep(srv, a);
	}
	if (!s->doom)
		q->then(srv, s, a, answer);
}

static void
identify_done(struct server *srv, struct derive_job *job)
{
	struct identify *q = (struct identify *)job;
	struct session *s = server_session(srv, job->session_id);

	if (s) {
		s->waiting = false;
		settle(srv, s, q);
		if (!s->waiting) /* it may have asked for more */
			session_label_end(s, srv->settings->server_name);
	}
	identify_free(job);
}

static struct identify *
identify_new(const struct server *srv, const struct session *s,
    const char *name, const char *password)
{
	struct identify *q = mem_alloc(sizeof(*q));

	q->name = mem_strdup(name);
	q->job.session_id = s->id;
	q->job.from = s->limit_key;
	q->job.password = saslprep(password);
	q->job.checks = true;
	q->job.iterations = (uint32_t)srv->settings->password_iterations;
	q->job.done = identify_done;
	q->job.drop = identify_free;
	fill(srv, name, &q->job.verifier);
	return q;
}

void
identify(struct server *srv, struct session *s, const char *name,
    const char *password, identify_then *then)
{
	const struct standing who = session_standing(s);
	struct identify *q;

	if (!policy_passwords(srv->settings, &who)) {
		then(srv, s, NULL, IDENTIFY_OPEN);
		return;
	}
	if (guess_wait_ms(srv, s, name) > 0) {
		then(srv, s, NULL, IDENTIFY_TOO_OFTEN);
		return;
	}
	q = identify_new(srv, s, name, password);
	q->then = then;
	if (derive_ask(srv, &q->job) == 0) {
		s->waiting = true;
		return;
	}
	identify_free(&q->job);
	then(srv, s, NULL, IDENTIFY_BUSY);
}
