/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_PIPE_PIPED_H
#define TESTS_PIPE_PIPED_H

#include "tests/harness/host.h"
#include "tests/talk/talk.h"

/*
 * The real client in pipes, with a home of its own (named after it) and no
 * terminal, not even TERM. It dies with us.
 */
struct piped_errors;

struct piped {
	struct watch watch; /* its standard output */
	struct piped_errors *errors;
	const char *name;
	pid_t pid;
	int in; /* its standard input, or -1 */
	bool ended;
	int status; /* of waitpid, once ended */
	struct buf out;
	size_t next; /* the first byte of out that no test has looked at */
};

struct piped_options {
	const char *name;        /* its home's (home.h) */
	const char *const *args; /* for the command line; ends with NULL */
	const char *const *env;  /* added, or NULL */
	const char *conf;        /* text of its tcpchat.conf, or NULL */
	bool no_input;           /* descriptor 0 is closed */
};

enum { PIPED_ARGS_MAX = 24 };
#define ARGS(...) ((const char *const[]){__VA_ARGS__, NULL})
/* How a line of --tail begins. */
#define PIPED_TIME "20\?\?-\?\?-\?\? \?\?:\?\?:\?\? "

struct piped *piped_start(const struct piped_options *o);
/* At that server over TCP under that nick: tcpchat -n NICK ARGS… SERVER. */
struct piped *piped_at(
    const struct host *h, const char *nick, const char *const *args);
struct piped *piped_at_port(
    unsigned port, const char *nick, const char *const *args);

/* Writes all of it to its standard input. */
void piped_write(struct piped *p, const char *text);
/* "line N" for each of these numbers. */
void piped_write_lines(struct piped *p, int from, int until);
void piped_close(struct piped *p); /* no more from us */
/* The next line of its standard output, which it waits for; until the next
 * call. NULL at its end. */
const char *piped_line(struct piped *p);
/* The next line is like that glob (peer.h). */
void piped_expect(struct piped *p, const char *pattern);
/* A line of standard error, after those of earlier calls, holds this text. */
void piped_expect_error(struct piped *p, const char *text);
/* The same, and that line is all, and begins as our lines do. */
void piped_expect_only_error(struct piped *p, const char *text);
/* All it has said on standard error so far. */
const char *piped_errors(const struct piped *p);
/* Nobody reads its standard output any more. */
void piped_deaf(struct piped *p);

void piped_signal(struct piped *p, int sig);
/* Waits for its end, which must be exit(code), with nothing found by a
 * sanitizer. */
void piped_expect_exit(struct piped *p, int code);

#endif
