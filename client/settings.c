/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/settings.h"

#include <ctype.h>
#include <errno.h>
#include <pwd.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/mechanism.h"
#include "common/file.h"
#include "common/url.h"

#define AT(member) offsetof(struct settings, member)
#define IN(member) offsetof(struct settings_network, member)

enum { NICK_MAX = 64, NETWORKS_MAX = 100 };

/* What RFC 2812 §2.3.1 has in a nick, and UTF-8 where a server has it. */
static bool
is_nick_char(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80 ||
	    (c && strchr("-_[]\\`^{}|", c));
}

static const char *
check_nick(const char *value)
{
	if (strlen(value) > NICK_MAX)
		return "a nick of at most 64 bytes would do";
	if (isdigit((unsigned char)*value) || *value == '-')
		return "a nick begins with a letter or one of _[]\\`^{}|";
	for (; *value; value++)
		if (!is_nick_char(*value))
			return "a nick has letters, digits and -_[]\\`^{}|";
	return NULL;
}

static const char *
check_channel(const char *value)
{
	if (!*value || !strchr("#&+!", *value))
		return "a channel begins with #";
	return strpbrk(value, " ,\a") ? "a channel has no space or comma"
				      : NULL;
}

static const char *
check_line(const char *value)
{
	return strpbrk(value, "\r\n") ? "one line would do" : NULL;
}

static const char *
check_address(const char *value)
{
	const char *why = NULL;
	struct url u;

	return *value && url_parse_loose(&u, value, &why) < 0 ? why : NULL;
}

static const char *
check_account(const char *value)
{
	return strpbrk(value, " \r\n") ? "an account has no space" : NULL;
}

static const char *
check_path(const char *value)
{
	return *value && *value != '/' && strncmp(value, "~/", 2) != 0
	    ? "a path that begins with / or ~/ would do"
	    : NULL;
}

static const char *const log_choices[] = {"auto", "yes", "no", NULL};
static const char *const network_log_choices[] = {
    "auto", "yes", "no", "usual", NULL};

static const char *const sasl_choices[] = {[SASL_AUTO] = "auto",
    [SASL_NO] = "no",
    [SASL_EXTERNAL] = "external",
    [SASL_SCRAM] = "scram-sha-256",
    [SASL_PLAIN] = "plain",
    NULL};

static const struct conf_opt opts[] = {
    {"nick", CONF_STRING, AT(nick), "", 0, 0, NULL, check_nick,
	"your name; empty: the login name"},
    {"server", CONF_STRING, AT(server), "", 0, 0, NULL, check_line,
	"where tcpchat connects when told nothing; empty: the local server"},
    {"realname", CONF_STRING, AT(realname), "", 0, 0, NULL, check_line,
	"what /whois tells about you; empty: your nick"},
    {"channels", CONF_LIST, AT(channels), "", 0, 0, NULL, check_channel,
	"channels to join; empty: the server's lobby"},
    {"timestamps", CONF_BOOL, AT(timestamps), "yes", 0, 0, NULL, NULL,
	"show the time before each line"},
    {"timestamp-format", CONF_STRING, AT(timestamp_format), "%H:%M", 0, 0, NULL,
	check_line, "how the time is written, as in strftime(3)"},
    {"nick-list", CONF_BOOL, AT(nick_list), "yes", 0, 0, NULL, NULL,
	"show who is in a channel beside it, where the terminal is wide"},
    {"nick-list-width", CONF_INT, AT(nick_list_width), "16", 4, 60, NULL, NULL,
	"columns of the list of nicks"},
    {"colors", CONF_BOOL, AT(colors), "yes", 0, 0, NULL, NULL,
	"use colors; NO_COLOR in the environment switches them off too"},
    {"mouse", CONF_BOOL, AT(mouse), "yes", 0, 0, NULL, NULL,
	"the wheel scrolls; no: the terminal selects text as usual"},
    {"paste-confirm", CONF_INT, AT(paste_confirm), "4", 0, 100000, NULL, NULL,
	"a paste of that many lines asks first; 0: it never asks"},
    {"scrollback", CONF_INT, AT(scrollback), "5000", 10, 1000000, NULL, NULL,
	"lines kept in each window, fewer where they are long"},
    {"input-history", CONF_INT, AT(input_history), "1000", 0, 100000, NULL,
	NULL, "sent lines kept for the next start; 0: none"},
    {"show-joins", CONF_BOOL, AT(show_joins), "yes", 0, 0, NULL, NULL,
	"show who joins, leaves and quits"},
    {"reconnect", CONF_BOOL, AT(reconnect), "yes", 0, 0, NULL, NULL,
	"connect again when a connection is lost"},
    {"reconnect-max", CONF_DURATION, AT(reconnect_max_ms), "5m", 1000, 86400000,
	NULL, NULL, "the longest pause between two attempts to connect"},
    {"quit-message", CONF_STRING, AT(quit_message), "", 0, 0, NULL, check_line,
	"what others see when you leave"},
    {"log", CONF_CHOICE, AT(log), "auto", 0, 0, log_choices, NULL,
	"write what is said to files; auto: where the server keeps no history"},
    {"ssh-command", CONF_LIST, AT(ssh_command), "", 0, 0, NULL, check_line,
	"the program for ssh://HOST and its arguments; empty: ssh"},
    {0},
};

