/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/paint.h"

#include "tests/suites.h"

START_TEST(a_colour_of_the_cube_is_itself)
{
	ck_assert_int_eq(paint_nearest(0x000000, 256), 16);
	ck_assert_int_eq(paint_nearest(0xff0000, 256), 196);
	ck_assert_int_eq(paint_nearest(0x5f87af, 256), 67);
	ck_assert_int_eq(paint_nearest(0xffffff, 256), 231);
}
END_TEST

START_TEST(greys_come_from_the_ramp)
{
	ck_assert_int_eq(paint_nearest(0x080808, 256), 232);
	ck_assert_int_eq(paint_nearest(0x8a8a8a, 256), 245);
	ck_assert_int_eq(paint_nearest(0xeeeeee, 256), 255);
}
END_TEST

START_TEST(few_colours_give_the_nearest_of_them)
{
	ck_assert_int_eq(paint_nearest(0xf01010, 16), 9);
	ck_assert_int_eq(paint_nearest(0xf01010, 8), 1);
	ck_assert_int_eq(paint_nearest(0x0000c0, 8), 4);
	ck_assert_int_eq(paint_nearest(0x101010, 8), 0);
}
END_TEST

START_TEST(without_colours_styles_are_attributes_only)
{
	struct paint mono = {0};
	struct style red = {STYLE_BOLD | STYLE_LINK, 4, 1};
	struct paint_cell c = paint_style(&mono, &red, true);

	ck_assert_int_eq(c.pair, 0);
	ck_assert(c.attrs == (A_BOLD | A_UNDERLINE));
}
END_TEST

START_TEST(without_colours_nicks_are_bold)
{
	struct paint mono = {0};

	ck_assert_uint_eq(paint_nick(&mono, "bob").attrs, STYLE_BOLD);
	ck_assert_int_eq(paint_nick(&mono, "bob").fg, STYLE_NONE);
}
END_TEST

Suite *
suite_paint(void)
{
	Suite *s = suite_create("paint");
	TCase *tc = tcase_create("paint");

	tcase_add_test(tc, a_colour_of_the_cube_is_itself);
	tcase_add_test(tc, greys_come_from_the_ramp);
	tcase_add_test(tc, few_colours_give_the_nearest_of_them);
	tcase_add_test(tc, without_colours_styles_are_attributes_only);
	tcase_add_test(tc, without_colours_nicks_are_bold);
	suite_add_tcase(s, tc);
	return s;
}
