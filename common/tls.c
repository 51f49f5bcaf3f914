/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/tls.h"

#include <arpa/inet.h>
#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/mem.h"
#include "common/tls_wire.h"
#include "common/tls_words.h"

enum {
	RECORD_MAX = 16384,    /* plain bytes of one record, RFC 8446 §5.1 */
	READ_MAX = 32768,      /* taken from the socket by one call */
	UNSENT_MAX = 64 * 1024 /* over it nothing is read that may add to it */
};

struct tls {
	SSL *ssl;
	struct wire wire;
	enum tls_state state;
	bool starved;  /* it needs more bytes than it has */
	bool ended;    /* the stream has, or it failed with wire.error */
	bool finished; /* we have said that nothing more comes */
	bool (*may_show)(const struct conn *c, void *arg);
	const struct conn *conn; /* for may_show */
	void *arg;
	char why[TLS_WORDS_MAX];
};

static struct tls *
tls_of(const struct conn *c)
{
	return tls_is(c) ? c->secret : NULL;
}

static void
say_why(struct tls *t)
{
	if (t->wire.text)
		tls_words(t->why, "the other side speaks plain text, not TLS");
	else if (t->wire.eof)
		tls_words(t->why, "the other side closed the connection");
	else if (t->wire.error == EPROTO)
		tls_words(t->why, "the other side sent what is no TLS");
	else if (t->wire.error)
		tls_words_system(t->why, t->wire.error);
	else
		tls_words_openssl(t->why);
}

/* The stream is over; 0 where it ended and -1 with errno where it failed. Who
 * speaks text may be answered, which one that has failed is not. */
static int
over(struct tls *t)
{
	if (t->wire.text)
		return 0;
	errno = t->wire.error;
	return t->wire.error ? -1 : 0;
}

static void
give_up(struct tls *t)
{
	say_why(t);
	if (t->state == TLS_SHAKING) {
		t->state = TLS_FAILED;
		if (t->wire.eof)
			t->wire.error = ECONNRESET;
	}
	if (!t->wire.error && !t->wire.eof)
		t->wire.error = EPROTO;
	t->ended = true;
	ERR_clear_error();
}

/* After a call that did not succeed: later, or over. */
static void
heed(struct tls *t, int result)
{
	switch (SSL_get_error(t->ssl, result)) {
	case SSL_ERROR_WANT_READ:
	case SSL_ERROR_WANT_WRITE:
		t->starved = true;
		break;
	case SSL_ERROR_ZERO_RETURN:
		t->ended = true;
		break;
	default:
		give_up(t);
		break;
	}
}

/* Clearing is dear, and there is hardly ever one. */
static void
forget_errors(void)
{
	if (ERR_peek_error())
		ERR_clear_error();
}

static void
begin_call(struct tls *t)
{
	t->starved = false;
	t->wire.budget = READ_MAX;
	forget_errors();
}

static void
shake(struct tls *t)
{
	int result;

	begin_call(t);
	result = SSL_do_handshake(t->ssl);
	if (result == 1)
		t->state = TLS_OPEN;
	else
		heed(t, result);
}

/* Goes on with what comes before data. 0 where data may flow, 1 where the
 * stream is over, -1 with errno. */
static int
advance(struct tls *t)
{
	if (t->ended)
		return 1;
	if (wire_flush(&t->wire) < 0 && errno != EAGAIN)
		return -1;
	if (t->wire.unsent.len > UNSENT_MAX) {
		errno = EAGAIN;
		return -1;
	}
	if (t->state == TLS_SHAKING)
		shake(t);
	if (t->ended)
		return 1;
	errno = EAGAIN;
	return t->state == TLS_OPEN ? 0 : -1;
}

static ssize_t
read_records(struct tls *t, char *data, size_t len)
{
	size_t got = 0;

	begin_call(t);
	while (got < len) {
		size_t n = 0;
		int result = SSL_read_ex(t->ssl, data + got, len - got, &n);

		if (result != 1) {
			heed(t, result);
			break;
		}
		got += n;
	}
	return (ssize_t)got;
}

