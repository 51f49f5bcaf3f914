/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/modes.h"

#define VOICE   MEMBER_VOICE
#define HALFOP  MEMBER_HALFOP
#define OP      MEMBER_OP
#define ADMIN   MEMBER_ADMIN
#define FOUNDER MEMBER_FOUNDER

const struct mode_def channel_modes[] = {
    {'q', '~', MODE_PREFIX, FOUNDER, "founder: may do all",
	"as in Ergo, InspIRCd", FOUNDER},
    {'a', '&', MODE_PREFIX, ADMIN, "admin: out of reach of operators",
	"as in Ergo, InspIRCd", FOUNDER},
    {'o', '@', MODE_PREFIX, OP, "operator of the channel", "RFC 2811 §4.1", OP},
    {'h', '%', MODE_PREFIX, HALFOP, "half an operator: keeps the peace",
	"as in Ergo, InspIRCd", OP},
    {'v', '+', MODE_PREFIX, VOICE, "may speak where others may not",
	"RFC 2811 §4.1", HALFOP},
    {'b', 0, MODE_LIST, 0, "masks of who may neither come in nor speak",
	"RFC 2811 §4.3.1", HALFOP},
    {'e', 0, MODE_LIST, 1, "masks of who may in spite of b", "RFC 2811 §4.3.1",
	HALFOP},
    {'I', 0, MODE_LIST, 2, "masks of who needs no invitation",
	"RFC 2811 §4.3.2", HALFOP},
    {'k', 0, MODE_ALWAYS, 0, "the key that one must know to come in",
	"RFC 2811 §4.2.10", HALFOP},
    {'l', 0, MODE_TO_SET, 0, "how many may be in it", "RFC 2811 §4.2.9",
	HALFOP},
    {'f', 0, MODE_TO_SET, 0,
	"the channel that those who are kept out by b i j l R come to",
	"as in Solanum, Ergo", OP},
    {'j', 0, MODE_TO_SET, 0, "joins:seconds that may come in, no more",
	"as in Solanum, InspIRCd", OP},
    {'H', 0, MODE_TO_SET, 0,
	"lines, or lines:time, that are kept of it at most (500, 500:7d); 0 "
	"keeps nothing, and what was kept goes",
	"as in InspIRCd", OP},
    {'i', 0, MODE_FLAG, CHANNEL_INVITE_ONLY, "by invitation only",
	"RFC 2811 §4.2.2", HALFOP},
    {'m', 0, MODE_FLAG, CHANNEL_MODERATED, "voices and those above speak",
	"RFC 2811 §4.2.3", HALFOP},
    {'n', 0, MODE_FLAG, CHANNEL_NO_OUTSIDE, "no messages from outside",
	"RFC 2811 §4.2.4", HALFOP},
    {'s', 0, MODE_FLAG, CHANNEL_SECRET, "hidden from who is not in it",
	"RFC 2811 §4.2.6", OP},
    {'t', 0, MODE_FLAG, CHANNEL_TOPIC_OPS,
	"halfops and those above change the topic", "RFC 2811 §4.2.8", HALFOP},
    {'C', 0, MODE_FLAG, CHANNEL_NO_CTCP, "no CTCP but ACTION",
	"as in Ergo, InspIRCd", OP},
    {'M', 0, MODE_FLAG, CHANNEL_ACCOUNTS_SPEAK,
	"who has neither an account nor a voice does not speak",
	"as in Ergo, InspIRCd", OP},
    {'R', 0, MODE_FLAG, CHANNEL_ACCOUNTS,
	"who has no account comes in by invitation only",
	"as in Ergo, InspIRCd", OP},
    {'u', 0, MODE_FLAG, CHANNEL_AUDITORIUM,
	"auditorium: who has no rank does not see others without",
	"as in Ergo, InspIRCd", OP},
    {0, 0, MODE_FLAG, 0, NULL, NULL, 0},
};

