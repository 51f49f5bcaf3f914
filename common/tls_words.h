/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_TLS_WORDS_H
#define COMMON_TLS_WORDS_H

enum { TLS_WORDS_MAX = 160 };

/* What went wrong with TLS, as the end of a sentence. None of it are a peer's
 * own words. */
void tls_words(char out[TLS_WORDS_MAX], const char *text);
/* of OpenSSL's oldest error, which stays */
void tls_words_openssl(char out[TLS_WORDS_MAX]);
void tls_words_system(char out[TLS_WORDS_MAX], int error); /* an errno */

#endif
