/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SERVICES_H
#define SERVER_SERVICES_H

#include "server/service.h"

/* All services, sorted; NULL ends. */
extern const struct service *const services_all[];

#endif
