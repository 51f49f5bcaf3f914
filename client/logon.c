/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/logon.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "client/confide.h"
#include "client/exchange.h"
#include "client/keyring.h"
#include "client/way.h"
#include "common/mem.h"
#include "common/text.h"

void
logon_say(
    struct state *s, struct network *n, enum said kind, const char *fmt, ...)
{
	struct room *r =
	    n->persona.room ? state_by_id(s, n->persona.room) : NULL;
	struct buf text = {0};
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&text, fmt, ap);
	va_end(ap);
	if (!r)
		r = kind == SAID_ERROR ? state_here(s, n) : n->room;
	state_say(s, r, kind, "%s", text.data);
	buf_free(&text);
}

static const struct settings_network *
section_of(const struct state *s, const struct network *n)
{
	static const struct settings_network none = {
	    .account = (char *)"", .password_command = (char *)""};
	const struct settings_network *sn =
	    settings_network(s->settings, n->name);

	return sn ? sn : &none;
}

void
logon_use(struct network *n, const char *account, const struct secret *password,
    enum persona_source source)
{
	struct persona *id = &n->persona;

	secret_guard();
	mem_replace(&id->account, account);
	id->password = *password;
	secret_wipe(&id->next);
	id->source = source;
	id->refused = false;
	id->right = false;
	id->off = false;
}

static bool
find_kept(struct state *s, struct network *n, const char *account)
{
	char *name = mem_strdup(account);
	struct secret password = {0};
	struct buf err = {0};
	int rc =
	    *n->address ? keyring_find(n->address, &name, &password, &err) : 0;

	if (rc < 0)
		logon_say(s, n, SAID_ERROR, "%s", err.data);
	if (rc > 0)
		logon_use(n, name, &password, PERSONA_KEPT);
	secret_wipe(&password);
	buf_free(&err);
	free(name);
	return rc > 0;
}

static bool
has_command(const struct state *s, const struct network *n)
{
	const struct settings_network *sn = section_of(s, n);
	const char *account = *sn->account ? sn->account : n->wish;

	return *sn->password_command &&
	    (!n->persona.account || !text_casecmp(n->persona.account, account));
}

bool
logon_known(struct state *s, struct network *n, const char *account)
{
	struct persona *id = &n->persona;
	const struct settings_network *sn = section_of(s, n);

	if (!account)
		account = id->account       ? id->account
		    : *sn->account          ? sn->account
		    : *sn->password_command ? n->wish
					    : NULL;
	if (id->account && account && !text_casecmp(id->account, account)) {
		if (*id->password.text)
			return true;
	} else if (account) {
		secret_wipe(&id->password);
		mem_replace(&id->account, account);
		id->refused = false;
	}
	return find_kept(s, n, account) || has_command(s, n);
}

/* Else NickServ is told. */
static bool
by_sasl(const struct state *s, const struct network *n)
{
	return n->caps & CAP_SASL && section_of(s, n)->sasl != SASL_NO;
}

/* The kernel's word is enough on a Unix socket, unless one wants to hear it
 * said. */
static enum mechanism
choose(
    const struct state *s, struct network *n, bool password, const char **why)
{
	const struct settings_network *sn = section_of(s, n);
	const struct persona *id = &n->persona;
	struct mechanism_wish wish = {.offered = id->mechanisms,
	    .choice = sn->sasl,
	    .tried = id->tried,
	    .external =
		n->certificate || (n->local && sn->sasl == SASL_EXTERNAL),
	    .password = password,
	    .clear = sn->password_in_clear,
	    .private = way_is_secure(n),
	    .scram_before = way_had_scram(n)};

	return mechanism_choose(&wish, why);
}

bool
logon_by_certificate(const struct state *s, struct network *n)
{
	const char *why;

	return by_sasl(s, n) && choose(s, n, false, &why) != MECHANISM_NONE;
}

bool
logon_busy(const struct network *n)
{
	return n->persona.mechanism != MECHANISM_NONE ||
	    n->persona.errand != PERSONA_NO_ERRAND;
}

static bool
may_tell(const struct state *s, const struct network *n)
{
	return way_is_secure(n) || section_of(s, n)->password_in_clear;
}

