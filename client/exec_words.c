/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/exec_words.h"

#include <string.h>
#include <sys/wait.h>

#include "common/duration.h"

static void
add(struct buf *out, const char *what)
{
	buf_addf(out, "%s%s", out->len ? ", and " : "", what);
}

static void
add_failure(struct buf *out, const struct run *r, int64_t limit_ms)
{
	if (r->late) {
		buf_adds(out, "took longer than ");
		duration_say(out, limit_ms);
		buf_adds(out, " and was ended");
	} else if (WIFSIGNALED(r->status)) {
		buf_addf(out, "was ended by signal %d (%s)",
		    WTERMSIG(r->status), strsignal(WTERMSIG(r->status)));
	} else if (WEXITSTATUS(r->status)) {
		buf_addf(
		    out, "failed with exit status %d", WEXITSTATUS(r->status));
	}
}

static void
add_excess(struct buf *out, const struct run *r)
{
	if (r->said.left_out) {
		add(out, "printed more than is said of one run: ");
		buf_addf(out, "%zu %s left out", r->said.left_out,
		    r->said.left_out == 1 ? "line was" : "lines were");
	}
	if (r->errors.left_out) {
		add(out, "complained more than is shown of one run: ");
		buf_addf(out, "%zu %s left out", r->errors.left_out,
		    r->errors.left_out == 1 ? "line was" : "lines were");
	}
}

static void
add_message(struct buf *out, const struct tailed *m)
{
	buf_addf(out, " (for what %s said in %s", m->nick, m->channel);
	if (*m->id)
		buf_addf(out, ", id %s", m->id);
	buf_addc(out, ')');
}

void
exec_words_end(struct buf *out, const struct crew_run *c, int rc,
    int64_t limit_ms, bool asked)
{
	size_t start = out->len;

	if (rc)
		buf_addf(out, "could not be started: %s", strerror(rc));
	else if (!asked)
		add_failure(out, &c->run, limit_ms);
	if (!rc)
		add_excess(out, &c->run);
	if (out->len > start)
		add_message(out, c->message);
}
