/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STORE_JSON_H
#define SERVER_STORE_JSON_H

/*
 * Rows of history.db as JSON (RFC 8259), made by SQLite itself: expressions
 * for a SELECT. What is NULL has no key. tcpchat-server(8), EXPORT AND IMPORT,
 * says what each key is; import_json.c reads them.
 */

/* Milliseconds since 1970 as ISO 8601: "2026-11-21T02:20:03.123Z". */
#define STORE_JSON_TIME(ms)                                                 \
	"printf('%s.%03dZ', strftime('%Y-%m-%dT%H:%M:%S', (" ms ") / 1000," \
	" 'unixepoch'), (" ms ") % 1000)"

/* A row of events. */
#define STORE_JSON_EVENT                                                     \
	"json_patch('{}', json_object('id', events.msgid,"                   \
	" 'time', " STORE_JSON_TIME(                                         \
	    "events.time_ms") ","                                            \
			      " 'kind', events.kind,"                        \
			      " 'channel', (SELECT name FROM channels"       \
			      "  WHERE channels.id = events.channel),"       \
			      " 'nick', events.nick, 'user', events.user,"   \
			      " 'host', events.host, 'account', "            \
			      "events.account,"                              \
			      " 'realname', events.realname,"                \
			      " 'bot', iif(events.bot, json('true'), NULL)," \
			      " 'status', events.status, 'target', "         \
			      "events.target,"                               \
			      " 'arg', events.arg, 'body', events.body,"     \
			      " 'tags', events.tags))"

/* Rows of a table of a channel's, in their order, as an array; none: NULL. */
#define STORE_JSON_ROWS(object, table, order)                          \
	"(SELECT json(nullif(json_group_array(json(one)), '[]')) FROM" \
	" (SELECT json_object(" object ") AS one FROM " table          \
	" WHERE channel = channels.id ORDER BY " order "))"

/* A row of channels, with its lists, rights and former names. */
#define STORE_JSON_CHANNEL                                                                                                         \
	"json_patch('{}', json_object('kind', 'channel', 'channel', name,"                                                         \
	" 'registered', iif(ifnull(registered_ms, 0) = 0, "                                                                        \
	"NULL, " STORE_JSON_TIME(                                                                                                  \
	    "registered_ms") "),"                                                                                                  \
			     " 'created', " STORE_JSON_TIME(                                                                       \
				 "created_ms") ", 'modes', modes,"                                                                 \
					       " 'key', key, 'limit', "                                                            \
					       "nullif(member_limit, 0),"                                                          \
					       " 'forward', forward, "                                                             \
					       "'joins', joins, 'history', "                                                       \
					       "history,"                                                                          \
					       " 'topic', topic, 'topic_by', "                                                     \
					       "topic_by,"                                                                         \
					       " 'topic_time', iif(topic IS "                                                      \
					       "NULL, "                                                                            \
					       "NULL, " STORE_JSON_TIME(                                                           \
						   "topic_ms") "),"                                                                \
							       " 'masks',"                                                         \
							       " " STORE_JSON_ROWS(                                                \
								   "'list', "                                                      \
								   "list, "                                                        \
								   "'mask', "                                                      \
								   "mask,"                                                         \
								   " 'by', "                                                       \
								   "set_by, "                                                      \
								   "'time',"                                                       \
								   " " STORE_JSON_TIME(                                            \
								       "time_"                                                     \
								       "ms"),                                                      \
								   "channel_"                                                      \
								   "masks",                                                        \
								   "channel_"                                                      \
								   "masks."                                                        \
								   "rowid") ","                                                    \
									    " '"                                                   \
									    "rights'"                                              \
									    ","                                                    \
									    " " STORE_JSON_ROWS(                                   \
										"'ac"                                              \
										"cou"                                              \
										"nt'"                                              \
										", "                                               \
										"acc"                                              \
										"oun"                                              \
										"t, "                                              \
										"'mo"                                              \
										"des"                                              \
										"', "                                              \
										"mod"                                              \
										"es",                                              \
										"cha"                                              \
										"nne"                                              \
										"l_"                                               \
										"rig"                                              \
										"ht"                                               \
										"s",                                               \
										"cha"                                              \
										"nne"                                              \
										"l_"                                               \
										"rig"                                              \
										"hts"                                              \
										".ro"                                              \
										"wi"                                               \
										"d") ","                                           \
										     " 'formers', " STORE_JSON_ROWS(               \
											 "'name', name, 'time', " STORE_JSON_TIME( \
											     "time_ms"),                           \
											 "channel_formers",                        \
											 "time_ms, name") "))"

#endif
