/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/caps.h"
#include "server/dialect.h"
#include "server/plain_say.h"
#include "server/plain_talk.h"
#include "server/plain_tell.h"

/* Longer than any message: what does not fit into one is said in several. */
enum { LINE_MAX_BYTES = 8192 };

/* Never called: its peers type lines. */
static enum decode_result
plain_decode(struct irc_msg *m, char *line, size_t len)
{
	(void)m;
	(void)line;
	(void)len;
	return DECODE_EMPTY;
}

/* What belongs together is told by its own words. */
static void
plain_batch(struct buf *out, const char *server, const char *ref,
    const char *type, const char *param, const struct view *v)
{
	(void)out;
	(void)server;
	(void)ref;
	(void)type;
	(void)param;
	(void)v;
}

static bool
plain_batched(const char *lines, size_t len)
{
	(void)lines;
	(void)len;
	return false;
}

/* There are no tags on its lines. */
static void
plain_retag(struct buf *out, const char *lines, size_t len, const char *key,
    const char *value)
{
	(void)key;
	(void)value;
	buf_add(out, lines, len);
}

const struct dialect dialect_plain = {
    .name = "plain",
    .line_max = LINE_MAX_BYTES,
    .views = CAP_CHANNEL_RENAME | CAP_REDACTION,
    /* a client that asks for history itself, and sees what its user says on
     * other devices */
    .caps = CAP_SERVER_TIME | CAP_BATCH | CAP_CHATHISTORY | CAP_SEARCH |
	CAP_MESSAGE_TAGS | CAP_SELF_MESSAGE | CAP_STANDARD_REPLIES |
	CAP_CHANNEL_RENAME | CAP_REDACTION,
    .speech = &plain_talk,
    .decode = plain_decode,
    .encode = plain_say,
    .reply = plain_tell,
    .batch = plain_batch,
    .batched = plain_batched,
    .retag = plain_retag,
};
