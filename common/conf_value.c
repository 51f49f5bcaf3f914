/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/conf_value.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "common/text.h"

struct unit {
	const char *name;
	int64_t factor;
};

bool
conf_value_is_text(const struct conf_opt *opt)
{
	return opt->type == CONF_STRING || opt->type == CONF_SECRET;
}

/* The largest first; the one without a name is what a bare number means. */
static const struct unit int_units[] = {{"", 1}, {NULL, 0}};
static const struct unit duration_units[] = {{"d", 86400000}, {"h", 3600000},
    {"m", 60000}, {"s", 1000}, {"ms", 1}, {"", 1000}, {NULL, 0}};
static const struct unit size_units[] = {
    {"G", 1 << 30}, {"M", 1 << 20}, {"K", 1 << 10}, {"", 1}, {NULL, 0}};

static const struct {
	const struct unit *units;
	const char *form; /* what would be right */
} types[CONF_CHOICE + 1] = {
    [CONF_BOOL] = {NULL, "yes or no"},
    [CONF_INT] = {int_units, "a number"},
    [CONF_DURATION] = {duration_units, "a time such as 30s, 5m, 2h or 1d"},
    [CONF_SIZE] = {size_units, "a size such as 4096, 64K or 1M"},
};

static void *
value_at(const struct conf_opt *opt, const void *target)
{
	return (char *)target + opt->offset;
}

static int
parse_bool(const char *text, bool *value)
{
	static const char *const words[] = {
	    "no", "yes", "false", "true", "off", "on", NULL};

	for (int i = 0; words[i]; i++)
		if (!text_casecmp(text, words[i])) {
			*value = i % 2;
			return 0;
		}
	return -1;
}

static int
parse_number(const struct conf_opt *opt, const char *text, int64_t *value)
{
	const struct unit *unit = types[opt->type].units;
	long long n;
	char *end;

	if (!opt->min && !text_casecmp(text, "off"))
		text = "0";
	errno = 0;
	n = strtoll(text, &end, 10);
	if (end == text || errno || isspace((unsigned char)*text))
		return -1;
	while (unit->name && text_casecmp(end, unit->name))
		unit++;
	if (!unit->name)
		return -1;
	return __builtin_mul_overflow(n, unit->factor, value) ? -1 : 0;
}

static void
add_number(struct buf *out, const struct conf_opt *opt, int64_t n)
{
	const struct unit *unit = types[opt->type].units;

	while (unit[1].name && (!n || n % unit->factor))
		unit++;
	buf_addf(out, "%" PRId64 "%s", n / unit->factor, unit->name);
}

static int
parse_choice(const struct conf_opt *opt, const char *text, int *value)
{
	for (int i = 0; opt->choices[i]; i++)
		if (!text_casecmp(text, opt->choices[i])) {
			*value = i;
			return 0;
		}
	return -1;
}

static int
wrong(const struct conf_opt *opt, const char *text, struct buf *err)
{
	buf_addf(err, "'%s' is \"", opt->name);
	text_visible(err, text, strlen(text), NULL);
	buf_adds(err, "\"; ");
	return -1;
}

static int
wrong_form(const struct conf_opt *opt, const char *text, struct buf *err)
{
	wrong(opt, text, err);
	if (opt->type != CONF_CHOICE) {
		buf_addf(err, "it must be %s", types[opt->type].form);
		return -1;
	}
	buf_adds(err, "it must be one of");
	for (int i = 0; opt->choices[i]; i++)
		buf_addf(err, "%s %s", i ? "," : "", opt->choices[i]);
	return -1;
}

static int
wrong_range(const struct conf_opt *opt, const char *text, struct buf *err)
{
	wrong(opt, text, err);
	buf_adds(err, opt->max ? "it must be from " : "it must be at least ");
	add_number(err, opt, opt->min);
	if (opt->max) {
		buf_adds(err, " to ");
		add_number(err, opt, opt->max);
	}
	if (!opt->min)
		buf_adds(err, " (0 switches it off)");
	return -1;
}

static int
set_number(const struct conf_opt *opt, int64_t *slot, const char *text,
    struct buf *err)
{
	int64_t n;

	if (parse_number(opt, text, &n) < 0)
		return wrong_form(opt, text, err);
	if (n < opt->min || (opt->max && n > opt->max))
		return wrong_range(opt, text, err);
	*slot = n;
	return 0;
}

static int
checked(const struct conf_opt *opt, const char *text, struct buf *err)
{
	const char *why = opt->check ? opt->check(text) : NULL;

	if (!why)
		return 0;
	wrong(opt, text, err);
	buf_adds(err, why);
	return -1;
}

/* Moves *s over one item, quoted or not, and appends it to item. */
static void
take_item(const char **s, struct buf *item)
{
	bool quoted = **s == '"';

	if (quoted)
		(*s)++;
	for (; **s; (*s)++) {
		if (quoted ? **s == '"' : strchr(", \t}", **s) != NULL)
			break;
		if (quoted && **s == '\\' && (*s)[1])
			(*s)++;
		buf_addc(item, **s);
	}
	if (quoted && **s)
		(*s)++;
}

