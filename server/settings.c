/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/settings.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/mem.h"
#include "common/url.h"
#include "server/modes.h"
#include "server/netmask.h"

#define AT(member)   offsetof(struct settings, member)
#define OPER(member) offsetof(struct settings_oper, member)
#define GATE(member) offsetof(struct settings_gateway, member)

static const char *const sync_choices[] = {"process", "disk", NULL};
static const char *const failure_choices[] = {"relay", "refuse", NULL};
static const char *const register_choices[] = {
    "nobody", "local", "invited", "anybody", NULL};
static const char *const require_choices[] = {"nobody", "remote", "all", NULL};
static const char *const log_choices[] = {
    "error", "warn", "info", "debug", NULL};

static const char *
check_line(const char *value)
{
	for (const char *c = value; *c; c++)
		if ((unsigned char)*c < ' ')
			return "must be one line";
	return strlen(value) > 200 ? "must be at most 200 bytes" : NULL;
}

/* A word that may stand in front of a message or in ISUPPORT. */
static const char *
check_name(const char *value)
{
	if (!*value || strlen(value) > 63)
		return "must have 1 to 63 characters";
	for (const char *c = value; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr(".-_", *c))
			return "may hold letters, digits, '.', '-' and '_'";
	if (!isalnum((unsigned char)*value))
		return "must begin with a letter or a digit";
	return NULL;
}

static const char *
check_network(const char *value)
{
	if (!*value || strlen(value) > 63)
		return "must have 1 to 63 characters";
	return check_line(value);
}

/* Empty: the name of the machine is taken. */
static const char *
check_server_name(const char *value)
{
	return *value ? check_name(value) : NULL;
}

static const char *
check_listen(const char *value)
{
	struct url u;
	const char *why;

	if (url_parse(&u, value, &why) < 0)
		return why;
	return NULL;
}

static const char *
check_channel(const char *value)
{
	if (!*value)
		return NULL;
	if (*value != '#' || strlen(value) < 2 || strlen(value) > 64)
		return "must be a channel: '#' and 1 to 63 characters";
	if (strpbrk(value, " ,\a"))
		return "must not hold a space, a comma or control characters";
	return NULL;
}

static const char *
check_modes(const char *value)
{
	for (const char *p = value; *p; p++) {
		const struct mode_def *m = mode_find(channel_modes, *p);

		if (p == value ? *p != '+' : !m || m->type != MODE_FLAG)
			return "must be '+' and letters of channel modes "
			       "without parameter";
	}
	return NULL;
}

static const char *
check_keep(const char *value)
{
	if (!strcmp(value, "ctcp") || !strcmp(value, "statusmsg") ||
	    !strcmp(value, "tags"))
		return NULL;
	return "must be ctcp, statusmsg or tags";
}

static const char *
check_client_tag(const char *value)
{
	const char *name = value + (*value == '-');

	if (!strcmp(value, "*"))
		return NULL;
	if (!*name || strlen(name) > 63)
		return "must have 1 to 63 characters";
	for (const char *c = name; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr(".-/", *c))
			return "must be the name of a tag without its '+', '*' "
			       "for all, or '-' and a name to except";
	return NULL;
}

static const char *
check_hash(const char *value)
{
	if (*value && *value != '$')
		return "must be a hash as written by: openssl passwd -6";
	return NULL;
}

static const char *
check_range(const char *value)
{
	struct netmask m;

	return netmask_parse(&m, value) < 0
	    ? "must be an address or a range such as 192.0.2.0/24"
	    : NULL;
}

static const char *
check_uid(const char *value)
{
	size_t digits = strspn(value, "0123456789");

	return digits == 0 || value[digits] || digits > 9
	    ? "must be a number, as id -u says"
	    : NULL;
}

static const char *
check_gateway_host(const char *value)
{
	if (!strcmp(value, "unix") || !check_range(value))
		return NULL;
	return "must be an address, a range such as 192.0.2.0/24, or unix";
}

