/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/saying.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/manyline.h"
#include "client/talk.h"
#include "common/irc.h"
#include "common/mem.h"

/* Labels of windows are numbers. */
#define LABEL "say"

enum saying_answer
saying_answer(const struct network *n)
{
	if (n->caps & CAP_LABELED_RESPONSE)
		return SAYING_LABEL;
	return n->caps & CAP_ECHO_MESSAGE ? SAYING_ECHO : SAYING_PING;
}

static size_t
at_most(size_t n, size_t most)
{
	return most && most < n ? most : n;
}

void
saying_limits(const struct network *n, const struct out_line *line, size_t rows,
    struct out_limits *most)
{
	enum said kind =
	    strcmp(line->command, "NOTICE") ? SAID_MESSAGE : SAID_NOTICE;

	most->row = talk_room(n, line->target, kind);
	if (most->row > 2 * SAYING_SPARE)
		most->row -= SAYING_SPARE;
	most->rows = at_most(rows, SAYING_ROWS_MAX);
	most->rows = at_most(most->rows, n->multiline_lines);
	most->bytes = at_most(NETWORK_OUT_MAX / 4, n->multiline_bytes);
	if (!(n->caps & CAP_MULTILINE) || !line->group || most->rows < 1)
		most->rows = 1;
}

const char *
saying_owner(const struct network *n)
{
	const char *account = n->persona.logged_in;

	return account && *account ? account : n->nick;
}

/* The tags by which it is known. */
static void
add_tags(struct irc_writer *w, const struct network *n, struct out *m)
{
	char label[32];

	snprintf(label, sizeof(label), LABEL "%llu", (unsigned long long)m->id);
	if (n->caps & CAP_LABELED_RESPONSE)
		irc_add_tag(w, "label", label);
	m->nonced = n->caps & CAP_NONCE;
	if (m->nonced)
		irc_add_tag(w, "tcpchat/nonce", m->nonce);
}

static void
add_said(struct irc_writer *w, const struct out *m, const char *row, size_t len)
{
	char *text = mem_strndup(row, len);

	irc_begin(w, NULL, m->command);
	irc_add_param(w, m->target);
	irc_add_text(w, text);
	free(text);
}

static void
add_row(struct buf *out, const struct out *m, const char *reference, size_t i)
{
	const char *row;
	size_t len = outbox_row(m->body, i, &row);
	struct irc_writer w;

	irc_write(&w, out);
	irc_add_tag(&w, "batch", reference);
	if (i && row[-1] == '\r')
		irc_add_tag(&w, MANYLINE_CONCAT, "");
	add_said(&w, m, row, len);
	irc_end(&w);
}

static void
add_batch(struct buf *out, const struct network *n, struct out *m)
{
	struct irc_writer w;
	char sign[32];

	snprintf(sign, sizeof(sign), "+say%llu", (unsigned long long)m->id);
	irc_write(&w, out);
	add_tags(&w, n, m);
	irc_begin(&w, NULL, "BATCH");
	irc_add_param(&w, sign);
	irc_add_param(&w, MANYLINE_CAP);
	irc_add_param(&w, m->target);
	irc_end(&w);
	for (size_t i = 0; i < m->rows; i++)
		add_row(out, m, sign + 1, i);
	buf_addf(out, "BATCH -%s\r\n", sign + 1);
}

static void
add_line(struct buf *out, const struct network *n, struct out *m)
{
	struct irc_writer w;

	irc_write(&w, out);
	add_tags(&w, n, m);
	add_said(&w, m, m->body, strlen(m->body));
	irc_end(&w);
}

int
saying_send(struct network *n, struct out *m)
{
	bool batch = m->rows > 1;

	if (n->out.len > NETWORK_OUT_MAX ||
	    (batch && !(n->caps & CAP_MULTILINE)))
		return -1;
	mem_replace(&m->owner, saying_owner(n));
	mem_replace(&m->nick, n->nick);
	m->server_ms = n->heard_ms;
	if (batch)
		add_batch(&n->out, n, m);
	else
		add_line(&n->out, n, m);
	return 0;
}

struct out *
saying_labeled(const struct outbox *o, const char *label)
{
	size_t len = strlen(LABEL);

	if (!label || strncmp(label, LABEL, len) != 0)
		return NULL;
	return outbox_find(o, strtoull(label + len, NULL, 10));
}