static void
list_free(struct conf_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i]);
	free(list->items);
	*list = (struct conf_list){0};
}

static void
list_add(struct conf_list *list, const char *item)
{
	list->items =
	    mem_resize(list->items, (list->count + 1) * sizeof(*list->items));
	list->items[list->count++] = mem_strdup(item);
}

static int
set_list(const struct conf_opt *opt, struct conf_list *slot, const char *text,
    struct buf *err)
{
	struct conf_list list = {0};
	struct buf item = {0};
	int result = 0;

	text += strspn(text, " \t{");
	while (*text && *text != '}' && result == 0) {
		buf_reset(&item);
		take_item(&text, &item);
		result = checked(opt, item.data ? item.data : "", err);
		list_add(&list, item.data ? item.data : "");
		text += strspn(text, " \t,");
	}
	buf_free(&item);
	if (result == 0) {
		list_free(slot);
		*slot = list;
	} else
		list_free(&list);
	return result;
}

static int
set_string(
    const struct conf_opt *opt, char **slot, const char *text, struct buf *err)
{
	struct buf item = {0};
	size_t len = strlen(text);
	int result;

	if (len >= 2 && text[0] == '"' && text[len - 1] == '"')
		take_item(&text, &item);
	else
		buf_adds(&item, text);
	buf_add(&item, "", 0);
	result = checked(opt, item.data, err);
	if (result == 0)
		mem_replace(slot, item.data);
	buf_free(&item);
	return result;
}

/* Any value that holds no memory of its own. */
union plain {
	bool truth;
	int choice;
	int64_t number;
};

static int
parse_plain(const struct conf_opt *opt, union plain *value, const char *text,
    struct buf *err)
{
	if (opt->type == CONF_BOOL && parse_bool(text, &value->truth) < 0)
		return wrong_form(opt, text, err);
	if (opt->type == CONF_CHOICE &&
	    parse_choice(opt, text, &value->choice) < 0)
		return wrong_form(opt, text, err);
	if (types[opt->type].units &&
	    set_number(opt, &value->number, text, err) < 0)
		return -1;
	return checked(opt, text, err);
}

static int
set_plain(
    const struct conf_opt *opt, void *slot, const char *text, struct buf *err)
{
	union plain value;

	if (parse_plain(opt, &value, text, err) < 0)
		return -1;
	if (opt->type == CONF_BOOL)
		*(bool *)slot = value.truth;
	else if (opt->type == CONF_CHOICE)
		*(int *)slot = value.choice;
	else
		*(int64_t *)slot = value.number;
	return 0;
}

int
conf_value_check(const struct conf_opt *opt, const char *text, struct buf *err)
{
	union plain value;

	if (conf_value_is_text(opt) || opt->type == CONF_LIST)
		return checked(opt, text, err);
	return parse_plain(opt, &value, text, err);
}

int
conf_value_set(
    const struct conf_opt *opt, void *target, const char *text, struct buf *err)
{
	void *slot = value_at(opt, target);

	if (conf_value_is_text(opt))
		return set_string(opt, slot, text, err);
	if (opt->type == CONF_LIST)
		return set_list(opt, slot, text, err);
	return set_plain(opt, slot, text, err);
}

int
conf_value_add(
    const struct conf_opt *opt, void *target, const char *item, struct buf *err)
{
	if (checked(opt, item, err) < 0)
		return -1;
	list_add(value_at(opt, target), item);
	return 0;
}

static void
add_quoted(struct buf *out, const char *s)
{
	buf_addc(out, '"');
	for (; *s; s++) {
		if (strchr("\"\\", *s) || !strncmp(s, "${", 2))
			buf_addc(out, '\\');
		buf_addc(out, *s);
	}
	buf_addc(out, '"');
}

static void
add_list(struct buf *out, const struct conf_list *list)
{
	buf_addc(out, '{');
	for (size_t i = 0; i < list->count; i++) {
		buf_adds(out, i ? ", " : "");
		add_quoted(out, list->items[i]);
	}
	buf_addc(out, '}');
}

void
conf_value_get(const struct conf_opt *opt, const void *target, struct buf *out)
{
	void *slot = value_at(opt, target);

	switch (opt->type) {
	case CONF_BOOL:
		buf_adds(out, *(bool *)slot ? "yes" : "no");
		return;
	case CONF_CHOICE:
		buf_adds(out, opt->choices[*(int *)slot]);
		return;
	case CONF_STRING:
	case CONF_SECRET:
		add_quoted(out, *(char **)slot ? *(char **)slot : "");
		return;
	case CONF_LIST:
		add_list(out, slot);
		return;
	default:
		add_number(out, opt, *(int64_t *)slot);
	}
}

void
conf_value_free(const struct conf_opt *opt, void *target)
{
	void *slot = value_at(opt, target);

	if (opt->type == CONF_LIST)
		list_free(slot);
	else if (conf_value_is_text(opt))
		mem_wipe(slot);
}
