/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/signup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/confide.h"
#include "client/logon.h"
#include "common/mem.h"

bool
signup_has(const struct network *n, const char *key)
{
	const char *keys = n->persona.enrol_keys;
	size_t len = strlen(key);

	for (; *keys; keys += strspn(keys, ",")) {
		size_t word = strcspn(keys, ",");

		if (strcspn(keys, "=,") == len && !memcmp(keys, key, len))
			return true;
		keys += word;
	}
	return false;
}

static int
send_register(struct network *n)
{
	const struct persona *id = &n->persona;
	char line[512 - 2 + 1];
	int len = snprintf(line, sizeof(line), "REGISTER %s %s :%s",
	    id->new_account, id->new_email, id->new_password.text);
	bool fits = len > 0 && (size_t)len < sizeof(line);

	if (fits)
		network_send_secret(n, line);
	explicit_bzero(line, sizeof(line));
	return fits ? 0 : -1;
}

/* Services call an account as the nick is called. */
static int
tell_nickserv(struct network *n)
{
	const struct persona *id = &n->persona;
	struct buf words = {0};
	int rc;

	buf_addf(&words, "REGISTER %%%s%s",
	    strcmp(id->new_email, "*") ? " " : "",
	    strcmp(id->new_email, "*") ? id->new_email : "");
	rc = strchr(id->new_email, '%')
	    ? -1
	    : confide_tell(n, words.data, &id->new_password, NULL);
	buf_free(&words);
	return rc;
}

/* The password of an account that may be there from now on. */
static void
use_it(struct network *n, const char *account)
{
	struct persona *id = &n->persona;

	if (*id->new_password.text)
		logon_use(n, account, &id->new_password, PERSONA_TYPED);
	persona_end_enrol(id);
}

static void
make(struct state *s, struct network *n)
{
	struct persona *id = &n->persona;
	bool direct = n->caps & CAP_ACCOUNT_REGISTRATION;

	if ((direct ? send_register(n) : tell_nickserv(n)) < 0) {
		logon_say(s, n, SAID_ERROR,
		    direct ? "That is too long for one line; nothing was done"
			   : "NickServ takes no password with a space in it; "
			     "nothing was done");
		persona_end_enrol(id);
	} else if (direct) {
		id->enrolling = true;
	} else {
		use_it(n, n->nick);
	}
}

static void
verify(struct state *s, struct network *n)
{
	struct persona *id = &n->persona;

	if (n->caps & CAP_ACCOUNT_REGISTRATION) {
		network_send(n, "VERIFY", id->new_account, id->code, NULL);
		id->enrolling = true;
		return;
	}
	logon_say(s, n, SAID_ERROR,
	    "%s does not know VERIFY: do what NickServ has told you", n->name);
	persona_end_enrol(id);
}

bool
signup_begin(struct state *s, struct network *n)
{
	struct persona *id = &n->persona;
	bool waits = n->status == NETWORK_REGISTERING && n->negotiating;

	if (id->enrolling)
		return waits;
	if (!id->new_account || (n->status != NETWORK_ONLINE && !waits))
		return false;
	if (waits &&
	    (!(n->caps & CAP_ACCOUNT_REGISTRATION) ||
		!signup_has(n, "before-connect")))
		return false;
	if (id->code)
		verify(s, n);
	else if (*id->new_password.text)
		make(s, n);
	return waits && id->enrolling;
}

static void
over(struct network *n)
{
	n->persona.enrolling = false;
	if (!logon_busy(n))
		network_cap_end(n);
}

/* The password waits beside the code, to log in with afterwards. */
static void
await_code(
    struct state *s, struct network *n, const char *account, const char *words)
{
	struct persona *id = &n->persona;

	if (*id->new_password.text)
		logon_use(n, account, &id->new_password, PERSONA_TYPED);
	secret_wipe(&id->new_password);
	mem_replace(&id->new_account, account);
	logon_say(s, n, SAID_SERVER, "%s", words);
	logon_say(s, n, SAID_CLIENT,
	    "The account %s is yours once you type the code that you were "
	    "sent: /verify CODE",
	    account);
}

void
signup_answer(struct state *s, struct network *n, const char *code,
    const char *account, const char *words)
{
	struct persona *id = &n->persona;

	if (!id->enrolling)
		return;
	if (!strcmp(code, "VERIFICATION_REQUIRED")) {
		await_code(s, n, account, words);
		over(n);
		return;
	}
	logon_say(s, n, SAID_SERVER, "%s", words);
	use_it(n, account);
	over(n);
	logon_logged_in(s, n, account);
	/* 900 may have come before. */
	if (*id->password.text && !id->right)
		logon_right(s, n);
}

/* What to do about a refusal, by its code. */
static const struct {
	const char *code, *hint;
} hints[] = {
    {"ACCOUNT_EXISTS", "Is it yours? /login logs in"},
    {"ACCOUNT_NAME_MUST_BE_NICK",
	"/nick NAME first, then /register without a name"},
    {"ALREADY_AUTHENTICATED", "/logout first to make another account"},
    {"BAD_ACCOUNT_NAME", "/register NAME takes another name"},
    {"INVALID_CODE", "/verify CODE tries another"},
    {"INVALID_EMAIL", "/register NAME E-MAIL, with the right address"},
    {"UNACCEPTABLE_EMAIL", "/register NAME E-MAIL, with another address"},
    {"UNACCEPTABLE_PASSWORD", "/register asks for another"},
    {"WEAK_PASSWORD", "/register asks for another"},
};

static const char *
hint_for(const char *code)
{
	for (size_t i = 0; i < sizeof(hints) / sizeof(*hints); i++)
		if (!strcmp(hints[i].code, code))
			return hints[i].hint;
	return NULL;
}

bool
signup_failed(struct state *s, struct network *n, const char *command,
    const char *code, const char *words)
{
	struct persona *id = &n->persona;
	const char *hint = hint_for(code);

	if (!id->enrolling ||
	    (strcmp(command, "REGISTER") && strcmp(command, "VERIFY")))
		return false;
	if (!strcmp(code, "COMPLETE_CONNECTION_REQUIRED") &&
	    n->status != NETWORK_ONLINE) {
		over(n);
		return true;
	}
	logon_say(s, n, SAID_ERROR, "%s%s%s", words, hint ? ". " : "",
	    hint ? hint : "");
	if (id->code)
		mem_wipe(&id->code);
	else
		persona_end_enrol(id);
	over(n);
	return true;
}
