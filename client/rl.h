/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_RL_H
#define CLIENT_RL_H

#include <stdbool.h>
#include <stdio.h>

#include <readline/readline.h>

#include "client/keys.h"

/*
 * readline without terminal, signals and drawing of its own, in three steps:
 * rl_set_up, rl_bind for each key, rl_begin. One a process.
 */

void rl_set_up(FILE *nowhere);
/* The first bindings of a key, before ~/.inputrc is read, which then has the
 * last word. */
void rl_bind(const struct key *k, rl_command_func_t *function);
void rl_begin(rl_vcpfunc_t *on_line);

/* Ends a search of readline's; what is found so far stays. */
void rl_end_search(void);
/* Where a key that only begins a sequence (Ctrl-X) ends an incremental search,
 * readline 8.2 goes on with what it has freed. */
bool rl_breaks_search(const char *bytes);

#endif
