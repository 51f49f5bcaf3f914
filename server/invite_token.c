/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/invite_token.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base64.h"
#include "common/file.h"

/* until, uses, id, and the signature of these. */
enum {
	UNTIL_LEN = 5, /* seconds */
	USES_LEN = 2,
	ID_LEN = 10,
	SIGNED_LEN = UNTIL_LEN + USES_LEN + ID_LEN,
	SIGNATURE_LEN = 16,
	TOKEN_BYTES = SIGNED_LEN + SIGNATURE_LEN,
	MS = 1000
};

static void
put_number(uint8_t *out, size_t len, uint64_t n)
{
	while (len > 0) {
		out[--len] = (uint8_t)n;
		n >>= 8;
	}
}

static uint64_t
get_number(const uint8_t *in, size_t len)
{
	uint64_t n = 0;

	for (size_t i = 0; i < len; i++)
		n = n << 8 | in[i];
	return n;
}

static bool
sign(uint8_t out[EVP_MAX_MD_SIZE], const struct invite_key *key,
    const uint8_t *bytes)
{
	return HMAC(EVP_sha256(), key->bytes, sizeof(key->bytes), bytes,
		   SIGNED_LEN, out, NULL) != NULL;
}

int
invite_token_make(struct buf *out, const struct invite_key *key, unsigned uses,
    int64_t until_ms)
{
	uint8_t bytes[TOKEN_BYTES], signature[EVP_MAX_MD_SIZE];

	put_number(bytes, UNTIL_LEN, (uint64_t)(until_ms / MS));
	put_number(bytes + UNTIL_LEN, USES_LEN, uses);
	if (RAND_bytes(bytes + UNTIL_LEN + USES_LEN, ID_LEN) != 1 ||
	    !sign(signature, key, bytes))
		return -1;
	memcpy(bytes + SIGNED_LEN, signature, SIGNATURE_LEN);
	base64_add(out, bytes, sizeof(bytes));
	return 0;
}

bool
invite_token_read(
    struct invite *i, const struct invite_key *key, const char *token)
{
	uint8_t bytes[TOKEN_BYTES], signature[EVP_MAX_MD_SIZE];
	struct buf id = {0};

	if (!key->known ||
	    base64_decode(bytes, sizeof(bytes), token, strlen(token)) !=
		TOKEN_BYTES ||
	    !sign(signature, key, bytes) ||
	    CRYPTO_memcmp(signature, bytes + SIGNED_LEN, SIGNATURE_LEN) != 0)
		return false;
	i->until_ms = (int64_t)get_number(bytes, UNTIL_LEN) * MS;
	i->uses = (unsigned)get_number(bytes + UNTIL_LEN, USES_LEN);
	base64_add(&id, bytes + UNTIL_LEN + USES_LEN, ID_LEN);
	snprintf(i->id, sizeof(i->id), "%s", id.data);
	buf_free(&id);
	return true;
}

/* The folder's owner is who serves, which need not be who invites. */
static int
write_key(int fd, const char *dir, const struct invite_key *key)
{
	struct stat st;

	if (stat(dir, &st) < 0 ||
	    (geteuid() == 0 && fchown(fd, st.st_uid, st.st_gid) < 0))
		return -1;
	return file_write(fd, key->bytes, sizeof(key->bytes));
}

/* Whole or not at all; where two make one at once, the first one's stays. */
static int
make_key(struct invite_key *key, const char *dir, const char *path)
{
	struct buf beside = {0};
	int fd, result = -1, saved;

	buf_addf(&beside, "%s.%ld", path, (long)getpid());
	if (RAND_bytes(key->bytes, sizeof(key->bytes)) != 1) {
		errno = EIO;
		buf_free(&beside);
		return -1;
	}
	fd = open(beside.data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd >= 0 && write_key(fd, dir, key) == 0 &&
	    (link(beside.data, path) == 0 || errno == EEXIST))
		result = 0;
	saved = errno;
	if (fd >= 0) {
		close(fd);
		unlink(beside.data);
	}
	buf_free(&beside);
	errno = saved;
	return result;
}

static int
read_key(struct invite_key *key, int fd, const char *path, struct buf *err)
{
	struct buf bytes = {0};
	int result;

	/* who can read the key can invite */
	if (file_private(fd, path, err) < 0)
		return -1;
	result = file_read(fd, &bytes, INVITE_KEY_LEN);
	if (result < 0 && errno != EFBIG) {
		buf_addf(err, "%s: %s", path, strerror(errno));
	} else if (result < 0 || bytes.len != INVITE_KEY_LEN) {
		buf_addf(err,
		    "%s: not a key; remove it, and a new one is made (then "
		    "no invitation of before counts)",
		    path);
	} else {
		memcpy(key->bytes, bytes.data, INVITE_KEY_LEN);
		key->known = true;
	}
	buf_wipe(&bytes);
	return key->known ? 0 : -1;
}

static int
open_key(const char *path)
{
	return open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
}

int
invite_key_open(struct invite_key *key, const char *dir, struct buf *err)
{
	struct buf path = {0};
	int fd, result = -1;

	buf_addf(&path, "%s/invite.key", dir);
	fd = open_key(path.data);
	if (fd < 0 && errno == ENOENT && make_key(key, dir, path.data) == 0)
		fd = open_key(path.data);
	if (fd < 0)
		buf_addf(err, "%s: %s", path.data, strerror(errno));
	else
		result = read_key(key, fd, path.data, err);
	if (fd >= 0)
		close(fd);
	buf_free(&path);
	return result;
}
