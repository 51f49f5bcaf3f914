/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/plain_commands.h"

#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "common/text.h"
#include "server/plain_enter.h"
#include "server/plain_help.h"
#include "server/plain_missed.h"

#define HISTORY_LINES "20"
#define FOUND_LINES   "20"

/* The first word of what is left, which is "" at the end. */
static char *
take_word(char **rest)
{
	char *w = *rest, *end = w + strcspn(w, " ");

	*rest = end + strspn(end, " ");
	if (*end)
		*end = '\0';
	return w;
}

/* The channel that one talks in; NULL, and a sentence, for none. */
static const char *
here(struct speech *sp, const struct speaker *who)
{
	const char *place = mind_place(sp, who);

	if (!place)
		mind_complain_nowhere(sp, who, "Nothing was done");
	return place;
}

/* A channel's name may be typed without its '#'. */
static const char *
channel_name(struct buf *out, const char *name)
{
	buf_addf(out, "%s%s", *name == '#' ? "" : "#", name);
	return out->data;
}

static bool
run_all(struct speech *sp, const struct speaker *who, char *rest)
{
	(void)who;
	mind_say(sp, NULL, rest, false);
	return true;
}

static bool
run_away(struct speech *sp, const struct speaker *who, char *rest)
{
	(void)who;
	mind_ask(sp, ROLE_NONE, "AWAY", MIND_NO_WORDS, *rest ? rest : NULL);
	return true;
}

static bool
run_channels(struct speech *sp, const struct speaker *who, char *rest)
{
	(void)who;
	if (*rest)
		return false;
	mind_ask(sp, ROLE_NONE, "LIST", MIND_NO_WORDS, NULL);
	mind_tell_if(sp, IF_NONE, "There is no channel that you may see.");
	return true;
}

static bool
run_dm(struct speech *sp, const struct speaker *who, char *rest)
{
	const char *to = take_word(&rest);

	(void)who;
	mind_say(sp, to, rest, false);
	return true;
}

static bool
run_help(struct speech *sp, const struct speaker *who, char *rest)
{
	(void)who;
	plain_help(sp, plain_commands, take_word(&rest));
	return true;
}

static bool
run_history(struct speech *sp, const struct speaker *who, char *rest)
{
	const char *count = *rest ? rest : HISTORY_LINES, *place;

	if (count[strspn(count, "0123456789")] || strtoul(count, NULL, 10) == 0)
		return false;
	place = here(sp, who);
	if (!place)
		return true;
	mind_ask(sp, ROLE_NONE, "CHATHISTORY",
	    MIND_WORDS("LATEST", place, "*", count), NULL);
	mind_tell_if(sp, IF_DONE, "That is what was said last.");
	return true;
}

static bool
run_join(struct speech *sp, const struct speaker *who, char *rest)
{
	struct buf out = {0};
	const char *name = channel_name(&out, take_word(&rest));
	const char *key = *rest ? take_word(&rest) : NULL;

	if (who->is_in(who->where, name)) {
		mem_replace(&sp->place, name);
		mind_tell(sp, "What you type is said in %s.", name);
	} else {
		mind_ask(sp, ROLE_JOIN, "JOIN", MIND_WORDS(name, key), NULL);
	}
	buf_free(&out);
	return true;
}

static bool
run_list(struct speech *sp, const struct speaker *who, char *rest)
{
	struct buf out = {0};
	const char *of = *rest ? channel_name(&out, take_word(&rest)) : "*";

	(void)who;
	mind_ask(sp, ROLE_NONE, "WHO", MIND_WORDS(of), NULL);
	mind_tell_if(sp, IF_NONE, "Nobody is there that you may see.");
	buf_free(&out);
	return true;
}

static bool
run_me(struct speech *sp, const struct speaker *who, char *rest)
{
	(void)who;
	mind_say(sp, NULL, rest, true);
	return true;
}

static bool
run_nickname(struct speech *sp, const struct speaker *who, char *rest)
{
	const char *nick = take_word(&rest);

	if (*rest)
		return false;
	if (who->nick)
		mind_ask(sp, ROLE_NONE, "NICK", MIND_NO_WORDS, nick);
	else
		enter_as(sp, who, nick);
	return true;
}

static bool
run_part(struct speech *sp, const struct speaker *who, char *rest)
{
	const char *from = *rest == '#' ? take_word(&rest) : here(sp, who);

	if (from)
		mind_ask(sp, ROLE_NONE, "PART", MIND_WORDS(from),
		    *rest ? rest : NULL);
	return true;
}

static bool
run_pass(struct speech *sp, const struct speaker *who, char *rest)
{
	(void)who;
	mind_ask(sp, ROLE_NONE, "PASS", MIND_NO_WORDS, rest);
	return true;
}

