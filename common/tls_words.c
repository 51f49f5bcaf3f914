/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/tls_words.h"

#include <ctype.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <string.h>

/* What OpenSSL's reasons mean to people; the rest in its own words. */
static const char *
reason_text(unsigned long code)
{
	switch (ERR_GET_REASON(code)) {
	case SSL_R_NO_SHARED_CIPHER:
		return "no cipher that both sides know";
	case SSL_R_UNSUPPORTED_PROTOCOL:
	case SSL_R_NO_PROTOCOLS_AVAILABLE:
	case SSL_R_UNKNOWN_PROTOCOL:
	case SSL_R_VERSION_TOO_LOW:
		return "no TLS version that both sides know (1.2 or later is "
		       "needed)";
	case SSL_R_NO_APPLICATION_PROTOCOL:
		return "the other side wants another protocol than irc (ALPN)";
	case SSL_R_WRONG_VERSION_NUMBER:
	case SSL_R_BAD_RECORD_TYPE:
	case SSL_R_PACKET_LENGTH_TOO_LONG:
	case SSL_R_ENCRYPTED_LENGTH_TOO_LONG:
	case SSL_R_DATA_LENGTH_TOO_LONG:
		return "the other side sent what is no TLS";
	default:
		return ERR_reason_error_string(code);
	}
}

void
tls_words_openssl(char out[TLS_WORDS_MAX])
{
	unsigned long code = ERR_peek_error();
	int alert = ERR_GET_REASON(code) - SSL_AD_REASON_OFFSET;
	const char *text;

	if (ERR_GET_LIB(code) == ERR_LIB_SSL && alert > 0 && alert < 256) {
		snprintf(out, TLS_WORDS_MAX, "the other side refused: %s",
		    SSL_alert_desc_string_long(alert));
		return;
	}
	text = reason_text(code);
	tls_words(out, text ? text : "TLS has failed");
}

void
tls_words_system(char out[TLS_WORDS_MAX], int error)
{
	const char *text = strerror(error);

	snprintf(out, TLS_WORDS_MAX, "%c%s", tolower((unsigned char)*text),
	    text + 1);
}

void
tls_words(char out[TLS_WORDS_MAX], const char *text)
{
	snprintf(out, TLS_WORDS_MAX, "%s", text);
}
