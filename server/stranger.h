/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STRANGER_H
#define SERVER_STRANGER_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What somebody speaks who came to the wrong port, told by the first line. Any
 * page can make a browser send what it likes below that line, to a port of the
 * machine that the browser runs on too: so nothing of it may be taken.
 */
enum stranger {
	STRANGER_LATER, /* the line is not whole, which may yet tell */
	STRANGER_NONE,
	STRANGER_HTTP, /* or what has its form: RTSP, SIP */
	STRANGER_IRC,
	STRANGER_OTHER /* no person, and none of these */
};

/* What was read first, without CRs and NULs; `whole` where no more of a first
 * line comes, which may have been too long. */
enum stranger stranger_look(const char *data, size_t len, bool whole);

#endif
