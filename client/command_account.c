/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/command_account.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/ask.h"
#include "client/confide.h"
#include "client/keyring.h"
#include "client/logon.h"
#include "client/signup.h"
#include "common/mem.h"
#include "common/text.h"

enum { KEEP = 1, PLAIN = 2, FORGET = 4 };

/* Leading options off the arguments; -1 (told) for one that is none here. */
static int
take_flags(struct call *c, const char *known)
{
	static const char letters[] = "kpf";
	int flags = 0;

	while (*c->args == '-') {
		const char *word = call_word(c);
		const char *at = word[1] && !word[2] && strchr(known, word[1])
		    ? strchr(letters, word[1])
		    : NULL;

		if (!at) {
			call_fail(c, "%s is no option of /%s", word,
			    c->command->name);
			return -1;
		}
		flags |= 1 << (at - letters);
	}
	return flags;
}

/* In the place of one that may not be over: it was of another account. */
static void
log_in_first(struct state *s, struct network *n)
{
	bool busy = logon_busy(n);

	if (busy)
		logon_cancel(n);
	if (!logon_begin(s, n) && busy && !n->persona.enrolling)
		network_cap_end(n);
}

/* On the connection that is there, or the next one. */
static void
log_in(struct state *s, struct network *n)
{
	if (n->status == NETWORK_ONLINE) {
		logon_now(s, n);
	} else if (n->status == NETWORK_REGISTERING) {
		log_in_first(s, n);
	} else if (!n->want) {
		n->want = true;
		n->again = true;
	}
}

static void
on_login(struct state *s, struct room *r, struct ask *a)
{
	struct network *n = r->network;

	logon_use(n, a->account, &a->answers[0], PERSONA_TYPED);
	n->persona.keep = a->flags & KEEP;
	n->persona.plain = a->flags & PLAIN;
	n->persona.room = r->id;
	log_in(s, n);
}

static void
ask_password(struct call *c, const char *account, int flags)
{
	struct ask *a = ask_new(account, on_login);

	ask_add(a, "Password of %s on %s", account, c->n->name);
	a->flags = (unsigned)flags;
	ask_free(c->room->ask);
	c->room->ask = a;
}

static bool
is_kept_now(struct call *c, const char *account, int flags)
{
	struct persona *id = &c->n->persona;

	if (!(flags & KEEP) || !*id->logged_in || !*id->password.text ||
	    *id->next.text || text_casecmp(id->logged_in, id->account) ||
	    (account && text_casecmp(account, id->account)))
		return false;
	id->room = c->room->id;
	logon_keep(c->s, c->n);
	return true;
}

/* What may be sent without a question: the certificate, what is kept, what a
 * command tells. */
static bool
knows(struct call *c, const char *account, int flags)
{
	struct network *n = c->n;

	if (n->persona.refused || flags & KEEP ||
	    (n->persona.source == PERSONA_TYPED && !n->persona.right))
		return false;
	if (!account && logon_by_certificate(c->s, n))
		return true;
	return logon_known(c->s, n, account);
}

static const char *
account_for(const struct call *c, const char *account)
{
	const struct settings_network *sn =
	    settings_network(c->s->settings, c->n->name);

	return account              ? account
	    : c->n->persona.account ? c->n->persona.account
	    : sn && *sn->account    ? sn->account
				    : c->n->nick;
}

void
command_login(struct call *c)
{
	int flags = take_flags(c, "kp");
	const char *word = call_word(c), *account = *word ? word : NULL;
	struct buf why = {0};

	if (flags < 0)
		return;
	if (*c->args) {
		call_fail(c,
		    "/login takes an account and no more: the password is "
		    "asked for, hidden");
		return;
	}
	if (is_kept_now(c, account, flags))
		return;
	if (!logon_possible(c->s, c->n, &why) && !(flags & PLAIN)) {
		call_fail(c, "%s", why.data);
	} else if (knows(c, account, flags)) {
		c->n->persona.plain = flags & PLAIN;
		c->n->persona.room = c->room->id;
		c->n->persona.off = false;
		call_say(c, "Logging in to %s with what is known already",
		    c->n->name);
		log_in(c->s, c->n);
	} else {
		ask_password(c, account_for(c, account), flags);
	}
	buf_free(&why);
}

