/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SERVER_H
#define SERVER_SERVER_H

#include <stdbool.h>
#include <stdint.h>

#include "common/worker.h"
#include "server/account.h"
#include "server/event.h"
#include "server/invite_token.h"
#include "server/runas.h"
#include "server/session.h"
#include "server/settings.h"
#include "server/store.h"
#include "server/throttle.h"
#include "server/world.h"

struct absence;
struct listener;
struct command;
struct service;
struct derive;
struct logins;
struct search;
struct waiting;
struct answer;
struct monitor_target;
struct nonce_unwritten;
struct seal;

/* How often a row of the table of commands was asked for, and the bytes of
 * those lines. */
struct command_use {
	uint64_t count, bytes;
};

enum { COMMANDS_MAX = 128 };

/* Something that was said since the last commit (said.h). */
struct said {
	enum event_kind kind;
	uint64_t seq;
	uint64_t session_id;   /* who said it, 0: none */
	unsigned answer;       /* to whose label this belongs, 0: none */
	char *target;          /* as it is spelt */
	struct block **blocks; /* its renderings, held, where it can be taken
				* back */
	size_t nblocks;
};

struct said_turn {
	struct said *items;
	size_t count, cap;
	bool open; /* the last one is being delivered */
};

/* What those send who cannot speak as a port wants, in the log. */
struct trouble {
	int64_t said_ms; /* monotonic; 0: never */
	size_t unsaid;   /* since then */
};

/* Everything; passed down instead of globals. */
struct server {
	struct settings *settings;
	const char *settings_path;      /* of the options, or NULL */
	const struct command *commands; /* the table, for the gate and HELP */
	const struct service *const *services; /* NULL-ended; or NULL */
	struct command_use uses[COMMANDS_MAX]; /* by its rows */
	struct world world;
	struct store *store;
	bool store_behind;      /* a turn was not kept: all channels are saved
				 * again when the store recovers */
	int64_t store_again_ms; /* monotonic: not before */
	int64_t store_told_ms;  /* monotonic, when that was last said; or 0 */
	bool store_told;        /* of this failure somebody was told */
	int64_t unread_told_ms; /* the same, of what cannot be read */
	struct said_turn said;
	struct nonce_unwritten *nonces; /* hash (nonce.h) */
	struct store_point newest;      /* what was kept last in this run */
	struct catchup *holding;        /* those that hold lines (catchup.h) */
	struct catchup *strays;         /* under another nick (stray.h) */
	size_t replays;                 /* that run (replay.h) */
	struct store_retention retention; /* the round, while it goes on */
	bool retaining;
	int64_t retain_again_ms; /* after it the next is due in; -1: none */
	bool forget_none;        /* nobody wants anything forgotten */
	int64_t forget_at_ms;    /* monotonic: the next step of that */
	int64_t retain_at_ms;    /* monotonic: its next step; 0: none is due */
	struct event_clock clock;
	struct worker *worker;
	struct bans bans;
	struct derive *derive; /* of passwords */
	struct accounts accounts;
	struct invite_key invite_key;
	struct throttle guess_places, guess_names; /* guess.h */
	const struct account *dropping; /* account_drop.h; NULL: all is done */
	int64_t dropping_at_ms;         /* monotonic: the next step */
	struct account *stay_noted; /* to be written (stay_note.h); utlist LL */
	struct absence *absent;     /* may come back (absence.h); utlist DL */
	struct absence *staying;    /* for good; utlist DL */
	struct absence *absent_by_id; /* hash of both */
	size_t nstaying;
	bool absent_again; /* whether they may is to be looked at */
	struct logins *logins;
	struct search *search;   /* NULL: nothing is searched */
	struct waiting *waiting; /* hash: what waits for accounts */
	struct conf_list listen; /* of the options: replaces the settings' */
	struct listener *listeners;
	const char *state_dir;
	struct seal *seal; /* NULL: nothing speaks TLS */
	struct trouble no_tls, unwanted_tls, strangers;
	uint8_t confirm_key[32]; /* confirm.h */
	bool confirm_keyed;
	int spare_fd;             /* given up to refuse at EMFILE */
	int64_t accept_after_ms;  /* monotonic: not before, after EMFILE */
	int64_t full_said_ms;     /* monotonic: when EMFILE was logged */
	struct limits limits;     /* sessions by address and login */
	struct throttle connects; /* by the same (admission.h) */
	struct throttle registers;
	struct session *sessions; /* utlist DL */
	struct session *by_id;    /* hash */
	struct walk *session_walks;
	struct monitor_target *monitored; /* hash by folded nick */
	size_t nsessions;
	size_t nloopback; /* of them: nobody's, by struct limit_key */
	uint64_t last_session_id;
	uint64_t last_away_no; /* orders what sessions say */
	char **motd;
	size_t motd_lines;
	struct answer *answers; /* long ones, the next first; utlist DL */
	size_t answered;        /* rows of them in this turn */
	size_t answer_rows;     /* at once; 0: as many as usual */
	size_t rendered;        /* bytes of events since the last flush */
	int64_t started_ms;     /* wall */
	int64_t now_ms;         /* monotonic, read once a turn */
	bool verbose;           /* -v: debug, whatever the settings say */
	bool rehash;            /* asked for by SIGHUP or REHASH */
	bool restart;           /* it starts again when it has stopped */
	bool settled;           /* it cannot start a program any more */
	struct runas runas;
	int status;       /* to exit with */
	const char *stop; /* why it stops; NULL: it runs */
};

struct session *server_session(const struct server *srv, uint64_t id);
/* Whether so much was said to others since the last flush that no more should
 * be before the next. */
bool server_said_much(const struct server *srv);

#endif
