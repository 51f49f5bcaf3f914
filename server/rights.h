/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_RIGHTS_H
#define SERVER_RIGHTS_H

#include <stdbool.h>

#include "server/world.h"

/*
 * The two questions that every path asks. asker may be NULL (not
 * registered: sees what a stranger sees).
 */

/* May asker know that the channel is there, its topic and its members? */
bool can_see(const struct user *asker, const struct channel *c);
/* May asker see that this user is a member of it (WHO, NAMES, WHOIS, and what
 * tells of coming, going and changes)? In an auditorium (u) those without a
 * rank see, and are seen by, those with one only. */
bool can_see_member(const struct user *asker, const struct member *m);
/* The same between two members of one channel; seer may be NULL. */
bool can_see_fellow(const struct member *seer, const struct member *m);
/* Would they see somebody without a rank come in? */
bool can_see_newcomer(const struct member *seer);
/* Does a mask (WHO 0, NAMES) show this user to asker (+i)? */
bool can_see_user(const struct user *asker, const struct user *u);

/* May asker be told what a channel is called now, who knows what it was
 * called before? Of a secret one, who may come in at any time may. */
bool can_follow(const struct user *asker, const struct channel *c);

/* May asker read what the channel says about itself? Who is in it may; others
 * where they could come in as they are, and see it. */
bool can_look(const struct user *asker, const struct channel *c);

/* May asker be told what is registered of it (access.h)? Who sees it may, and
 * operators, whoever stands in its list, and the one it is offered to. */
bool can_know(const struct user *asker, const struct channel *c);
/* May they see the list: who stands in it, and operators. */
bool can_list(const struct user *asker, const struct channel *c);
/* May they register it? Its founder may, who is in it. */
bool can_register(const struct user *u, const struct channel *c);
/* May they give the rank `after` to an account that has `before` (0: none)?
 * Both must be below their own, which is halfop at least. What is one's own
 * may be given up, but by the founder. */
bool can_grant(const struct user *u, const struct channel *c,
    const char *account, unsigned after);

enum act {
	ACT_JOIN,  /* argument: the key given, or NULL. An invitation, a mask
		    * of I and an account that is halfop or more for good
		    * pass i and R, and, but for the mask, j; nothing passes
		    * a key, a ban (but e) or the limit, but the founder of
		    * a registered channel. */
	ACT_SPEAK, /* message, notice, tagmsg; a ban silences members too.
		    * argument: the text, or NULL */
	ACT_TOPIC, /* a topic is something said, too */
	ACT_KICK,  /* argument: whom, or NULL: anybody at all */
	ACT_INVITE,
	ACT_MODE,    /* change modes or lists at all; can_set says which */
	ACT_FORWARD, /* let another channel forward to this one */
	ACT_READ,    /* history */
	ACT_RENAME,  /* of one that is registered: the founder */
	ACT_REDACT,  /* what others said; one's own is no question of rank */
	ACT_KNOCK,   /* ask to be let in: where one may not simply come */
	ACT_METADATA /* change it */
};

/*
 * What stands in the way, as the numeric that says so; 0: nothing.
 * 403 not there (or not to be known), 442 not in it, 482 no op, 404 cannot
 * speak, 471 full, 473 invite only, 474 banned, 475 key, 477 no account, 480
 * too many came in; of ACT_KNOCK
 * 713 nothing to knock for, 714 in it.
 * A channel of NULL is one that is not there: anybody may make it by joining.
 */
int can_act(const struct user *u, enum act act, const struct channel *c,
    const char *argument);

/* May they send it to that person (user modes R and T)? text may be NULL. 477
 * no account, 492 no CTCP. Whom one has written to may answer. */
int can_message(
    const struct user *from, const struct user *to, const char *text);

/* The channel that keeps somebody's nick and real name as they are, or NULL:
 * one that they are in, and are silenced in by a ban. A mask would not mean
 * them any more, and others there would read what they may not say. */
const struct channel *keeps_name(const struct user *u);

/*
 * The same for one change of a mode. Each mode needs a rank (modes.h); a
 * founder may be made by operators too where there is none. Nobody takes a
 * prefix from, or kicks, somebody above them; equals do so among founders
 * and among operators, not among admins and halfops. One's own may be
 * dropped always. Of a registered channel q is not for MODE.
 */
int can_set(const struct user *u, const struct channel *c,
    const struct mode_step *step);

/* Whether a list of the channel holds a mask that matches the user (mask.h),
 * mutes left out. */
bool channel_matches(const struct channel *c, char list, const struct user *u);

#endif
