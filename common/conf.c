/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/conf.h"

#include <assert.h>
#include <confuse.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/conf_text.h"
#include "common/mem.h"
#include "common/text.h"

enum { CONF_NAMES_MAX = 256 };

/* libconfuse calls back without a pointer of the caller's. */
struct load {
	const struct conf_spec *spec;
	const char *path;
	struct buf *err;
};
static _Thread_local const struct load *loading;

static void
opts_defaults(const struct conf_opt *opts, void *target)
{
	struct buf err = {0};

	for (; opts->name; opts++) {
		const char *preset = opts->preset;

		if (!preset && conf_value_is_text(opts))
			preset = "";
		if (preset && conf_value_set(opts, target, preset, &err) < 0)
			fprintf(stderr, "default: %s\n", err.data);
		assert(!err.len);
	}
	buf_free(&err);
}

void
conf_defaults(const struct conf_spec *spec, void *target)
{
	opts_defaults(spec->opts, target);
}

static const struct conf_opt *
find_opt(const struct conf_opt *opts, const char *name)
{
	for (; opts->name; opts++)
		if (!strcmp(opts->name, name))
			return opts;
	return NULL;
}

static const struct conf_section *
find_section(const struct conf_spec *spec, const char *name)
{
	const struct conf_section *s = spec->sections;

	for (; s && s->name; s++)
		if (!strcmp(s->name, name))
			return s;
	return NULL;
}

/* Says that there is no option `name`, and which is nearest. */
static void
add_unknown(struct buf *err, const char *name, const struct conf_opt *opts,
    const struct conf_section *sections)
{
	const char *names[CONF_NAMES_MAX + 1], *near;
	size_t n = 0;

	for (; opts->name && n < CONF_NAMES_MAX; opts++)
		names[n++] = opts->name;
	for (; sections && sections->name && n < CONF_NAMES_MAX; sections++)
		names[n++] = sections->name;
	names[n] = NULL;
	buf_adds(err, "there is no option '");
	text_visible(err, name, strlen(name), NULL);
	buf_addc(err, '\'');
	near = text_nearest(name, names);
	if (near)
		buf_addf(err, "; did you mean '%s'?", near);
}

__attribute__((format(printf, 2, 0))) static void
add_message(struct buf *err, const char *fmt, va_list ap)
{
	struct buf text = {0};

	buf_addv(&text, fmt, ap);
	text_visible(err, text.data, text.len, NULL);
	buf_free(&text);
}

/* Only the first thing wrong is said: what follows comes of it. */
static bool
error_begin(const cfg_t *cfg)
{
	if (loading->err->len)
		return false;
	buf_addf(loading->err, "%s:%d: ", loading->path, cfg->line);
	return true;
}

__attribute__((format(printf, 2, 0))) static void
on_error(cfg_t *cfg, const char *fmt, va_list ap)
{
	const struct conf_section *in = find_section(loading->spec, cfg->name);

	if (!error_begin(cfg))
		return;
	if (strncmp(fmt, "no such option", 14))
		add_message(loading->err, fmt, ap);
	else if (in)
		add_unknown(
		    loading->err, va_arg(ap, const char *), in->opts, NULL);
	else
		add_unknown(loading->err, va_arg(ap, const char *),
		    loading->spec->opts, loading->spec->sections);
}

static int
on_value(cfg_t *cfg, cfg_opt_t *opt, const char *value, void *result)
{
	const struct conf_section *in = find_section(loading->spec, cfg->name);
	const struct conf_opt *opts = in ? in->opts : loading->spec->opts;
	struct buf why = {0};

	if (conf_value_check(find_opt(opts, opt->name), value, &why) < 0 &&
	    error_begin(cfg))
		buf_adds(loading->err, why.data);
	*(const char **)result = value;
	if (!why.len)
		return 0;
	buf_free(&why);
	return -1;
}

