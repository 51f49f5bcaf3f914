/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/search_grams.h"

#include <string.h>
#include <utf8proc.h>

#include "common/utf8.h"

enum { LABEL = '\1', TEXT = '\2', QUERY_MOST = 8 };

/* Scripts that write without spaces, or one sign for a syllable. */
static bool
is_dense_script(int c)
{
	return (c >= 0x0e00 && c <= 0x0fff) || /* Thai, Lao, Tibetan */
	    (c >= 0x1000 && c <= 0x109f) ||    /* Myanmar */
	    (c >= 0x1780 && c <= 0x17ff) ||    /* Khmer */
	    (c >= 0x2e80 && c <= 0xa4cf) ||    /* CJK, kana, Yi */
	    (c >= 0xac00 && c <= 0xd7ff) ||    /* Hangul */
	    (c >= 0xf900 && c <= 0xfaff) || c >= 0x1b000;
}

static bool
is_letter(int c)
{
	utf8proc_category_t k = utf8proc_category(c);

	return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_NO;
}

static enum gram_class
class_of(int c)
{
	if (c == ' ')
		return GRAM_SPACE;
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
		return GRAM_LETTER;
	if (c >= 0 && c < 0x80)
		return GRAM_MARK;
	if (c < 0 || is_dense_script(c) || !is_letter(c))
		return GRAM_DENSE;
	return GRAM_LETTER;
}

enum gram_class
gram_class(const char *s, size_t len, size_t *bytes)
{
	int c;

	*bytes = 0;
	if (len == 0)
		return GRAM_SPACE;
	*bytes = utf8_next(s, len, &c);
	return class_of(c);
}

enum gram_class
gram_class_before(const char *s, size_t at)
{
	size_t start = at, bytes;

	while (start > 0 && ((unsigned char)s[--start] & 0xc0) == 0x80)
		;
	return gram_class(s + start, at - start, &bytes);
}

/* Three characters from here, as far as there are. */
struct window {
	enum gram_class class[3];
	size_t end[3]; /* bytes of the first one, two, three */
};

static void
look(struct window *w, const char *s, size_t len)
{
	size_t at = 0, bytes;

	for (int i = 0; i < 3; i++) {
		w->class[i] = gram_class(s + at, len - at, &bytes);
		at += bytes;
		w->end[i] = at;
	}
}

bool
gram_is_word(const char *piece, size_t len)
{
	struct window w;

	look(&w, piece, len);
	return len > 0 && w.end[1] == len && w.class[0] == GRAM_LETTER &&
	    (w.end[0] == len || w.class[1] == GRAM_LETTER);
}

void
gram_quote(struct buf *query, const char *word, size_t len)
{
	buf_addc(query, '"');
	for (size_t i = 0; i < len; i++) {
		if (word[i] == '"')
			buf_addc(query, '"');
		buf_addc(query, word[i]);
	}
	buf_addc(query, '"');
}

static void
require(struct buf *query, const char *gram, size_t len)
{
	buf_adds(query, query->len ? " AND " : "");
	gram_quote(query, gram, len);
}

/* How many characters there are. */
static size_t
count(const char *s, size_t len)
{
	size_t n = 0, bytes;

	for (; len > 0; n++, s += bytes, len -= bytes)
		gram_class(s, len, &bytes);
	return n;
}

/* Where there are many, some that lie apart say as much. */
static void
require_three(struct buf *query, const char *s, size_t len)
{
	size_t n = count(s, len) - 2, step = (n + QUERY_MOST - 1) / QUERY_MOST;
	struct window w;

	for (size_t i = 0; i < n; i++) {
		look(&w, s, len);
		if (i % step == 0)
			require(query, s, w.end[2]);
		s += w.end[0];
		len -= w.end[0];
	}
}

void
gram_query(struct buf *query, const char *piece, size_t len)
{
	size_t n = count(piece, len), bytes;

	if (n > 2)
		require_three(query, piece, len);
	else if (n == 2 ||
	    (n == 1 && gram_class(piece, len, &bytes) != GRAM_MARK))
		require(query, piece, len);
}