static ssize_t
tls_read(struct conn *c, void *data, size_t len)
{
	struct tls *t = c->secret;
	int step = advance(t);
	ssize_t got;

	if (step)
		return step < 0 ? -1 : over(t);
	got = read_records(t, data, len);
	if (got)
		return got;
	if (t->ended)
		return over(t);
	errno = EAGAIN;
	return -1;
}

/* Small pieces go together into one record. */
static size_t
gather(char record[RECORD_MAX], const struct iovec *iov, int n)
{
	size_t len = 0;

	for (int i = 0; i < n && len < RECORD_MAX; i++) {
		size_t take = iov[i].iov_len;

		if (take > RECORD_MAX - len)
			take = RECORD_MAX - len;
		memcpy(record + len, iov[i].iov_base, take);
		len += take;
	}
	return len;
}

static ssize_t
write_record(struct tls *t, const void *data, size_t len)
{
	size_t n = 0;
	int result;

	forget_errors();
	result = SSL_write_ex(t->ssl, data, len, &n);
	if (result == 1)
		return (ssize_t)n;
	heed(t, result);
	errno = t->ended ? (t->wire.error ? t->wire.error : EPIPE) : EAGAIN;
	return -1;
}

static ssize_t
write_gathered(struct tls *t, const struct iovec *iov, int n)
{
	char record[RECORD_MAX];
	size_t len;

	if (n == 1 || iov->iov_len >= RECORD_MAX) {
		len = iov->iov_len < RECORD_MAX ? iov->iov_len : RECORD_MAX;
		return write_record(t, iov->iov_base, len);
	}
	len = gather(record, iov, n);
	return write_record(t, record, len);
}

static ssize_t
tls_writev(struct conn *c, const struct iovec *iov, int n)
{
	struct tls *t = c->secret;

	if (t->wire.text)
		return transport_plain.writev(c, iov, n);
	if (t->state == TLS_SHAKING && advance(t) < 0)
		return -1;
	if (t->state != TLS_OPEN) {
		errno = t->wire.error ? t->wire.error : EPROTO;
		return -1;
	}
	if (wire_flush(&t->wire) < 0)
		return -1;
	return write_gathered(t, iov, n);
}

static int
tls_flush(struct conn *c)
{
	return wire_flush(&((struct tls *)c->secret)->wire);
}

static short
tls_events(const struct conn *c, short wanted)
{
	const struct tls *t = c->secret;

	if (t->state == TLS_SHAKING)
		wanted = POLLIN;
	if (t->wire.unsent.len)
		wanted |= POLLOUT;
	if (t->wire.unsent.len > UNSENT_MAX)
		wanted &= ~POLLIN;
	return wanted;
}

static bool
tls_pending(const struct conn *c)
{
	const struct tls *t = c->secret;

	if (t->state == TLS_SHAKING || t->wire.unsent.len > UNSENT_MAX)
		return false;
	if (t->ended)
		return !c->ended && !c->error;
	return !t->starved && SSL_has_pending(t->ssl);
}

/* Says goodbye (close_notify) once, where there is somebody to hear it. */
static void
say_end(struct tls *t)
{
	if (t->finished || t->state != TLS_OPEN || t->wire.error)
		return;
	t->finished = true;
	forget_errors();
	SSL_shutdown(t->ssl);
	forget_errors();
}

static int
tls_finish(struct conn *c)
{
	struct tls *t = c->secret;

	say_end(t);
	if (wire_flush(&t->wire) < 0)
		return -1;
	return shutdown(t->wire.fd, SHUT_WR);
}

static void
tls_free(struct tls *t)
{
	SSL_free(t->ssl);
	wire_free(&t->wire);
	free(t);
}

static void
tls_close(struct conn *c)
{
	struct tls *t = c->secret;

	say_end(t);
	tls_free(t);
	c->secret = NULL;
	close(c->fd);
}

const struct transport transport_tls = {
    .name = "TLS",
    .read = tls_read,
    .writev = tls_writev,
    .flush = tls_flush,
    .events = tls_events,
    .pending = tls_pending,
    .finish = tls_finish,
    .close = tls_close,
};

