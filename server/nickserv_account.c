/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/nickserv_account.h"

#include "common/buf.h"
#include "server/login.h"

void
nickserv_logout(const struct service_call *c)
{
	struct buf name = {0};

	buf_adds(&name, c->s->user->account);
	login_out(c->srv, c->s);
	service_answer(c, "You are no longer logged in as %s.", name.data);
	buf_free(&name);
}