static const struct conf_opt server_opts[] = {
    {"server-name", CONF_STRING, AT(server_name), "", 0, 0, NULL,
	check_server_name,
	"Name of this server, shown as the source of its answers; empty: "
	"the machine's name."},
    {"network", CONF_STRING, AT(network), "tcpchat", 0, 0, NULL, check_network,
	"Name of the network, shown by clients."},
    {"description", CONF_STRING, AT(description), "A chat for this machine", 0,
	0, NULL, check_line, "What this server is, in one line."},
    {"listen", CONF_LIST, AT(listen), "", 0, 0, NULL, check_listen,
	"Where to listen, as URLs: irc://, ircs://, plain:// and unix:; empty: "
	"IRC at loopback and a Unix socket."},
    {"tls-certificate", CONF_STRING, AT(tls_certificate), "", 0, 0, NULL, NULL,
	"PEM file with the certificate for ircs:// and those above it; empty: "
	"the server makes a key and a certificate of its own."},
    {"tls-key", CONF_STRING, AT(tls_key), "", 0, 0, NULL, NULL,
	"PEM file with the certificate's key, which nobody else may read; "
	"empty: it is in the certificate's file."},
    {"handshake-timeout", CONF_DURATION, AT(handshake_ms), "10s", 0, 86400000,
	NULL, NULL, "Time for the TLS handshake; 0: no limit."},
    {"sts-duration", CONF_DURATION, AT(sts_ms), "0", 0, INT64_C(315360000000),
	NULL, NULL,
	"How long clients that know sts stay with TLS once they came by it, "
	"where a CA signed the certificate; 0: they need not, and those in "
	"plain are not sent to it."},
    {"motd-file", CONF_STRING, AT(motd_file), "", 0, 0, NULL, NULL,
	"File with the message of the day; empty: none."},
    {"admin-name", CONF_STRING, AT(admin_name), "", 0, 0, NULL, check_line,
	"Who runs this server, shown by ADMIN."},
    {"admin-location", CONF_STRING, AT(admin_location), "", 0, 0, NULL,
	check_line, "Where it stands, shown by ADMIN."},
    {"admin-email", CONF_STRING, AT(admin_email), "", 0, 0, NULL, check_line,
	"How to reach who runs it, shown by ADMIN."},
    {"lobby", CONF_STRING, AT(lobby), "#lobby", 0, 0, NULL, check_channel,
	"Channel that tcpchat joins when told no other; empty: none."},
    {"password", CONF_SECRET, AT(password), "", 0, 0, NULL, check_line,
	"Password that everybody must give with PASS; empty: none."},
    {"channel-modes", CONF_STRING, AT(channel_modes), "+nt", 0, 0, NULL,
	check_modes, "Modes of a new channel."},

    {"nick-length", CONF_INT, AT(nick_length), "32", 8, 64, NULL, NULL,
	"Longest nickname, in bytes."},
    {"channel-length", CONF_INT, AT(channel_length), "64", 16, 100, NULL, NULL,
	"Longest channel name, in bytes."},
    {"topic-length", CONF_INT, AT(topic_length), "307", 1, 390, NULL, NULL,
	"Longest topic, in bytes."},
    {"kick-length", CONF_INT, AT(kick_length), "255", 1, 300, NULL, NULL,
	"Longest reason of a KICK, in bytes."},
    {"away-length", CONF_INT, AT(away_length), "255", 1, 390, NULL, NULL,
	"Longest away message, in bytes."},
    {"realname-length", CONF_INT, AT(realname_length), "128", 1, 300, NULL,
	NULL, "Longest real name, in bytes."},
    {"channels-per-user", CONF_INT, AT(channels_per_user), "100", 0, 100000,
	NULL, NULL, "Channels that one user may be in; 0: no limit."},
    {"targets", CONF_INT, AT(targets), "8", 0, 100, NULL, NULL,
	"Targets of one PRIVMSG, NOTICE, TAGMSG, KICK, WHOIS or WHOWAS; 0: no "
	"limit."},
    {"client-tag-deny", CONF_LIST, AT(client_tag_deny), "", 0, 0, NULL,
	check_client_tag,
	"Tags of clients that are not passed on, without their '+': \"*\" "
	"means all of them, and \"-typing\" all but that one."},
    {"multiline-bytes", CONF_SIZE, AT(multiline_bytes), "16K", 512, 1048576,
	NULL, NULL,
	"Bytes of a message of several lines, at most a quarter of "
	"output-max."},
    {"multiline-lines", CONF_INT, AT(multiline_lines), "100", 2, 1000, NULL,
	NULL,
	"Lines of a message of several lines, at most one for each 4 KiB of "
	"output-max."},
    {"multiline-timeout", CONF_DURATION, AT(multiline_ms), "30s", 1000,
	86400000, NULL, NULL,
	"Silence in the middle of a message of several lines that ends it."},
    {"redact-window", CONF_DURATION, AT(redact_ms), "1d", 0,
	INT64_C(315360000000), NULL, NULL,
	"Time in which one may take back what one said, where one is not "
	"halfop or more; 0: no limit."},
    {"modes-per-line", CONF_INT, AT(modes_per_line), "6", 1, 20, NULL, NULL,
	"Modes with a parameter that one MODE may change."},
    {"list-entries", CONF_INT, AT(list_entries), "100", 0, 10000, NULL, NULL,
	"Bans, exceptions and invitations of a channel; 0: no limit."},
    {"channels", CONF_INT, AT(channels), "10000", 0, 10000000, NULL, NULL,
	"Channels in all; beyond it, the empty one that nobody owns and "
	"that was silent longest ends for a new one; 0: no limit."},
    {"channels-per-account", CONF_INT, AT(channels_per_account), "20", 0,
	100000, NULL, NULL,
	"Registered channels that an account may be the founder of; 0: no "
	"limit."},
    {"whowas-entries", CONF_INT, AT(whowas_entries), "1000", 0, 100000, NULL,
	NULL, "People remembered for WHOWAS; 0: none."},
    {"monitor-entries", CONF_INT, AT(monitor_entries), "100", 1, 10000, NULL,
	NULL, "Nicknames that one connection may watch by MONITOR."},

    {"metadata-keys", CONF_INT, AT(metadata_keys), "25", 1, 100, NULL, NULL,
	"Keys of metadata that one user or channel may have."},
    {"metadata-value-bytes", CONF_INT, AT(metadata_value_bytes), "256", 1, 300,
	NULL, NULL,
	"Longest value of metadata, in bytes; less where long names leave no "
	"room for it in a line."},
    {"metadata-subscriptions", CONF_INT, AT(metadata_subscriptions), "50", 1,
	200, NULL, NULL,
	"Keys of metadata that one connection may subscribe to."},

    {"history-lines", CONF_INT, AT(history_lines), "50", 0, 1000, NULL, NULL,
	"Messages shown to somebody who comes to a channel for the first time, "
	"or from a new device; 0: none."},
    {"history-catch-up", CONF_INT, AT(history_catch_up), "1000", 0, 100000,
	NULL, NULL,
	"Messages shown at most to somebody who comes back, of those that they "
	"missed; 0: none."},
    {"history-page", CONF_INT, AT(history_page), "200", 1, 1000, NULL, NULL,
	"Messages that a client may ask for at once by CHATHISTORY."},
    {"history-age", CONF_DURATION, AT(history_age_ms), "0", 0,
	INT64_C(3153600000000), NULL, NULL,
	"What is older than this is deleted; 0: nothing for its age."},
    {"history-channel-lines", CONF_INT, AT(history_channel_lines), "0", 0,
	INT64_C(1000000000), NULL, NULL,
	"Lines (messages, joins, and what else happens) that are kept of a "
	"channel; 0: no limit."},
    {"history-total-lines", CONF_INT, AT(history_lines_max), "0", 0,
	INT64_C(100000000000), NULL, NULL,
	"Lines that are kept of all channels and private messages together; "
	"0: no limit."},
    {"history-size", CONF_SIZE, AT(history_bytes), "16G", 0, INT64_C(1) << 50,
	NULL, NULL,
	"Bytes that history.db may fill before what was written first is "
	"deleted; 0: no limit."},
    {"history-keep", CONF_LIST, AT(history_keep), "", 0, 0, NULL, check_keep,
	"What is kept besides: ctcp (CTCP other than ACTION), statusmsg "
	"(messages to those of a rank, for those who have it), tags (of "
	"clients, and TAGMSG)."},
    {"offline-messages", CONF_INT, AT(offline_messages), "100", 0, 10000, NULL,
	NULL,
	"Messages that may wait for an account that is not here, a quarter of "
	"them from one sender, and as many from all who have no account; 0: "
	"none."},
    {"history-sync", CONF_CHOICE, AT(history_sync), "process", 0, 0,
	sync_choices, NULL,
	"What history survives: the end of the process, or (slower) a power "
	"loss too."},
    {"history-failure", CONF_CHOICE, AT(history_failure), "relay", 0, 0,
	failure_choices, NULL,
	"What becomes of messages that cannot be kept, as on a full disk: they "
	"are sent all the same, or refused; their sender is told."},
    {"search", CONF_BOOL, AT(search), "yes", 0, 0, NULL, NULL,
	"Whether what was said can be searched, by an index about as large as "
	"the history; read at start only."},

    {"register", CONF_CHOICE, AT(register_who), "invited", 0, 0,
	register_choices, NULL,
	"Who may register an account: nobody, local (users of this machine), "
	"invited (they, and who has a token of tcpchat-server --invite), or "
	"anybody."},
    {"require-account", CONF_CHOICE, AT(require_account), "nobody", 0, 0,
	require_choices, NULL,
	"Who must log in to an account before they may come in: nobody, remote "
	"(all but users of this machine), or all."},
    {"accounts", CONF_INT, AT(accounts), "100000", 0, 10000000, NULL, NULL,
	"Accounts in all, beyond which nobody may register one; 0: no limit."},
    {"insecure-passwords", CONF_BOOL, AT(insecure_passwords), "no", 0, 0, NULL,
	NULL,
	"Whether passwords of accounts are taken (SASL PLAIN, REGISTER, "
	"NickServ) where others on the way can read them."},
    {"password-length", CONF_INT, AT(password_length), "8", 1, 64, NULL, NULL,
	"Shortest password of an account, in characters."},
    {"password-iterations", CONF_INT, AT(password_iterations), "600000", 4096,
	100000000, NULL, NULL,
	"How often a password is hashed (PBKDF2-HMAC-SHA-256) before it is "
	"kept; where it grew, a password is hashed anew when somebody logs in "
	"by it with SASL PLAIN or NickServ."},
    {"password-tries", CONF_INT, AT(password_tries), "10", 0, 10000, NULL, NULL,
	"Wrong passwords (of accounts, and of OPER) from one block of "
	"addresses, and for one account from those that never logged in to it, "
	"in password-tries-time; 0: no limit."},
    {"password-tries-time", CONF_DURATION, AT(password_tries_ms), "10m", 1000,
	86400000, NULL, NULL, "The time in which so many may be wrong."},

    {"reserve-logins", CONF_BOOL, AT(reserve_logins), "yes", 0, 0, NULL, NULL,
	"Whether the nick of somebody in the machine's user database is kept "
	"for them before they first connect."},
    {"sessions", CONF_INT, AT(sessions), "10000", 0, 10000000, NULL, NULL,
	"Connections in all, at most three quarters of them over loopback; 0: "
	"no limit."},
    {"sessions-per-address", CONF_INT, AT(sessions_per_address), "20", 0,
	1000000, NULL, NULL,
	"Connections from one block of addresses, loopback excepted; 0: no "
	"limit."},
    {"sessions-per-login", CONF_INT, AT(sessions_per_login), "100", 0, 1000000,
	NULL, NULL, "Connections of one login of this machine; 0: no limit."},
    {"loopback-logins", CONF_BOOL, AT(loopback_logins), "yes", 0, 0, NULL, NULL,
	"Whether people of this machine are their login over loopback too, as "
	"at the Unix socket, where the system says who they are (Linux)."},
    {"address-bits-ipv4", CONF_INT, AT(address_bits_ipv4), "32", 8, 32, NULL,
	NULL,
	"Bits of an IPv4 address that are the same in a block, which counts "
	"as one."},
    {"address-bits-ipv6", CONF_INT, AT(address_bits_ipv6), "64", 16, 64, NULL,
	NULL, "The same of an IPv6 address."},
    {"address-exempt", CONF_LIST, AT(address_exempt), "", 0, 0, NULL,
	check_range,
	"Addresses or ranges for which no limit per address holds."},
    {"connections-per-address", CONF_INT, AT(connections_per_address), "30", 0,
	1000000, NULL, NULL,
	"New connections from one block of addresses in connections-time, "
	"loopback excepted; 0: no limit."},
    {"connections-per-login", CONF_INT, AT(connections_per_login), "300", 0,
	1000000, NULL, NULL,
	"New connections of one login in connections-time; 0: no limit."},
    {"connections-time", CONF_DURATION, AT(connections_ms), "1m", 1000,
	86400000, NULL, NULL, "Time in which those two fill up again."},
    {"accounts-per-address", CONF_INT, AT(accounts_per_address), "5", 0,
	1000000, NULL, NULL,
	"Accounts that are made from one block of addresses, or by one login, "
	"in accounts-time; 0: no limit."},
    {"accounts-time", CONF_DURATION, AT(accounts_ms), "1h", 1000,
	INT64_C(2592000000), NULL, NULL, "Time in which that fills up again."},
    {"flood-burst", CONF_INT, AT(flood_burst), "40", 0, 100000, NULL, NULL,
	"Lines that are read at once from one connection, or from all of one "
	"login together, one with several targets, many channels or long tags "
	"counted as several; 0: no limit."},
    {"flood-rate", CONF_INT, AT(flood_rate), "4", 0, 100000, NULL, NULL,
	"Lines a second that are read after a burst; 0: no limit."},
    {"output-max", CONF_SIZE, AT(output_max), "1M", 0, INT64_C(1) << 40, NULL,
	NULL,
	"Bytes that may wait for one connection before it is given up; 0: "
	"no limit."},
    {"register-timeout", CONF_DURATION, AT(register_ms), "60s", 0, 86400000,
	NULL, NULL, "Time to send NICK and USER; 0: no limit."},
    {"ping-interval", CONF_DURATION, AT(ping_ms), "120s", 0, 86400000, NULL,
	NULL, "Silence after which a connection is asked; 0: never."},
    {"pong-timeout", CONF_DURATION, AT(pong_ms), "60s", 1000, 86400000, NULL,
	NULL, "Silence after that which ends the connection."},
    {"resume-time", CONF_DURATION, AT(resume_ms), "60s", 0, 86400000, NULL,
	NULL,
	"Time in which somebody with an account whose last connection was lost "
	"may come back, and nobody is told that they went; 0: none."},
    {"always-on", CONF_INT, AT(always_on), "1000", 0, 1000000, NULL, NULL,
	"Accounts that may choose to stay on the network without a "
	"connection (NickServ SET ALWAYS-ON); 0: none."},

    {"operators-stop", CONF_BOOL, AT(operators_stop), "yes", 0, 0, NULL, NULL,
	"Whether operators may end and restart the server (DIE, RESTART)."},
    {"user", CONF_STRING, AT(user), "", 0, 0, NULL, check_line,
	"User that the server becomes when root has started it; empty: "
	"tcpchat; root: it stays root."},
    {"confine", CONF_BOOL, AT(confine), "yes", 0, 0, NULL, NULL,
	"Whether the server takes from itself what it does not need (new "
	"programs, files of others, core dumps), so that RESTART is for its "
	"service manager; read at start only."},
    {"log-level", CONF_CHOICE, AT(log_level), "info", 0, 0, log_choices, NULL,
	"What is logged: error, warn, info or debug and what is graver."},
    {.name = NULL}};