static const char not_in_clear[] =
    "everybody on the way could read your password, as this connection is not "
    "encrypted. Connect with ircs://HOST; if there is no other way, "
    "password-in-clear = yes in tcpchat.conf allows it";

/* NULL, or why NickServ is not to be told the password: it sees it, like the
 * server by PLAIN. */
static const char *
why_not_tell(const struct state *s, struct network *n)
{
	int choice = section_of(s, n)->sasl;

	if (choice == SASL_SCRAM || choice == SASL_EXTERNAL)
		return "it offers no SASL, which the option sasl in "
		       "tcpchat.conf asks for";
	if (choice == SASL_AUTO && way_had_scram(n))
		return "this server offered SCRAM-SHA-256 before and now "
		       "nothing of SASL; NickServ would see your password. If "
		       "you know why that changed: /login -p";
	return may_tell(s, n) ? NULL : not_in_clear;
}

bool
logon_may_tell(const struct state *s, const struct network *n, struct buf *err)
{
	if (may_tell(s, n))
		return true;
	buf_addf(err, "Nothing was done: %s", not_in_clear);
	return false;
}

bool
logon_possible(const struct state *s, struct network *n, struct buf *err)
{
	const char *why = NULL;

	if (n->status != NETWORK_ONLINE)
		return true;
	n->persona.tried = 0;
	if (by_sasl(s, n))
		choose(s, n, true, &why);
	else
		why = why_not_tell(s, n);
	if (why)
		buf_addf(err, "Not logged in to %s: %s", n->name, why);
	return !why;
}

static void
over(struct network *n, bool failed)
{
	n->persona.failed = failed;
	persona_end_exchange(&n->persona);
	network_cap_end(n);
}

static void
fail(struct state *s, struct network *n, const char *why)
{
	logon_say(s, n, SAID_ERROR, "Not logged in to %s: %s", n->name, why);
	over(n, true);
}

static void
warn(struct state *s, struct network *n)
{
	if (!way_is_secure(n))
		logon_say(s, n, SAID_CLIENT,
		    "Your password goes to %s unencrypted (password-in-clear)",
		    n->name);
}

static void
start(struct state *s, struct network *n, enum mechanism m)
{
	if (m == MECHANISM_PLAIN)
		warn(s, n);
	exchange_start(n, m);
}

static void
run_command(struct network *n)
{
	n->persona.errand = PERSONA_RUN;
	n->persona.serial++;
}

/* Nothing to log in with, which is worth a word where an account is set. */
static void
none(struct state *s, struct network *n)
{
	const struct persona *id = &n->persona;
	bool told = id->account && !id->refused && !n->local;

	if (told)
		logon_say(s, n, SAID_ERROR,
		    "Not logged in to %s: no password of %s is known; "
		    "/login %s asks for it, /login -k %s keeps it",
		    n->name, id->account, id->account, id->account);
	over(n, told);
}

/* The next thing to try, or the end. */
static void
go_on(struct state *s, struct network *n)
{
	struct persona *id = &n->persona;
	bool known = !id->refused && logon_known(s, n, NULL);
	enum mechanism m;
	const char *why;

	m = choose(s, n, known, &why);
	if (m == MECHANISM_NONE) {
		if (why)
			fail(s, n, why);
		else
			none(s, n);
	} else if (m != MECHANISM_EXTERNAL && !*id->password.text) {
		run_command(n);
	} else {
		start(s, n, m);
	}
}

bool
logon_begin(struct state *s, struct network *n)
{
	if (logon_busy(n))
		return true;
	if (!by_sasl(s, n) || n->persona.off || *n->persona.logged_in)
		return false;
	n->persona.tried = 0;
	go_on(s, n);
	return logon_busy(n);
}

void
logon_gone(struct state *s, struct network *n)
{
	if (!(n->caps & CAP_SASL) && n->persona.mechanism != MECHANISM_NONE)
		fail(s, n, "the server has stopped to log people in for now");
}

void
logon_cancel(struct network *n)
{
	if (n->persona.mechanism != MECHANISM_NONE)
		exchange_abort(n);
	else
		persona_end_exchange(&n->persona);
}

