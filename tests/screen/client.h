/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SCREEN_CLIENT_H
#define TESTS_SCREEN_CLIENT_H

#include "tests/harness/host.h"
#include "tests/screen/term.h"

/*
 * The real client on a terminal, with a home of its own (named after it), so
 * that nobody's configuration matters.
 */
struct client_options {
	const char *name;        /* its home's, and its nick where args say */
	const char *const *args; /* for the command line, or NULL */
	const char *const *env;  /* added, or NULL; comes last */
	const char *conf;        /* text of its tcpchat.conf, or NULL */
	int rows, cols;
};

struct term *client_start(const struct client_options *o);
/* At that server over TCP under that nick, in that channel; joined. */
struct term *client_join(
    const struct host *h, const char *nick, const char *channel);
struct term *client_join_sized(const struct host *h, const char *nick,
    const char *channel, int rows, int cols);
/* /quit, and an end with 0 that leaves the terminal as it was. */
void client_quit(struct term *t);

/* A line of talk on the screen: nick and text in one row. */
VTermPos client_expect_said(struct term *t, const char *nick, const char *text);

#endif
