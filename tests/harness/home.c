/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/harness/home.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/harness/child.h"

const char *
home_client(void)
{
	static char path[512];
	const char *build = getenv("builddir");

	if (getenv("CLIENT"))
		return getenv("CLIENT");
	snprintf(path, sizeof(path), "%s/tcpchat", build ? build : ".");
	return path;
}

void
home_make(struct home *h, const char *name, const char *conf)
{
	static const char *const vars[HOME_VARS] = {
	    "HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_STATE_HOME"};
	static const char *const dirs[HOME_VARS] = {
	    "", "/run", "/config", "/state"};
	char path[160];

	snprintf(path, sizeof(path), "%s/%s", test_dir(), name);
	if (mkdir(path, 0700) < 0 && errno != EEXIST)
		give_up("%s: %s", path, strerror(errno));
	for (size_t i = 0; i < HOME_VARS; i++)
		snprintf(h->vars[i], sizeof(h->vars[i]), "%s=%s%s", vars[i],
		    path, dirs[i]);
	snprintf(path, sizeof(path), "%s/client.conf", name);
	test_file(path, conf ? conf : "");
	snprintf(h->conf, sizeof(h->conf), "%s/%s", test_dir(), path);
}