static void
forget(struct call *c, const char *account)
{
	struct buf err = {0};
	int rc = keyring_forget(c->n->address, account, &err);

	if (rc < 0)
		call_fail(c, "%s", err.data);
	else if (rc > 0)
		call_say(c, "The password of %s is kept no longer", account);
	else
		call_say(c, "No password of %s was kept", account);
	buf_free(&err);
}

static void
tell_kept(struct call *c, const char *account)
{
	struct secret password = {0};
	struct buf err = {0};
	char *name = mem_strdup(account);

	if (keyring_find(c->n->address, &name, &password, &err) > 0)
		call_say(c,
		    "The password of %s is still kept: the next start logs in "
		    "with it; /logout -f forgets it",
		    account);
	secret_wipe(&password);
	buf_free(&err);
	free(name);
}

/* The welcome does not wait for it any longer. */
static void
break_off(struct network *n)
{
	bool busy = logon_busy(n);

	logon_cancel(n);
	if (busy && !n->persona.enrolling)
		network_cap_end(n);
}

void
command_logout(struct call *c)
{
	struct persona *id = &c->n->persona;
	int flags = take_flags(c, "f");
	char *account;

	if (flags < 0)
		return;
	account = mem_strdup(account_for(c, NULL));
	id->room = c->room->id;
	break_off(c->n);
	if (flags & FORGET)
		forget(c, account);
	else
		tell_kept(c, account);
	if (*id->logged_in && c->n->status == NETWORK_ONLINE)
		confide_ask(c->n, "LOGOUT");
	else if (!*id->logged_in)
		call_say(c, "You are not logged in to %s", c->n->name);
	persona_forget(id);
	id->off = true;
	free(account);
}

/* Over its socket the server of this machine knows who we are, and an account
 * that it made of a login may have no password yet. */
static bool
is_own_login(const struct network *n)
{
	struct buf login = {0};
	bool own;

	settings_login_nick(&login);
	own = n->local && !text_casecmp(login.data, n->persona.logged_in);
	buf_free(&login);
	return own;
}

/* By what its server understands. */
static const char *
change_words(const struct network *n, bool *old)
{
	*old = false;
	if (confide_is_of(n, "tcpchat") && is_own_login(n))
		return "PASSWORD %";
	*old = confide_is_of(n, "tcpchat") || confide_is_of(n, "ergo");
	if (confide_is_of(n, "tcpchat"))
		return "PASSWORD % %";
	return *old ? "PASSWD % %" : "SET PASSWORD %";
}

static void
on_password(struct state *s, struct room *r, struct ask *a)
{
	struct network *n = r->network;
	struct secret *new = &a->answers[a->count - 1];
	bool old;
	const char *words = change_words(n, &old);

	n->persona.room = r->id;
	if (n->status != NETWORK_ONLINE ||
	    confide_tell(n, words, old ? &a->answers[0] : new, new) < 0) {
		state_say(s, r, SAID_ERROR, "Nothing was changed: %s",
		    n->status == NETWORK_ONLINE
			? "NickServ takes no password with a space in it"
			: "the connection is lost");
		return;
	}
	n->persona.next = *new;
	state_say(s, r, SAID_CLIENT,
	    "NickServ is asked to change it and says what came of it; then "
	    "/login -k keeps the new one for the next start");
}

void
command_password(struct call *c)
{
	const char *account = c->n->persona.logged_in;
	struct buf why = {0};
	struct ask *a;
	bool old;

	change_words(c->n, &old);
	if (*c->args)
		call_fail(c,
		    "/password takes no words: the passwords are "
		    "asked for, hidden");
	else if (!*account)
		call_fail(c, "You are not logged in to %s: /login ACCOUNT",
		    c->n->name);
	else if (!logon_may_tell(c->s, c->n, &why))
		call_fail(c, "%s", why.data);
	buf_free(&why);
	if (c->failed)
		return;
	a = ask_new(account, on_password);
	if (old)
		ask_add(a, "Present password of %s", account);
	ask_add(a, "New password of %s", account);
	ask_add(a, "The new password again");
	a->twice = true;
	ask_free(c->room->ask);
	c->room->ask = a;
}

