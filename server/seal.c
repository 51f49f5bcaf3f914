/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/seal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <utlist.h>

#include "common/clock.h"
#include "common/fingerprint.h"
#include "common/identity.h"
#include "common/log.h"
#include "common/mem.h"
#include "common/tls_context.h"
#include "server/listen.h"
#include "server/own_identity.h"

enum {
	NAMES_MAX = 64,
	DAY_S = 86400,
	LOOK_MS = 6 * 3600 * 1000, /* the wall clock may step */
	WARN_DAYS = 14,
	AGAIN_S = 3600 /* after one that could not be made */
};

struct seal {
	struct identity *id;
	struct tls_context *context;
	bool own;
	bool vouched;
	int64_t due_s;   /* wall: an own certificate is to be made anew */
	int64_t look_ms; /* monotonic: that is looked at again */
	int64_t warn_s;  /* wall: when its end is told again */
};

void
seal_free(struct seal *seal)
{
	if (!seal)
		return;
	tls_context_free(seal->context);
	identity_free(seal->id);
	free(seal);
}

static bool
is_anywhere(const char *host)
{
	return !strcmp(host, "0.0.0.0") || !strcmp(host, "::");
}

static void
add_name(struct identity_subject *subject, const char **names, const char *name)
{
	for (size_t i = 0; i < subject->count; i++)
		if (!strcmp(names[i], name))
			return;
	if (subject->count < NAMES_MAX)
		names[subject->count++] = name;
}

/* All that one may call the server who connects to it. */
static void
collect_names(const struct server *srv, struct identity_subject *subject,
    const char **names)
{
	const struct listener *l;

	*subject = (struct identity_subject){
	    .common = srv->settings->server_name, .names = names};
	add_name(subject, names, srv->settings->server_name);
	add_name(subject, names, "localhost");
	DL_FOREACH (srv->listeners, l) {
		if (!l->tls)
			continue;
		if (is_anywhere(l->url.host)) {
			add_name(subject, names, "127.0.0.1");
			add_name(subject, names, "::1");
		} else {
			add_name(subject, names, l->url.host);
		}
		if (!is_anywhere(l->asked.host))
			add_name(subject, names, l->asked.host);
	}
}

static bool
has_files(const struct settings *set)
{
	return *set->tls_certificate || *set->tls_key;
}

static struct identity *
load_files(const struct settings *set, struct buf *err)
{
	const char *certificate = set->tls_certificate, *key = set->tls_key;

	if (!*certificate) {
		buf_addf(err,
		    "tls-key is set and tls-certificate is not: set both, or "
		    "neither");
		return NULL;
	}
	return identity_load(certificate, *key ? key : certificate, err);
}

static struct identity *
load_own(const struct server *srv, struct buf *err)
{
	const char *names[NAMES_MAX];
	struct identity_subject subject;

	collect_names(srv, &subject, names);
	return own_identity(srv->state_dir, &subject, err);
}

static const char *
out_of_time(const struct identity *id)
{
	int64_t now = (int64_t)time(NULL);

	if (now >= identity_until(id))
		return "has expired";
	return now < identity_from(id) ? "does not count yet" : NULL;
}

/* One that has expired is shown all the same: who has pinned the key goes on,
 * and others are told by their client. */
static void
warn_of_time(struct seal *seal, const char *path)
{
	int64_t now = (int64_t)time(NULL),
		left = identity_until(seal->id) - now;
	const char *why = out_of_time(seal->id);

	if (seal->own || now < seal->warn_s)
		return;
	seal->warn_s = now + DAY_S;
	if (why)
		log_warn("%s: the certificate %s", path, why);
	else if (left < (int64_t)WARN_DAYS * DAY_S)
		log_warn("%s: the certificate expires in %lld hours", path,
		    (long long)left / 3600);
}

/* Takes the identity. NULL with err. */
static struct seal *
seal_of(struct identity *id, bool own, struct buf *err)
{
	struct seal *seal = mem_alloc(sizeof(*seal));
	const char *why;

	seal->id = id;
	seal->own = own;
	seal->due_s = own_identity_due(id);
	seal->vouched = !own && identity_vouched(id, &why);
	seal->context = tls_context_server(id, err);
	if (seal->context)
		return seal;
	seal_free(seal);
	return NULL;
}

