/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/cert.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/known.h"
#include "client/statefile.h"

static const char servers_file[] = "certificate_servers";

/* What counts is the key; programs that look at dates shall not mind. */
static const int64_t valid_s = 20LL * 365 * 86400;

void
cert_path(struct buf *out)
{
	settings_state_dir(out);
	buf_adds(out, "/certificate.pem");
}

static void
set_fingerprint(struct fingerprint *fp, const struct identity *id)
{
	fp->known = FINGERPRINT_BYTES;
	identity_digest(id, fp->bytes);
}

/* Its name tells nobody anything. */
static int
make(const char *path, struct fingerprint *fp, struct buf *err)
{
	static const struct identity_subject names = {"tcpchat", NULL, 0};
	struct identity *id = identity_make(&names, valid_s, err);
	int rc = id ? identity_save(id, path, path, err) : -1;

	if (rc == 0)
		set_fingerprint(fp, id);
	identity_free(id);
	return rc;
}

int
cert_new(struct fingerprint *fp, struct buf *err)
{
	struct buf path = {0};
	int rc = -1;

	cert_path(&path);
	if (access(path.data, F_OK) == 0)
		buf_addf(err,
		    "There is one already: %s. Servers know you by it; if you "
		    "want another, move that file away",
		    path.data);
	else
		rc = make(path.data, fp, err);
	buf_free(&path);
	return rc;
}

static struct identity *
load_own(struct buf *err)
{
	struct identity *id = NULL;
	struct buf path = {0};

	cert_path(&path);
	if (access(path.data, F_OK) == 0 || errno != ENOENT)
		id = identity_load(path.data, path.data, err);
	buf_free(&path);
	return id;
}

int
cert_own(struct fingerprint *fp, struct buf *err)
{
	struct identity *id = load_own(err);

	if (id)
		set_fingerprint(fp, id);
	identity_free(id);
	return id ? 0 : -1;
}

int
cert_is_shown(const char *where, struct buf *err)
{
	const char *name, *rest;
	struct statefile f;
	int shown = statefile_open(&f, servers_file, err);

	while (shown == 0 && statefile_next(&f, &name, &rest))
		shown = !strcmp(name, where) && !strncmp(rest, "shown", 5);
	statefile_close(&f);
	return shown;
}

int
cert_show(const char *where, bool shown, struct buf *err)
{
	return statefile_set(servers_file, where, shown ? "shown" : NULL, err);
}

/* "~/" is the home. */
static void
add_path(struct buf *out, const char *path)
{
	const char *home = getenv("HOME");

	if (!strncmp(path, "~/", 2) && home)
		buf_addf(out, "%s%s", home, path + 1);
	else
		buf_adds(out, path);
}

bool
cert_configured(const struct state *s, const struct network *n,
    struct buf *certificate, struct buf *key)
{
	const struct settings_network *sn =
	    settings_network(s->settings, n->name);

	if (!sn || !*sn->certificate)
		return false;
	add_path(certificate, sn->certificate);
	add_path(key, *sn->key ? sn->key : sn->certificate);
	return true;
}

static int
load_if_shown(const char *where, struct identity **id, struct buf *err)
{
	int shown = cert_is_shown(where, err);

	if (shown <= 0)
		return shown;
	*id = load_own(err);
	/* One that was moved away is not missed. */
	return *id || !err->len ? 0 : -1;
}

int
cert_for(const struct state *s, const struct network *n,
    const struct url *place, struct identity **id, struct buf *err)
{
	struct buf certificate = {0}, key = {0}, where = {0};
	int rc;

	*id = NULL;
	known_where(place, &where);
	if (cert_configured(s, n, &certificate, &key)) {
		*id = identity_load(certificate.data, key.data, err);
		rc = *id ? 0 : -1;
	} else {
		rc = load_if_shown(where.data, id, err);
	}
	buf_free(&certificate);
	buf_free(&key);
	buf_free(&where);
	return rc;
}
