/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_HARNESS_HOME_H
#define TESTS_HARNESS_HOME_H

enum { HOME_VARS = 4 };

/* A home for the real client, so that nobody's configuration matters. */
struct home {
	char vars[HOME_VARS][200]; /* for its environment */
	char conf[200];            /* the path of its configuration */
};

/* In the test's folder, by that name; conf is the text, or NULL. */
void home_make(struct home *h, const char *name, const char *conf);
/* The real client's path; until the next call. */
const char *home_client(void);

#endif
