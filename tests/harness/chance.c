/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/harness/chance.h"

#include <stdlib.h>
#include <unistd.h>

#include "common/clock.h"

unsigned
chance_seed(void)
{
	const char *given = getenv("TCPCHAT_SEED");

	if (given)
		return (unsigned)strtoul(given, NULL, 10);
	return (unsigned)clock_wall_ms() ^ (unsigned)getpid();
}
