/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "server/caps.h"
#include "server/commands.h"
#include "server/isupport.h"
#include "server/modes.h"
#include "server/reply.h"
#include "tests/suites.h"
#include "tests/unit/page.h"

/*
 * tcpchat-protocol(7) has a list for each table of the server: the first one
 * of a section holds exactly the items that are made of the table. Where it
 * does not, the list to put there is shown.
 */

static const char list_head[] = ".Bl -tag -width Ds\n";

static void
list_begin(struct buf *list)
{
	buf_reset(list);
	buf_adds(list, list_head);
}

/* A failure's own message would be cut. */
static void
expect_list(const char *section, struct buf *list)
{
	struct buf page = page_read("tcpchat-protocol.7"), head = {0};
	const char *found;

	buf_adds(list, ".El\n");
	buf_addf(&head, ".Sh %s\n", section);
	found = strstr(page.data, head.data);
	ck_assert_msg(found != NULL, "the page has no section %s", section);
	found = strstr(found, list_head);
	if (!found || strncmp(found, list->data, list->len) != 0)
		fprintf(stderr, "\n.\\\" %s\n%s", section, list->data);
	ck_assert_msg(found && !strncmp(found, list->data, list->len),
	    "the list of the section %s is not that of the table: it is "
	    "shown above",
	    section);
	buf_free(&page);
	buf_free(&head);
	buf_free(list);
}

/* ".It Sy "name"", a sentence (or none), and the spec as another. */
static void
add(struct buf *out, const char *name, const char *help, const char *spec)
{
	ck_assert_msg(spec && *spec, "%s has no spec", name);
	buf_adds(out, ".It Sy \"");
	page_escaped(out, name);
	buf_adds(out, "\"\n");
	if (help)
		page_sentence(out, help);
	page_sentence(out, spec);
}

START_TEST(every_command_stands_in_the_page)
{
	struct buf list = {0};

	list_begin(&list);
	for (const struct command *c = commands_table; c->name; c++) {
		add(&list, c->syntax, c->help, c->spec);
	}
	expect_list("COMMANDS", &list);
}
END_TEST

START_TEST(every_capability_stands_in_the_page)
{
	struct buf list = {0};

	list_begin(&list);
	for (const struct cap_def *c = caps; c->name; c++) {
		add(&list, c->name, c->help, c->spec);
	}
	expect_list("CAPABILITIES", &list);
}
END_TEST

static void
expect_modes(const char *section, const struct mode_def *m)
{
	struct buf list = {0};
	char name[8];

	list_begin(&list);
	for (; m->letter; m++) {
		snprintf(name, sizeof(name), m->prefix ? "%c (%c)" : "%c",
		    m->letter, m->prefix);
		add(&list, name, m->help, m->spec);
	}
	expect_list(section, &list);
}

START_TEST(every_mode_of_channels_stands_in_the_page)
{
	expect_modes("CHANNEL MODES", channel_modes);
}
END_TEST

START_TEST(every_mode_of_users_stands_in_the_page)
{
	expect_modes("USER MODES", user_modes);
}
END_TEST

START_TEST(every_isupport_token_stands_in_the_page)
{
	struct buf list = {0};

	list_begin(&list);
	for (const struct isupport_def *d = isupport_defs; d->name; d++) {
		add(&list, d->name, d->help, d->spec);
	}
	expect_list("ISUPPORT TOKENS", &list);
}
END_TEST

START_TEST(every_numeric_stands_in_the_page)
{
	struct buf list = {0};
	char name[64];

	list_begin(&list);
	for (const struct numeric_def *n = numerics; n->name; n++) {
		snprintf(name, sizeof(name), "%03u %s", (unsigned)n->number,
		    n->name);
		add(&list, name, n->text, n->spec);
	}
	expect_list("NUMERICS", &list);
}
END_TEST

Suite *
suite_pages_protocol(void)
{
	Suite *s = suite_create("pages_protocol");
	TCase *tc = tcase_create("protocol");

	tcase_add_test(tc, every_command_stands_in_the_page);
	tcase_add_test(tc, every_capability_stands_in_the_page);
	tcase_add_test(tc, every_mode_of_channels_stands_in_the_page);
	tcase_add_test(tc, every_mode_of_users_stands_in_the_page);
	tcase_add_test(tc, every_isupport_token_stands_in_the_page);
	tcase_add_test(tc, every_numeric_stands_in_the_page);
	suite_add_tcase(s, tc);
	return s;
}
