/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/shake.h"

#include "client/cert.h"
#include "client/trust.h"
#include "common/tls.h"
#include "common/tls_peer.h"

/* What a peer has shown; issuer keeps its words. */
static bool
look(struct trust_peer *peer, const struct conn *c, struct buf *issuer)
{
	*peer = (struct trust_peer){.key.known = FINGERPRINT_BYTES};
	peer->vouched = tls_peer_verified(c, &peer->why);
	tls_peer_issuer(c, issuer);
	peer->by = issuer->len ? issuer->data : "";
	return tls_peer_key(c, peer->key.bytes);
}

/* Somebody in between does not learn who comes. */
static bool
may_show(const struct conn *c, void *arg)
{
	const struct shake *x = arg;
	struct buf issuer = {0};
	struct trust_peer peer;
	bool may;

	may = look(&peer, c, &issuer) && trust_holds(x->n, x->place, &peer);
	buf_free(&issuer);
	return may;
}

static int
begin(struct conn *c, const struct identity *id, const struct url *place,
    struct buf *err)
{
	struct tls_context *ctx = tls_context_client(id, err);
	int rc;

	if (!ctx)
		return -1;
	rc = tls_connect(c, ctx, place->host);
	tls_context_free(ctx);
	if (rc < 0)
		buf_adds(err, "TLS cannot be begun");
	return rc;
}

int
shake_begin(struct shake *x, struct conn *c, const struct state *s,
    struct network *n, const struct url *place, struct buf *err)
{
	struct identity *id;
	int rc;

	if (cert_for(s, n, place, &id, err) < 0)
		return -1;
	n->certificate = id != NULL;
	rc = begin(c, id, place, err);
	*x = (struct shake){n, place};
	if (rc == 0)
		tls_ask(c, may_show, x);
	identity_free(id);
	return rc;
}

bool
shake_trusted(struct state *s, struct network *n, const struct url *place,
    const struct conn *c)
{
	struct buf issuer = {0};
	struct trust_peer peer;
	bool ok = false;

	if (look(&peer, c, &issuer))
		ok = trust_check(s, n, place, &peer);
	else
		state_say(s, n->room, SAID_ERROR,
		    "%s showed no key: nothing was sent", n->name);
	buf_free(&issuer);
	return ok;
}

void
shake_why(const struct conn *c, const struct network *n,
    const struct url *place, struct buf *out)
{
	const char *why = tls_why(c);

	if (!tls_met_text(c)) {
		buf_adds(out, *why ? why : "no TLS came of it");
		return;
	}
	buf_adds(out, "this port speaks plain text, not TLS");
	if (trust_is_known(n, place))
		buf_adds(out,
		    ", though it is to be reached with TLS: somebody may be in "
		    "between");
	else
		buf_addf(out, "; without encryption it is /connect irc://%s:%s",
		    place->host, place->port);
}

bool
shake_is_tls(const struct conn *c)
{
	const unsigned char *s = (unsigned char *)c->in.data + c->in.start;

	/* An alert or a handshake, of any version since SSL 3.0. */
	return c->in.len >= 2 && (s[0] == 0x15 || s[0] == 0x16) && s[1] == 3;
}