static const struct conf_opt network_opts[] = {
    {"server", CONF_STRING, IN(server), "", 0, 0, NULL, check_address,
	"a host or host:port with TLS, irc://HOST:PORT without, ssh://HOST or "
	"unix:PATH"},
    {"nick", CONF_STRING, IN(nick), "", 0, 0, NULL, check_nick,
	"your name there; empty: the usual one"},
    {"password", CONF_SECRET, IN(password), "", 0, 0, NULL, check_line,
	"what that server asks everybody for; empty: nothing"},
    {"account", CONF_STRING, IN(account), "", 0, 0, NULL, check_account,
	"the account to log in with; empty: the one of which a password is "
	"kept"},
    {"password-command", CONF_STRING, IN(password_command), "", 0, 0, NULL,
	check_line,
	"a command (for sh -c) whose first line is the password of the "
	"account"},
    {"sasl", CONF_CHOICE, IN(sasl), "auto", 0, 0, sasl_choices, NULL,
	"how to log in; auto: the strongest way there is; no: not by SASL"},
    {"password-in-clear", CONF_BOOL, IN(password_in_clear), "no", 0, 0, NULL,
	NULL, "send the password though others on the way can read it"},
    {"certificate", CONF_STRING, IN(certificate), "", 0, 0, NULL, check_path,
	"a file with the certificate that is shown there, in PEM; empty: none "
	"but what /cert add says"},
    {"key", CONF_STRING, IN(key), "", 0, 0, NULL, check_path,
	"a file with the key of that certificate; empty: the same file"},
    {"channels", CONF_LIST, IN(channels), "", 0, 0, NULL, check_channel,
	"channels to join there; empty: the usual ones"},
    {"log", CONF_CHOICE, IN(log), "usual", 0, 0, network_log_choices, NULL,
	"write what is said there to files; usual: as the general option says"},
    {0},
};

static const struct conf_section sections[] = {
    {"network", network_opts, sizeof(struct settings_network), AT(networks),
	NETWORKS_MAX, "a name for tcpchat NAME and /connect NAME"},
    {0},
};

const struct conf_spec client_spec = {opts, sections};

const struct settings_network *
settings_network(const struct settings *s, const char *name)
{
	const struct settings_network *sn = s->networks.items;

	for (size_t i = 0; *name && i < s->networks.count; i++)
		if (!strcmp(sn[i].title, name))
			return &sn[i];
	return NULL;
}

static const char *
home(void)
{
	const char *dir = getenv("HOME");
	const struct passwd *pw;

	if (dir && *dir == '/')
		return dir;
	pw = getpwuid(getuid());
	return pw ? pw->pw_dir : NULL;
}

/* XDG base directories: relative ones are to be ignored. */
static int
base_dir(const char *variable, const char *usual, struct buf *out)
{
	const char *dir = getenv(variable);

	if (dir && *dir == '/') {
		buf_adds(out, dir);
		return 0;
	}
	if (!home())
		return -1;
	buf_addf(out, "%s/%s", home(), usual);
	return 0;
}

int
settings_path(struct buf *out)
{
	if (base_dir("XDG_CONFIG_HOME", ".config", out) < 0)
		return -1;
	buf_adds(out, "/tcpchat/tcpchat.conf");
	return 0;
}

int
settings_state_dir(struct buf *out)
{
	size_t start = out->len;

	if (base_dir("XDG_STATE_HOME", ".local/state", out) < 0) {
		errno = ENOENT;
		return -1;
	}
	buf_adds(out, "/tcpchat");
	return file_make_dirs(out->data + start);
}

int
settings_load(struct settings *s, const char *path, struct buf *err)
{
	struct buf usual = {0};
	int rc = 0;

	if (path)
		return conf_load(&client_spec, s, path, err);
	if (settings_path(&usual) == 0 && access(usual.data, F_OK) == 0)
		rc = conf_load(&client_spec, s, usual.data, err);
	else
		conf_defaults(&client_spec, s);
	buf_free(&usual);
	return rc;
}

void
settings_free(struct settings *s)
{
	conf_free(&client_spec, s);
}

void
settings_nick_of(const char *login, struct buf *out)
{
	if (!*login)
		login = "guest";
	if (isdigit((unsigned char)*login) || *login == '-')
		buf_addc(out, '_');
	for (; *login; login++)
		buf_addc(out, is_nick_char(*login) ? *login : '_');
}

void
settings_login_nick(struct buf *out)
{
	const struct passwd *pw = getpwuid(getuid());

	settings_nick_of(pw ? pw->pw_name : "", out);
}
