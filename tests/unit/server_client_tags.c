/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/client_tags.h"

#include <stdio.h>
#include <string.h>

#include "server/caps.h"
#include "server/cmd_message.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

static struct settings set;
static struct buf out;

static void
set_up(void)
{
	memset(&set, 0, sizeof(set));
	conf_defaults(&server_spec, &set);
}

static void
tear_down(void)
{
	conf_free(&server_spec, &set);
	buf_free(&out);
}

static int
deny(const char *list)
{
	struct buf err = {0};
	int result =
	    conf_set(&server_spec, &set, "client-tag-deny", list, &err);

	ck_assert_int_eq(result<0, err.len> 0);
	buf_free(&err);
	return result;
}

static const char *
token(void)
{
	buf_reset(&out);
	return client_tags_token(&out, &set) ? out.data : NULL;
}

START_TEST(nothing_is_denied_by_default)
{
	ck_assert(!client_tag_denied(&set, "typing"));
	ck_assert_ptr_null(token());
}
END_TEST

START_TEST(what_is_denied_is_what_the_token_says)
{
	ck_assert_int_eq(deny("typing, draft/react"), 0);
	ck_assert_str_eq(token(), "typing,draft/react");
	ck_assert(client_tag_denied(&set, "typing"));
	ck_assert(!client_tag_denied(&set, "Typing"));
	ck_assert(!client_tag_denied(&set, "react"));
	ck_assert_int_eq(deny("-reply, *"), 0);
	ck_assert_str_eq(token(), "*,-reply");
	ck_assert(client_tag_denied(&set, "typing"));
	ck_assert(!client_tag_denied(&set, "reply"));
	ck_assert_int_eq(deny("-reply"), 0);
	ck_assert_ptr_null(token());
	ck_assert(!client_tag_denied(&set, "reply"));
	ck_assert_int_eq(deny("*, typing"), 0);
	ck_assert_str_eq(token(), "*");
}
END_TEST

START_TEST(a_name_to_deny_must_be_one)
{
	ck_assert_int_eq(deny("+typing"), -1);
	ck_assert_int_eq(deny("-"), -1);
	ck_assert_int_eq(deny("a;b"), -1);
	ck_assert_int_eq(deny("-*"), -1);
}
END_TEST

START_TEST(the_token_fits_in_a_line_and_the_rest_is_denied_too)
{
	struct buf list = {0};

	for (int i = 0; i < 40; i++)
		buf_addf(&list, "%sa-tag-with-a-name-%02d", i ? ", " : "", i);
	ck_assert_int_eq(deny(list.data), 0);
	ck_assert_uint_le(strlen(token()), 330);
	ck_assert(client_tag_denied(&set, "a-tag-with-a-name-39"));
	buf_free(&list);
}
END_TEST

START_TEST(what_is_kept_is_never_longer_than_what_came)
{
	char line[] = "@+a=\\x\\:\\s\\\\\\r;+b=;c=1;+d=2\\;+a=3 TAGMSG #c";
	struct irc_msg m;

	ck_assert_int_eq(irc_parse(&m, line, strlen(line)), IRC_OK);
	client_tags_keep(&out, &set, &m);
	ck_assert_uint_le(out.len, m.tags_len);
	ck_assert_ptr_nonnull(strstr(out.data, "+d=2"));
	ck_assert_ptr_null(strstr(out.data, "c="));
}
END_TEST

/* What TAGMSG takes from the allowance, besides the line that the gate
 * takes. */
static int64_t
cost(struct scene *sc, struct session *s, const char *text)
{
	int64_t before = s->allowance->left;
	char line[4200];
	struct irc_msg m;

	snprintf(line, sizeof(line), "%s", text);
	ck_assert_int_eq(irc_parse(&m, line, strlen(line)), IRC_OK);
	cmd_tagmsg(&sc->srv, s, &m);
	return (before - s->allowance->left) / 1000;
}

START_TEST(who_types_pays_one_line_and_who_sends_long_tags_pays_more)
{
	struct scene sc;
	struct session *s;
	char line[4096];
	int len;

	scene_begin(&sc);
	s = scene_user(&sc, "alice", NULL, CAP_MESSAGE_TAGS);
	scene_join(&sc, s, "#tea");
	ck_assert_int_eq(cost(&sc, s, "@+typing=active TAGMSG #tea"), 0);
	len = snprintf(line, sizeof(line), "@+x=%03000d TAGMSG #tea", 1);
	ck_assert_int_gt(len, 3000);
	ck_assert_int_eq(cost(&sc, s, line), 2);
	scene_end(&sc);
}
END_TEST

Suite *
suite_server_client_tags(void)
{
	Suite *s = suite_create("server_client_tags");
	TCase *tc = tcase_create("client_tags");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, nothing_is_denied_by_default);
	tcase_add_test(tc, what_is_denied_is_what_the_token_says);
	tcase_add_test(tc, a_name_to_deny_must_be_one);
	tcase_add_test(tc, the_token_fits_in_a_line_and_the_rest_is_denied_too);
	tcase_add_test(tc, what_is_kept_is_never_longer_than_what_came);
	tcase_add_test(
	    tc, who_types_pays_one_line_and_who_sends_long_tags_pays_more);
	suite_add_tcase(s, tc);
	return s;
}
