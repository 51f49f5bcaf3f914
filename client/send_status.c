/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/send_status.h"

#include <string.h>
#include <sysexits.h>

#include "common/utf8.h"

enum { QUOTE_MAX = 120 };

/* Other refusals are for want of a right. */
static const struct {
	const char *code;
	int status;
} codes[] = {
    {"263", EX_TEMPFAIL}, /* RPL_TRYAGAIN */
    {"401", EX_NOUSER},
    {"402", EX_NOHOST},
    {"403", EX_NOUSER},
    {"406", EX_NOUSER},
    {"407", EX_DATAERR},
    {"411", EX_DATAERR},
    {"412", EX_DATAERR},
    {"413", EX_DATAERR},
    {"414", EX_DATAERR},
    {"417", EX_DATAERR}, /* ERR_INPUTTOOLONG */
    {"421", EX_PROTOCOL},
    {"437", EX_TEMPFAIL}, /* ERR_UNAVAILRESOURCE */
    {"439", EX_TEMPFAIL}, /* ERR_TARGETTOOFAST */
    {"INVALID_NONCE", EX_PROTOCOL},
    {"INVALID_UTF8", EX_DATAERR},
    {"MULTILINE_INVALID", EX_DATAERR},
    {"MULTILINE_MAX_BYTES", EX_DATAERR},
    {"MULTILINE_MAX_LINES", EX_DATAERR},
    {"NONCE_USED", EX_PROTOCOL},
    {"NOT_SENT", EX_TEMPFAIL},
    {"TOO_MANY_WAIT", EX_TEMPFAIL},
};

static int
refusal(const char *code)
{
	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		if (!strcmp(codes[i].code, code))
			return codes[i].status;
	return EX_NOPERM;
}

int
send_status(const struct sender_result *r)
{
	switch (r->verdict) {
	case SENDER_SAID:
		return EX_OK;
	case SENDER_REFUSED:
		return refusal(r->code);
	case SENDER_SILENT:
		return EX_PROTOCOL;
	case SENDER_UNKNOWN:
		break;
	}
	return EX_TEMPFAIL;
}

static void
add_quote(struct buf *out, const char *text, size_t len)
{
	size_t cut = utf8_cut(text, len, QUOTE_MAX);

	buf_add(out, text, cut);
	if (cut < len)
		buf_adds(out, "…");
}

void
send_say(struct buf *out, const struct sender_result *r)
{
	if (r->last > r->first)
		buf_addf(out, "Lines %llu to %llu were",
		    (unsigned long long)r->first, (unsigned long long)r->last);
	else
		buf_addf(out, "Line %llu was", (unsigned long long)r->first);
	buf_adds(out, " not acknowledged");
	if (*r->why)
		buf_addf(out, ": %s", r->why);
	if (*r->code)
		buf_addf(out, " (%s)", r->code);
	buf_adds(out, ": ");
	add_quote(out, r->text, r->len);
}
