/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/network.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "client/offer.h"
#include "client/page.h"
#include "client/takeout.h"
#include "common/clock.h"
#include "common/mem.h"
#include "common/text.h"

struct network *
network_new(const char *name, const char *server)
{
	struct network *n = mem_alloc(sizeof(*n));

	n->name = mem_strdup(name);
	n->server = mem_strdup(server);
	n->wish = mem_strdup("guest");
	n->nick = mem_strdup(n->wish);
	n->realname = mem_strdup("");
	n->password = mem_strdup("");
	n->joining = mem_strdup("");
	n->voucher = mem_strdup("");
	n->address = mem_strdup("");
	persona_init(&n->persona);
	network_reset(n);
	return n;
}

static void
channels_free(struct conf_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i]);
	free(list->items);
	*list = (struct conf_list){0};
}

struct batch *
network_batch(struct network *n, const char *id)
{
	for (size_t i = 0; i < NETWORK_BATCHES_MAX; i++)
		if (!strcmp(n->batches[i].id, id))
			return &n->batches[i];
	return NULL;
}

void
network_end_batch(struct batch *b)
{
	if (b->owner)
		page_free(b->page);
	*b = (struct batch){0};
}

static void
forget_history(struct network *n)
{
	for (size_t i = 0; i < NETWORK_BATCHES_MAX; i++)
		network_end_batch(&n->batches[i]);
	for (size_t i = 0; i < NETWORK_TARGETS_MAX; i++)
		mem_replace(&n->targets[i].nick, NULL);
	n->no_history = false;
	n->label[0] = '\0';
}

static void
forget_takeout(struct network *n)
{
	takeout_drop(n->takeout);
	n->takeout = NULL;
}

void
network_free(struct network *n)
{
	forget_history(n);
	forget_takeout(n);
	channels_free(&n->channels);
	free(n->name);
	free(n->server);
	free(n->address);
	free(n->software);
	persona_free(&n->persona);
	free(n->wish);
	free(n->nick);
	free(n->realname);
	mem_wipe(&n->password);
	free(n->quit);
	free(n->farewell);
	offer_free(n->offer);
	free(n->voucher);
	free(n->userhost);
	free(n->joining);
	free(n->chantypes);
	free(n->prefix_modes);
	free(n->prefixes);
	free(n->chanmodes);
	free(n->statusmsg);
	free(n->lobby);
	free(n->casemapping);
	buf_wipe(&n->out);
	free(n);
}

void
network_reached(struct network *n, const char *address)
{
	if (*n->address && strcmp(n->address, address) != 0) {
		persona_forget(&n->persona);
		persona_end_enrol(&n->persona);
		n->persona.seen_scram = false;
	}
	mem_replace(&n->address, address);
}

void
network_set_nick(struct network *n, const char *nick)
{
	mem_replace(&n->wish, nick);
	mem_replace(&n->nick, nick);
}

void
network_set_channels(struct network *n, char *const *names, size_t count)
{
	channels_free(&n->channels);
	n->channels.items = mem_alloc(count * sizeof(char *));
	n->channels.count = count;
	for (size_t i = 0; i < count; i++)
		n->channels.items[i] = mem_strdup(names[i]);
}

/* PREFIX=(ov)@+; anything else leaves the prefixes as they are. */
static void
set_prefix(struct network *n, const char *value)
{
	const char *close = strchr(value, ')');
	size_t len = close ? (size_t)(close - value) - 1 : 0;
	char *modes;

	if (!*value) {
		mem_replace(&n->prefix_modes, "");
		mem_replace(&n->prefixes, "");
		return;
	}
	if (*value != '(' || !close || strlen(close + 1) != len || len > 16)
		return;
	modes = mem_strndup(value + 1, len);
	mem_replace(&n->prefix_modes, modes);
	mem_replace(&n->prefixes, close + 1);
	free(modes);
}

static void
set_string(char **slot, const char *value, size_t max)
{
	if (strlen(value) <= max)
		mem_replace(slot, value);
}

