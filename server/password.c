/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/password.h"

#include <crypt.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"

struct password_job {
	struct job job; /* first: the worker's view of it */
	uint64_t session_id;
	char *name;
	char *hash;
	char *password;
	void (*then)(struct server *srv, struct session *s, const char *name,
	    const char *hash, bool right);
	bool right;
};

static void
job_free(struct job *job)
{
	struct password_job *j = (struct password_job *)job;

	mem_wipe(&j->password);
	free(j->hash);
	free(j->name);
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
	struct password_job *j = (struct password_job *)job;
	/* large: not for each that waits */
	struct crypt_data *data = mem_alloc(sizeof(*data));
	const char *hash = crypt_r(j->password, j->hash, data);

	j->right = hash && equal(hash, j->hash);
	explicit_bzero(data, sizeof(*data));
	free(data);
}

static void
job_done(struct job *job, void *context)
{
	struct password_job *j = (struct password_job *)job;
	struct server *srv = context;
	struct session *s = server_session(srv, j->session_id);

	if (s) {
		s->waiting = false;
		if (!s->doom)
			j->then(srv, s, j->name, j->hash, j->right);
		session_label_end(s, srv->settings->server_name);
	}
	job_free(job);
}

int
password_ask(
    struct server *srv, struct session *s, const struct password_question *q)
{
	struct password_job *j = mem_alloc(sizeof(*j));

	j->job.run = job_run;
	j->job.done = job_done;
	j->job.drop = job_free;
	j->session_id = s->id;
	j->name = mem_strdup(q->name);
	j->hash = mem_strdup(q->hash);
	j->password = mem_strdup(q->password);
	j->then = q->then;
	if (worker_submit(srv->worker, &j->job) < 0) {
		job_free(&j->job);
		return -1;
	}
	s->waiting = true;
	return 0;
}
