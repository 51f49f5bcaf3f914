/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_LOGON_H
#define CLIENT_LOGON_H

#include "client/errand.h"
#include "client/state.h"

/*
 * Being logged in: with whose password, by which mechanism of SASL (IRCv3 sasl
 * 3.1 and 3.2) or, where a server has none, through NickServ. A password that
 * was refused is not sent again by itself.
 */

/* The capability is there: logs in where there is something to log in with.
 * True while that goes on: CAP END waits, and login goes on with it. */
bool logon_begin(struct state *s, struct network *n);
/* The capability may be gone, and with it what went on. */
void logon_gone(struct state *s, struct network *n);
/* An exchange goes on. */
bool logon_busy(const struct network *n);
/* Whether a password could be sent now, were it known; false with a sentence
 * in err. True where it is not known yet, for want of a connection. */
bool logon_possible(const struct state *s, struct network *n, struct buf *err);
/* Whether the connection itself tells who we are, and the server asks for no
 * more. */
bool logon_by_certificate(const struct state *s, struct network *n);
/* Whether a password may be told in words, by NickServ or REGISTER; false with
 * a sentence in err: others could read it. */
bool logon_may_tell(
    const struct state *s, const struct network *n, struct buf *err);
/* Welcomed: through NickServ where there is no other way. */
void logon_welcomed(struct state *s, struct network *n);
/* The same or SASL, on a connection that is welcomed. */
void logon_now(struct state *s, struct network *n);
/* Breaks off what goes on. */
void logon_cancel(struct network *n);
/* The account and the password to log in with from now on. */
void logon_use(struct network *n, const char *account,
    const struct secret *password, enum persona_source source);
/* Fills in account and password from the settings and the file of passwords;
 * true where one is known or a command is there that tells it. */
bool logon_known(struct state *s, struct network *n, const char *account);
/* The server took the password: it is kept where that was asked for. */
void logon_right(struct state *s, struct network *n);
/* Writes the password down and tells so. */
void logon_keep(struct state *s, struct network *n);
/* What was to be derived or run is done. */
void logon_errand(struct state *s, struct network *n, const struct errand *e);

/* The server's side of it (handle_login.h). */
void logon_data(struct state *s, struct network *n, const char *data);
void logon_succeeded(struct state *s, struct network *n);
void logon_refused(
    struct state *s, struct network *n, int numeric, const char *words);
void logon_logged_in(struct state *s, struct network *n, const char *account);

/* Says it in the window that asked, else where the user is on this network. */
void logon_say(struct state *s, struct network *n, enum said kind,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

#endif