static int
on_section(cfg_t *cfg, cfg_opt_t *opt)
{
	const struct conf_section *s = find_section(loading->spec, opt->name);

	if (cfg_opt_size(opt) <= s->max)
		return 0;
	if (error_begin(cfg))
		buf_addf(loading->err, "at most %zu '%s' sections may stand",
		    s->max, opt->name);
	return -1;
}

static size_t
opts_count(const struct conf_opt *opts)
{
	size_t n = 0;

	while (opts[n].name)
		n++;
	return n;
}

/* What libconfuse shall accept for these, with room for `more`; values
 * come as strings, and conf_value gives them their types. */
static cfg_opt_t *
grammar_opts(const struct conf_opt *opts, size_t more)
{
	size_t n = opts_count(opts);
	cfg_opt_t *made = mem_alloc((n + more + 1) * sizeof(*made));

	for (size_t i = 0; i < n; i++) {
		made[i].name = opts[i].name;
		made[i].type = CFGT_STR;
		made[i].flags = CFGF_NODEFAULT;
		if (opts[i].type == CONF_LIST)
			made[i].flags |= CFGF_LIST;
		made[i].parsecb = on_value;
	}
	return made;
}

static cfg_opt_t *
grammar_new(const struct conf_spec *spec)
{
	const struct conf_section *s = spec->sections;
	size_t n = opts_count(spec->opts), sections = 0;
	cfg_opt_t *made;

	while (s && s[sections].name)
		sections++;
	made = grammar_opts(spec->opts, sections);
	for (size_t i = 0; i < sections; i++, n++) {
		made[n].name = s[i].name;
		made[n].type = CFGT_SEC;
		made[n].flags = CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES;
		made[n].subopts = grammar_opts(s[i].opts, 0);
		made[n].validcb = on_section;
	}
	return made;
}

static void
grammar_free(cfg_opt_t *opts)
{
	for (size_t i = 0; opts[i].name; i++)
		free(opts[i].subopts);
	free(opts);
}

/* What was parsed has been checked: nothing can fail any more. */
static void
take_opts(cfg_t *cfg, const struct conf_opt *opts, void *target)
{
	struct buf err = {0};

	opts_defaults(opts, target);
	for (; opts->name; opts++) {
		cfg_opt_t *opt = cfg_getopt(cfg, opts->name);

		if (!(opt->flags & CFGF_MODIFIED))
			continue;
		if (opts->type == CONF_LIST)
			conf_value_free(opts, target);
		for (unsigned i = 0; i < cfg_opt_size(opt); i++) {
			const char *text = cfg_opt_getnstr(opt, i);

			if (opts->type == CONF_LIST)
				conf_value_add(opts, target, text, &err);
			else
				conf_value_set(opts, target, text, &err);
		}
	}
	assert(!err.len);
}

static void
take_sections(cfg_t *cfg, const struct conf_section *s, void *target)
{
	struct conf_sections *list = (void *)((char *)target + s->offset);

	list->count = cfg_size(cfg, s->name);
	if (!list->count)
		return;
	list->items = mem_alloc(list->count * s->size);
	for (unsigned i = 0; i < list->count; i++) {
		char *item = (char *)list->items + i * s->size;
		cfg_t *section = cfg_getnsec(cfg, s->name, i);

		*(char **)item = mem_strdup(cfg_title(section));
		take_opts(section, s->opts, item);
	}
}

/* libconfuse translates its errors, the rest of ours are English. */
static int
parse_in_english(cfg_t *cfg, FILE *fp)
{
	locale_t english = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	locale_t old = english ? uselocale(english) : (locale_t)0;
	int result = cfg_parse_fp(cfg, fp);

	if (english) {
		uselocale(old);
		freelocale(english);
	}
	return result;
}