static void
set_number(size_t *slot, const char *value, long min, long max)
{
	long number = strtol(value, NULL, 10);

	if (number >= min && number <= max)
		*slot = (size_t)number;
}

/* What holds where a server says nothing of it. */
static const struct {
	const char *name, *value;
} presets[] = {{"PREFIX", "(ov)@+"}, {"CHANTYPES", "#&"},
    {"CHANMODES", "beI,k,l,imnpst"}, {"STATUSMSG", ""}, {"LOBBY", ""},
    {"LINELEN", "512"}, {"CASEMAPPING", "rfc1459"}, {"MSGREFTYPES", "msgid"},
    {"BOT", ""}};

enum { PRESETS = sizeof(presets) / sizeof(*presets) };

static void
set_history(struct network *n, const char *value)
{
	n->keeps_history = true;
	set_number(&n->history_max, value, 0, 100000);
}

static void
set_references(struct network *n, const char *value)
{
	n->no_msgids = !strstr(value, "msgid");
	n->timestamps = strstr(value, "timestamp");
}

static void
set_token(struct network *n, const char *name, const char *value)
{
	if (!strcmp(name, "PREFIX"))
		set_prefix(n, value);
	else if (!strcmp(name, "CHANTYPES"))
		set_string(&n->chantypes, value, 16);
	else if (!strcmp(name, "CHANMODES"))
		set_string(&n->chanmodes, value, 128);
	else if (!strcmp(name, "STATUSMSG"))
		set_string(&n->statusmsg, value, 16);
	else if (!strcmp(name, "LOBBY"))
		set_string(&n->lobby, value, 200);
	else if (!strcmp(name, "CASEMAPPING"))
		set_string(&n->casemapping, value, 32);
	else if (!strcmp(name, "LINELEN"))
		set_number(&n->linelen, value, 512, 16384);
	else if (!strcmp(name, "CHATHISTORY"))
		set_history(n, value);
	else if (!strcmp(name, "MSGREFTYPES"))
		set_references(n, value);
	else if (!strcmp(name, "BOT"))
		n->bot_mode = isalpha((unsigned char)*value) ? *value : '\0';
}

void
network_reset(struct network *n)
{
	n->lag_ms = -1;
	n->ping_ms = 0;
	n->away = false;
	n->sts_duration_s = 0;
	n->caps = 0;
	n->offered = 0;
	n->negotiating = false;
	n->multiline_bytes = 0;
	n->multiline_lines = 0;
	n->nick_try = 0;
	n->ready = false;
	n->requested = false;
	n->shut = false;
	n->refused[0] = '\0';
	n->reply_room = 0;
	n->concern_room = 0;
	n->searching = 0;
	n->keeps_history = false;
	n->history_max = 0;
	forget_history(n);
	forget_takeout(n);
	mem_replace(&n->userhost, "");
	mem_replace(&n->farewell, "");
	mem_replace(&n->software, "");
	persona_reset(&n->persona);
	buf_reset(&n->out);
	for (size_t i = 0; i < PRESETS; i++)
		set_token(n, presets[i].name, presets[i].value);
}

/* A value's \xHH become the bytes they stand for (Modern IRC, RPL_ISUPPORT),
 * NUL not among them. In place. */
static void
unescape(char *s)
{
	char *to = s, hex[3] = "";

	while (*s) {
		long byte = 0;

		if (s[0] == '\\' && s[1] == 'x' &&
		    isxdigit((unsigned char)s[2]) &&
		    isxdigit((unsigned char)s[3])) {
			memcpy(hex, s + 2, 2);
			byte = strtol(hex, NULL, 16);
		}
		*to++ = byte ? (char)byte : *s;
		s += byte ? 4 : 1;
	}
	*to = '\0';
}

void
network_isupport(struct network *n, const char *token)
{
	char *copy = mem_strdup(token), *value = copy + strcspn(copy, "=");

	if (*value)
		*value++ = '\0';
	unescape(value);
	if (*copy != '-')
		set_token(n, copy, value);
	for (size_t i = 0; *copy == '-' && i < PRESETS; i++)
		if (!strcmp(presets[i].name, copy + 1))
			set_token(n, copy + 1, presets[i].value);
	free(copy);
}

