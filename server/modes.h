/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_MODES_H
#define SERVER_MODES_H

#include <stdbool.h>
#include <stddef.h>

#include "common/buf.h"
#include "server/event.h"

/*
 * Channel and user modes, one table each; ISUPPORT (CHANMODES, PREFIX,
 * STATUSMSG), 004, MODE and the man page are derived from it.
 * Types A to D as ISUPPORT names them (Modern IRC, CHANMODES).
 */
enum mode_type {
	MODE_LIST,   /* A: b e I */
	MODE_ALWAYS, /* B: a parameter to set and to unset: k */
	MODE_TO_SET, /* C: a parameter to set only: l f j H */
	MODE_FLAG,   /* D: i m n s t C R M u */
	MODE_PREFIX  /* q a o h v */
};

enum channel_mode {                      /* bits of struct channel.modes */
	CHANNEL_INVITE_ONLY = 1 << 0,    /* i */
	CHANNEL_MODERATED = 1 << 1,      /* m */
	CHANNEL_NO_OUTSIDE = 1 << 2,     /* n */
	CHANNEL_SECRET = 1 << 3,         /* s */
	CHANNEL_TOPIC_OPS = 1 << 4,      /* t */
	CHANNEL_NO_CTCP = 1 << 5,        /* C */
	CHANNEL_ACCOUNTS = 1 << 6,       /* R: to come in */
	CHANNEL_ACCOUNTS_SPEAK = 1 << 7, /* M */
	CHANNEL_AUDITORIUM = 1 << 8      /* u */
};

enum member_mode {               /* the higher, the more */
	MEMBER_VOICE = 1 << 0,   /* v */
	MEMBER_HALFOP = 1 << 1,  /* h */
	MEMBER_OP = 1 << 2,      /* o */
	MEMBER_ADMIN = 1 << 3,   /* a */
	MEMBER_FOUNDER = 1 << 4, /* q */
	MEMBER_ALL = (1 << 5) - 1
};

enum user_mode {
	USER_ACCOUNTS = 1 << 8,  /* R: messages of those with one only */
	USER_NO_CTCP = 1 << 9,   /* T */
	USER_INVISIBLE = 1 << 0, /* i */
	USER_BOT = 1 << 1,       /* B */
	USER_SECURE = 1 << 6,    /* Z: set by the server alone */
	USER_WALLOPS = 1 << 5,   /* w */
	USER_OPER = 1 << 2 /* o: taken off by its owner only, given by OPER */
};

struct mode_def {
	char letter;
	char prefix; /* for MODE_PREFIX, else 0 */
	enum mode_type type;
	unsigned bit;     /* flag, member or user mode; for lists their index */
	const char *help; /* for tcpchat-protocol(7) */
	const char *spec;
	unsigned needs; /* the member mode that one must have, or one above
			 * it, to change it; 0 for user modes */
};
extern const struct mode_def channel_modes[]; /* ends in letter 0; prefixes
					       * highest first */
extern const struct mode_def user_modes[];    /* all MODE_FLAG */

enum { MODES_LISTS = 3 }; /* b e I */

const struct mode_def *mode_find(const struct mode_def *table, char letter);

/*
 * Takes a mode string and its parameters apart: "+o-v", {"alice", "bob"}.
 * Each result is handed to `each` with the parameter as given, NULL where
 * there is none or it is missing. An unknown letter comes with def NULL, and
 * as '?' where it is no ASCII.
 */
struct mode_step {
	bool add;
	char letter;
	const struct mode_def *def;
	const char *param;
};
void modes_parse(const struct mode_def *table, const char *const *words,
    size_t nwords, void (*each)(const struct mode_step *, void *),
    void *context);

/* "+o-v alice bob", signs only where they change. */
void modes_format(struct buf *out, const struct mode_change *m, size_t n);

/* "@+" for a member, highest first; at most one without `all`. */
const char *modes_prefixes(unsigned member_modes, bool all);
/* The highest of some member modes alone; 0 for none. */
unsigned modes_rank(unsigned member_modes);
/* That member mode and all above it, by its prefix: who hears a message to
 * "@#channel"; 0 for another character. */
unsigned modes_from(char prefix);
/* All prefixes, highest first ("~&@%+"). */
const char *modes_all_prefixes(void);

#endif
