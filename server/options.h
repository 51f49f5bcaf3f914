/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_OPTIONS_H
#define SERVER_OPTIONS_H

#include <stdbool.h>

#include "common/conf.h"

/* The command line of tcpchat-server(8). Strings are borrowed from argv. */
struct options {
	const char *settings; /* NULL: none was named */
	const char *state;    /* NULL: the default */
	const char *user;     /* to become; NULL: as the settings say */
	struct conf_list listen;
	const char *backup; /* NULL: none is made */
	bool test;
	bool verbose;
	const char *export_to;  /* "-": standard output; NULL: not asked */
	struct conf_list files; /* to import; "-": standard input */
	const char *channel; /* of these two; NULL: all, or as the file says */
	const char *account; /* of --export; NULL: all */
	/* of --import; NULL: see import.h */
	const char *format, *nick, *date, *timezone, *owner;
	bool invite;
	const char *uses, *duration; /* of --invite; NULL: as it is usual */
};

enum { OPTIONS_GO = -1 };

/* OPTIONS_GO, or the status to exit with: what there was to say is said. */
int options_parse(struct options *o, int argc, char **argv);
void options_free(struct options *o);

#endif