/* NULL with a line in err. */
static cfg_t *
file_parse(
    const struct conf_spec *spec, const char *path, FILE *fp, struct buf *err)
{
	struct load load = {spec, path, err};
	cfg_opt_t *grammar;
	cfg_t *cfg;

	loading = &load;
	grammar = grammar_new(spec);
	cfg = cfg_init(grammar, CFGF_NONE);
	grammar_free(grammar);
	cfg_set_error_function(cfg, on_error);
	if (parse_in_english(cfg, fp) != CFG_SUCCESS && error_begin(cfg))
		buf_adds(err, "this is not understood");
	loading = NULL;
	if (!err->len)
		return cfg;
	cfg_free(cfg);
	return NULL;
}

/* libconfuse takes the end of a file for a brace, and for a missing quote
 * it names the last line. */
static int
check_closed(const char *path, const struct buf *text, struct buf *err)
{
	size_t at = conf_text_unclosed(text->data, text->len), line = 1;

	if (at == text->len)
		return 0;
	for (size_t i = 0; i < at; i++)
		line += text->data[i] == '\n';
	buf_addf(
	    err, "%s:%zu: this %c is not closed", path, line, text->data[at]);
	return -1;
}

static cfg_t *
file_load(const struct conf_spec *spec, const char *path, struct buf *err)
{
	struct buf text = {0};
	cfg_t *cfg = NULL;
	FILE *fp;

	if (conf_text_read(path, &text, err) == 0)
		buf_addc(&text, ' '); /* nothing at all cannot be opened */
	if (!err->len && check_closed(path, &text, err) == 0) {
		fp = fmemopen(text.data, text.len, "r");
		assert(fp);
		cfg = file_parse(spec, path, fp, err);
		fclose(fp);
	}
	buf_wipe(&text);
	return cfg;
}

static bool
has_secret(cfg_t *cfg, const struct conf_opt *opts)
{
	const char *text;

	for (; opts->name; opts++) {
		if (opts->type != CONF_SECRET)
			continue;
		text = cfg_getstr(cfg, opts->name);
		if (text && *text)
			return true;
	}
	return false;
}

static bool
holds_secret(cfg_t *cfg, const struct conf_spec *spec)
{
	const struct conf_section *s = spec->sections;

	for (; s && s->name; s++)
		for (unsigned i = 0; i < cfg_size(cfg, s->name); i++)
			if (has_secret(cfg_getnsec(cfg, s->name, i), s->opts))
				return true;
	return has_secret(cfg, spec->opts);
}

int
conf_load(const struct conf_spec *spec, void *target, const char *path,
    struct buf *err)
{
	const struct conf_section *s = spec->sections;
	cfg_t *cfg;

	buf_reset(err);
	cfg = file_load(spec, path, err);
	if (cfg && conf_text_safe(path, holds_secret(cfg, spec), err) < 0) {
		cfg_free(cfg);
		return -1;
	}
	if (!cfg)
		return -1;
	take_opts(cfg, spec->opts, target);
	for (; s && s->name; s++)
		take_sections(cfg, s, target);
	cfg_free(cfg);
	return 0;
}

int
conf_set(const struct conf_spec *spec, void *target, const char *name,
    const char *value, struct buf *err)
{
	const struct conf_opt *opt = find_opt(spec->opts, name);

	if (opt)
		return conf_value_set(opt, target, value, err);
	add_unknown(err, name, spec->opts, NULL);
	return -1;
}

void
conf_get(const struct conf_opt *opt, const void *target, struct buf *out)
{
	conf_value_get(opt, target, out);
}

static void
opts_free(const struct conf_opt *opts, void *target)
{
	for (; opts->name; opts++)
		conf_value_free(opts, target);
}

void
conf_free(const struct conf_spec *spec, void *target)
{
	const struct conf_section *s = spec->sections;

	opts_free(spec->opts, target);
	for (; s && s->name; s++) {
		struct conf_sections *list =
		    (void *)((char *)target + s->offset);

		for (size_t i = 0; i < list->count; i++) {
			char *item = (char *)list->items + i * s->size;

			free(*(char **)item);
			opts_free(s->opts, item);
		}
		free(list->items);
		*list = (struct conf_sections){0};
	}
}
