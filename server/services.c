/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/services.h"

#include "server/chanserv.h"
#include "server/nickserv.h"

const struct service *const services_all[] = {&chanserv, &nickserv, NULL};
