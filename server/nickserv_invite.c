/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/nickserv_invite.h"

#include "common/buf.h"
#include "common/duration.h"
#include "server/audit.h"
#include "server/invite.h"
#include "server/invite_tool.h"

static void
answer(const struct service_call *c, unsigned uses, int64_t ms)
{
	struct buf token = {0}, span = {0};

	duration_say(&span, ms);
	if (invite_make(&token, c->srv, uses, ms) < 0) {
		service_answer(c, "No invitation can be made now.");
	} else {
		audit(c->srv, c->s, "INVITE", NULL, "%u within %s", uses,
		    span.data);
		service_answer(c, "For %u account%s within %s:", uses,
		    uses == 1 ? "" : "s", span.data);
		service_answer(c, "  /msg %s REGISTER password invite:%s",
		    c->service->name, token.data);
	}
	buf_free(&token);
	buf_free(&span);
}

void
nickserv_invite(const struct service_call *c)
{
	struct buf err = {0};
	unsigned uses;
	int64_t ms;

	if (invite_uses_read(&uses, c->words[0], &err) &&
	    invite_for_read(&ms, c->nwords > 1 ? c->words[1] : NULL, &err))
		answer(c, uses, ms);
	else
		service_answer(c, "%s", err.data);
	buf_free(&err);
}
