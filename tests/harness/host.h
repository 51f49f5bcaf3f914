/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_HARNESS_HOST_H
#define TESTS_HARNESS_HOST_H

#include "tests/harness/child.h"

/* The real server, with a folder of its own, on a free port and a Unix
 * socket. */
struct host {
	struct child *child;
	char config[128];     /* its configuration file */
	char state[128];      /* its -s */
	char socket[100];     /* the path of its Unix socket */
	unsigned port;        /* at 127.0.0.1, once ready */
	const char *ready;    /* the line that said so, in the child's log */
	bool tls;             /* asked for */
	unsigned tls_port;    /* at 127.0.0.1; 0: none */
	bool plain;           /* asked for */
	unsigned plain_port;  /* for plain lines, at 127.0.0.1; 0: none */
	char fingerprint[65]; /* of its key; "": none, or a CA vouches */
};

struct host_options {
	const char *conf;        /* text of the configuration, or NULL */
	const char *const *args; /* added to the others, or NULL */
	const char *const *env;  /* added, or NULL */
	unsigned port;           /* 0: any */
	const char *only_listen; /* one -l in place of ours, or NULL */
	bool tls;                /* one -l more: TLS at any port */
	bool plain;              /* one -l more: plain lines at any port */
	bool configured;         /* no -l at all: from the configuration */
	const char *link;        /* a path, made a link to the program by
				  * which it is started; or NULL */
	int inherit;             /* a listening socket, or 0 */
	long files;              /* RLIMIT_NOFILE, or 0 */
	long file_size;          /* RLIMIT_FSIZE, or 0 */
};

/* Started and ready. NULL: a configuration with flood control off, so that
 * tests need not wait for it, and all else as it comes. In each, nicks are
 * free for all unless it says otherwise, as the machine may well know an alice,
 * and who comes over loopback has no login. */
struct host *host_start(const char *conf);
struct host *host_start_with(const struct host_options *o);
/* host_start with TLS as well. */
struct host *host_start_tls(const char *conf);
/* host_start with a port for plain lines as well. */
struct host *host_start_plain(const char *conf);
/* Only started; for those that must not become ready. */
struct host *host_try(const struct host_options *o);
void host_expect_ready(struct host *h);
/* The number that follows that address in a text; 0: it is not in it. */
unsigned host_port_after(const char *text, const char *address);
/* Runs the program with these arguments and nothing else, beside the servers,
 * and waits for its end, which must be exit(code). */
struct child *host_tool(const char *const *args, int code);

/* SIGTERM, and an exit with 0 and nothing found by a sanitizer. */
void host_stop(struct host *h);
/* kill -9. */
void host_kill(struct host *h);
/* Starts once more with the same folder (and the port, if same_port). */
void host_again(struct host *h, const char *conf, bool same_port);
/* The same for one that must not become ready. */
void host_try_again(struct host *h);
/* A new configuration, SIGHUP, and waits until it was read. */
void host_reload(struct host *h, const char *conf);

int64_t host_cpu_ms(const struct host *h);
int64_t host_memory_kib(const struct host *h);

/* Stops all that still run as host_stop does. */
void hosts_stop(void);
void hosts_forget(void);

#endif