static const struct conf_opt oper_opts[] = {
    {"password-hash", CONF_SECRET, OPER(password_hash), "", 0, 0, NULL,
	check_hash,
	"Password of OPER, as written by: openssl passwd -6; empty: none."},
    {"logins", CONF_LIST, OPER(logins), "", 0, 0, NULL, NULL,
	"Local logins that need no password."},
    {"accounts", CONF_LIST, OPER(accounts), "", 0, 0, NULL, NULL,
	"Accounts that need none, however they are logged in."},
    {"uids", CONF_LIST, OPER(uids), "", 0, 0, NULL, check_uid,
	"Uids of this machine that need none."},
    {.name = NULL}};

static const struct conf_opt gateway_opts[] = {
    {"password-hash", CONF_SECRET, GATE(password_hash), "", 0, 0, NULL,
	check_hash,
	"Password of WEBIRC, as written by: openssl passwd -6; empty: nobody "
	"may."},
    {"hosts", CONF_LIST, GATE(hosts), "", 0, 0, NULL, check_gateway_host,
	"Addresses or ranges that it connects from; unix: the Unix socket."},
    {.name = NULL}};

static const struct conf_section server_sections[] = {
    {"oper", oper_opts, sizeof(struct settings_oper), AT(opers), 100,
	"Somebody who may become an operator by OPER and this title."},
    {"webirc", gateway_opts, sizeof(struct settings_gateway), AT(gateways), 100,
	"A gateway that is trusted to say where its people come from."},
    {.name = NULL}};

const struct conf_spec server_spec = {server_opts, server_sections};

/* The machine's own name, where it can stand in front of a message. */
static void
name_server(struct settings *s)
{
	char host[64] = "";

	if (*s->server_name)
		return;
	if (gethostname(host, sizeof(host) - 1) < 0 || check_name(host))
		mem_replace(&s->server_name, "localhost");
	else
		mem_replace(&s->server_name, host);
}

const char *
server_settings_path(const char *chosen)
{
	static const char usual[] = SYSCONFDIR "/tcpchat/server.conf";

	if (chosen)
		return chosen;
	/* one that must not be seen is not one that is missing */
	return access(usual, F_OK) == 0 || errno == EACCES ? usual : NULL;
}

struct settings *
server_settings_load(const char *path, struct buf *err)
{
	struct settings *s = mem_alloc(sizeof(*s));

	if (!path)
		conf_defaults(&server_spec, s);
	else if (conf_load(&server_spec, s, path, err) < 0) {
		free(s);
		return NULL;
	}
	name_server(s);
	return s;
}

void
server_settings_free(struct settings *s)
{
	if (!s)
		return;
	conf_free(&server_spec, s);
	free(s);
}
