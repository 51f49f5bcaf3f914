/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_HARNESS_CHANCE_H
#define TESTS_HARNESS_CHANCE_H

/* What chance begins with: another one each time, or that of TCPCHAT_SEED, so
 * that a run can be repeated. A test that fails says which it was. */
unsigned chance_seed(void);

#endif