void
command_devices(struct call *c)
{
	bool ergo = confide_is_of(c->n, "ergo");
	struct buf words = {0};

	if (ergo && !*c->args)
		buf_adds(&words, "CLIENTS LIST");
	else if (ergo && !text_casecmp(call_word(c), "end"))
		buf_addf(&words, "CLIENTS LOGOUT %s", c->args);
	else if (!ergo)
		buf_addf(&words, "DEVICES%s%s", *c->args ? " " : "", c->args);
	if (words.len)
		confide_ask(c->n, words.data);
	else
		call_fail(c, "/devices, or /devices end DEVICE");
	buf_free(&words);
}

static void
on_register(struct state *s, struct room *r, struct ask *a)
{
	struct network *n = r->network;
	struct persona *id = &n->persona;

	persona_end_enrol(id);
	mem_replace(&id->new_account, a->account);
	mem_replace(&id->new_email, a->extra);
	id->new_password = a->answers[0];
	id->keep = a->flags & KEEP;
	id->off = false;
	id->room = r->id;
	if (n->status != NETWORK_OFFLINE) {
		signup_begin(s, n);
	} else {
		n->want = true;
		n->again = true;
	}
}

static bool
is_email(const char *word)
{
	return strchr(word, '@') || !strncmp(word, "invite:", 7);
}

/* Why an account cannot be made so, known before a password is typed. */
static bool
is_refused(struct call *c, const char *account, const char *email)
{
	struct network *n = c->n;
	bool direct = n->caps & CAP_ACCOUNT_REGISTRATION;
	bool own = strcmp(account, "*") && !network_is_me(n, account);

	if (*c->args || (*email && !is_email(email)))
		call_fail(c,
		    "/register ACCOUNT E-MAIL: the password is asked "
		    "for, hidden");
	else if (n->status != NETWORK_ONLINE)
		return false;
	else if (*n->persona.logged_in)
		call_fail(c,
		    "You are logged in to %s as %s; /logout first to make "
		    "another account",
		    n->name, n->persona.logged_in);
	else if (own && !(direct && signup_has(n, "custom-account-name")))
		call_fail(c,
		    "Here an account has the name of who makes it: /nick %s "
		    "first, or /register without a name",
		    account);
	else if (!*email && direct && signup_has(n, "email-required"))
		call_fail(c,
		    "%s wants an e-mail address: /register %s "
		    "NAME@EXAMPLE.ORG",
		    n->name, strcmp(account, "*") ? account : n->nick);
	return c->failed;
}

static void
ask_new_password(
    struct call *c, const char *account, const char *email, int flags)
{
	const char *name = strcmp(account, "*") ? account : c->n->nick;
	struct ask *a = ask_new(account, on_register);

	a->extra = mem_strdup(*email ? email : "*");
	a->flags = (unsigned)flags;
	a->twice = true;
	ask_add(a, "Password for the new account %s", name);
	ask_add(a, "The same again");
	ask_free(c->room->ask);
	c->room->ask = a;
}

void
command_register(struct call *c)
{
	int flags = take_flags(c, "k");
	const char *account = call_word(c), *email = "";
	struct buf why = {0};

	if (flags < 0)
		return;
	if (is_email(account)) {
		email = account;
		account = "";
	} else {
		email = call_word(c);
	}
	account = *account ? account : "*";
	if (is_refused(c, account, email))
		return;
	if (c->n->status == NETWORK_ONLINE && !logon_may_tell(c->s, c->n, &why))
		call_fail(c, "%s", why.data);
	else
		ask_new_password(c, account, email, flags);
	buf_free(&why);
}

void
command_verify(struct call *c)
{
	struct persona *id = &c->n->persona;
	const char *code = call_word(c);
	const char *account = *c->args ? call_word(c) : NULL;

	if (account || !id->new_account)
		mem_replace(&id->new_account, account_for(c, account));
	mem_replace(&id->code, code);
	id->enrolling = false;
	id->room = c->room->id;
	if (c->n->status == NETWORK_OFFLINE) {
		c->n->want = true;
		c->n->again = true;
	} else {
		signup_begin(c->s, c->n);
	}
}
