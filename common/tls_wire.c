/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/tls_wire.h"

#include <ctype.h>
#include <errno.h>
#include <openssl/bio.h>
#include <string.h>
#include <sys/socket.h>

#ifndef MSG_NOSIGNAL /* there the programs' ignored SIGPIPE must do */
#define MSG_NOSIGNAL 0
#endif

/* The kinds of records with which a peer can begin, RFC 8446 §5.1. */
enum { FIRST_KIND = 20, HANDSHAKE = 22 };

static bool
is_later(int error)
{
	return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

static ssize_t
socket_send(struct wire *w, const void *data, size_t len)
{
	ssize_t n = send(w->fd, data, len, MSG_NOSIGNAL);

	if (n >= 0)
		return n;
	if (is_later(errno))
		return 0;
	w->error = errno;
	return -1;
}

static int
bio_write(BIO *bio, const char *data, int len)
{
	struct wire *w = BIO_get_data(bio);
	ssize_t n = 0;

	BIO_clear_retry_flags(bio);
	if (len <= 0)
		return 0;
	if (!w->unsent.len)
		n = socket_send(w, data, (size_t)len);
	if (n < 0)
		return -1;
	if (n < len)
		buf_add(&w->unsent, data + n, (size_t)(len - n));
	return len;
}

/* Anything but a record of the kind that a peer begins with. */
static void
judge_first(struct wire *w, unsigned char first)
{
	w->heard = true;
	if (first < FIRST_KIND || first > HANDSHAKE) {
		w->text = isprint(first) || isspace(first);
		w->error = EPROTO;
	}
}

static int
bio_read_failed(BIO *bio, struct wire *w, ssize_t n)
{
	if (n == 0)
		w->eof = true;
	else if (is_later(errno))
		BIO_set_retry_read(bio);
	else
		w->error = errno;
	return n == 0 ? 0 : -1;
}

static int
bio_read(BIO *bio, char *data, int len)
{
	struct wire *w = BIO_get_data(bio);
	ssize_t n;

	BIO_clear_retry_flags(bio);
	if (len <= 0)
		return 0;
	if (!w->budget) {
		BIO_set_retry_read(bio);
		return -1;
	}
	if ((size_t)len > w->budget)
		len = (int)w->budget;
	n = recv(w->fd, data, (size_t)len, 0);
	if (n <= 0)
		return bio_read_failed(bio, w, n);
	w->budget -= (size_t)n;
	if (!w->heard)
		judge_first(w, (unsigned char)*data);
	return w->error ? -1 : (int)n;
}

static long
bio_ctrl(BIO *bio, int command, long number, void *pointer)
{
	(void)bio;
	(void)number;
	(void)pointer;
	return command == BIO_CTRL_FLUSH;
}

static BIO_METHOD *
bio_method(void)
{
	static BIO_METHOD *m;

	if (m)
		return m;
	m = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "conn");
	if (m) {
		BIO_meth_set_write(m, bio_write);
		BIO_meth_set_read(m, bio_read);
		BIO_meth_set_ctrl(m, bio_ctrl);
	}
	return m;
}

int
wire_flush(struct wire *w)
{
	ssize_t n;

	if (!w->unsent.len)
		return 0;
	n = socket_send(w, w->unsent.data, w->unsent.len);
	if (n < 0) {
		errno = w->error;
		return -1;
	}
	if ((size_t)n == w->unsent.len) {
		buf_free(&w->unsent);
		return 0;
	}
	memmove(w->unsent.data, w->unsent.data + n, w->unsent.len - (size_t)n);
	buf_cut(&w->unsent, w->unsent.len - (size_t)n);
	errno = EAGAIN;
	return -1;
}

BIO *
wire_bio(struct wire *w)
{
	BIO_METHOD *method = bio_method();
	BIO *bio = method ? BIO_new(method) : NULL;

	if (!bio)
		return NULL;
	BIO_set_data(bio, w);
	BIO_set_init(bio, 1);
	return bio;
}

void
wire_free(struct wire *w)
{
	buf_free(&w->unsent);
}
