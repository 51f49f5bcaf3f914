/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/guest.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include "common/clock.h"

enum { WAIT_SECONDS = 60 };

int64_t
guest_now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void
guest_say(int fd, const char *text)
{
	size_t len = strlen(text);

	if (send(fd, text, len, MSG_NOSIGNAL) != (ssize_t)len)
		give_up("the server takes nothing: %s", strerror(errno));
}

int
guest_dial(const struct host *h)
{
	struct sockaddr_in sin = {
	    .sin_family = AF_INET, .sin_port = htons((in_port_t)h->port)};
	struct timeval patience = {.tv_sec = WAIT_SECONDS};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || connect(fd, (struct sockaddr *)&sin, sizeof(sin)) < 0)
		give_up("cannot connect: %s", strerror(errno));
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	return fd;
}

void
guest_hear(struct guest *g, const char *text)
{
	for (;;) {
		char *end = memchr(g->in, '\n', g->len);
		ssize_t n;

		if (end) {
			size_t line = (size_t)(end - g->in) + 1;
			bool found;

			*end = '\0';
			found = strstr(g->in, text);
			g->len -= line;
			memmove(g->in, end + 1, g->len);
			if (found)
				return;
			continue;
		}
		n = recv(g->fd, g->in + g->len, sizeof(g->in) - g->len, 0);
		if (n <= 0)
			give_up("waited in vain for \"%s\"", text);
		g->len += (size_t)n;
	}
}

void
guest_register(struct guest *g, const struct host *h, const char *nick)
{
	char text[128];

	g->fd = guest_dial(h);
	g->len = 0;
	snprintf(text, sizeof(text),
	    "NICK %s\r\nUSER b 0 * :bystander\r\nPING ready\r\n", nick);
	guest_say(g->fd, text);
	guest_hear(g, " PONG ");
}

void
guest_read_logs(void)
{
	while (watch_turn(clock_mono_ms() + 1) == 0)
		continue;
}

void
guest_has_begun(int begun)
{
	if (write(begun, "", 1) != 1)
		give_up("pipe: %s", strerror(errno));
	close(begun);
}

static void
wait_until_begun(int begun, int n)
{
	char bytes[GUEST_WORKERS_MAX];
	ssize_t len;

	for (; n > 0; n -= (int)len) {
		len = read(begun, bytes, (size_t)n);
		if (len <= 0)
			give_up("a worker ended before it began");
	}
}

void
guest_start_workers(pid_t *pids, const struct host *h, int n,
    void (*work)(const struct host *h, int number, int begun))
{
	int begun[2];

	if (pipe(begun) < 0)
		give_up("pipe: %s", strerror(errno));
	for (int i = 0; i < n; i++) {
		pids[i] = fork();
		if (pids[i] < 0)
			give_up("fork: %s", strerror(errno));
		if (pids[i] > 0)
			continue;
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		work(h, i, begun[1]);
		_exit(0);
	}
	close(begun[1]);
	wait_until_begun(begun[0], n);
	close(begun[0]);
}

void
guest_stop_workers(const pid_t *pids, int n)
{
	for (int i = 0; i < n; i++) {
		kill(pids[i], SIGKILL);
		waitpid(pids[i], NULL, 0);
	}
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

struct latency
guest_latency(double *all, size_t count)
{
	qsort(all, count, sizeof(*all), by_value);
	return (struct latency){
	    all[count / 2], all[count * 99 / 100], all[count - 1]};
}

struct latency
guest_measure(struct guest *from, struct guest *to, int samples)
{
	static double all[GUEST_SAMPLES_MAX];
	char line[64], text[32];

	for (int i = 0; i < samples; i++) {
		int64_t start = guest_now_ns();

		snprintf(text, sizeof(text), ":%d.", i);
		snprintf(line, sizeof(line), "PRIVMSG to %s\r\n", text);
		guest_say(from->fd, line);
		guest_hear(to, text);
		all[i] = (double)(guest_now_ns() - start) / 1e3;
	}
	return guest_latency(all, (size_t)samples);
}
