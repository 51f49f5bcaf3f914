/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/policy.h"

bool
policy_passwords(const struct settings *set, const struct standing *who)
{
	return who->secure || set->insecure_passwords;
}

bool
policy_account(const struct settings *set, const struct standing *who)
{
	if (set->require_account == SETTINGS_REQUIRE_REMOTE)
		return !who->here;
	return set->require_account == SETTINGS_REQUIRE_ALL;
}

enum policy_register
policy_register(const struct settings *set, const struct standing *who)
{
	int may = set->register_who;

	if (may == SETTINGS_REGISTER_NOBODY)
		return POLICY_REGISTER_NOBODY;
	if (may == SETTINGS_REGISTER_LOCAL && !who->here)
		return POLICY_REGISTER_LOCAL;
	if (!policy_passwords(set, who))
		return POLICY_REGISTER_OPEN;
	if (may == SETTINGS_REGISTER_INVITED && !who->here)
		return POLICY_REGISTER_INVITED;
	return POLICY_REGISTER;
}
