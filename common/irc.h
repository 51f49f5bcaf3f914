/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_IRC_H
#define COMMON_IRC_H

#include <stdbool.h>
#include <stddef.h>

#include "common/buf.h"

/*
 * An IRC message on the wire (RFC 2812 §2.3.1, Modern IRC "Message Format",
 * IRCv3 message-tags).
 */
enum {
	IRC_BODY_MAX = 510,         /* without tags and CR LF */
	IRC_CLIENT_TAGS_MAX = 4094, /* between '@' and its space */
	IRC_SERVER_TAGS_MAX = 4094,
	/* the longest line a client may send, and a server, without CR LF */
	IRC_FROM_CLIENT_MAX = IRC_CLIENT_TAGS_MAX + 2 + IRC_BODY_MAX,
	IRC_FROM_SERVER_MAX =
	    IRC_SERVER_TAGS_MAX + 1 + IRC_CLIENT_TAGS_MAX + 2 + IRC_BODY_MAX,
	IRC_PARAMS_MAX = 64, /* the 64th takes the rest, as a trailing one */
	IRC_TAGS_MAX = 128
};

struct irc_tag {
	const char *key;
	const char *value; /* unescaped; "" for none */
};

/*
 * Everything points into the line that was parsed, and is borrowed: who
 * keeps something copies it. Duplicate tag keys: the last one has won.
 */
struct irc_msg {
	struct irc_tag tags[IRC_TAGS_MAX];
	size_t ntags;
	size_t tags_len;    /* bytes between '@' and its space as received */
	size_t body_len;    /* bytes after the tags */
	const char *source; /* NULL where there is none */
	const char *command;
	const char *params[IRC_PARAMS_MAX];
	size_t nparams;
};

enum irc_parse_result {
	IRC_OK,
	IRC_EMPTY,         /* nothing but spaces: ignore it */
	IRC_MALFORMED,     /* no command, or one that is not printable ASCII */
	IRC_TOO_MANY_TAGS, /* more than IRC_TAGS_MAX */
};

/* Parses in place; line must be NUL-ended and hold no CR, LF or NUL. */
enum irc_parse_result irc_parse(struct irc_msg *m, char *line, size_t len);

/* The value of a tag, "" for one without value, NULL for one not there. */
const char *irc_tag(const struct irc_msg *m, const char *key);
/* Parameter i, or NULL past the last. */
const char *irc_param(const struct irc_msg *m, size_t i);

/* The number of a command that is a numeric, of three digits; 0 of another. */
int irc_numeric(const char *command);

struct irc_source {
	char nick[128]; /* or a server's name */
	char user[64];  /* "" where absent */
	char host[256];
};

/* Splits nick!user@host; longer parts are cut at a character boundary. */
void irc_source_parse(struct irc_source *s, const char *source);

/*
 * Formatting appends to a buffer. irc_add_tag writes '@' or ';' as needed,
 * then key and escaped value; irc_begin closes the tags (if any since
 * `start`) and writes ":source COMMAND" or "COMMAND" for a NULL source;
 * irc_add_param a middle parameter (must be one: no space, not empty, no
 * leading ':'; a violation is replaced by "*"); irc_add_text the last one,
 * always with ':'. irc_end writes CR LF. CR, LF and NUL in any argument are
 * dropped: no caller can split a line.
 */
struct irc_writer {
	struct buf *out;
	size_t start; /* where this message begins in out */
	size_t body;  /* where its body begins */
	bool tagged;
};
void irc_write(struct irc_writer *w, struct buf *out);
void irc_add_tag(struct irc_writer *w, const char *key, const char *value);
void irc_begin(struct irc_writer *w, const char *source, const char *command);
void irc_add_param(struct irc_writer *w, const char *param);
void irc_add_text(struct irc_writer *w, const char *text);
void irc_end(struct irc_writer *w);
/* Bytes of the body since irc_begin, CR LF not counted. */
size_t irc_body_len(const struct irc_writer *w);

/* Appends value with ; space CR LF \ escaped (message-tags). */
void irc_escape_tag(struct buf *out, const char *value);
/* The reverse, in place; a lone backslash at the end stands for nothing. */
void irc_unescape_tag(char *value);

#endif
