/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/handshake.h"

#include <string.h>

#include "common/buf.h"
#include "common/fingerprint.h"
#include "common/log.h"
#include "common/mem.h"
#include "common/tls.h"
#include "common/tls_peer.h"
#include "server/banning.h"
#include "server/listen.h"
#include "server/registration.h"
#include "server/seal.h"
#include "server/trouble.h"
#include "server/wrong_port.h"

void
handshake_begin(struct server *srv, struct session *s)
{
	s->needs |= NEED_TLS;
	if (tls_accept(&s->conn, seal_context(srv)) < 0)
		session_doom(s, "TLS cannot be set up");
}

int64_t
handshake_at(const struct server *srv, const struct session *s)
{
	int64_t most = srv->settings->handshake_ms;

	return (s->needs & NEED_TLS) && most ? s->since_ms + most : -1;
}

static void
take_certificate(struct session *s)
{
	char hex[FINGERPRINT_HEX_SIZE];
	struct fingerprint fp = {.known = FINGERPRINT_BYTES};

	if (!tls_peer_key(&s->conn, fp.bytes))
		return;
	fingerprint_hex(&fp, hex);
	mem_replace(&s->certificate, hex);
}

/* The name is the peer's own words, which the log shows escaped. */
static void
done(struct server *srv, struct session *s)
{
	const char *host = tls_asked_name(&s->conn);

	s->needs &= ~(unsigned)NEED_TLS;
	s->secure = true;
	s->asked_name = host && seal_names(srv, host);
	take_certificate(s);
	log_debug("connection %llu: %s, %s%s%s", (unsigned long long)s->id,
	    tls_version(&s->conn), tls_cipher(&s->conn),
	    s->certificate ? ", certificate " : "",
	    s->certificate ? s->certificate : "");
	if (!banning_check(srv, s))
		registration_try(srv, s);
}

static void
failed(struct server *srv, struct session *s)
{
	struct buf what = {0};

	/* a look whether the port is open is no news */
	if (tls_heard(&s->conn)) {
		buf_addf(&what, "no TLS: %s", tls_why(&s->conn));
		trouble_say(srv, &srv->no_tls, s, what.data);
		buf_free(&what);
	}
	if (tls_met_text(&s->conn))
		session_doom(s,
		    "This port speaks TLS: connect by ircs://, or turn on "
		    "TLS in your client");
	else
		session_doom(s, "No TLS: %s", tls_why(&s->conn));
}

/* Its hello is binary and would be taken for lines nobody can read. */
static void
refuse_hello(struct server *srv, struct session *s)
{
	const struct listener *l = listen_find(srv, listen_is_tls);

	trouble_say(srv, &srv->unwanted_tls, s, "speaks TLS to a port without");
	if (l)
		session_doom(s, "This port speaks no TLS; that is at port %s",
		    l->url.port);
	else
		session_doom(s, "This port speaks no TLS; connect without");
}

static bool
is_first(const struct session *s)
{
	return !s->heard && s->conn.in.len > s->conn.in.start;
}

void
handshake_heed(struct server *srv, struct session *s)
{
	const struct lines *in = &s->conn.in;

	if (s->needs & NEED_TLS) {
		if (tls_state(&s->conn) == TLS_OPEN)
			done(srv, s);
		else if (tls_state(&s->conn) == TLS_FAILED)
			failed(srv, s);
	} else if (is_first(s) && !tls_is(&s->conn) &&
	    tls_is_hello(in->data + in->start, in->len - in->start)) {
		refuse_hello(srv, s);
	}
	wrong_port_heed(srv, s);
}
