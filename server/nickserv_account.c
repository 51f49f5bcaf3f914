/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/nickserv_account.h"

#include <string.h>

#include "common/mem.h"
#include "common/text.h"
#include "server/enrol.h"
#include "server/identify.h"
#include "server/logged.h"
#include "server/login.h"

#define INVITE "invite:"

static const char nickserv[] = "NickServ";

static void
registered(struct server *srv, struct session *s, struct account *a,
    const struct enrolled *what)
{
	if (!a) {
		service_tell(srv, s, nickserv, "%s.", what->text);
		return;
	}
	logged_tell(srv, s);
	service_tell(srv, s, nickserv,
	    "The account %s is yours, and you are logged in to it. From "
	    "elsewhere: /msg NickServ IDENTIFY %s password",
	    a->name, a->name);
}

/* Other services want an e-mail address there: it is not needed. */
static const char *
token_of(const struct service_call *c)
{
	size_t len = strlen(INVITE);
	const char *word = c->words[1];

	if (!word || strncmp(word, INVITE, len) != 0)
		return NULL;
	return word + len;
}

/* Else the password has spaces, and would be another one than was meant. */
static bool
is_one_word(const struct service_call *c)
{
	return c->nwords == 1 ||
	    (c->nwords == 2 && (token_of(c) || strchr(c->words[1], '@')));
}

void
nickserv_register(const struct service_call *c)
{
	struct enrolment e = {
	    .password = c->words[0], .token = token_of(c), .then = registered};

	if (is_one_word(c))
		account_register(c->srv, c->s, &e);
	else
		service_syntax(c);
}

static void
logged_in(struct server *srv, struct session *s, struct account *a)
{
	login_in(srv, s, a);
	logged_tell(srv, s);
	service_tell(srv, s, nickserv, "You are logged in as %s.", a->name);
}

static void
identified(struct server *srv, struct session *s, struct account *a,
    enum identified answer)
{
	if (a)
		logged_in(srv, s, a);
	else if (answer == IDENTIFY_WRONG)
		service_tell(srv, s, nickserv,
		    "That is not the name and the password of an account.");
	else
		service_tell(srv, s, nickserv, "%s.", identify_text(answer));
}

/* The one that the kernel vouches for, or NULL. */
static struct account *
account_of_login(const struct server *srv, const struct session *s)
{
	return account_find(&srv->accounts, s->login);
}

static void
identify_login(const struct service_call *c)
{
	struct account *a = account_of_login(c->srv, c->s);

	if (a)
		logged_in(c->srv, c->s, a);
	else
		service_syntax(c);
}

/* Whose the nick is, where no account is named. */
static const char *
account_meant(const struct service_call *c)
{
	const char *nick = c->s->user->nick;
	const struct account *a = account_of_nick(&c->srv->accounts, nick);

	if (c->nwords > 1)
		return c->words[0];
	return a ? a->name : nick;
}

void
nickserv_identify(const struct service_call *c)
{
	const char *password = c->words[c->nwords > 1];

	if (c->nwords > 2)
		service_syntax(c);
	else if (!password)
		identify_login(c);
	else
		identify(c->srv, c->s, account_meant(c), password, identified);
}

void
nickserv_logout(const struct service_call *c)
{
	char *name = mem_strdup(c->s->user->account);

	login_out(c->srv, c->s);
	logged_tell(c->srv, c->s);
	service_answer(c, "You are no longer logged in as %s.", name);
	mem_replace(&name, NULL);
}

static void
password_set(struct server *srv, struct session *s, struct account *a,
    const struct enrolled *what)
{
	if (a)
		service_tell(
		    srv, s, nickserv, "%s has another password now.", a->name);
	else
		service_tell(srv, s, nickserv, "%s.", what->text);
}

/* The old one was looked at; the new one waits in the session. */
static void
password_proved(struct server *srv, struct session *s, struct account *a,
    enum identified answer)
{
	char *next = s->next_password;

	s->next_password = NULL;
	if (a)
		account_set_password(srv, s, a, next, password_set);
	else if (answer == IDENTIFY_WRONG)
		service_tell(
		    srv, s, nickserv, "That is not the password you have now.");
	else
		service_tell(srv, s, nickserv, "%s.", identify_text(answer));
	mem_wipe(&next);
}

/* Nobody needs to prove what there is not, or what the kernel says. */
static bool
must_prove(const struct service_call *c, const struct account *a)
{
	return a->password.iterations && account_of_login(c->srv, c->s) != a;
}

void
nickserv_password(const struct service_call *c)
{
	struct account *a = service_account(c);
	bool prove = must_prove(c, a);

	if (c->nwords > 2 || (prove && c->nwords < 2)) {
		service_syntax(c);
	} else if (prove) {
		mem_wipe(&c->s->next_password);
		c->s->next_password = mem_strdup(c->words[1]);
		identify(c->srv, c->s, a->name, c->words[0], password_proved);
	} else {
		account_set_password(
		    c->srv, c->s, a, c->words[c->nwords - 1], password_set);
	}
}
