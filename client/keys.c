/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/keys.h"

#include <assert.h>
#include <string.h>

const struct key keys[] = {
#define KEY(action, name, seqs, label, help) \
	{ACTION_##action, name, seqs, label, help},
#include "client/keys.def"
#undef KEY
};

const char *
key_next_seq(const char **seqs, char out[KEY_SEQ_LEN])
{
	size_t len;

	*seqs += strspn(*seqs, " ");
	len = strcspn(*seqs, " ");
	if (!len)
		return NULL;
	assert(len < KEY_SEQ_LEN);
	memcpy(out, *seqs, len);
	out[len] = '\0';
	*seqs += len;
	return out;
}