static void
identify(struct state *s, struct network *n)
{
	struct persona *id = &n->persona;
	const char *why = why_not_tell(s, n);
	struct buf words = {0};

	if (why) {
		fail(s, n, why);
		return;
	}
	warn(s, n);
	buf_addf(&words, "IDENTIFY %s %%", id->account);
	if (strchr(id->account, '%') ||
	    confide_tell(n, words.data, &id->password, NULL) < 0)
		fail(s, n, "NickServ takes no password with a space in it");
	buf_free(&words);
}

void
logon_welcomed(struct state *s, struct network *n)
{
	struct persona *id = &n->persona;

	if (by_sasl(s, n) || id->off || id->refused || logon_busy(n) ||
	    *id->logged_in || section_of(s, n)->sasl == SASL_EXTERNAL ||
	    !logon_known(s, n, NULL))
		return;
	if (*id->password.text)
		identify(s, n);
	else
		run_command(n);
}

void
logon_now(struct state *s, struct network *n)
{
	struct persona *id = &n->persona;

	logon_cancel(n);
	id->off = false;
	id->tried = 0;
	if (by_sasl(s, n)) {
		go_on(s, n);
		return;
	}
	if (!*id->password.text && has_command(s, n))
		run_command(n);
	else if (*id->password.text)
		identify(s, n);
}

void
logon_keep(struct state *s, struct network *n)
{
	struct persona *id = &n->persona;
	struct buf path = {0}, err = {0};

	id->keep = false;
	keyring_path(&path);
	if (keyring_keep(n->address, id->account, &id->password, &err) < 0)
		logon_say(
		    s, n, SAID_ERROR, "The password is not kept: %s", err.data);
	else
		logon_say(s, n, SAID_CLIENT,
		    "The password of %s is kept in %s; /logout -f forgets it",
		    id->account, path.data);
	buf_free(&path);
	buf_free(&err);
}

void
logon_right(struct state *s, struct network *n)
{
	struct persona *id = &n->persona;

	id->refused = false;
	id->right = true;
	if (id->keep) {
		logon_keep(s, n);
	} else if (id->source == PERSONA_TYPED && !id->told_keep) {
		id->told_keep = true;
		logon_say(s, n, SAID_CLIENT,
		    "The password is not kept for the next start; /login -k "
		    "keeps it");
	}
}

void
logon_logged_in(struct state *s, struct network *n, const char *account)
{
	struct persona *id = &n->persona;
	bool news = strcmp(id->logged_in, account) != 0;

	mem_replace(&id->logged_in, account);
	s->dirty = true;
	if (news && !*account)
		logon_say(
		    s, n, SAID_CLIENT, "You are logged out of %s", n->name);
	else if (news)
		logon_say(s, n, SAID_CLIENT, "You are logged in to %s as %s",
		    n->name, account);
	if (news && !logon_busy(n) && *id->password.text && id->account &&
	    !text_casecmp(id->account, account)) {
		if (id->plain)
			way_note_scram(n, false);
		id->plain = false;
		logon_right(s, n);
	}
}

/* Whoever does not know what the password was made of has not got the account:
 * that is another server than it says, or somebody between. */
static void
leave_liar(struct state *s, struct network *n, const char *why)
{
	logon_say(s, n, SAID_ERROR,
	    "%s is not trusted: %s. It may be another server than the one "
	    "where you have your account. Disconnected; /reconnect goes "
	    "there again",
	    n->name, why);
	exchange_abort(n);
	n->persona.failed = true;
	n->want = false;
}

static void
act(struct state *s, struct network *n, enum exchange_result result,
    const char *why)
{
	switch (result) {
	case EXCHANGE_GOES_ON:
		break;
	case EXCHANGE_DERIVE:
		way_note_scram(n, true);
		n->persona.errand = PERSONA_DERIVE;
		break;
	case EXCHANGE_FAILED:
		exchange_abort(n);
		fail(s, n, why);
		break;
	case EXCHANGE_LIAR:
		leave_liar(s, n, why);
		break;
	}
}

