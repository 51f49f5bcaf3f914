/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/tail.h"

#include "client/pipe.h"

static const struct pipe_ops ops = {0};

int
tail_run(const struct options *o, struct settings *settings)
{
	return pipe_run(o, settings, &ops, NULL);
}
