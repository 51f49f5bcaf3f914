/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/own_identity.h"

#include <errno.h>
#include <stdbool.h>
#include <time.h>

#include "common/buf.h"
#include "common/log.h"

enum { DAY_S = 86400 };

struct place {
	struct buf key, certificate; /* paths */
};

int64_t
own_identity_due(const struct identity *id)
{
	return identity_until(id) - (int64_t)OWN_DAYS_LEFT * DAY_S;
}

static bool
is_good(const struct identity *id, const struct identity_subject *subject)
{
	int64_t now = (int64_t)time(NULL);

	if (now >= own_identity_due(id) || now < identity_from(id))
		return false;
	for (size_t i = 0; i < subject->count; i++)
		if (!identity_names(id, subject->names[i]))
			return false;
	return true;
}

static struct identity *
keep(struct identity *id, const struct place *p, struct buf *err)
{
	if (id &&
	    identity_save(id, p->certificate.data, p->key.data, err) < 0) {
		identity_free(id);
		return NULL;
	}
	return id;
}

static struct identity *
renew(const struct identity *key, const struct place *p,
    const struct identity_subject *subject, struct buf *err)
{
	struct identity *id =
	    keep(identity_renew(key, subject, (int64_t)OWN_DAYS * DAY_S, err),
		p, err);

	if (id)
		log_info("made a new certificate for the server's own key");
	return id;
}

static struct identity *
make(const struct place *p, const struct identity_subject *subject,
    struct buf *err)
{
	struct identity *id = keep(
	    identity_make(subject, (int64_t)OWN_DAYS * DAY_S, err), p, err);

	if (id)
		log_info("made a key and a certificate of the server's own");
	return id;
}

/* A certificate that cannot be read is made again; a key never is, as those
 * who trust it would not know the server any more. */
static struct identity *
load(const struct identity *key, const struct place *p,
    const struct identity_subject *subject, struct buf *err)
{
	struct buf ignored = {0};
	struct identity *id =
	    identity_load(p->certificate.data, p->key.data, &ignored);

	buf_free(&ignored);
	if (id && is_good(id, subject))
		return id;
	identity_free(id);
	return renew(key, p, subject, err);
}

static struct identity *
load_or_make(const struct place *p, const struct identity_subject *subject,
    struct buf *err)
{
	struct identity *id, *key = identity_load_key(p->key.data, err);

	if (!key && errno != ENOENT)
		return NULL;
	if (!key) {
		buf_free(err);
		return make(p, subject, err);
	}
	id = load(key, p, subject, err);
	identity_free(key);
	return id;
}

struct identity *
own_identity(
    const char *dir, const struct identity_subject *subject, struct buf *err)
{
	struct place p = {{0}, {0}};
	struct identity *id;

	buf_addf(&p.key, "%s/tls-key.pem", dir);
	buf_addf(&p.certificate, "%s/tls-certificate.pem", dir);
	id = load_or_make(&p, subject, err);
	buf_free(&p.key);
	buf_free(&p.certificate);
	return id;
}