void
logon_data(struct state *s, struct network *n, const char *data)
{
	enum exchange_result result;
	const char *why;

	if (n->persona.mechanism == MECHANISM_NONE || n->persona.aborted)
		return;
	result = exchange_data(n, data, &why);
	act(s, n, result, why);
}

static void
got_password(struct state *s, struct network *n, const struct errand *e)
{
	struct persona *id = &n->persona;
	struct buf why = {0};

	if (!e->failed) {
		logon_use(n, id->account, &e->password, PERSONA_COMMAND);
		if (by_sasl(s, n))
			go_on(s, n);
		else
			identify(s, n);
		return;
	}
	buf_addf(&why, "%s%s%s. /login %s asks for the password", e->failed,
	    *e->words ? ": " : "", e->words, id->account);
	fail(s, n, why.data);
	buf_free(&why);
}

void
logon_errand(struct state *s, struct network *n, const struct errand *e)
{
	struct persona *id = &n->persona;
	enum exchange_result result;
	const char *why = e->failed;

	if (e->serial != id->serial || id->errand == PERSONA_NO_ERRAND)
		return;
	id->errand = PERSONA_NO_ERRAND;
	id->errand_runs = false;
	if (e->kind == ERRAND_PASSWORD) {
		got_password(s, n, e);
		return;
	}
	result = why ? EXCHANGE_FAILED : exchange_keys(n, e->salted, &why);
	act(s, n, result, why);
}

/* A name that only its account may have was refused before the login. */
static void
claim_wish(struct network *n)
{
	if (n->status != NETWORK_REGISTERING || network_is_me(n, n->wish))
		return;
	mem_replace(&n->nick, n->wish);
	network_send(n, "NICK", n->wish, NULL);
}

void
logon_succeeded(struct state *s, struct network *n)
{
	struct persona *id = &n->persona;
	enum mechanism m = id->mechanism;

	if (m == MECHANISM_NONE || id->aborted)
		return;
	if (m == MECHANISM_SCRAM && !id->proved) {
		leave_liar(s, n,
		    "it says yes without a proof that it knows "
		    "your password");
		return;
	}
	if (m == MECHANISM_PLAIN && id->plain)
		way_note_scram(n, false);
	id->plain = false;
	if (!*id->logged_in && m != MECHANISM_EXTERNAL)
		logon_logged_in(s, n, id->account);
	if (m != MECHANISM_EXTERNAL)
		logon_right(s, n);
	claim_wish(n);
	over(n, false);
}

static void
refused_certificate(struct state *s, struct network *n, const char *words)
{
	logon_say(s, n, SAID_ERROR,
	    "%s knows no account for your certificate (%s). /login ACCOUNT "
	    "logs in with a password, and then /cert add adds it",
	    n->name, words);
	over(n, true);
}

static void
refused_password(struct state *s, struct network *n, const char *words)
{
	struct persona *id = &n->persona;
	bool kept = id->source == PERSONA_KEPT;

	id->refused = true;
	secret_wipe(&id->password);
	logon_say(s, n, SAID_ERROR,
	    "%s did not take the %spassword of %s: %s. Not logged in; "
	    "/login %s%s tries another",
	    n->name, kept ? "kept " : "", id->account, words, kept ? "-k " : "",
	    id->account);
	over(n, true);
}

void
logon_refused(
    struct state *s, struct network *n, int numeric, const char *words)
{
	struct persona *id = &n->persona;
	enum mechanism m = id->mechanism;

	if (m == MECHANISM_NONE || id->aborted) {
		id->aborted = false;
		return;
	}
	if (numeric == 904 && m != MECHANISM_EXTERNAL && *id->next.text) {
		id->password = id->next;
		secret_wipe(&id->next);
		id->tried = 0;
		go_on(s, n);
	} else if (id->relisted ||
	    (m == MECHANISM_EXTERNAL && !id->refused &&
		section_of(s, n)->sasl != SASL_EXTERNAL &&
		logon_known(s, n, NULL))) {
		persona_end_exchange(id);
		go_on(s, n);
	} else if (numeric != 904) {
		fail(s, n, words);
	} else if (m == MECHANISM_EXTERNAL) {
		refused_certificate(s, n, words);
	} else {
		refused_password(s, n, words);
	}
}
