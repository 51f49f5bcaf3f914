/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_DEVICE_H
#define SERVER_DEVICE_H

#include "common/buf.h"
#include "server/session.h"

/*
 * Which of somebody's devices a session is: "laptop" of a username as
 * name@laptop or name/laptop (as bouncers have it); "" where it does not say.
 */

/* Appends the device of what USER said, folded: letters, digits, '.', '_' and
 * '-', up to 20 of them. Returns how much of `given` is the username. */
size_t device_name(struct buf *out, const char *given);

/* Appends "~" and the folded nick!host, as of somebody without an account. */
void device_guest(const struct session *s, struct buf *out);
/* Appends whose device it is: of who is registered, the folded account; "~" and
 * the folded nick!host of somebody without one. */
void device_owner(const struct session *s, struct buf *out);

#endif
