/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/known.h"

#include <stdio.h>
#include <string.h>

#include "client/statefile.h"
#include "common/clock.h"
#include "common/text.h"

static const char file[] = "known_servers";
static const char key_mark[] = "sha256:";

void
known_host(const char *host, char out[KNOWN_HOST_SIZE])
{
	size_t len = strlen(host);

	text_fold(out, host);
	/* A last dot names the same host (RFC 1034 §3.1). */
	if (len > 1 && out[len - 1] == '.')
		out[len - 1] = '\0';
}

void
known_where(const struct url *u, struct buf *out)
{
	char host[KNOWN_HOST_SIZE];

	known_host(u->host, host);
	if (strchr(host, ':'))
		buf_addf(out, "[%s]:%s", host, u->port);
	else
		buf_addf(out, "%s:%s", host, u->port);
}

/* A time at the end of a line; other words there are passed over. */
static void
read_since(struct known *k, const char *s)
{
	size_t len = strcspn(s, " \t\r");

	if (len < sizeof(k->since)) {
		memcpy(k->since, s, len);
		k->since[len] = '\0';
	}
	if (clock_parse_iso(k->since) < 0)
		*k->since = '\0';
}

static int
read_line(struct known *k, const char *rest, const char **why)
{
	size_t len = strcspn(rest, " \t\r");
	const char *since = rest + len + strspn(rest + len, " \t\r");
	char word[128];

	*k = (struct known){0};
	if (!len) {
		*why = "after the server stands sha256:HEX or ca";
		return -1;
	}
	snprintf(word, sizeof(word), "%.*s", (int)len, rest);
	if (!strcmp(word, "ca")) {
		k->how = KNOWN_CA;
	} else if (!strncmp(word, key_mark, strlen(key_mark))) {
		k->how = KNOWN_KEY;
		if (len >= sizeof(word) ||
		    fingerprint_parse(&k->key, word, why) < 0 ||
		    k->key.known != FINGERPRINT_BYTES) {
			*why = "after sha256: stand 64 hex digits";
			return -1;
		}
	}
	read_since(k, since);
	return 0;
}

static int
search(struct statefile *f, const char *where, struct known *k, struct buf *err)
{
	const char *name, *rest, *why;
	struct known line;

	while (statefile_next(f, &name, &rest)) {
		if (read_line(&line, rest, &why) < 0 || !strchr(name, ':')) {
			statefile_blame(f, err);
			buf_addf(err,
			    "%s. Repair or delete the line: until then "
			    "nobody can tell whose key is known",
			    strchr(name, ':') ? why : "a server is HOST:PORT");
			return -1;
		}
		if (!strcmp(name, where) && line.how != KNOWN_NOT)
			*k = line;
	}
	return 0;
}

int
known_find(const char *where, struct known *k, struct buf *err)
{
	struct statefile f;
	int rc;

	*k = (struct known){0};
	rc = statefile_open(&f, file, err);
	if (rc == 0)
		rc = search(&f, where, k, err);
	statefile_close(&f);
	return rc;
}

static void
add_now(struct buf *out)
{
	char now[CLOCK_ISO_LEN];

	clock_iso(clock_wall_ms(), now);
	buf_addf(out, "%.19sZ", now);
}

int
known_set(const char *where, const struct known *k, struct buf *err)
{
	char hex[FINGERPRINT_HEX_SIZE];
	struct buf rest = {0};
	int rc;

	if (k->how == KNOWN_KEY) {
		fingerprint_hex(&k->key, hex);
		buf_addf(&rest, "%s%s ", key_mark, hex);
	} else {
		buf_adds(&rest, "ca ");
	}
	add_now(&rest);
	rc = statefile_set(
	    file, where, k->how == KNOWN_NOT ? NULL : rest.data, err);
	buf_free(&rest);
	return rc;
}
