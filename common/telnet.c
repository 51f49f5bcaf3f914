/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/telnet.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "common/mem.h"

/* RFC 854; the commands before SE are of RFC 1184 and 885. */
enum {
	FIRST_COMMAND = 236,
	SE = 240,
	AYT = 246,
	SB = 250,
	WILL = 251,
	WONT = 252,
	DO = 253,
	DONT = 254,
	IAC = 255
};

static const char here[] = "-- Yes, I am here\r\n";

static void
put(unsigned char **out, int byte)
{
	*(*out)++ = (unsigned char)byte;
}

static void
take_text(struct telnet *t, unsigned char byte, unsigned char **out)
{
	if (byte == IAC) {
		t->phase = TELNET_COMMAND;
		return;
	}
	put(out, byte == '\0' && t->after_cr ? '\n' : byte);
	t->after_cr = byte == '\r';
}

/* No command there is, so it was no IAC either. */
static void
take_no_command(struct telnet *t, unsigned char byte, unsigned char **out)
{
	put(out, IAC);
	t->after_cr = false;
	if (byte != IAC)
		take_text(t, byte, out);
}

static void
take_command(struct telnet *t, unsigned char byte, unsigned char **out,
    struct buf *answers)
{
	t->phase = TELNET_TEXT;
	if (byte == IAC || byte < FIRST_COMMAND) {
		take_no_command(t, byte, out);
	} else if (byte >= WILL) {
		t->phase = TELNET_OPTION;
		t->verb = byte;
	} else if (byte == SB) {
		t->phase = TELNET_SKIP;
	} else if (byte == AYT) {
		buf_adds(answers, here);
	}
}

static void
take_option(struct telnet *t, unsigned char option, struct buf *answers)
{
	unsigned char refusal[] = {IAC, t->verb == DO ? WONT : DONT, option};

	t->phase = TELNET_TEXT;
	if (t->verb == DO || t->verb == WILL)
		buf_add(answers, refusal, sizeof(refusal));
}

/* A command which has no place here shows that the end was forgotten. */
static void
take_skipped_command(struct telnet *t, unsigned char byte, unsigned char **out,
    struct buf *answers)
{
	if (byte == SE)
		t->phase = TELNET_TEXT;
	else if (byte == IAC || byte < FIRST_COMMAND)
		t->phase = TELNET_SKIP;
	else
		take_command(t, byte, out, answers);
}

static void
take_byte(struct telnet *t, unsigned char byte, unsigned char **out,
    struct buf *answers)
{
	switch (t->phase) {
	case TELNET_TEXT:
		take_text(t, byte, out);
		break;
	case TELNET_COMMAND:
		take_command(t, byte, out, answers);
		break;
	case TELNET_OPTION:
		take_option(t, byte, answers);
		break;
	case TELNET_SKIP:
		if (byte == IAC)
			t->phase = TELNET_SKIP_COMMAND;
		break;
	case TELNET_SKIP_COMMAND:
		take_skipped_command(t, byte, out, answers);
		break;
	}
}

size_t
telnet_take(struct telnet *t, unsigned char *out, const unsigned char *in,
    size_t len, struct buf *answers)
{
	unsigned char *end = out;

	for (size_t i = 0; i < len; i++)
		take_byte(t, in[i], &end, answers);
	return (size_t)(end - out);
}

static int
answer(struct conn *c, struct buf *answers)
{
	int result = 0;

	if (answers->len > 0)
		result = conn_queue_bytes(c, answers->data, answers->len);
	buf_free(answers);
	return result;
}

static ssize_t
telnet_read(struct conn *c, void *data, size_t len)
{
	unsigned char *out = data;
	struct buf answers = {0};
	ssize_t n = plain_read(c, out + 1, len - 1);
	size_t taken;

	if (n <= 0)
		return n;
	taken = telnet_take(c->secret, out, out + 1, (size_t)n, &answers);
	explicit_bzero(out + taken, (size_t)n + 1 - taken);
	if (answer(c, &answers) < 0)
		return -1;
	if (taken == 0) {
		errno = EAGAIN;
		return -1;
	}
	return (ssize_t)taken;
}

static void
telnet_close(struct conn *c)
{
	free(c->secret);
	c->secret = NULL;
	plain_close(c);
}

const struct transport transport_telnet = {
    .name = "telnet",
    .read = telnet_read,
    .writev = plain_writev,
    .flush = plain_flush,
    .events = plain_events,
    .pending = plain_pending,
    .finish = plain_finish,
    .close = telnet_close,
};

/* The DM of a synch is urgent data, which the system would take out of the
 * stream and leave its IAC to whatever follows. */
void
telnet_begin(struct conn *c)
{
	int on = 1;

	(void)setsockopt(c->fd, SOL_SOCKET, SO_OOBINLINE, &on, sizeof(on));
	c->secret = mem_alloc(sizeof(struct telnet));
	c->transport = &transport_telnet;
}
