/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_PLAIN_SENTENCES_H
#define SERVER_PLAIN_SENTENCES_H

#include "server/numeric.h"

/*
 * What answers say to people. In a form stand for what is answered:
 *   $0       whom it is for
 *   $1 to $9 its words; none: nothing
 *   $@1      that word, which is a time in seconds, as one reads it
 *   $~1      the nick of that word, which is nick!user@host
 *   $+1      all words from that one on, and the text
 *   $t       its text
 *   $:       the same behind a colon, where there is one
 *   $,       its text, with commas between its words
 *   $|       somebody in a list (352), in columns
 *   $.       the end of a sentence, unless it has one
 */

/* Of one number there may be several, of which the first is taken whose
 * `when` is NULL or begins the text. By number, as numerics.def, with a row
 * for each; ends in the number 0. */
struct plain_sentence {
	enum numeric number;
	const char *when;
	const char *form; /* NULL: not shown */
};
extern const struct plain_sentence plain_sentences[];

/* The same for FAIL, WARN and NOTE, whose words begin after the code: those
 * whose text does not do. NULL for any command. Ends in a NULL form. */
struct plain_standard {
	const char *command, *code, *when;
	const char *form;
};
extern const struct plain_standard plain_standards[];

#endif
