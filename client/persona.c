/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/persona.h"

#include <stdlib.h>
#include <string.h>

#include "client/offered.h"
#include "common/mem.h"

void
persona_init(struct persona *id)
{
	*id = (struct persona){0};
	persona_reset(id);
}

void
persona_end_exchange(struct persona *id)
{
	proof_free(&id->proof);
	buf_wipe(&id->in);
	id->mechanism = MECHANISM_NONE;
	id->step = 0;
	id->proved = false;
	id->errand = PERSONA_NO_ERRAND;
	id->errand_runs = false;
	id->serial++;
}

void
persona_reset(struct persona *id)
{
	persona_end_exchange(id);
	mem_replace(&id->logged_in, "");
	mem_replace(&id->mechanisms, "");
	mem_replace(&id->enrol_keys, "");
	id->failed = false;
	id->relisted = false;
	id->aborted = false;
	id->enrolling = false;
	id->echoes = 0;
	mem_replace(&id->asked, NULL);
	id->tried = 0;
	id->room = 0;
}

void
persona_forget(struct persona *id)
{
	mem_replace(&id->account, NULL);
	secret_wipe(&id->password);
	secret_wipe(&id->next);
	id->source = PERSONA_UNKNOWN;
	id->keep = false;
	id->plain = false;
	id->refused = false;
	id->right = false;
}

void
persona_end_enrol(struct persona *id)
{
	mem_replace(&id->new_account, NULL);
	mem_replace(&id->new_email, NULL);
	mem_wipe(&id->code);
	secret_wipe(&id->new_password);
	id->enrolling = false;
}

void
persona_free(struct persona *id)
{
	persona_end_exchange(id);
	persona_forget(id);
	persona_end_enrol(id);
	free(id->logged_in);
	free(id->asked);
	free(id->mechanisms);
	free(id->enrol_keys);
}

static void
take_value(char **slot, const char *list, const char *name)
{
	char *value = offered_value(list, name);

	if (value)
		mem_replace(slot, value);
	free(value);
}

void
persona_caps(struct persona *id, const char *list)
{
	take_value(&id->mechanisms, list, "sasl");
	take_value(&id->enrol_keys, list, "draft/account-registration");
}
