/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/confide.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "client/concern.h"
#include "common/mem.h"
#include "common/text.h"

static const char nickserv[] = "NickServ";

enum { LINE_SIZE = 512 - 2 /* CR LF */ };

int
confide_tell(struct network *n, const char *words, const struct secret *first,
    const struct secret *second)
{
	char line[LINE_SIZE + 1] = "PRIVMSG NickServ :";
	const struct secret *secrets[] = {first, second};
	size_t at = strlen(line), next = 0;
	bool fits = true;

	for (; fits && *words; words++) {
		const char *text = words[0] == '%' ? secrets[next++]->text : "";
		size_t len = words[0] == '%' ? strlen(text) : 1;

		fits = at + len < sizeof(line) && !strchr(text, ' ');
		if (fits)
			memcpy(line + at, words[0] == '%' ? text : words, len);
		at += len;
	}
	if (fits)
		fits = network_send_secret(n, line) == 0;
	if (fits && n->persona.room)
		n->concern_room = n->persona.room;
	n->persona.echoes += fits && (n->caps & CAP_ECHO_MESSAGE);
	explicit_bzero(line, sizeof(line));
	return fits ? 0 : -1;
}

void
confide_ask(struct network *n, const char *words)
{
	network_send(n, "PRIVMSG", nickserv, words, NULL);
	concern_asked(n, nickserv);
	if (n->caps & CAP_ECHO_MESSAGE)
		mem_replace(&n->persona.asked, words);
}

bool
confide_echo(
    struct network *n, const char *target, const char *text, bool secret)
{
	struct persona *p = &n->persona;

	if (text_casecmp(target, nickserv))
		return false;
	if (secret && p->echoes) {
		p->echoes--;
		return true;
	}
	/* What it does not know may be a secret for all the server knows. */
	if (!p->asked || (strcmp(p->asked, text) && strcmp(text, "***")))
		return false;
	mem_replace(&p->asked, NULL);
	return true;
}

bool
confide_is_of(const struct network *n, const char *software)
{
	return !strncasecmp(n->software, software, strlen(software));
}
