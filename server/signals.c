/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/signals.h"

#include <stddef.h>

/* A handler can reach nothing else. */
static volatile sig_atomic_t stop_came, reload_came;

static void
on_stop(int signal)
{
	(void)signal;
	stop_came = 1;
}

static void
on_reload(int signal)
{
	(void)signal;
	reload_came = 1;
}

static void
handle(int signal, void (*handler)(int))
{
	struct sigaction sa = {.sa_handler = handler};

	sigemptyset(&sa.sa_mask);
	sigaction(signal, &sa, NULL);
}

void
signals_ignore(void)
{
	handle(SIGPIPE, SIG_IGN);
	handle(SIGXFSZ, SIG_IGN); /* a limit of size is an error like others */
}

void
signals_start(sigset_t *waiting)
{
	sigset_t blocked;

	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	sigaddset(&blocked, SIGINT);
	sigaddset(&blocked, SIGHUP);
	sigprocmask(SIG_BLOCK, &blocked, waiting);
	sigdelset(waiting, SIGTERM);
	sigdelset(waiting, SIGINT);
	sigdelset(waiting, SIGHUP);
	handle(SIGTERM, on_stop);
	handle(SIGINT, on_stop);
	handle(SIGHUP, on_reload);
}

static bool
take(volatile sig_atomic_t *came)
{
	bool did = *came;

	*came = 0;
	return did;
}

bool
signals_stop(void)
{
	return take(&stop_came);
}

bool
signals_reload(void)
{
	return take(&reload_came);
}
