/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/*
 * A fuzz target, one a file: FUZZ_TARGET(irc) { … data, len … return 0; }.
 * With libFuzzer (make fuzz) it is the entry, in the test program a function
 * that gets every file of tests/fuzz/corpus/NAME. What must hold is asserted.
 * targets.def and fuzz.am list the targets.
 */
#ifdef FUZZING
#define FUZZ_TARGET(name)                                            \
	int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len); \
	int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
#else
#define FUZZ_TARGET(name)                                 \
	int fuzz_##name(const uint8_t *data, size_t len); \
	int fuzz_##name(const uint8_t *data, size_t len)
#endif

#endif
