/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_ERRAND_H
#define CLIENT_ERRAND_H

#include <stdint.h>

#include "client/proof.h"
#include "common/worker.h"

/*
 * What a login needs and would hold up the loop: keys from a password, and
 * the password from a command of the user's (password-command). Runs on a
 * worker's thread.
 */
enum errand_kind { ERRAND_NONE, ERRAND_KEYS, ERRAND_PASSWORD };

enum { ERRAND_COMMAND_MS = 30000 /* then the command is ended */ };

struct errand {
	struct job job;
	enum errand_kind kind;
	uint64_t network; /* whose; ids, as the network may be gone */
	uint64_t serial;  /* of its login */

	struct secret password; /* given for KEYS; made for PASSWORD */
	uint8_t salt[PROOF_SALT_MAX];
	size_t salt_len;
	uint32_t iterations;
	uint8_t salted[SCRAM_KEY_LEN];

	char *command;      /* for sh -c */
	const char *failed; /* why, or NULL */
	char words[200];    /* what the command said of it, or "" */
};

/* Freed with its secrets by errand_free. */
struct errand *errand_new(
    enum errand_kind kind, void (*done)(struct job *job, void *context));
void errand_free(struct errand *e);

#endif
