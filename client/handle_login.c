/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/handle_login.h"

#include <string.h>
#include <strings.h>

#include "client/logon.h"
#include "client/signup.h"
#include "common/mem.h"

static const char *
last(const struct incoming *in)
{
	return in_param(in, in->m->nparams - 1);
}

void
handle_authenticate(const struct incoming *in)
{
	logon_data(in->s, in->n, in_param(in, 0));
}

void
handle_logged_in(const struct incoming *in)
{
	logon_logged_in(in->s, in->n, in_param(in, 2));
}

void
handle_logged_out(const struct incoming *in)
{
	logon_logged_in(in->s, in->n, "");
}

void
handle_sasl_done(const struct incoming *in)
{
	logon_succeeded(in->s, in->n);
	signup_begin(in->s, in->n);
}

void
handle_sasl_failed(const struct incoming *in)
{
	logon_refused(in->s, in->n, irc_numeric(in->m->command), last(in));
}

/* 907: nothing is left to do. */
void
handle_sasl_already(const struct incoming *in)
{
	if (!logon_busy(in->n))
		return;
	persona_end_exchange(&in->n->persona);
	network_cap_end(in->n);
}

void
handle_sasl_mechanisms(const struct incoming *in)
{
	mem_replace(&in->n->persona.mechanisms, in_param(in, 1));
	in->n->persona.relisted = true;
}

/* Of others it is not told: /whois tells it. */
void
handle_account(const struct incoming *in)
{
	const char *account = in_param(in, 0);

	if (in->self)
		logon_logged_in(
		    in->s, in->n, strcmp(account, "*") ? account : "");
}

void
handle_enrolled(const struct incoming *in)
{
	signup_answer(in->s, in->n, in_param(in, 0), in_param(in, 1), last(in));
}

static bool
asks_for_account(const char *words)
{
	return strcasestr(words, "sasl") ||
	    strcasestr(words, "account_required") ||
	    strcasestr(words, "identify to services") ||
	    strcasestr(words, "account is required") ||
	    strcasestr(words, "registered account");
}

const char *
handle_login_hint(const struct incoming *in, const char *words)
{
	if (in->n->status == NETWORK_ONLINE || in->n->shut ||
	    !asks_for_account(words))
		return NULL;
	in->n->shut = true;
	return "This server lets in only who has an account: /login ACCOUNT "
	       "logs in and connects again, /register ACCOUNT makes an account "
	       "where the server allows it";
}

/* FAIL * ACCOUNT_REQUIRED */
static void
account_required(const struct incoming *in)
{
	const char *hint = handle_login_hint(in, "account_required");

	in_say(in, state_here(in->s, in->n), SAID_ERROR, "%s. %s", last(in),
	    hint ? hint
		 : "/login ACCOUNT logs in, /register ACCOUNT makes an "
		   "account");
}

bool
handle_login_fail(const struct incoming *in)
{
	if (*in->m->command != 'F')
		return false;
	if (!strcmp(in_param(in, 1), "ACCOUNT_REQUIRED")) {
		account_required(in);
		return true;
	}
	return signup_failed(
	    in->s, in->n, in_param(in, 0), in_param(in, 1), last(in));
}
