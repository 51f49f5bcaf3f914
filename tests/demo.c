/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "common/mem.h"
#include "tests/harness/plain.h"
#include "tests/screen/client.h"

static struct term *
person(const char *nick, const char *url, const char *channel)
{
	const char *args[] = {"-n", nick, url, channel, NULL};
	struct term *t = client_start(&(struct client_options){
	    .name = nick, .args = args, .rows = 16, .cols = 80});

	term_expect(t, "You joined %s", channel);
	return t;
}

static void
show(struct term *t)
{
	struct buf text = {0};

	term_text(t, &text);
	fputs(text.data, stdout);
	buf_free(&text);
}

/* One message each way, through real processes. */
static void
talk(const char *url)
{
	struct term *ada = person("ada", url, "#demo");
	struct term *brian = person("brian", url, "#demo");
	char said[64], answer[64];

	snprintf(said, sizeof(said), "Is anybody there? (%ld)", (long)getpid());
	snprintf(answer, sizeof(answer), "Yes, I am. (%ld)", (long)getpid());
	term_type(ada, said);
	term_type(ada, KEY_ENTER);
	client_expect_said(brian, "ada", said);
	term_type(brian, answer);
	term_type(brian, KEY_ENTER);
	client_expect_said(ada, "brian", answer);
	printf("What ada sees of her talk with brian:\n\n");
	show(ada);
	client_quit(brian);
	client_quit(ada);
}

/* `end` is the text's own, short enough to stand in one row. */
static void
say(struct term *t, struct term *heard_by, const char *text, const char *end)
{
	term_type(t, text);
	term_type(t, KEY_ENTER);
	term_expect(heard_by, "%s", end);
}

/* The screen that README shows. */
static void
screenshot(void)
{
	struct host *h = host_start("");
	struct term *ada, *brian;
	char url[64];

	snprintf(url, sizeof(url), "irc://127.0.0.1:%u", h->port);
	brian = person("brian", url, "#lobby");
	ada = person("ada", url, "#lobby");
	term_expect(ada, "brian");
	say(brian, ada, "good morning! the build is green again", "again");
	say(ada, brian, "brian: thank you \xe2\x98\xba what was it?", "it?");
	say(brian, ada,
	    "the reconnect test asked before the server had answered, see "
	    "https://example.org/t/42",
	    "t/42");
	say(ada, brian, "/me puts the kettle on", "kettle on");
	term_type(ada, "br" KEY_TAB "tea?");
	term_expect(ada, "brian: tea?");
	show(ada);
}

int
main(int argc, char **argv)
{
	if (argc == 3)
		setenv("CLIENT", argv[1], 1);
	if (argc < 2 || argc > 3) {
		fputs("usage: demo [CLIENT] URL | --screenshot\n", stderr);
		return EX_USAGE;
	}
	plain_find_programs(argv[0], 1);
	if (!strcmp(argv[1], "--screenshot"))
		screenshot();
	else
		talk(argv[argc - 1]);
	plain_clean();
	return EXIT_SUCCESS;
}
