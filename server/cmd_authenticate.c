/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_authenticate.h"

#include <string.h>

#include "server/caps.h"
#include "server/reply.h"
#include "server/sasl.h"

static void
refuse_mechanism(struct server *srv, struct session *s)
{
	const struct standing who = session_standing(s);
	struct buf names = {0};

	sasl_offer_names(&names, srv->settings, &who);
	reply(srv, s, RPL_SASLMECHS, names.data, NULL);
	sasl_fail(srv, s, NULL);
	buf_free(&names);
}

static void
begin(struct server *srv, struct session *s, const char *name)
{
	const struct standing who = session_standing(s);
	enum sasl_mechanism m = sasl_offer_find(srv->settings, &who, name);

	if (!s->user && s->sasl_done)
		reply(srv, s, ERR_SASLALREADY, NULL);
	else if (m == SASL_NONE)
		refuse_mechanism(srv, s);
	else
		sasl_begin(srv, s, m);
}

void
cmd_authenticate(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *word = m->params[0];

	if (!session_has(s, CAP_SASL)) {
		sasl_fail(
		    srv, s, "Ask for the capability sasl first (CAP REQ)");
	} else if (strlen(word) > SASL_CHUNK) {
		sasl_end(s);
		reply(srv, s, ERR_SASLTOOLONG, NULL);
	} else if (!strcmp(word, "*")) {
		sasl_end(s);
		reply(srv, s, ERR_SASLABORTED, NULL);
	} else if (s->exchange) {
		sasl_take(srv, s, word);
	} else {
		begin(srv, s, word);
	}
}
