/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <sys/types.h>
#include <unistd.h>

static const int ends[] = {SIGINT, SIGTERM, SIGHUP};
enum { ENDS = sizeof(ends) / sizeof(*ends) };

/* A handler is given no pointer. */
static int fds[2] = {-1, -1};
static struct sigaction before[ENDS];

static void
on_signal(int sig)
{
	int saved = errno;
	char byte = (char)sig;
	ssize_t n;

	/* A full pipe says already that there are signals. */
	n = write(fds[1], &byte, 1);
	(void)n;
	errno = saved;
}

static void
watch(int sig)
{
	struct sigaction sa = {
	    .sa_handler = on_signal, .sa_flags = SA_RESTART | SA_NOCLDSTOP};

	sigemptyset(&sa.sa_mask);
	sigaction(sig, &sa, NULL);
}

int
signals_open(void)
{
	if (pipe(fds) < 0)
		return -1;
	for (int i = 0; i < 2; i++) {
		fcntl(fds[i], F_SETFD, FD_CLOEXEC);
		fcntl(fds[i], F_SETFL, O_NONBLOCK);
	}
	for (int i = 0; i < ENDS; i++) {
		sigaction(ends[i], NULL, &before[i]);
		if (before[i].sa_handler != SIG_IGN)
			watch(ends[i]);
	}
	watch(SIGCHLD);
	signal(SIGPIPE, SIG_IGN);
	return fds[0];
}

/* What comes now ends us as it would have before. */
void
signals_close(void)
{
	signal(SIGCHLD, SIG_DFL);
	for (int i = 0; i < ENDS; i++)
		sigaction(ends[i], &before[i], NULL);
	for (int i = 0; i < 2; i++) {
		close(fds[i]);
		fds[i] = -1;
	}
}

int
signals_take(void)
{
	int end = 0;
	char byte;

	while (read(fds[0], &byte, 1) == 1)
		if (byte != SIGCHLD)
			end = byte;
	return end;
}
