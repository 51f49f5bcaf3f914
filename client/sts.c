/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/sts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/known.h"
#include "client/statefile.h"
#include "common/clock.h"

static const char file[] = "sts";

/* Digits and nothing else; -1 for anything else. */
static int64_t
number(const char *s, size_t len)
{
	int64_t value = 0;

	if (!len || len > 18)
		return -1;
	for (size_t i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		value = value * 10 + (s[i] - '0');
	}
	return value;
}

static bool
is_key(const char *s, size_t len, const char *name)
{
	return len == strlen(name) && !memcmp(s, name, len);
}

void
sts_parse(const char *value, size_t len, int64_t *port, int64_t *duration_s)
{
	const char *end = value + len;

	*port = -1;
	*duration_s = -1;
	while (value < end) {
		size_t token = strcspn(value, ",");
		size_t name;

		if (token > (size_t)(end - value))
			token = (size_t)(end - value);
		name = strcspn(value, "=");
		if (name < token && is_key(value, name, "port"))
			*port = number(value + name + 1, token - name - 1);
		if (name < token && is_key(value, name, "duration"))
			*duration_s =
			    number(value + name + 1, token - name - 1);
		value += token + 1;
	}
	if (*port == 0 || *port > 65535)
		*port = -1;
	if (*duration_s > STS_DURATION_MAX)
		*duration_s = STS_DURATION_MAX;
}

static int
read_line(struct sts *p, const char *rest)
{
	char until[CLOCK_ISO_LEN];
	long long duration;

	if (sscanf(rest, "%5[0-9] %24s %lld", p->port, until, &duration) != 3)
		return -1;
	p->until_ms = clock_parse_iso(until);
	p->duration_s = duration;
	return p->until_ms < 0 || duration < 0 ? -1 : 0;
}

static int
search(struct statefile *f, const char *host, struct sts *p, struct buf *err)
{
	const char *name, *rest;
	int found = 0;

	while (statefile_next(f, &name, &rest)) {
		struct sts line;

		if (read_line(&line, rest) < 0) {
			statefile_blame(f, err);
			buf_adds(err,
			    "a line is HOST PORT UNTIL DURATION. Repair or "
			    "delete it: until then nobody can tell which "
			    "servers must not be used without encryption");
			return -1;
		}
		if (strcmp(name, host) != 0)
			continue;
		*p = line;
		found = line.until_ms > clock_wall_ms();
	}
	return found;
}

int
sts_find(const char *host, struct sts *p, struct buf *err)
{
	struct statefile f;
	char name[KNOWN_HOST_SIZE];
	int rc;

	known_host(host, name);
	rc = statefile_open(&f, file, err);
	if (rc == 0)
		rc = search(&f, name, p, err);
	statefile_close(&f);
	return rc;
}

int
sts_keep(
    const char *host, const char *port, int64_t duration_s, struct buf *err)
{
	char name[KNOWN_HOST_SIZE], until[CLOCK_ISO_LEN];
	struct buf rest = {0};
	int rc;

	known_host(host, name);
	clock_iso(clock_wall_ms() + duration_s * 1000, until);
	buf_addf(&rest, "%s %.19sZ %" PRId64, port, until, duration_s);
	rc = statefile_set(file, name, duration_s > 0 ? rest.data : NULL, err);
	buf_free(&rest);
	return rc;
}

int
sts_apply(const struct network *n, struct url *place, struct buf *err)
{
	struct sts p;
	int found;

	if (place->scheme != URL_IRC || url_is_loopback(place))
		return 0;
	snprintf(p.port, sizeof(p.port), "%s", n->upgrade_port);
	found = *p.port ? 1 : sts_find(place->host, &p, err);
	if (found <= 0)
		return found;
	place->scheme = URL_IRCS;
	memcpy(place->port, p.port, sizeof(p.port));
	return 0;
}

void
sts_renew(const struct network *n)
{
	struct buf err = {0};

	/* What cannot be written now was told when it was first kept. */
	if (n->sts_duration_s > 0)
		sts_keep(n->place.host, n->place.port, n->sts_duration_s, &err);
	buf_free(&err);
}
