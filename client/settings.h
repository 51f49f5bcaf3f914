/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_SETTINGS_H
#define CLIENT_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/conf.h"

/*
 * tcpchat.conf: everything a user may choose. One table (client_spec) makes
 * the file's parser, /set, its completion and the man page's test.
 */
struct settings {
	char *nick;   /* "" = the login name */
	char *server; /* "" = look for the local one */
	char *realname;
	struct conf_list channels; /* empty = the server's lobby */

	bool timestamps;
	char *timestamp_format; /* strftime */
	bool nick_list;
	int64_t nick_list_width; /* cells */
	bool colors;
	bool mouse;
	int64_t paste_confirm; /* lines from which a paste asks; 0 = never */
	int64_t scrollback;    /* lines kept in each window */
	int64_t input_history; /* lines kept across runs */
	bool show_joins;       /* joins, parts and quits are shown */
	bool reconnect;
	int64_t reconnect_max_ms; /* the longest pause between two attempts */
	char *quit_message;
	int log;                      /* enum log_choice */
	struct conf_list ssh_command; /* and its arguments; empty: ssh */

	struct conf_sections networks; /* struct settings_network */
};

enum log_choice {
	LOG_AUTO, /* where the server keeps no history */
	LOG_YES,
	LOG_NO,
	LOG_USUAL /* of a network: what the general option says */
};

/* `network NAME { … }`: a name for `tcpchat NAME` and `/connect NAME`. */
struct settings_network {
	char *title;
	char *server;
	char *nick;
	char *password;
	char *account;
	char *password_command;
	int sasl; /* enum sasl_choice */
	bool password_in_clear;
	char *certificate; /* path, or "" */
	char *key;         /* path; "" = in the same file */
	struct conf_list channels;
	int log; /* enum log_choice */
};

extern const struct conf_spec client_spec;

/* The section of that name, or NULL. */
const struct settings_network *settings_network(
    const struct settings *s, const char *name);

/* Appends $XDG_CONFIG_HOME/tcpchat/tcpchat.conf. -1 without a home. */
int settings_path(struct buf *out);
/* Appends $XDG_STATE_HOME/tcpchat and makes it, mode 0700. -1 with errno. */
int settings_state_dir(struct buf *out);

/*
 * Fills a zeroed s from path, or from the usual file, which may be missing,
 * for NULL. -1 with one line in err.
 */
int settings_load(struct settings *s, const char *path, struct buf *err);
void settings_free(struct settings *s);

/* Appends the login name as a nick (characters no nick may have become
 * '_'); "guest" where there is none. */
void settings_login_nick(struct buf *out);
/* The same of a login that is given. */
void settings_nick_of(const char *login, struct buf *out);

#endif
