/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/client_script.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/settings.h"
#include "common/base64.h"
#include "common/saslprep.h"

struct talker t;
struct errands *errands;
struct settings_network section;
static char dir[64];

const char address[] = "chat.example.org:6697";

void
script_setup(void)
{
	talker_setup(&t);
	errands = errands_open(&t.state);
	snprintf(dir, sizeof(dir), "/tmp/tcpchat-login-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	setenv("XDG_STATE_HOME", dir, 1);
	section = (struct settings_network){.title = (char *)"net",
	    .account = (char *)"",
	    .password_command = (char *)""};
	network_reached(t.n, address);
	t.n->guard = GUARD_KEY;
}

void
script_teardown(void)
{
	char command[128];

	t.settings.networks = (struct conf_sections){0};
	errands_close(errands);
	talker_teardown(&t);
	snprintf(command, sizeof(command), "rm -r %s", dir);
	ck_assert_int_eq(system(command), 0);
}

void
script_configure(void)
{
	t.settings.networks =
	    (struct conf_sections){.items = &section, .count = 1};
}

void
script_know(const char *account, const char *password)
{
	struct secret s = {0};

	secret_set(&s, password, strlen(password));
	logon_use(t.n, account, &s, PERSONA_TYPED);
}

/* Up to the list of capabilities, which are asked for and given. */
void
script_greet(const char *sasl)
{
	char line[256];

	handle_connected(t.n);
	talker_sent(&t);
	snprintf(line, sizeof(line), "CAP * LS :%s", sasl);
	hear(line);
	snprintf(line, sizeof(line), "CAP REQ %s\r\n", "sasl");
	ck_sent(line);
	hear("CAP * ACK :sasl");
}

void
script_ck_says(const char *text)
{
	for (size_t i = t.n->room->count; i-- > 0;)
		if (strstr(room_line(t.n->room, i)->text, text))
			return;
	for (size_t i = 0; i < t.n->room->count; i++)
		fprintf(stderr, "%s\n", room_line(t.n->room, i)->text);
	ck_abort_msg("nothing says: %s", text);
}

void
script_ck_silent(const char *text)
{
	for (size_t i = t.n->room->count; i-- > 0;)
		ck_assert_ptr_null(strstr(room_line(t.n->room, i)->text, text));
}

/* What was typed, and its bytes. */
void
script_press(const char *keys)
{
	struct room *r = t.state.current;
	const char *why = NULL;

	ck_assert_ptr_nonnull(r->ask);
	for (; *keys; keys++) {
		struct demux_event ev = {
		    .kind = DEMUX_KEY, .data = keys, .len = 1};
		enum hidden_result result = hidden_event(&r->ask->typed, &ev);
		struct ask *a = r->ask;

		if (result == HIDDEN_TYPED)
			continue;
		if (ask_answer(a, result, &why) == ASK_GOES_ON)
			continue;
		r->ask = NULL;
		if (result == HIDDEN_DONE)
			a->done(&t.state, r, a);
		ask_free(a);
	}
}

/* Waits until the threads have done what was asked of them. */
void
script_work(void)
{
	struct pollfd p = {.events = POLLIN};

	errands_turn(errands);
	p.fd = errands_fd(errands);
	ck_assert_int_ge(p.fd, 0);
	ck_assert_int_eq(poll(&p, 1, 20000), 1);
	errands_reap(errands);
}

/* The server's side of SCRAM. */
static struct {
	char nonce[128], first[512], bare[256];
	uint8_t salted[SCRAM_KEY_LEN];
} server;

static const char *
decoded(const char *line)
{
	static char text[1024];
	const char *data = line + strlen("AUTHENTICATE ");
	size_t len = strcspn(data, "\r");
	ssize_t n = base64_decode((uint8_t *)text, sizeof(text) - 1, data, len);

	ck_assert_int_ge(n, 0);
	text[n] = '\0';
	return text;
}

void
script_say_base64(const char *text)
{
	struct buf line = {0};

	buf_adds(&line, "AUTHENTICATE ");
	base64_add(&line, text, strlen(text));
	hear(line.data);
	buf_free(&line);
}

/* Up to server-first-message with so many iterations. */
void
script_challenge(const char *account, const char *iterations)
{
	char want[128];
	const char *first;

	ck_sent("AUTHENTICATE SCRAM-SHA-256\r\n");
	hear("AUTHENTICATE +");
	first = decoded(talker_sent(&t));
	snprintf(want, sizeof(want), "n,,n=%s,r=", account);
	ck_assert_int_eq(strncmp(first, want, strlen(want)), 0);
	snprintf(server.bare, sizeof(server.bare), "%s", first + 3);
	snprintf(server.nonce, sizeof(server.nonce), "%s%s",
	    first + strlen(want), "theirs");
	snprintf(server.first, sizeof(server.first),
	    "r=%s,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=%s", server.nonce, iterations);
	script_say_base64(server.first);
}

/* client-final-message is right for that password; the proof that the server
 * knows it, or one that is wrong. */
void
script_prove(const char *password, bool right)
{
	uint8_t salt[16], key[32], stored[32], sign[32];
	char auth[1024], want[512];
	struct buf proof = {0}, final = {0};

	snprintf(auth, sizeof(auth), "%s,%s,c=biws,r=%s", server.bare,
	    server.first, server.nonce);
	base64_decode(salt, 16, "W22ZaJ0SNY7soEsUEjb6gQ==", 24);
	scram_salted_password(server.salted, password, salt, 16, 4096);
	scram_client_key(key, server.salted);
	scram_stored_key(stored, key);
	scram_signature(sign, stored, auth);
	for (int i = 0; i < 32; i++)
		key[i] ^= sign[i];
	base64_add(&proof, key, 32);
	snprintf(
	    want, sizeof(want), "c=biws,r=%s,p=%s", server.nonce, proof.data);
	ck_assert_str_eq(decoded(talker_sent(&t)), want);
	scram_server_key(key, server.salted);
	scram_signature(sign, key, auth);
	sign[5] ^= !right;
	buf_adds(&final, "v=");
	base64_add(&final, sign, 32);
	script_say_base64(final.data);
	buf_free(&proof);
	buf_free(&final);
}