struct output {
	int (*token)(void *context, int flags, const char *token, int len,
	    int start, int end);
	void *context;
	const char *text;
};

static int
put(const struct output *o, const char *s, size_t len)
{
	int start = (int)(s - o->text);

	return o->token(o->context, 0, s, (int)len, start, start + (int)len);
}

/* How many characters the word has that begins here, if one or two. */
static int
short_word(const struct window *w, enum gram_class before)
{
	if (before == GRAM_LETTER || w->class[0] != GRAM_LETTER)
		return 0;
	if (w->class[1] != GRAM_LETTER)
		return 1;
	return w->class[2] != GRAM_LETTER ? 2 : 0;
}

static int
put_short(const struct output *o, const char *s, const struct window *w,
    enum gram_class before)
{
	bool two = w->class[1] != GRAM_SPACE &&
	    (w->class[0] != GRAM_LETTER || w->class[1] != GRAM_LETTER);
	int word = short_word(w, before), result = SQLITE_OK;

	if (word)
		result = put(o, s, w->end[word - 1]);
	else if (w->class[0] == GRAM_DENSE)
		result = put(o, s, w->end[0]);
	if (!result && two)
		result = put(o, s, w->end[1]);
	return result;
}

static int
put_text(const struct output *o, const char *s, size_t len)
{
	enum gram_class before = GRAM_SPACE;
	int result = SQLITE_OK;
	struct window w;

	while (len > 0 && !result) {
		look(&w, s, len);
		if (w.class[0] != GRAM_SPACE)
			result = put_short(o, s, &w, before);
		if (!result && w.class[0] != GRAM_SPACE &&
		    w.class[1] != GRAM_SPACE && w.class[2] != GRAM_SPACE)
			result = put(o, s, w.end[2]);
		before = w.class[0];
		s += w.end[0];
		len -= w.end[0];
	}
	return result;
}

static int
put_all(const struct output *o, const char *s, size_t len)
{
	int result = SQLITE_OK;
	size_t n;

	while (len > 0 && *s == LABEL && !result) {
		for (n = 1; n < len && s[n] != LABEL && s[n] != TEXT; n++)
			;
		result = put(o, s, n);
		s += n;
		len -= n;
	}
	if (!result && len > 0 && *s == TEXT)
		result = put_text(o, s + 1, len - 1);
	return result;
}

static int
tokenize(Fts5Tokenizer *t, void *context, int flags, const char *text, int len,
    int (*token)(void *, int, const char *, int, int, int))
{
	struct output o = {token, context, text};

	(void)t;
	/* a query is one piece as it stands in the index */
	if (flags & FTS5_TOKENIZE_QUERY)
		return put(&o, text, (size_t)len);
	return put_all(&o, text, (size_t)len);
}

static int
create(void *context, const char **args, int nargs, Fts5Tokenizer **out)
{
	static int one;

	(void)context;
	(void)args;
	(void)nargs;
	*out = (Fts5Tokenizer *)&one; /* it has no state */
	return SQLITE_OK;
}

static void
destroy(Fts5Tokenizer *t)
{
	(void)t;
}

/* NULL where SQLite was built without FTS5. */
static fts5_api *
find_fts5(sqlite3 *db)
{
	fts5_api *api = NULL;
	sqlite3_stmt *st;

	if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &st, NULL))
		return NULL;
	sqlite3_bind_pointer(st, 1, (void *)&api, "fts5_api_ptr", NULL);
	sqlite3_step(st);
	sqlite3_finalize(st);
	return api;
}

int
grams_register(sqlite3 *db)
{
	static fts5_tokenizer grams = {create, destroy, tokenize};
	fts5_api *api = find_fts5(db);

	if (!api)
		return SQLITE_ERROR;
	return api->xCreateTokenizer(api, "tcpchat", NULL, &grams, NULL);
}
