/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/harness/host.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/mem.h"

enum { HOSTS_MAX = 4, ARGS_MAX = 32 };

static struct host hosts[HOSTS_MAX];
static size_t nhosts;

static const char *
program(void)
{
	static char path[512];
	const char *build = getenv("builddir");

	snprintf(path, sizeof(path), "%s/tcpchat-server", build ? build : ".");
	return path;
}

static void
host_launch(struct host *h, const struct host_options *o)
{
	const char *argv[ARGS_MAX] = {
	    program(), "-c", h->config, "-s", h->state, NULL};
	char tcp[64], local[160];
	size_t n = 5;

	if (o->link && symlink(program(), o->link) < 0)
		give_up("%s: %s", o->link, strerror(errno));
	if (o->link)
		argv[0] = o->link;
	snprintf(tcp, sizeof(tcp), "irc://127.0.0.1:%u", o->port);
	snprintf(local, sizeof(local), "unix:%s", h->socket);
	if (!o->configured) {
		argv[n++] = "-l";
		argv[n++] = o->only_listen ? o->only_listen : tcp;
	}
	if (!o->configured && !o->only_listen) {
		argv[n++] = "-l";
		argv[n++] = local;
	}
	h->tls = o->tls;
	if (o->tls) {
		argv[n++] = "-l";
		argv[n++] = "ircs://127.0.0.1:0";
	}
	h->plain = o->plain;
	if (o->plain) {
		argv[n++] = "-l";
		argv[n++] = "plain://127.0.0.1:0";
	}
	for (size_t i = 0; o->args && o->args[i]; i++)
		argv[n++] = o->args[i];
	h->child = child_start(&(struct child_options){.name = "server",
	    .argv = argv,
	    .env = o->env,
	    .inherit = o->inherit,
	    .file_size = o->file_size,
	    .files = o->files});
}

struct child *
host_tool(const char *const *args, int code)
{
	const char *argv[ARGS_MAX] = {program(), NULL};
	struct child *c;

	for (size_t i = 0; args[i]; i++)
		argv[i + 1] = args[i];
	c = child_start(&(struct child_options){.name = "tool", .argv = argv});
	child_expect_exit(c, code);
	return c;
}

static bool
says_user(const char *conf)
{
	return !strncmp(conf, "user =", 6) || strstr(conf, "\nuser =");
}

/* The people of the machine that the tests run on are not asked for, but by
 * tests that say so: one of them may be called alice, and whoever runs the
 * tests is one of them. */
static void
host_write_conf(const struct host *h, const char *conf)
{
	struct buf text = {0};

	buf_adds(&text, conf ? conf : "flood-rate = 0\n");
	if (!strstr(text.data, "reserve-logins"))
		buf_adds(&text, "\nreserve-logins = no\n");
	if (!strstr(text.data, "loopback-logins"))
		buf_adds(&text, "\nloopback-logins = no\n");
	/* where root runs them, nobody else could use their folders */
	if (!says_user(text.data))
		buf_adds(&text, "\nuser = root\n");
	if (!strstr(text.data, "resume-time"))
		buf_adds(&text, "\nresume-time = 0\n");
	test_file(strrchr(h->config, '/') + 1, text.data);
	buf_free(&text);
}

struct host *
host_try(const struct host_options *o)
{
	struct host *h = &hosts[nhosts];
	const char *in = test_dir();

	if (nhosts == HOSTS_MAX)
		give_up("too many servers in one test");
	snprintf(h->config, sizeof(h->config), "%s/server%zu.conf", in, nhosts);
	snprintf(h->state, sizeof(h->state), "%s/state%zu", in, nhosts);
	snprintf(h->socket, sizeof(h->socket), "%s/socket%zu", in, nhosts);
	nhosts++;
	host_write_conf(h, o->conf);
	host_launch(h, o);
	return h;
}

unsigned
host_port_after(const char *text, const char *address)
{
	const char *at = strstr(text, address);
	unsigned port = 0;

	if (at)
		sscanf(at + strlen(address), "%u", &port);
	return port;
}

/* ircs://127.0.0.1:PORT, or ircs://sha256:HEX@127.0.0.1:PORT. */
static void
host_learn_tls(struct host *h)
{
	const char *at = strstr(h->ready, " ircs://");

	h->tls_port = 0;
	*h->fingerprint = '\0';
	if (!at)
		return;
	sscanf(at, " ircs://sha256:%64[0-9a-f]@", h->fingerprint);
	h->tls_port = host_port_after(at, "127.0.0.1:");
}

void
host_expect_ready(struct host *h)
{
	struct child *c = h->child;

	child_expect_log(c, "ready");
	h->ready = c->log.data;
	h->port = host_port_after(h->ready, "irc://127.0.0.1:");
	h->plain_port = host_port_after(h->ready, "plain://127.0.0.1:");
	host_learn_tls(h);
}

struct host *
host_start_with(const struct host_options *o)
{
	struct host *h = host_try(o);

	host_expect_ready(h);
	return h;
}

struct host *
host_start(const char *conf)
{
	return host_start_with(&(struct host_options){.conf = conf});
}

struct host *
host_start_tls(const char *conf)
{
	return host_start_with(
	    &(struct host_options){.conf = conf, .tls = true});
}

struct host *
host_start_plain(const char *conf)
{
	return host_start_with(
	    &(struct host_options){.conf = conf, .plain = true});
}

static void
host_check_log(const struct host *h)
{
	const char *report = child_sanitizer_report(h->child->log.data);

	if (report)
		give_up("the server's sanitizer: %.4000s", report);
}

void
host_stop(struct host *h)
{
	child_signal(h->child, SIGTERM);
	child_wait(h->child);
	host_check_log(h);
	child_expect_exit(h->child, 0);
	h->child = NULL;
}

void
host_kill(struct host *h)
{
	child_signal(h->child, SIGKILL);
	child_wait(h->child);
	host_check_log(h);
	watch_end(&h->child->watch);
	h->child = NULL;
	h->ready = NULL;
}

void
host_again(struct host *h, const char *conf, bool same_port)
{
	struct host_options o = {
	    .port = same_port ? h->port : 0, .tls = h->tls, .plain = h->plain};

	if (conf)
		host_write_conf(h, conf);
	host_launch(h, &o);
	host_expect_ready(h);
}

void
host_try_again(struct host *h)
{
	host_launch(
	    h, &(struct host_options){.tls = h->tls, .plain = h->plain});
}

void
host_reload(struct host *h, const char *conf)
{
	host_write_conf(h, conf);
	child_signal(h->child, SIGHUP);
	child_expect_log(h->child, "reload");
}

int64_t
host_cpu_ms(const struct host *h)
{
	return child_cpu_ms(h->child->pid);
}

int64_t
host_memory_kib(const struct host *h)
{
	return child_memory_kib(h->child->pid);
}

void
hosts_stop(void)
{
	for (size_t i = 0; i < nhosts; i++)
		if (hosts[i].child && !hosts[i].child->ended)
			host_stop(&hosts[i]);
	hosts_forget();
}

void
hosts_forget(void)
{
	memset(hosts, 0, sizeof(hosts));
	nhosts = 0;
}
