/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/sts.h"

#include <inttypes.h>
#include <string.h>

#include "common/mem.h"
#include "common/tls.h"
#include "server/listen.h"
#include "server/reply.h"
#include "server/seal.h"

/* The port with TLS that others can reach; NULL: none. */
static const char *
secure_port(const struct server *srv)
{
	const struct listener *l = listen_find(srv, listen_is_tls);

	return l && !url_is_loopback(&l->url) ? l->url.port : NULL;
}

/* Nobody of this machine is sent away from what nobody else can read. */
static bool
upgrade_value(
    const struct server *srv, const struct session *s, struct buf *out)
{
	const char *port = secure_port(srv);

	if (!port || s->local || s->gateway ||
	    s->limit_key.kind == LIMIT_NOBODY || !srv->settings->sts_ms)
		return false;
	buf_addf(out, "port=%s", port);
	return true;
}

bool
sts_value(const struct server *srv, const struct session *s, struct buf *out)
{
	if (!seal_vouched(srv))
		return false;
	if (!tls_is(&s->conn))
		return upgrade_value(srv, s, out);
	if (!s->asked_name)
		return false;
	buf_addf(out, "duration=%" PRId64, srv->settings->sts_ms / 1000);
	return true;
}

static void
tell(struct server *srv, struct session *s, const char *value)
{
	bool was = session_label_pause(s);
	struct buf text = {0};

	buf_addf(&text, "sts=%s", value);
	reply_command(srv, s, "CAP", WORDS(session_name(s), "NEW"), text.data);
	mem_replace(&s->sts, value);
	session_label_resume(s, was);
	buf_free(&text);
}

static void
tell_change(struct server *srv, struct session *s)
{
	struct buf value = {0};

	if (!sts_value(srv, s, &value) && s->sts && tls_is(&s->conn))
		buf_adds(&value, "duration=0");
	if (value.len && (!s->sts || strcmp(s->sts, value.data) != 0))
		tell(srv, s, value.data);
	buf_free(&value);
}

void
sts_tell_changes(struct server *srv)
{
	for (struct session *s = srv->sessions; s; s = s->next)
		if (s->cap_302 && !s->doom)
			tell_change(srv, s);
}
