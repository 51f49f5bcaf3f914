/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_SCENE_H
#define TESTS_UNIT_SCENE_H

#include "server/server.h"

/*
 * A server without sockets: what sessions would be sent waits in their
 * output, and the tests read it there. Keeps nothing unless scene_keep.
 */
struct scene {
	struct server srv;
	struct settings settings;
	struct buf output;
	char dir[64]; /* "" without a store */
};

void scene_begin(struct scene *sc);
void scene_end(struct scene *sc); /* ends all sessions and users */

/* A folder of its own with the SQLite store in it, loaded. */
void scene_keep(struct scene *sc);
/* The same again as after a kill: nothing is closed in order. */
void scene_reopen(struct scene *sc);

/* A registered user with one session; username nick, host "host". */
struct session *scene_user(
    struct scene *sc, const char *nick, const char *account, uint64_t caps);
/* One more session of a user. */
struct session *scene_device(
    struct scene *sc, struct session *first, uint64_t caps);

void scene_join(struct scene *sc, struct session *s, const char *channel);
void scene_part(struct scene *sc, struct session *s, const char *channel);
void scene_say(
    struct scene *sc, struct session *s, const char *target, const char *body);
/* One mode change of a channel, by a session or the server (NULL). */
void scene_mode(struct scene *sc, struct session *s, const char *channel,
    bool add, char letter, const char *param);
void scene_quit(struct scene *sc, struct session *s);

/* What the session missed in a channel, to the end. */
void scene_replay(struct scene *sc, struct session *s, const char *channel);

/* What the session was sent since the last call; borrowed until then. */
const char *scene_output(struct scene *sc, struct session *s);
/* That it is this and nothing else. */
void scene_expect(struct scene *sc, struct session *s, const char *wanted);
/* How often `what` stands in a text. */
size_t scene_count(const char *text, const char *what);

#endif