static bool
is_wanted(const struct server *srv)
{
	return listen_find(srv, listen_is_tls) || has_files(srv->settings);
}

int
seal_sync(struct server *srv, struct buf *err)
{
	bool own = !has_files(srv->settings);
	struct seal *fresh = NULL;
	struct identity *id;

	if (is_wanted(srv)) {
		id = own ? load_own(srv, err) : load_files(srv->settings, err);
		fresh = id ? seal_of(id, own, err) : NULL;
		if (!fresh)
			return -1;
		fresh->look_ms = srv->now_ms + LOOK_MS;
		warn_of_time(fresh, srv->settings->tls_certificate);
	}
	seal_free(srv->seal);
	srv->seal = fresh;
	return 0;
}

static int
check(const struct settings *set, bool today, struct buf *err)
{
	struct identity *id;
	const char *why;

	if (!has_files(set))
		return 0;
	id = load_files(set, err);
	if (!id)
		return -1;
	why = today ? out_of_time(id) : NULL;
	if (why)
		buf_addf(
		    err, "%s: the certificate %s", set->tls_certificate, why);
	identity_free(id);
	return why ? -1 : 0;
}

int
seal_usable(const struct settings *set, struct buf *err)
{
	return check(set, false, err);
}

int
seal_check(const struct settings *set, struct buf *err)
{
	return check(set, true, err);
}

const struct tls_context *
seal_context(const struct server *srv)
{
	return srv->seal ? srv->seal->context : NULL;
}

bool
seal_vouched(const struct server *srv)
{
	return srv->seal && srv->seal->vouched;
}

bool
seal_names(const struct server *srv, const char *host)
{
	return srv->seal && identity_names(srv->seal->id, host);
}

int64_t
seal_wait(const struct server *srv)
{
	const struct seal *seal = srv->seal;
	int64_t wait, left_s;

	if (!seal)
		return -1;
	wait = seal->look_ms > srv->now_ms ? seal->look_ms - srv->now_ms : 0;
	left_s = seal->due_s - (int64_t)time(NULL);
	if (seal->own && left_s * 1000 < wait)
		wait = left_s > 0 ? left_s * 1000 : 0;
	return wait;
}

void
seal_turn(struct server *srv)
{
	struct seal *seal = srv->seal;
	struct buf err = {0};

	if (!seal || seal_wait(srv) > 0)
		return;
	seal->look_ms = srv->now_ms + LOOK_MS;
	warn_of_time(seal, srv->settings->tls_certificate);
	if (!seal->own || (int64_t)time(NULL) < seal->due_s)
		return;
	if (seal_sync(srv, &err) < 0) {
		log_error("the certificate cannot be renewed: %s", err.data);
		seal->due_s = (int64_t)time(NULL) + AGAIN_S;
	}
	buf_free(&err);
}

static void
fingerprint(const struct seal *seal, struct fingerprint *fp)
{
	identity_digest(seal->id, fp->bytes);
	fp->known = FINGERPRINT_BYTES;
}

/* What others type: a listener that is everywhere has the server's name. */
static void
format_secure(
    const struct server *srv, const struct listener *l, struct buf *out)
{
	struct url u = l->url;
	struct fingerprint fp;

	if (is_anywhere(u.host))
		snprintf(
		    u.host, sizeof(u.host), "%s", srv->settings->server_name);
	if (srv->seal && !srv->seal->vouched) {
		fingerprint(srv->seal, &fp);
		fingerprint_hex(&fp, u.fingerprint);
	}
	url_format(out, &u);
}

void
seal_format(const struct server *srv, struct buf *out)
{
	const struct listener *l;

	DL_FOREACH (srv->listeners, l) {
		if (l->prev->next)
			buf_addc(out, ' ');
		if (l->tls)
			format_secure(srv, l, out);
		else
			url_format(out, &l->url);
	}
}

void
seal_tell(const struct server *srv, struct buf *out)
{
	struct fingerprint fp;

	if (!srv->seal)
		return;
	fingerprint(srv->seal, &fp);
	buf_adds(out, "tcpchat-server: fingerprint ");
	fingerprint_groups(&fp, 0, FINGERPRINT_GROUPS, out);
	buf_adds(out, "\ntcpchat-server: in words ");
	fingerprint_words(&fp, ' ', out);
	buf_addc(out, '\n');
}
