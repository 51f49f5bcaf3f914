/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/confine_files.h"

#include <stdint.h>

#ifdef HAVE_LINUX_LANDLOCK_H

#include <fcntl.h>
#include <linux/landlock.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Of kernels that are newer than the system's headers. */
enum {
	ABI_REFER = 2,
	ABI_TRUNCATE = 3,
	ABI_SCOPE = 6,
	ACCESS_REFER = 1 << 13,
	ACCESS_TRUNCATE = 1 << 14,
	SCOPE_SIGNAL = 1 << 1
};

struct ruleset {
	uint64_t files, network, scoped;
};

#define READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define MAKE                                                                \
	(LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR |        \
	    LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_REMOVE_FILE | \
	    LANDLOCK_ACCESS_FS_REMOVE_DIR)
#define NEVER                                                              \
	(LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR |       \
	    LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | \
	    LANDLOCK_ACCESS_FS_MAKE_SYM)
#define WRITE     (LANDLOCK_ACCESS_FS_WRITE_FILE | ACCESS_TRUNCATE)
#define OF_A_FILE (LANDLOCK_ACCESS_FS_READ_FILE | WRITE)

/* What can be allowed or not, by the version of the interface. */
static uint64_t
known(long abi)
{
	uint64_t all = READ | MAKE | NEVER | LANDLOCK_ACCESS_FS_WRITE_FILE;

	if (abi >= ABI_REFER)
		all |= ACCESS_REFER;
	if (abi >= ABI_TRUNCATE)
		all |= ACCESS_TRUNCATE;
	return all;
}

static void
allow(int rules, const char *path, uint64_t access)
{
	struct landlock_path_beneath_attr beneath = {.allowed_access = access};
	struct stat st;

	beneath.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (beneath.parent_fd < 0)
		return;
	if (fstat(beneath.parent_fd, &st) == 0 && !S_ISDIR(st.st_mode))
		beneath.allowed_access &= OF_A_FILE;
	(void)syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH,
	    &beneath, 0);
	close(beneath.parent_fd);
}

static int
restrict_to(
    int rules, const char *const *read, const char *const *write, uint64_t all)
{
	for (const char *const *p = read; *p; p++)
		allow(rules, *p, READ);
	for (const char *const *p = write; *p; p++)
		allow(rules, *p, all & ~(uint64_t)NEVER);
	return (int)syscall(SYS_landlock_restrict_self, rules, 0);
}

int
confine_files(const char *const *read, const char *const *write)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);
	struct ruleset r = {0};
	int rules, result;

	if (abi < 1)
		return -1;
	r.files = known(abi);
	r.scoped = abi >= ABI_SCOPE ? SCOPE_SIGNAL : 0;
	/* an older kernel takes no fields that it does not know */
	rules = (int)syscall(SYS_landlock_create_ruleset, &r,
	    abi >= ABI_SCOPE ? sizeof(r) : sizeof(r.files), 0);
	if (rules < 0)
		return -1;
	result = restrict_to(rules, read, write, r.files);
	close(rules);
	return result;
}

#else

int
confine_files(const char *const *read, const char *const *write)
{
	(void)read;
	(void)write;
	return -1;
}

#endif
