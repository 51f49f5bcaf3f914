/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_POLICY_H
#define SERVER_POLICY_H

#include <stdbool.h>

#include "server/settings.h"

/* What a connection is, to what the settings let it do about accounts. */
struct standing {
	bool here;   /* from the server's machine, and not through a gateway */
	bool secure; /* nobody on the way can read it */
	bool proved; /* by a certificate, or by the kernel's word */
};

/* Whether passwords may come that way. */
bool policy_passwords(const struct settings *set, const struct standing *who);
/* Whether it may not come in without an account. */
bool policy_account(const struct settings *set, const struct standing *who);

/* Whether it may register one. */
enum policy_register {
	POLICY_REGISTER,
	POLICY_REGISTER_INVITED, /* with a token of an invitation */
	POLICY_REGISTER_LOCAL,   /* it would have to be of this machine */
	POLICY_REGISTER_NOBODY,
	POLICY_REGISTER_OPEN /* others could read the password */
};
enum policy_register policy_register(
    const struct settings *set, const struct standing *who);

#endif
