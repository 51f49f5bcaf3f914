/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_PLAIN_MIND_H
#define SERVER_PLAIN_MIND_H

#include <stdbool.h>

#include "server/dialect.h"

/*
 * What somebody has in mind who types plain lines: where they talk, and what
 * is still to be done of what they typed, one errand after the other.
 */
enum errand_kind {
	ERRAND_TYPED, /* a line, of which it is not known what is to be done */
	ERRAND_MESSAGE, /* as on the wire */
	ERRAND_TEXT,    /* lines to show */
	ERRAND_SAY      /* what is said, in as many messages as it takes */
};

/* What a message is for. */
enum errand_role {
	ROLE_NONE,
	ROLE_CHOSEN, /* registers by a nick that was asked for */
	ROLE_GUEST,  /* registers by one that was not */
	ROLE_JOIN,   /* to talk there from then on */
	ROLE_ENTRY,  /* shows what was said before one came */
	ROLE_PIECE,  /* of what is said */
	/* private talk, see plain_missed.h */
	ROLE_MISSED,
	ROLE_MARKER,
	ROLE_SEEN,
	ROLE_MARKED
};

/* When a text is shown. */
enum errand_if {
	IF_ANY,
	IF_DONE, /* the message before it was not refused */
	IF_NONE  /* nor did its answer have rows */
};

struct errand {
	enum errand_kind kind;
	enum errand_role role;
	enum errand_if shown;
	char *line;
	/* ERRAND_SAY: whom; NULL: where one talks. ROLE_MARKER: when was said
	 * what is the last there. */
	char *to;
	size_t size; /* of the line, when it was whole */
	bool action; /* ERRAND_SAY: it is what one does */
	size_t said; /* ERRAND_SAY: bytes of it */
	struct errand *prev, *next;
};

struct speech {
	uint64_t session_id;
	struct errand *errands; /* utlist DL */
	struct errand *doing;   /* what was handed out last, or NULL */
	char *place;            /* the channel that it talks in, or NULL */
	bool greeted;
	bool introduced;  /* USER was said */
	bool arrived;     /* it has registered, and what follows was begun */
	bool refused;     /* the nick that was asked for; no other was yet */
	bool spoken_to;   /* alone, by somebody */
	unsigned guesses; /* at a nick */
	bool failed;      /* what is being done was refused */
	size_t rows;      /* of its answer */
};

struct speech *mind_new(uint64_t session_id);
void mind_free(struct speech *sp);

/* The words of a message. */
#define MIND_WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define MIND_NO_WORDS   ((const char *const[]){NULL})

/* Each appends an errand. */
void mind_ask(struct speech *sp, enum errand_role role, const char *command,
    const char *const *words, const char *text);
/* A line, without its mark and end: "-- " or, of what was not done, "! ". */
void mind_tell(struct speech *sp, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void mind_complain(struct speech *sp, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* After a message. */
void mind_tell_if(struct speech *sp, enum errand_if shown, const char *text);
void mind_take(struct speech *sp, struct buf *line); /* which is wiped */
void mind_say(struct speech *sp, const char *to, const char *text, bool action);

/* It talks in the channel from now on; what was said there is shown. */
void mind_settle(struct speech *sp, const char *channel);

/* What is added between the two is done before what was there. */
struct errand *mind_aside(struct speech *sp);
void mind_resume(struct speech *sp, struct errand *rest);

void errand_drop(struct speech *sp, struct errand *e);
/* It is the one that was handed out last from now on. */
void mind_do(struct speech *sp, struct errand *e);
bool mind_does(const struct speech *sp, enum errand_role role);

/* Where text goes that is typed now; NULL: nowhere. */
const char *mind_place(struct speech *sp, const struct speaker *who);
/* Says that something is so, "as you talk in no channel", and how one does. */
void mind_complain_nowhere(
    struct speech *sp, const struct speaker *who, const char *what);

#endif
