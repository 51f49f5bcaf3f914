/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/offer.h"

#include <stdlib.h>

void
offer_free(struct offer *o)
{
	if (!o)
		return;
	free(o->where);
	free(o->by);
	free(o->why);
	free(o);
}
