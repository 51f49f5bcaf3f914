/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/rl.h"

void
rl_set_up(FILE *nowhere)
{
	static const char breaks[] = " \n";

	rl_readline_name = "tcpchat";
	rl_catch_signals = 0;
	rl_catch_sigwinch = 0;
	rl_change_environment = 0;
	rl_prep_term_function = NULL;
	rl_deprep_term_function = NULL;
	rl_outstream = nowhere;
	rl_completer_word_break_characters = breaks;
	rl_basic_word_break_characters = breaks;
	rl_completer_quote_characters = NULL;
}

void
rl_bind(const struct key *k, rl_command_func_t *function)
{
	static const char *const maps[] = {"emacs", "vi-insert", "vi-command"};
	const char *seqs = k->seqs, *seq;
	char one[KEY_SEQ_LEN];

	if (!*k->name)
		return;
	rl_add_defun(k->name, function, -1);
	while ((seq = key_next_seq(&seqs, one)))
		for (size_t i = 0; i < sizeof(maps) / sizeof(*maps); i++)
			rl_bind_keyseq_in_map(
			    seq, function, rl_get_keymap_by_name(maps[i]));
}

void
rl_begin(rl_vcpfunc_t *on_line)
{
	rl_initialize();
	rl_variable_bind("enable-bracketed-paste", "off");
	rl_variable_bind("bell-style", "none");
	rl_variable_bind("revert-all-at-newline", "on");
	rl_callback_handler_install("", on_line);
	rl_tty_set_default_bindings(rl_get_keymap());
}

void
rl_end_search(void)
{
	if (!RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH))
		return;
	rl_callback_sigcleanup();
	rl_clear_message();
}

bool
rl_breaks_search(const char *bytes)
{
	return RL_ISSTATE(RL_STATE_ISEARCH) && *bytes != '\033' &&
	    rl_get_keymap()[(unsigned char)*bytes].type == ISKMAP;
}
