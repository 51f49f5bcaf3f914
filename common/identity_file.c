/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/file.h"
#include "common/identity.h"
#include "common/identity_parts.h"
#include "common/tls_words.h"

enum { CHAIN_MAX = 16, PEM_MAX = 256 * 1024 };

void
identity_words(struct buf *err, const char *what)
{
	char why[TLS_WORDS_MAX];

	tls_words_openssl(why);
	buf_addf(err, "%s: %s", what, why);
	ERR_clear_error();
}

/* Nobody is asked on a terminal that may not be there. */
static int
no_passphrase(char *out, int len, int writing, void *asked)
{
	(void)out;
	(void)len;
	(void)writing;
	*(bool *)asked = true;
	return -1;
}

/* NULL with err. */
static BIO *
open_pem(const char *path, bool private, struct buf *err)
{
	struct buf text = {0};
	BIO *bio = NULL;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0) {
		buf_addf(err, "%s: %s", path, strerror(errno));
		return NULL;
	}
	/* others who can read the key can be the server */
	if (private && file_private(fd, path, err) < 0) {
		close(fd);
		errno = EPERM;
		return NULL;
	}
	if (file_read(fd, &text, PEM_MAX) < 0)
		buf_addf(err, "%s: %s", path, strerror(errno));
	else if ((bio = BIO_new(BIO_s_secmem())))
		BIO_write(bio, text.data ? text.data : "", (int)text.len);
	buf_wipe(&text);
	close(fd);
	return bio;
}

static int
read_certificates(
    struct identity *id, BIO *bio, const char *path, struct buf *err)
{
	X509 *x;

	id->certificate = PEM_read_bio_X509_AUX(bio, NULL, NULL, NULL);
	if (!id->certificate) {
		ERR_clear_error();
		buf_addf(err, "%s: no certificate in it (PEM)", path);
		return -1;
	}
	id->chain = sk_X509_new_null();
	for (int i = 0; i < CHAIN_MAX && id->chain; i++) {
		x = PEM_read_bio_X509(bio, NULL, NULL, NULL);
		if (!x)
			break;
		if (!sk_X509_push(id->chain, x))
			X509_free(x);
	}
	ERR_clear_error();
	return 0;
}

static int
read_key(struct identity *id, BIO *bio, const char *path, struct buf *err)
{
	bool asked = false;

	id->key = PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, &asked);
	ERR_clear_error();
	if (id->key)
		return 0;
	if (asked)
		buf_addf(err,
		    "%s: the key has a passphrase, which nobody is there to "
		    "type; take it off (openssl pkey -in FILE -out FILE)",
		    path);
	else
		buf_addf(err, "%s: no private key in it (PEM)", path);
	return -1;
}

static int
check_pair(const struct identity *id, const char *certificate_path,
    const char *key_path, struct buf *err)
{
	if (X509_check_private_key(id->certificate, id->key) == 1)
		return 0;
	ERR_clear_error();
	buf_addf(err, "%s: the key does not fit the certificate in %s",
	    key_path, certificate_path);
	return -1;
}

static int
load_certificates(struct identity *id, const char *path, struct buf *err)
{
	BIO *bio = open_pem(path, false, err);
	int result = bio ? read_certificates(id, bio, path, err) : -1;

	BIO_free(bio);
	return result;
}

static int
load_key(struct identity *id, const char *path, struct buf *err)
{
	BIO *bio = open_pem(path, true, err);
	int result = bio ? read_key(id, bio, path, err) : -1;

	BIO_free(bio);
	return result;
}

struct identity *
identity_load(
    const char *certificate_path, const char *key_path, struct buf *err)
{
	struct identity *id = identity_new();

	if (load_certificates(id, certificate_path, err) == 0 &&
	    load_key(id, key_path, err) == 0 &&
	    check_pair(id, certificate_path, key_path, err) == 0)
		return id;
	identity_free(id);
	return NULL;
}

struct identity *
identity_load_key(const char *key_path, struct buf *err)
{
	struct identity *id = identity_new();
	bool missing;

	if (load_key(id, key_path, err) == 0)
		return id;
	/* what OpenSSL leaves in errno is of files of its own */
	missing = access(key_path, F_OK) < 0 && errno == ENOENT;
	identity_free(id);
	errno = missing ? ENOENT : EINVAL;
	return NULL;
}

static int
write_certificates(const struct identity *id, BIO *bio)
{
	int above = id->chain ? sk_X509_num(id->chain) : 0;

	for (int i = -1; i < above; i++) {
		X509 *x = i < 0 ? id->certificate : sk_X509_value(id->chain, i);

		if (!PEM_write_bio_X509(bio, x))
			return 0;
	}
	return 1;
}

static int
write_key(const struct identity *id, BIO *bio)
{
	return PEM_write_bio_PKCS8PrivateKey(
	    bio, id->key, NULL, NULL, 0, NULL, NULL);
}

static int
save(const struct identity *id, const char *path, bool certificates, bool key,
    struct buf *err)
{
	BIO *bio = BIO_new(BIO_s_secmem());
	char *data = NULL;
	long len;
	int result = -1;

	if (!bio || (certificates && !write_certificates(id, bio)) ||
	    (key && !write_key(id, bio))) {
		identity_words(err, path);
	} else {
		len = BIO_get_mem_data(bio, &data);
		result = file_replace(path, data, (size_t)len, 0600);
		if (result < 0)
			buf_addf(err, "%s: %s", path, strerror(errno));
	}
	BIO_free(bio);
	return result;
}

int
identity_save(const struct identity *id, const char *certificate_path,
    const char *key_path, struct buf *err)
{
	if (!strcmp(certificate_path, key_path))
		return save(id, key_path, true, true, err);
	if (save(id, key_path, false, true, err) < 0)
		return -1;
	return save(id, certificate_path, true, false, err);
}
