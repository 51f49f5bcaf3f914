/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SETTINGS_H
#define SERVER_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "common/conf.h"

/* tcpchat-server.conf(5): every key, its default and its meaning stand in
 * server_spec. Limits of 0 are off. The client has settings of its own, and
 * one test program links both: function names must differ. */
struct settings {
	char *server_name; /* shown as the source of numerics */
	char *network;
	char *description;
	struct conf_list listen; /* URLs; empty: the built-in listeners */
	char *tls_certificate;   /* PEM files; "": the server's own */
	char *tls_key;           /* "": in the certificate's file */
	int64_t handshake_ms;
	int64_t sts_ms;  /* for how long clients stay with TLS */
	char *motd_file; /* read at start and reload; "" none */
	char *admin_name;
	char *admin_location;
	char *admin_email;
	char *lobby;         /* channel for those who name none; "" none */
	char *password;      /* PASS that everybody must give; "" none */
	char *channel_modes; /* of a new channel, e.g. "+nt" */

	int64_t nick_length;
	int64_t channel_length;
	int64_t topic_length;
	int64_t kick_length;
	int64_t away_length;
	int64_t realname_length;
	int64_t channels_per_user;
	int64_t targets;                  /* TARGMAX of PRIVMSG and NOTICE */
	struct conf_list client_tag_deny; /* names, "*", "-name" */
	int64_t multiline_bytes;
	int64_t multiline_lines;
	int64_t redact_ms;    /* how long one may take back what one said */
	int64_t multiline_ms; /* silence that ends an open batch */
	int64_t modes_per_line;
	int64_t list_entries; /* bans, exceptions, invitations a channel */
	int64_t channels;     /* in all */
	int64_t channels_per_account; /* registered */
	int64_t whowas_entries;
	int64_t monitor_entries; /* nicks that a session may MONITOR */

	int64_t metadata_keys;        /* of a user or channel */
	int64_t metadata_value_bytes; /* at most */
	int64_t metadata_subscriptions;

	int64_t history_page;          /* of one CHATHISTORY */
	int history_sync;              /* enum settings_sync */
	int history_failure;           /* enum settings_failure */
	int64_t history_lines;         /* shown to who is new to a channel */
	int64_t history_catch_up;      /* shown at most to who comes back */
	bool search;                   /* as it was at start */
	int64_t history_age_ms;        /* what is older goes */
	int64_t history_channel_lines; /* of a channel */
	int64_t history_lines_max;     /* of all */
	int64_t history_bytes;         /* of the database */
	struct conf_list history_keep; /* "ctcp", "statusmsg", "tags" */
	int64_t offline_messages;      /* that wait for one account */

	int register_who;        /* enum settings_register */
	int require_account;     /* enum settings_require */
	bool insecure_passwords; /* are taken where others can listen */
	int64_t password_length; /* least */
	int64_t password_iterations;
	int64_t password_tries; /* wrong ones, in that time */
	int64_t password_tries_ms;
	int64_t accounts; /* in all */

	bool reserve_logins;          /* also of people who never connected */
	int64_t sessions;             /* in all */
	int64_t sessions_per_address; /* local users are not counted */
	int64_t sessions_per_login;
	bool loopback_logins;      /* over TCP too */
	int64_t address_bits_ipv4; /* of a block that counts as one */
	int64_t address_bits_ipv6;
	struct conf_list address_exempt; /* ranges */
	int64_t connections_per_address; /* new ones in connections_ms */
	int64_t connections_per_login;
	int64_t connections_ms;
	int64_t accounts_per_address; /* made in accounts_ms */
	int64_t accounts_ms;
	int64_t flood_burst; /* lines at once */
	int64_t flood_rate;  /* lines a second after that */
	int64_t output_max;  /* bytes waiting for one session */
	int64_t register_ms;
	int64_t ping_ms;   /* silence before a PING */
	int64_t pong_ms;   /* silence after it that ends the session */
	int64_t resume_ms; /* between a lost connection and QUIT */
	int64_t always_on; /* accounts that stay without one */

	bool operators_stop; /* DIE and RESTART */
	char *user;          /* "": the usual one */
	bool confine;        /* itself, at start */
	int log_level;
	struct conf_sections opers;    /* struct settings_oper */
	struct conf_sections gateways; /* struct settings_gateway */
};

enum settings_sync { SETTINGS_SYNC_PROCESS, SETTINGS_SYNC_DISK };
enum settings_register {
	SETTINGS_REGISTER_NOBODY,
	SETTINGS_REGISTER_LOCAL,
	SETTINGS_REGISTER_INVITED, /* local ones, and with a token */
	SETTINGS_REGISTER_ANYBODY
};
enum settings_require {
	SETTINGS_REQUIRE_NOBODY,
	SETTINGS_REQUIRE_REMOTE, /* not those of this machine */
	SETTINGS_REQUIRE_ALL
};
enum settings_failure { SETTINGS_FAILURE_RELAY, SETTINGS_FAILURE_REFUSE };

/* May become an operator by OPER title password, or by OPER title alone where
 * it names their account, or their login or uid on this machine. */
struct settings_oper {
	char *title;
	char *password_hash; /* as `openssl passwd -6` writes it; "" none */
	struct conf_list logins;
	struct conf_list accounts;
	struct conf_list uids; /* decimal */
};

/* May say by WEBIRC who the people are that come through it. */
struct settings_gateway {
	char *title;
	char *password_hash;    /* as that of an operator; "": nobody may */
	struct conf_list hosts; /* addresses, ranges, or "unix" */
};

extern const struct conf_spec server_spec;

/* The file that counts now: the chosen one, else the usual one if it exists,
 * which may change before a reload; NULL = defaults. */
const char *server_settings_path(const char *chosen);
/* Loads path, or the defaults where it is NULL. NULL with a line in err. */
struct settings *server_settings_load(const char *path, struct buf *err);
void server_settings_free(struct settings *s);

#endif
