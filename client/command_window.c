/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/command_window.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "client/jump.h"
#include "client/keys.h"
#include "client/when.h"
#include "common/text.h"

void
command_clear(struct call *c)
{
	room_clear(c->room);
	c->s->dirty = true;
}

void
command_goto(struct call *c)
{
	if (!jump_date(c->s, c->args))
		call_fail(c, "%s is no date; known are " WHEN_FORMS, c->args);
}

void
command_redraw(struct call *c)
{
	c->s->redraw = true;
	c->s->dirty = true;
}

static void
help_line(struct call *c, const struct command *command)
{
	call_say(c, "/%s%s%s: %s", command->name, *command->args ? " " : "",
	    command->args, command->help);
}

static void
help_all(struct call *c)
{
	call_say(c,
	    "Type and press Enter: it is sent to this window's channel or "
	    "person. A line that begins with / is a command; // sends a "
	    "line with one slash.");
	for (const struct command *k = c->commands; k->name; k++)
		help_line(c, k);
	call_say(c, "Keys:");
	for (size_t i = 0; i < ACTION_COUNT; i++)
		call_say(c, "%s: %s", keys[i].label, keys[i].help);
}

void
command_help(struct call *c)
{
	const char *name = call_word(c);

	if (!*name) {
		help_all(c);
		return;
	}
	if (*name == '/')
		name++;
	for (const struct command *k = c->commands; k->name; k++)
		if (!text_casecmp(k->name, name)) {
			help_line(c, k);
			return;
		}
	call_fail(c, "There is no command /%s; /help shows all", name);
}

static void
list_windows(struct call *c)
{
	size_t number = 1;
	struct room *r;

	DL_FOREACH (c->s->rooms, r)
		call_say(c, "%zu: %s (%s)%s", number++, r->name,
		    r->network->name,
		    r->mentions        ? ", somebody spoke to you"
			: r->unread    ? ", something new"
			: r == c->room ? ", this one"
				       : "");
}

static struct room *
window_named(struct call *c, const char *name)
{
	struct room *r;

	if (!strcmp(name, "next"))
		return state_step(c->s, 1);
	if (!strcmp(name, "previous") || !strcmp(name, "prev"))
		return state_step(c->s, -1);
	if (isdigit((unsigned char)*name))
		return state_room_at(c->s, strtoul(name, NULL, 10));
	DL_FOREACH (c->s->rooms, r)
		if (!text_casecmp(r->name, name))
			return r;
	return NULL;
}

void
command_window(struct call *c)
{
	const char *name = call_word(c);
	struct room *r;

	if (!*name) {
		list_windows(c);
		return;
	}
	r = window_named(c, name);
	if (r)
		state_switch(c->s, r);
	else
		call_fail(c, "There is no window %s; /window lists them", name);
}

static void
show_setting(struct call *c, const struct conf_opt *opt)
{
	struct buf value = {0};

	conf_get(opt, c->s->settings, &value);
	call_say(c, "%s = %s (%s)", opt->name, value.data ? value.data : "",
	    opt->help);
	buf_free(&value);
}

static void
show_settings(struct call *c, const char *name)
{
	bool any = false;

	for (const struct conf_opt *opt = client_spec.opts; opt->name; opt++)
		if (!*name || !strcmp(opt->name, name)) {
			show_setting(c, opt);
			any = true;
		}
	if (!any)
		call_fail(c, "There is no setting %s; /set shows all", name);
}

static void
apply(struct state *s)
{
	struct room *r;

	DL_FOREACH (s->rooms, r)
		if (r->kind != ROOM_RESULTS)
			room_resize(r, (size_t)s->settings->scrollback);
	s->dirty = true;
}

void
command_set(struct call *c)
{
	const char *name = call_word(c);
	struct buf err = {0}, path = {0};

	if (!*c->args) {
		show_settings(c, name);
		return;
	}
	if (conf_set(&client_spec, c->s->settings, name, c->args, &err) < 0) {
		call_fail(c, "%s", err.data ? err.data : name);
	} else {
		apply(c->s);
		settings_path(&path);
		call_say(c,
		    "%s is set until you leave; to keep it, write it in "
		    "%s",
		    name, path.data ? path.data : "tcpchat.conf");
	}
	buf_free(&err);
	buf_free(&path);
}
