/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/block.h"

#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/mem.h"
#include "tests/suites.h"

static struct outq q;

static void
setup(void)
{
	q = (struct outq){0};
}

static void
teardown(void)
{
	outq_free(&q);
}

static void
push(const char *s)
{
	struct block *b = block_new(s, strlen(s));

	outq_push(&q, b);
	block_release(b);
}

static void
expect_waiting(const char *want)
{
	struct iovec iov[64];
	struct buf all = {0};
	int n = outq_iov(&q, iov, 64);

	for (int i = 0; i < n; i++)
		buf_add(&all, iov[i].iov_base, iov[i].iov_len);
	ck_assert_str_eq(all.data ? all.data : "", want);
	ck_assert_uint_eq(q.bytes, all.len);
	buf_free(&all);
}

START_TEST(a_block_lives_until_its_last_holder_releases_it)
{
	struct block *b = block_new("hello", 5);

	ck_assert_ptr_eq(block_hold(b), b);
	block_release(b);
	ck_assert_uint_eq(b->refs, 1);
	ck_assert_mem_eq(b->data, "hello", 5);
	block_release(b);
}
END_TEST

/* The next of its size gets its place, unless the allocator is careful. */
START_TEST(nothing_of_a_block_is_left_in_memory)
{
	char text[400];
	size_t size = sizeof(struct block) + sizeof(text);
	char *next;

	memset(text, 'p', sizeof(text));
	block_release(block_new(text, sizeof(text)));
	next = mem_resize(NULL, size);
	ck_assert_ptr_null(memmem(next, size, "pppp", 4));
	free(next);
}
END_TEST

START_TEST(blocks_leave_in_the_order_they_came)
{
	push("one ");
	push("two ");
	push("three");
	expect_waiting("one two three");
}
END_TEST

START_TEST(what_is_void_leaves_the_queue_and_the_rest_stays_in_order)
{
	struct block *b = block_new("gone", 4);

	push("one ");
	outq_written(&q, 1);
	outq_push(&q, b);
	push("two ");
	outq_push(&q, b);
	push("three");
	block_void(b);
	outq_drop_void(&q);
	ck_assert_uint_eq(b->refs, 1);
	expect_waiting("ne two three");
	block_release(b);
}
END_TEST

START_TEST(a_queue_of_void_blocks_is_empty_and_holds_no_memory)
{
	struct block *b = block_new("gone", 4);

	for (int i = 0; i < 20; i++)
		outq_push(&q, b);
	block_void(b);
	outq_drop_void(&q);
	ck_assert_uint_eq(q.bytes, 0);
	ck_assert_ptr_null(q.ring);
	block_release(b);
}
END_TEST

START_TEST(a_block_is_replaced_in_its_place)
{
	struct block *old = block_new("old ", 4), *b = block_new("newer ", 6);

	push("one ");
	outq_push(&q, old);
	push("two");
	outq_replace(&q, old, b);
	expect_waiting("one newer two");
	ck_assert_uint_eq(old->refs, 1);
	outq_replace(&q, old, b);
	expect_waiting("one newer two");
	block_release(old);
	block_release(b);
}
END_TEST

START_TEST(a_partial_write_goes_on_where_it_ended)
{
	push("one ");
	push("two ");
	outq_written(&q, 2);
	expect_waiting("e two ");
	outq_written(&q, 1);
	expect_waiting(" two ");
	outq_written(&q, 2);
	expect_waiting("wo ");
	push("x");
	outq_written(&q, 4);
	expect_waiting("");
}
END_TEST

START_TEST(one_write_may_cover_several_blocks)
{
	push("aa");
	push("bb");
	push("cc");
	outq_written(&q, 5);
	expect_waiting("c");
}
END_TEST

START_TEST(the_order_holds_while_the_queue_wraps_and_grows)
{
	char byte[2] = "a";
	struct buf want = {0};

	for (int i = 0; i < 1000; i++) {
		byte[0] = (char)('a' + i % 26);
		push(byte);
		buf_adds(&want, byte);
		if (i % 3 || i > 30)
			continue;
		outq_written(&q, 1);
		memmove(want.data, want.data + 1, want.len);
		want.len--;
	}
	while (q.bytes) {
		struct iovec iov;

		ck_assert_int_eq(outq_iov(&q, &iov, 1), 1);
		ck_assert_int_eq(
		    *(char *)iov.iov_base, want.data[want.len - q.bytes]);
		outq_written(&q, 1);
	}
	buf_free(&want);
}
END_TEST

START_TEST(a_queue_that_ran_empty_holds_no_memory)
{
	push("one");
	outq_written(&q, 3);
	ck_assert_ptr_null(q.ring);
	ck_assert_uint_eq(q.count, 0);
}
END_TEST

START_TEST(an_empty_block_is_not_queued)
{
	push("");
	ck_assert_uint_eq(q.count, 0);
}
END_TEST

START_TEST(a_queue_releases_what_was_never_written)
{
	struct block *b = block_new("x", 1);

	outq_push(&q, b);
	outq_push(&q, b);
	ck_assert_uint_eq(b->refs, 3);
	outq_free(&q);
	ck_assert_uint_eq(b->refs, 1);
	block_release(b);
}
END_TEST

Suite *
suite_block(void)
{
	Suite *s = suite_create("block");
	TCase *tc = tcase_create("block");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_block_lives_until_its_last_holder_releases_it);
	tcase_add_test(tc, nothing_of_a_block_is_left_in_memory);
	tcase_add_test(tc, blocks_leave_in_the_order_they_came);
	tcase_add_test(
	    tc, what_is_void_leaves_the_queue_and_the_rest_stays_in_order);
	tcase_add_test(tc, a_queue_of_void_blocks_is_empty_and_holds_no_memory);
	tcase_add_test(tc, a_block_is_replaced_in_its_place);
	tcase_add_test(tc, a_partial_write_goes_on_where_it_ended);
	tcase_add_test(tc, one_write_may_cover_several_blocks);
	tcase_add_test(tc, the_order_holds_while_the_queue_wraps_and_grows);
	tcase_add_test(tc, a_queue_that_ran_empty_holds_no_memory);
	tcase_add_test(tc, an_empty_block_is_not_queued);
	tcase_add_test(tc, a_queue_releases_what_was_never_written);
	suite_add_tcase(s, tc);
	return s;
}
