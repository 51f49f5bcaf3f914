/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/subject.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char *const ngircd_paths[] = {
    "/usr/sbin/ngircd", "/usr/local/sbin/ngircd", "/usr/bin/ngircd", NULL};

static struct host *
start_tcpchat(void)
{
	return host_start_tls("flood-rate = 0\n"
			      "flood-burst = 0\n"
			      "sessions = 0\n"
			      "sessions-per-address = 0\n"
			      "sessions-per-login = 0\n"
			      "ping-interval = 0s\n"
			      "output-max = 16M\n");
}

static struct peer *
connect_tls(const struct host *h, const char *name)
{
	return peer_connect_tls(h, name, NULL);
}

const struct subject subject_tcpchat = {
    .name = "tcpchat", .start = start_tcpchat};
/* The same over TLS, and at the Unix socket. */
const struct subject subject_tls = {
    .name = "TLS", .start = start_tcpchat, .connect = connect_tls};
const struct subject subject_unix = {
    .name = "Unix", .start = start_tcpchat, .connect = peer_connect_local};
/* The same, in a channel of which nothing is kept. */
const struct subject subject_unkept = {
    .name = "no history", .start = start_tcpchat, .modes = "+H 0"};

static const char *
ngircd_path(void)
{
	for (size_t i = 0; ngircd_paths[i]; i++)
		if (access(ngircd_paths[i], X_OK) == 0)
			return ngircd_paths[i];
	return NULL;
}

bool
subject_ngircd_installed(void)
{
	return ngircd_path() != NULL;
}

/* A port that was free a moment ago; ngIRCd cannot choose one. */
static unsigned
free_port(void)
{
	struct sockaddr_in sin = {.sin_family = AF_INET};
	socklen_t len = sizeof(sin);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(fd, (struct sockaddr *)&sin, len) < 0 ||
	    getsockname(fd, (struct sockaddr *)&sin, &len) < 0)
		give_up("no free port");
	close(fd);
	return ntohs(sin.sin_port);
}

static struct host *
start_ngircd(void)
{
	static struct host h;
	char conf[800], path[200];
	const char *argv[] = {ngircd_path(), "-n", "-f", path, NULL};

	memset(&h, 0, sizeof(h));
	h.port = free_port();
	snprintf(path, sizeof(path), "%s/ngircd.conf", test_dir());
	snprintf(conf, sizeof(conf),
	    "[Global]\nName = irc.bench\nInfo = bench\n"
	    "Listen = 127.0.0.1\nPorts = %u\nMotdPhrase = bench\n"
	    "[Limits]\nMaxConnections = 0\nMaxConnectionsIP = 0\n"
	    "MaxJoins = 0\nMaxNickLength = 32\nMaxPenaltyTime = 0\n"
	    "PingTimeout = 3600\n"
	    "[Options]\nPAM = no\nIdent = no\nDNS = no\n",
	    h.port);
	test_file("ngircd.conf", conf);
	h.child = child_start(
	    &(struct child_options){.name = "ngircd", .argv = argv});
	child_expect_log(h.child, "ready.");
	return &h;
}

const struct subject subject_ngircd = {.name = "ngIRCd", .start = start_ngircd};

int64_t
subject_cpu_ns(const struct host *h)
{
	clockid_t clock;
	struct timespec used;

	if (clock_getcpuclockid(h->child->pid, &clock) != 0 ||
	    clock_gettime(clock, &used) < 0)
		return 0;
	return (int64_t)used.tv_sec * 1000000000 + used.tv_nsec;
}

void
subject_stop(struct host *h)
{
	child_signal(h->child, SIGTERM);
	child_wait(h->child);
}
