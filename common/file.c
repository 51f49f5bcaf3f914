/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int
file_write(int fd, const void *data, size_t len)
{
	const char *s = data;
	ssize_t n;

	while (len > 0) {
		n = write(fd, s, len);
		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0) {
			s += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

int
file_read(int fd, struct buf *out, size_t max)
{
	size_t before = out->len;
	char chunk[4096];
	ssize_t n;

	while ((n = read(fd, chunk, sizeof(chunk))) != 0) {
		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0 && out->len - before + (size_t)n > max) {
			errno = EFBIG;
			return -1;
		}
		buf_add(out, chunk, n > 0 ? (size_t)n : 0);
	}
	return 0;
}

int
file_private(int fd, const char *path, struct buf *err)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		buf_addf(err, "%s: %s", path, strerror(errno));
	else if (!S_ISREG(st.st_mode))
		buf_addf(err, "%s: no regular file", path);
	else if (st.st_mode & 077)
		buf_addf(err,
		    "%s: others may read the key in it (mode %04o); this "
		    "repairs it: chmod 600 %s",
		    path, (unsigned)st.st_mode & 07777, path);
	else
		return 0;
	return -1;
}

/* A rename is on the disk when its folder is. Not every file system can do
 * that, and the file is there all the same. */
static void
sync_folder(const char *path)
{
	struct buf folder = {0};
	const char *end = strrchr(path, '/');
	int fd;

	if (end)
		buf_add(&folder, path, (size_t)(end - path) + 1);
	fd = open(end ? folder.data : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		(void)fsync(fd);
		close(fd);
	}
	buf_free(&folder);
}

static int
write_beside(const char *beside, const void *data, size_t len, mode_t mode)
{
	int fd, result;

	/* left by one that did not live to rename it */
	if (unlink(beside) < 0 && errno != ENOENT)
		return -1;
	fd = open(
	    beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
	if (fd < 0)
		return -1;
	result = file_write(fd, data, len);
	if (result == 0)
		result = fsync(fd);
	return close(fd) < 0 ? -1 : result;
}

int
file_replace(const char *path, const void *data, size_t len, mode_t mode)
{
	struct buf beside = {0};
	int result, error;

	buf_addf(&beside, "%s.new", path);
	result = write_beside(beside.data, data, len, mode);
	if (result == 0)
		result = rename(beside.data, path);
	error = errno;
	if (result < 0)
		(void)unlink(beside.data);
	else
		sync_folder(path);
	buf_free(&beside);
	errno = error;
	return result;
}

int
file_make_dirs(char *path)
{
	for (char *p = path + 1; (p = strchr(p, '/')); p++) {
		int rc;

		*p = '\0';
		rc = mkdir(path, 0700);
		*p = '/';
		if (rc < 0 && errno != EEXIST)
			return -1;
	}
	return mkdir(path, 0700) < 0 && errno != EEXIST ? -1 : 0;
}