bool
network_is_channel(const struct network *n, const char *name)
{
	return *name && strchr(n->chantypes, *name);
}

bool
network_is_me(const struct network *n, const char *nick)
{
	return !text_casecmp(n->nick, nick);
}

static void
add_clean(struct buf *out, const char *s)
{
	for (; *s; s++)
		if (*s != '\r' && *s != '\n')
			buf_addc(out, *s);
}

static int
begin_line(struct network *n)
{
	if (n->out.len > NETWORK_OUT_MAX)
		return -1;
	if (!(n->caps & CAP_LABELED_RESPONSE))
		return 0;
	if (*n->label)
		buf_addf(&n->out, "@label=%s ", n->label);
	else if (n->reply_room)
		buf_addf(
		    &n->out, "@label=%llu ", (unsigned long long)n->reply_room);
	return 0;
}

int
network_send(struct network *n, ...)
{
	va_list ap;
	const char *arg, *next;

	if (begin_line(n) < 0)
		return -1;
	va_start(ap, n);
	arg = va_arg(ap, const char *);
	buf_adds(&n->out, arg);
	for (arg = va_arg(ap, const char *); arg; arg = next) {
		next = va_arg(ap, const char *);
		buf_addc(&n->out, ' ');
		if (!next && (!*arg || *arg == ':' || strchr(arg, ' ')))
			buf_addc(&n->out, ':');
		add_clean(&n->out, arg);
	}
	va_end(ap);
	buf_adds(&n->out, "\r\n");
	return 0;
}

void
network_join(struct network *n, const char *channel, const char *key)
{
	if (*key)
		network_send(n, "JOIN", channel, key, NULL);
	else
		network_send(n, "JOIN", channel, NULL);
}

int
network_send_raw(struct network *n, const char *line)
{
	if (n->out.len > NETWORK_OUT_MAX)
		return -1;
	add_clean(&n->out, line);
	buf_adds(&n->out, "\r\n");
	return 0;
}

int
network_send_secret(struct network *n, char *line)
{
	int rc = n->out.len > NETWORK_OUT_MAX ? -1 : 0;

	if (rc == 0) {
		buf_adds(&n->out, line);
		buf_adds(&n->out, "\r\n");
	}
	explicit_bzero(line, strlen(line));
	return rc;
}

void
network_cap_end(struct network *n)
{
	if (!n->negotiating || n->requested)
		return;
	n->negotiating = false;
	network_send(n, "CAP", "END", NULL);
}

void
network_guard_text(const struct network *n, struct buf *out)
{
	switch (n->guard) {
	case GUARD_NONE:
		buf_adds(out, "not encrypted");
		break;
	case GUARD_LOCAL:
		break;
	case GUARD_SSH:
		buf_adds(out, "encrypted by ssh");
		break;
	case GUARD_KEY:
		buf_adds(out, "encrypted, known key");
		break;
	case GUARD_VOUCHED:
		buf_addf(out, "encrypted, checked by %s",
		    *n->voucher ? n->voucher : "an authority");
		break;
	}
}

void
network_status_text(const struct network *n, int64_t now_ms, struct buf *out)
{
	int64_t wait = (n->retry_at_ms - now_ms + 999) / 1000;

	switch (n->status) {
	case NETWORK_OFFLINE:
		buf_adds(out,
		    n->offer ? "not trusted: /trust tells more"
			     : "not connected");
		break;
	case NETWORK_WAITING:
		buf_addf(out, "not connected, next try in %lld s",
		    (long long)(wait > 0 ? wait : 0));
		break;
	case NETWORK_CONNECTING:
		buf_adds(out, "connecting");
		break;
	case NETWORK_REGISTERING:
		buf_adds(out, "registering");
		break;
	case NETWORK_ONLINE:
		buf_adds(out, "connected");
		break;
	}
}