const struct mode_def user_modes[] = {
    {'B', 0, MODE_FLAG, USER_BOT, "is a bot", "IRCv3 bot-mode", 0},
    {'R', 0, MODE_FLAG, USER_ACCOUNTS,
	"messages only of those with an account, and answers",
	"as in Ergo, InspIRCd", 0},
    {'T', 0, MODE_FLAG, USER_NO_CTCP, "no CTCP but ACTION",
	"as in Ergo, InspIRCd", 0},
    {'Z', 0, MODE_FLAG, USER_SECURE,
	"is on a secure connection (by the server)", "as in Ergo", 0},
    {'i', 0, MODE_FLAG, USER_INVISIBLE, "not listed for who shares no channel",
	"RFC 2812 §3.1.5", 0},
    {'o', 0, MODE_FLAG, USER_OPER, "operator of the server (by OPER only)",
	"RFC 2812 §3.1.5", 0},
    {'w', 0, MODE_FLAG, USER_WALLOPS, "hears what operators say to all",
	"RFC 2812 §3.1.5", 0},
    {0, 0, MODE_FLAG, 0, NULL, NULL, 0},
};

const struct mode_def *
mode_find(const struct mode_def *table, char letter)
{
	for (; table->letter; table++)
		if (table->letter == letter)
			return table;
	return NULL;
}

static bool
wants_param(const struct mode_def *def, bool add)
{
	if (!def || def->type == MODE_FLAG)
		return false;
	return def->type != MODE_TO_SET || add;
}

void
modes_parse(const struct mode_def *table, const char *const *words,
    size_t nwords, void (*each)(const struct mode_step *, void *),
    void *context)
{
	struct mode_step step = {.add = true};
	size_t next = 1;

	for (const char *p = nwords > 0 ? words[0] : ""; *p; p++) {
		if (*p == '+' || *p == '-') {
			step.add = *p == '+';
			continue;
		}
		if ((*p & 0xc0) == 0x80)
			continue; /* the rest of a character */
		step.letter = *p & 0x80 ? '?' : *p;
		step.def = mode_find(table, *p);
		step.param = NULL;
		if (wants_param(step.def, step.add) && next < nwords)
			step.param = words[next++];
		each(&step, context);
	}
}

void
modes_format(struct buf *out, const struct mode_change *m, size_t n)
{
	char sign = 0;

	for (size_t i = 0; i < n; i++) {
		char wanted = m[i].add ? '+' : '-';

		if (sign != wanted)
			buf_addc(out, wanted);
		sign = wanted;
		buf_addc(out, m[i].letter);
	}
	for (size_t i = 0; i < n; i++)
		if (m[i].param)
			buf_addf(out, " %s", m[i].param);
}

/* By the member modes, as bits. */
static const char *const prefixes[MEMBER_ALL + 1] = {"", "+", "%", "%+", "@",
    "@+", "@%", "@%+", "&", "&+", "&%", "&%+", "&@", "&@+", "&@%", "&@%+", "~",
    "~+", "~%", "~%+", "~@", "~@+", "~@%", "~@%+", "~&", "~&+", "~&%", "~&%+",
    "~&@", "~&@+", "~&@%", "~&@%+"};

const char *
modes_prefixes(unsigned member_modes, bool all)
{
	member_modes &= MEMBER_ALL;
	return prefixes[all ? member_modes : modes_rank(member_modes)];
}

const char *
modes_all_prefixes(void)
{
	return prefixes[MEMBER_ALL];
}

unsigned
modes_rank(unsigned member_modes)
{
	unsigned rank = MEMBER_FOUNDER;

	while (rank && !(member_modes & rank))
		rank >>= 1;
	return rank;
}

unsigned
modes_from(char prefix)
{
	const struct mode_def *m = channel_modes;

	while (m->letter && !(m->type == MODE_PREFIX && m->prefix == prefix))
		m++;
	return m->letter ? MEMBER_ALL & ~(m->bit - 1) : 0;
}