static struct tls *
tls_new(struct conn *c, const struct tls_context *ctx)
{
	struct tls *t = mem_alloc(sizeof(*t));
	BIO *bio = wire_bio(&t->wire);

	t->wire.fd = c->fd;
	t->ssl = SSL_new(tls_context_get(ctx));
	if (!t->ssl || !bio) {
		BIO_free(bio);
		tls_free(t);
		forget_errors();
		return NULL;
	}
	SSL_set_bio(t->ssl, bio, bio);
	return t;
}

static void
tls_attach(struct conn *c, struct tls *t)
{
	c->transport = &transport_tls;
	c->secret = t;
}

int
tls_accept(struct conn *c, const struct tls_context *ctx)
{
	struct tls *t = tls_new(c, ctx);

	if (!t)
		return -1;
	SSL_set_accept_state(t->ssl);
	tls_attach(c, t);
	return 0;
}

static bool
is_numeric(const char *host)
{
	struct in6_addr any;

	return inet_pton(AF_INET, host, &any) == 1 ||
	    inet_pton(AF_INET6, host, &any) == 1;
}

static int
expect_name(SSL *ssl, const char *host)
{
	X509_VERIFY_PARAM *param = SSL_get0_param(ssl);
	char *name = mem_strdup(host);
	size_t len = strlen(name);
	int ok;

	/* certificates and SNI have no last dot, RFC 6066 §3 */
	if (len > 1 && name[len - 1] == '.')
		name[len - 1] = '\0';
	X509_VERIFY_PARAM_set_hostflags(
	    param, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	ok = X509_VERIFY_PARAM_set1_host(param, name, 0) &&
	    SSL_set_tlsext_host_name(ssl, name);
	free(name);
	return ok;
}

/* Whom the certificate must name. */
static int
expect(SSL *ssl, const char *host)
{
	if (is_numeric(host))
		return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host);
	return expect_name(ssl, host);
}

int
tls_connect(struct conn *c, const struct tls_context *ctx, const char *host)
{
	struct tls *t = tls_new(c, ctx);

	if (!t)
		return -1;
	if (!expect(t->ssl, host)) {
		forget_errors();
		tls_free(t);
		return -1;
	}
	SSL_set_connect_state(t->ssl);
	tls_attach(c, t);
	/* the hello goes out at once */
	shake(t);
	return 0;
}

static int
show_or_not(SSL *ssl, void *arg)
{
	const struct tls *t = arg;

	if (!t->may_show(t->conn, t->arg))
		SSL_certs_clear(ssl);
	return 1;
}

void
tls_ask(struct conn *c, bool (*may_show)(const struct conn *c, void *arg),
    void *arg)
{
	struct tls *t = c->secret;

	t->may_show = may_show;
	t->conn = c;
	t->arg = arg;
	SSL_set_cert_cb(t->ssl, show_or_not, t);
}

bool
tls_is(const struct conn *c)
{
	return c->transport == &transport_tls && c->secret;
}

enum tls_state
tls_state(const struct conn *c)
{
	const struct tls *t = tls_of(c);

	return t ? t->state : TLS_OPEN;
}

const char *
tls_why(const struct conn *c)
{
	const struct tls *t = tls_of(c);

	return t ? t->why : "";
}

bool
tls_truncated(const struct conn *c)
{
	const struct tls *t = tls_of(c);

	return t && t->state == TLS_OPEN && t->wire.eof;
}

bool
tls_heard(const struct conn *c)
{
	const struct tls *t = tls_of(c);

	return t && t->wire.heard;
}

bool
tls_met_text(const struct conn *c)
{
	const struct tls *t = tls_of(c);

	return t && t->wire.text;
}

bool
tls_is_hello(const void *data, size_t len)
{
	const unsigned char *s = data;

	/* a record of a handshake, of any version since SSL 3.0 */
	return len >= 2 && s[0] == 0x16 && s[1] == 0x03;
}

struct ssl_st *
tls_ssl(const struct conn *c)
{
	const struct tls *t = tls_of(c);

	return t ? t->ssl : NULL;
}
