/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/account_devices.h"

#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "common/mem.h"

struct account_device *
account_device_find(const struct account *a, const char *name)
{
	struct account_device *d;

	DL_FOREACH (a->devices, d)
		if (!strcmp(d->name, name))
			return d;
	return NULL;
}

static void
drop_oldest(struct account *a)
{
	struct account_device *d, *oldest = a->devices;

	DL_FOREACH (a->devices, d)
		if (d->seen_ms < oldest->seen_ms)
			oldest = d;
	account_device_drop(a, oldest);
}

struct account_device *
account_device(struct account *a, const char *name, int64_t now_ms)
{
	struct account_device *d = account_device_find(a, name);

	if (d)
		return d;
	if (a->ndevices == ACCOUNT_DEVICES_MAX)
		drop_oldest(a);
	d = mem_alloc(sizeof(*d));
	d->name = mem_strdup(name);
	d->address = mem_strdup("");
	d->first_ms = d->seen_ms = now_ms;
	DL_APPEND(a->devices, d);
	a->ndevices++;
	return d;
}

bool
account_device_forget(struct account *a, const char *name)
{
	struct account_device *d = account_device_find(a, name);

	if (d)
		account_device_drop(a, d);
	return d;
}
