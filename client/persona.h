/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_PERSONA_H
#define CLIENT_PERSONA_H

#include <stdbool.h>
#include <stdint.h>

#include "client/mechanism.h"
#include "client/proof.h"
#include "client/secret.h"
#include "common/buf.h"

/*
 * Who one is on a network, and wants to be: data that logon.h, signup.h and
 * what answers them work on.
 */
enum persona_source {
	PERSONA_UNKNOWN,
	PERSONA_TYPED,
	PERSONA_KEPT,   /* in the file of passwords */
	PERSONA_COMMAND /* password-command wrote it */
};

enum persona_errand {
	PERSONA_NO_ERRAND,
	PERSONA_DERIVE, /* keys from the password */
	PERSONA_RUN     /* the password-command */
};

struct persona {
	/* what is wanted; it outlives a connection */
	char *account; /* to be logged in as, or NULL */
	struct secret password;
	struct secret next; /* what it may have been changed to, or "" */
	enum persona_source source;
	bool keep;    /* to be written down once the server took it */
	bool plain;   /* by PLAIN though SCRAM was offered before */
	bool right;   /* the server took the password */
	bool refused; /* the server did: not tried again by itself */
	bool off;     /* logged out by the user */
	bool seen_scram;
	bool told_keep; /* how it can be kept */

	/* an account that is to be made, or the code that completes it */
	char *new_account; /* NULL: none; "*": called as the nick */
	char *new_email;   /* "*": none */
	struct secret new_password;
	char *code;
	bool enrolling; /* sent, no answer yet */

	/* of this connection */
	char *logged_in;  /* by the server's word, "" as nobody */
	char *mechanisms; /* of the capability sasl, "" not told */
	char *enrol_keys; /* of draft/account-registration */
	bool failed;      /* it came to nothing, and that was told */
	bool relisted;    /* 908 told other mechanisms */
	bool aborted;     /* what ends the exchange that we left */
	size_t echoes;    /* of passwords told to services, not to be shown */
	char *asked;      /* what else NickServ was told last, or NULL */

	/* the exchange; MECHANISM_NONE: there is none */
	enum mechanism mechanism;
	unsigned tried; /* 1 << enum mechanism */
	struct buf in;  /* an answer in pieces, base64 */
	struct proof proof;
	unsigned step;
	bool proved; /* the server did */
	enum persona_errand errand;
	bool errand_runs;
	uint64_t serial; /* of this login, so that a late answer is none */
	uint64_t room;   /* the window that asked for it, 0 = the client */
};

void persona_init(struct persona *id);
void persona_free(struct persona *id);
/* A new connection: forgets what the last one had. */
void persona_reset(struct persona *id);
/* What CAP LS and NEW list: the values of sasl and account-registration. */
void persona_caps(struct persona *id, const char *list);
/* The exchange is over, one way or another. */
void persona_end_exchange(struct persona *id);
/* Forgets account and password. */
void persona_forget(struct persona *id);
/* Forgets the account that is to be made. */
void persona_end_enrol(struct persona *id);

#endif