static bool
run_quit(struct speech *sp, const struct speaker *who, char *rest)
{
	missed_mark(sp, who);
	mind_ask(sp, ROLE_NONE, "QUIT", MIND_NO_WORDS, *rest ? rest : NULL);
	return true;
}

static bool
run_search(struct speech *sp, const struct speaker *who, char *rest)
{
	struct buf query = {0};

	(void)who;
	buf_adds(&query, "limit=" FOUND_LINES ";text=");
	irc_escape_tag(&query, rest);
	mind_ask(sp, ROLE_NONE, "SEARCH", MIND_WORDS(query.data), NULL);
	mind_tell_if(sp, IF_DONE, "That is all that was found.");
	buf_free(&query);
	return true;
}

static bool
run_topic(struct speech *sp, const struct speaker *who, char *rest)
{
	const char *place = here(sp, who);

	if (place)
		mind_ask(sp, ROLE_NONE, "TOPIC", MIND_WORDS(place),
		    *rest ? rest : NULL);
	return true;
}

const struct plain_command plain_commands[] = {
    {"all", NULL, "TEXT",
	"Says TEXT in the channel that you talk in, whatever it begins with.",
	1, false, run_all},
    {"away", NULL, "[TEXT]",
	"Marks you as away, TEXT being why; alone, as here again.", 0, false,
	run_away},
    {"channels", NULL, "", "Shows which channels there are.", 0, false,
	run_channels},
    {"dm", "msg", "NICK TEXT", "Says TEXT to NICK alone.", 2, false, run_dm},
    {"help", NULL, "[COMMAND]", "Shows all commands, or more about one.", 0,
	true, run_help},
    {"history", NULL, "[N]",
	"Shows the last lines of the channel that you talk in.", 0, false,
	run_history},
    {"join", NULL, "#channel [KEY]",
	"Enters a channel, and talks there from then on.", 1, false, run_join},
    {"list", NULL, "[#channel]",
	"Shows who is here, where, and who is away; or who is in a channel.", 0,
	false, run_list},
    {"me", NULL, "TEXT", "Says what you do: \"* alice waves\".", 1, false,
	run_me},
    {"nickname", "nick", "NAME", "Chooses your nickname, or another one.", 1,
	true, run_nickname},
    {"part", NULL, "[#channel] [TEXT]",
	"Leaves the channel that you talk in, or another one.", 0, false,
	run_part},
    {"pass", NULL, "PASSWORD",
	"Says the server's password, if it asks for one, before @nick.", 1,
	true, run_pass},
    {"quit", NULL, "[TEXT]", "Ends the connection.", 0, true, run_quit},
    {"search", NULL, "WORDS",
	"Finds what was said with these words, where you may read.", 1, false,
	run_search},
    {"topic", NULL, "[TEXT]",
	"Shows the topic of the channel that you talk in, or changes it.", 0,
	false, run_topic},
    {NULL, NULL, NULL, NULL, 0, false, NULL}};

static size_t
count_words(const char *text)
{
	size_t n = 0;

	for (text += strspn(text, " "); *text; n++) {
		text += strcspn(text, " ");
		text += strspn(text, " ");
	}
	return n;
}

static const struct plain_command *
command_of(const char *line)
{
	return plain_command_find(plain_commands, line, strcspn(line, " "));
}

static bool
has_words(const struct plain_command *c, const char *line)
{
	return count_words(line) > c->least;
}

bool
plain_command_needs_nick(const char *line)
{
	const struct plain_command *c = command_of(line);

	return c && !c->stranger && has_words(c, line);
}

static void
cut_spaces(char *text)
{
	size_t len = strlen(text);

	while (len > 0 && text[len - 1] == ' ')
		len--;
	text[len] = '\0';
}

void
plain_command_run(struct speech *sp, const struct speaker *who, char *line)
{
	const struct plain_command *c = command_of(line);
	char *rest = line, *name;
	bool enough = c && has_words(c, line);

	cut_spaces(line);
	name = take_word(&rest);
	if (!c)
		plain_help_unknown(sp, plain_commands, name);
	else if (!enough || !c->run(sp, who, rest))
		plain_help_syntax(sp, c);
}

/* Those that have no name here. */
static const char *const slashed[] = {"chanserv", "cs", "identify", "invite",
    "kick", "kill", "mode", "names", "nickserv", "notice", "ns", "oper",
    "query", "quote", "raw", "server", "who", "whois", NULL};

bool
plain_command_slashed(const char *line)
{
	size_t len;

	if (*line++ != '/')
		return false;
	len = strcspn(line, " ");
	if (plain_command_find(plain_commands, line, len))
		return true;
	for (const char *const *s = slashed; *s; s++)
		if (plain_command_is(*s, line, len))
			return true;
	return false;
}
