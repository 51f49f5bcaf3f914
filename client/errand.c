/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/errand.h"

#include <stdlib.h>
#include <string.h>

#include "client/passcommand.h"
#include "common/mem.h"
#include "common/saslprep.h"

void
errand_free(struct errand *e)
{
	free(e->command);
	explicit_bzero(e, sizeof(*e));
	free(e);
}

static void
derive(struct errand *e)
{
	char *password = saslprep(e->password.text);

	if (!password)
		e->failed = "the password has characters that no password may "
			    "have";
	else if (scram_salted_password(e->salted, password, e->salt,
		     e->salt_len, e->iterations) < 0)
		e->failed = "the keys could not be derived";
	mem_wipe(&password);
}

static void
run(struct job *job)
{
	struct errand *e = (struct errand *)job;

	if (e->kind == ERRAND_KEYS)
		derive(e);
	else
		e->failed = passcommand_run(e->command, ERRAND_COMMAND_MS,
		    &e->password, e->words, sizeof(e->words));
}

static void
drop(struct job *job)
{
	errand_free((struct errand *)job);
}

struct errand *
errand_new(enum errand_kind kind, void (*done)(struct job *job, void *context))
{
	struct errand *e = mem_alloc(sizeof(*e));

	e->kind = kind;
	e->job.run = run;
	e->job.done = done;
	e->job.drop = drop;
	return e;
}
