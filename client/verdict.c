/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/verdict.h"

#include <string.h>
#include <utlist.h>

#include "client/manyline.h"
#include "client/saying.h"
#include "common/text.h"

static bool
is(const struct incoming *in, const char *command)
{
	return !strcmp(in->m->command, command);
}

/* RPL_TRYAGAIN is no error by its number. */
static bool
is_refusal(const struct incoming *in)
{
	int n = irc_numeric(in->m->command);

	return (n >= 400 && n < 600) || n == 263 || is(in, "FAIL");
}

static bool
begins_batch(const struct incoming *in)
{
	return is(in, "BATCH") && *in_param(in, 0) == '+' &&
	    !strcmp(in_param(in, 1), MANYLINE_CAP);
}

/* What we said, as it was said. */
static bool
is_echo(const struct incoming *in)
{
	return in->self && !in_replay(in) &&
	    (is(in, "PRIVMSG") || is(in, "NOTICE") || begins_batch(in));
}

static void
stand(struct verdict *v, const struct incoming *in)
{
	const char *msgid = irc_tag(in->m, "msgid");

	v->said = true;
	v->msgid = msgid ? msgid : "";
	v->time_ms = in->time_ms;
}

/* One that is sent again may have been said and taken back since. */
static void
refuse(struct verdict *v, const struct incoming *in)
{
	v->code = is(in, "FAIL") ? in_param(in, 1) : in->m->command;
	v->why = in->m->nparams ? in_param(in, in->m->nparams - 1) : "";
	v->said = !strcmp(v->code, "MESSAGE_REDACTED");
}

static void
refuse_silently(struct verdict *v)
{
	v->code = "";
	v->why = "the server did not say it, and does not say why";
}

static struct verdict
by_label(struct out *m, const struct incoming *in)
{
	struct verdict v = {.m = m, .code = "", .why = "", .msgid = ""};

	if (is_echo(in))
		stand(&v, in);
	else if (is_refusal(in))
		refuse(&v, in);
	else if (!is(in, "ACK"))
		v.m = NULL;
	else if (in->n->caps & CAP_ECHO_MESSAGE)
		refuse_silently(&v);
	else
		stand(&v, in);
	return v;
}

static bool
is_echo_of(const struct incoming *in, const struct out *m)
{
	if (begins_batch(in))
		return m->rows > 1 && !text_casecmp(in_param(in, 2), m->target);
	return m->rows == 1 && is(in, m->command) &&
	    !text_casecmp(in_param(in, 0), m->target) &&
	    !strcmp(in_param(in, 1), m->body);
}

/* It names the command or whom it was to, or neither: then there is nothing
 * between our nick and the words. */
static bool
is_refusal_of(const struct incoming *in, const struct out *m)
{
	int n = irc_numeric(in->m->command);

	if (is(in, "FAIL"))
		return !strcmp(in_param(in, 0), m->command) ||
		    (m->rows > 1 && !strcmp(in_param(in, 0), "BATCH"));
	for (size_t i = 1; i + 1 < in->m->nparams; i++)
		if (!text_casecmp(in_param(in, i), m->target) ||
		    !strcmp(in_param(in, i), m->command))
			return true;
	return in->m->nparams == 2 && n >= 407 && n <= 417;
}

static struct verdict
by_order(const struct outbox *o, const struct incoming *in)
{
	bool echo = is_echo(in) && (!in->batch || begins_batch(in));
	struct verdict v = {.code = "", .why = "", .msgid = ""};
	struct out *m;

	if (!echo && !is_refusal(in))
		return v;
	DL_FOREACH (o->messages, m) {
		if (m->state != OUT_FLYING)
			continue;
		if (echo ? is_echo_of(in, m) : is_refusal_of(in, m)) {
			v.m = m;
			break;
		}
	}
	if (v.m && echo)
		stand(&v, in);
	else if (v.m)
		refuse(&v, in);
	return v;
}

struct verdict
verdict_of(const struct outbox *o, const struct incoming *in)
{
	const char *label = in_label(in);
	struct out *m;

	if (saying_answer(in->n) != SAYING_LABEL)
		return by_order(o, in);
	m = saying_labeled(o, label);
	if (!m || m->state != OUT_FLYING)
		return (struct verdict){.m = NULL};
	return by_label(m, in);
}
