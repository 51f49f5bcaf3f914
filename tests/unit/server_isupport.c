/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/isupport.h"

#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/conf.h"
#include "common/mem.h"
#include "server/modes.h"
#include "tests/suites.h"

static struct settings set;
static struct buf tokens;

static void
setup(void)
{
	memset(&set, 0, sizeof(set));
	conf_defaults(&server_spec, &set);
}

static void
teardown(void)
{
	conf_free(&server_spec, &set);
	buf_free(&tokens);
}

/* The value of a token, "" for one without, NULL for one not there. */
static const char *
token(const char *name)
{
	static char found[256];
	char *copy, *rest, *word;

	buf_reset(&tokens);
	isupport_tokens(&tokens, &set);
	rest = copy = mem_strdup(tokens.data);
	*found = '\0';
	while ((word = strsep(&rest, " "))) {
		size_t len = strcspn(word, "=");

		if (len != strlen(name) || strncmp(word, name, len) != 0)
			continue;
		strncpy(
		    found, word[len] ? word + len + 1 : "", sizeof(found) - 1);
		break;
	}
	free(copy);
	return word ? found : NULL;
}

START_TEST(the_tokens_are_sorted_and_none_is_empty)
{
	char before[256] = "", *rest, *word;

	isupport_tokens(&tokens, &set);
	rest = tokens.data;
	while ((word = strsep(&rest, " ")) && *word) {
		ck_assert_int_lt(strcmp(before, word), 0);
		ck_assert_uint_lt(strlen(word), sizeof(before));
		strcpy(before, word);
	}
	ck_assert_ptr_null(rest);
}
END_TEST

START_TEST(modes_are_told_as_the_tables_have_them)
{
	ck_assert_str_eq(token("CHANMODES"), "beI,k,lfjH,imnstCMRu");
	ck_assert_str_eq(token("PREFIX"), "(qaohv)~&@%+");
	ck_assert_str_eq(token("STATUSMSG"), "~&@%+");
	ck_assert_ptr_nonnull(mode_find(user_modes, *token("BOT")));
	ck_assert_ptr_nonnull(mode_find(channel_modes, *token("EXCEPTS")));
	ck_assert_ptr_nonnull(mode_find(channel_modes, *token("INVEX")));
}
END_TEST

START_TEST(limits_are_those_of_the_settings)
{
	set.nick_length = 20;
	set.channels_per_user = 7;
	set.list_entries = 9;
	set.targets = 3;
	ck_assert_str_eq(token("NICKLEN"), "20");
	ck_assert_str_eq(token("CHANLIMIT"), "#:7");
	ck_assert_str_eq(token("MAXLIST"), "beI:9");
	ck_assert_ptr_nonnull(strstr(token("TARGMAX"), "PRIVMSG:3"));
}
END_TEST

START_TEST(a_limit_that_is_off_is_told_as_none)
{
	set.channels_per_user = 0;
	set.list_entries = 0;
	set.targets = 0;
	ck_assert_str_eq(token("CHANLIMIT"), "#:");
	ck_assert_ptr_null(token("MAXLIST"));
	ck_assert_ptr_nonnull(strstr(token("TARGMAX"), "PRIVMSG:,"));
}
END_TEST

START_TEST(no_lobby_is_no_token)
{
	ck_assert_str_eq(token("LOBBY"), "#lobby");
	mem_replace(&set.lobby, "");
	ck_assert_ptr_null(token("LOBBY"));
}
END_TEST

START_TEST(spaces_equal_signs_and_backslashes_in_a_value_are_escaped)
{
	mem_replace(&set.network, "a b=c\\d");
	ck_assert_str_eq(token("NETWORK"), "a\\x20b\\x3Dc\\x5Cd");
}
END_TEST

START_TEST(a_value_keeps_its_letters_beyond_ascii)
{
	mem_replace(&set.lobby, "#café");
	ck_assert_str_eq(token("LOBBY"), "#café");
}
END_TEST

Suite *
suite_server_isupport(void)
{
	Suite *s = suite_create("server_isupport");
	TCase *tc = tcase_create("isupport");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, the_tokens_are_sorted_and_none_is_empty);
	tcase_add_test(tc, modes_are_told_as_the_tables_have_them);
	tcase_add_test(tc, limits_are_those_of_the_settings);
	tcase_add_test(tc, a_limit_that_is_off_is_told_as_none);
	tcase_add_test(tc, no_lobby_is_no_token);
	tcase_add_test(
	    tc, spaces_equal_signs_and_backslashes_in_a_value_are_escaped);
	tcase_add_test(tc, a_value_keeps_its_letters_beyond_ascii);
	suite_add_tcase(s, tc);
	return s;
}
