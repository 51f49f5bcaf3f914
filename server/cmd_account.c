/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_account.h"

#include <string.h>

#include "server/enrol.h"
#include "server/logged.h"
#include "server/registration.h"
#include "server/reply.h"

static void
answered(struct server *srv, struct session *s, struct account *a,
    const struct enrolled *what)
{
	if (!a) {
		reply_standard(srv, s, "FAIL", "REGISTER", what->code,
		    what->name, "%s", what->text);
		return;
	}
	reply_command(srv, s, "REGISTER", WORDS("SUCCESS", a->name),
	    "Account registered");
	logged_tell(srv, s);
}

/* What can be an address at all. */
static bool
is_address(const char *email)
{
	const char *at = strrchr(email, '@');

	return at && at > email && at[1];
}

void
cmd_register_account(
    struct server *srv, struct session *s, const struct irc_msg *m)
{
	static const char invite[] = "invite:";
	const char *email = m->params[1];
	struct enrolment e = {m->params[0], m->params[2], NULL, answered};

	if (!s->user && !registration_admits(srv, s))
		return;
	if (!strncmp(email, invite, strlen(invite)))
		e.token = email + strlen(invite);
	if (!e.token && strcmp(email, "*") && !is_address(email))
		reply_standard(srv, s, "FAIL", "REGISTER", "INVALID_EMAIL",
		    m->params[0],
		    "Give * as the e-mail address, or an "
		    "address, which is not kept");
	else
		account_register(srv, s, &e);
}

void
cmd_verify(struct server *srv, struct session *s, const struct irc_msg *m)
{
	if (session_account(s))
		reply_standard(srv, s, "FAIL", "VERIFY",
		    "ALREADY_AUTHENTICATED", session_account(s),
		    "You are logged in already");
	else
		reply_standard(srv, s, "FAIL", "VERIFY", "INVALID_CODE",
		    m->params[0], "There is nothing to verify");
}
