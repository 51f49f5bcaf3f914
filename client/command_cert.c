/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/command_cert.h"

#include "client/cert.h"
#include "client/confide.h"
#include "client/known.h"
#include "common/text.h"

static void
show_fingerprint(struct call *c, const struct fingerprint *fp)
{
	char hex[FINGERPRINT_HEX_SIZE];
	struct buf path = {0};

	cert_path(&path);
	fingerprint_hex(fp, hex);
	call_say(c, "Your certificate is %s", path.data);
	call_say(c, "Its fingerprint: %s", hex);
	call_say(c,
	    "/cert add adds it to your account on a server (it sends /msg "
	    "NickServ CERT ADD and the fingerprint), and shows it there from "
	    "then on: that is a login without a password");
	buf_free(&path);
}

static void
fail(struct call *c, struct buf *err)
{
	if (err->len)
		call_fail(c, "%s", err->data);
	else
		call_fail(
		    c, "You have no certificate yet; /cert new makes one");
	buf_free(err);
}

static void
make(struct call *c)
{
	struct fingerprint fp;
	struct buf err = {0};

	if (cert_new(&fp, &err) < 0)
		fail(c, &err);
	else
		show_fingerprint(c, &fp);
}

static bool
has_tls(const struct network *n)
{
	return n->status == NETWORK_ONLINE &&
	    (n->guard == GUARD_KEY || n->guard == GUARD_VOUCHED);
}

/* What is said to the server, and to whom it is shown from then on. */
static void
tell(struct call *c, const char *words, const struct fingerprint *fp, bool add)
{
	char hex[FINGERPRINT_HEX_SIZE];
	struct buf where = {0}, line = {0}, err = {0};

	known_where(&c->n->place, &where);
	fingerprint_hex(fp, hex);
	buf_addf(&line, "%s %s", words, hex);
	if (cert_show(where.data, add, &err) < 0) {
		fail(c, &err);
	} else {
		confide_ask(c->n, line.data);
		call_say(c,
		    add ? "It is shown to %s from the next connection on; "
			  "/reconnect logs in with it once NickServ has it"
			: "It is not shown to %s any more",
		    where.data);
	}
	buf_free(&where);
	buf_free(&line);
}

static void
change(struct call *c, bool add)
{
	struct buf certificate = {0}, key = {0}, err = {0};
	struct fingerprint fp;

	if (cert_configured(c->s, c->n, &certificate, &key))
		call_fail(c,
		    "The configuration names the certificate for %s: %s",
		    c->n->name, certificate.data);
	else if (!has_tls(c->n))
		call_fail(c,
		    "A certificate is shown over TLS only: connect with "
		    "ircs:// first");
	else if (cert_own(&fp, &err) < 0)
		fail(c, &err);
	else
		tell(c, add ? "CERT ADD" : "CERT DEL", &fp, add);
	buf_free(&certificate);
	buf_free(&key);
}

static void
show(struct call *c)
{
	struct fingerprint fp;
	struct buf err = {0};

	if (cert_own(&fp, &err) < 0)
		fail(c, &err);
	else
		show_fingerprint(c, &fp);
	if (c->n->certificate)
		call_say(c, "%s was shown a certificate of yours", c->n->name);
}

void
command_cert(struct call *c)
{
	const char *what = call_word(c);

	if (!*what)
		show(c);
	else if (!text_casecmp(what, "new"))
		make(c);
	else if (!text_casecmp(what, "add"))
		change(c, true);
	else if (!text_casecmp(what, "del"))
		change(c, false);
	else
		call_fail(c, "/cert, /cert new, /cert add or /cert del");
}
