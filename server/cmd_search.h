/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_SEARCH_H
#define SERVER_CMD_SEARCH_H

#include "server/command.h"

/*
 * SEARCH (soju.im/search): messages and notices of the channels that the asker
 * may read and of the asker's own talks, as a batch in the order of time: the
 * last ones before `before` (now), or with `after` the first ones from then
 * on; at most `limit` (100), and fewer where they are long. What is absent and
 * what may not be read is answered alike: by nothing found. Where not all could
 * be looked through in the time there is, NOTE SEARCH INCOMPLETE stands
 * before it.
 */
void cmd_search(struct server *srv, struct session *s, const struct irc_msg *m);

#endif
