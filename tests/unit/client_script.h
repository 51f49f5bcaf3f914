/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_CLIENT_SCRIPT_H
#define TESTS_UNIT_CLIENT_SCRIPT_H

#include "client/ask.h"
#include "client/errands.h"
#include "client/handle.h"
#include "client/input.h"
#include "client/keyring.h"
#include "client/logon.h"
#include "common/mem.h"
#include "tests/suites.h"
#include "tests/unit/client_talker.h"

/* A client that logs in, the script of a server, and a state directory. */
extern struct talker t;
extern struct errands *errands;
extern struct settings_network section; /* of the network "net" */
extern const char address[];

void script_setup(void);
void script_teardown(void);

#define hear(line)    talker_hear(&t, line)
#define ck_sent(text) ck_assert_str_eq(talker_sent(&t), text)

/* The section is in the settings from now on. */
void script_configure(void);
void script_know(const char *account, const char *password);
/* Up to the list of capabilities, of which sasl is asked for and given. */
void script_greet(const char *sasl);
/* Some line of the network's window has that; none has. */
void script_ck_says(const char *text);
void script_ck_silent(const char *text);
/* Keys while the window asks for a password. */
void script_press(const char *keys);
/* Waits until the threads have done what was asked of them. */
void script_work(void);

/* The server's side of SCRAM. */
void script_say_base64(const char *text);
/* Up to server-first-message with so many iterations. */
void script_challenge(const char *account, const char *iterations);
/* client-final-message is right for that password; the proof that the server
 * knows it, or one that is wrong. */
void script_prove(const char *password, bool right);

#endif
