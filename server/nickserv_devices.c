/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/nickserv_devices.h"

#include <inttypes.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/text.h"
#include "server/devices.h"
#include "server/login.h"
#include "server/stay.h"

static void
add_from(
    struct buf *out, const char *address, bool secure, const char *certificate)
{
	buf_addf(out, "from %s", address);
	if (secure && text_casecmp(address, "local"))
		buf_adds(out, ", by TLS");
	if (certificate)
		buf_addf(out, ", with the certificate %s", certificate);
}

static void
say_connected(const struct service_call *c, const struct session *x)
{
	int64_t ago_ms = c->srv->now_ms - x->since_ms;
	char since[CLOCK_ISO_LEN];
	struct buf line = {0};

	clock_iso(event_now(&c->srv->clock) - ago_ms, since);
	buf_addf(&line, "#%" PRIu64 " %s%s, as %s: connected since %s, ", x->id,
	    x->device && *x->device ? x->device : "(no name)",
	    x == c->s ? ", this one" : "", x->user->nick, since);
	add_from(
	    &line, x->local ? "local" : x->address, x->secure, x->certificate);
	service_answer(c, "%s", line.data);
	buf_free(&line);
}

static bool
is_connected(const struct service_call *c, const struct account *a,
    const struct account_device *d)
{
	const struct session *x = NULL;

	while ((x = devices_next(c->srv, a, x)))
		if (!text_casecmp(x->device ? x->device : "", d->name))
			return true;
	return false;
}

static void
say_known(const struct service_call *c, const struct account_device *d)
{
	char seen[CLOCK_ISO_LEN];
	struct buf line = {0};

	clock_iso(d->seen_ms, seen);
	buf_addf(&line, "%s: last here %s, ", *d->name ? d->name : "(no name)",
	    seen);
	add_from(&line, d->address, d->secure, d->certificate);
	service_answer(c, "%s", line.data);
	buf_free(&line);
}

void
nickserv_devices(const struct service_call *c)
{
	const struct account *a = service_account(c);
	const struct account_device *d;
	const struct session *x = NULL;

	if (!a)
		return;
	service_answer(c, "Devices of %s:", a->name);
	while ((x = devices_next(c->srv, a, x)))
		say_connected(c, x);
	for (d = a->devices; d; d = d->next)
		if (!is_connected(c, a, d))
			say_known(c, d);
	service_answer(c,
	    "A device is named by the username: %s@laptop. Without a device "
	    "you %s.",
	    a->name,
	    a->always_on ? "stay here (SET ALWAYS-ON no)"
			 : "do not stay here (SET ALWAYS-ON yes)");
}

void
nickserv_devices_end(const struct service_call *c)
{
	struct account *a = service_account(c);
	size_t n = a ? devices_end(c->srv, a, c->words[0]) : 0;

	if (n > 0)
		service_answer(c, "%s is ended%s.", c->words[0],
		    *c->words[0] == '#' ? "" : ", and forgotten");
	else
		service_answer(c,
		    "You have no device %s: /msg NickServ DEVICES lists them.",
		    c->words[0]);
}

static void
set_always_on(const struct service_call *c, struct account *a, bool on)
{
	switch (stay_set(c->srv, a, on)) {
	case STAY_OK:
		service_answer(c,
		    on ? "You stay here, with your channels, when your last "
			 "device is gone."
		       : "You go when your last device is gone.");
		break;
	case STAY_NOT_ALLOWED:
		service_answer(c, "Nobody stays here without a device.");
		break;
	case STAY_TOO_MANY:
		service_answer(c, "As many stay here already as may.");
		break;
	}
}

void
nickserv_always_on(const struct service_call *c)
{
	struct account *a = service_account(c);
	bool yes = !text_casecmp(c->words[0], "yes") ||
	    !text_casecmp(c->words[0], "on");
	bool no = !text_casecmp(c->words[0], "no") ||
	    !text_casecmp(c->words[0], "off");

	if (a && (yes || no))
		set_always_on(c, a, yes);
	else
		service_syntax(c);
}
