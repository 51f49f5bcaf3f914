/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/report.h"

#include <stdio.h>
#include <stdlib.h>

/* Deliveries a second; microseconds of processor a delivery. */
static double
rate(const struct result *r)
{
	return (double)r->deliveries * 1e9 / (double)r->wall_ns;
}

static double
cost(const struct result *r)
{
	return (double)r->cpu_ns / 1e3 / (double)r->deliveries;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

struct spread {
	double least, median, most;
};

static struct spread
spread_of(const struct results *r, double (*value)(const struct result *))
{
	double all[REPORT_ROUNDS_MAX];

	for (size_t i = 0; i < r->count; i++)
		all[i] = value(&r->rounds[i]);
	qsort(all, r->count, sizeof(*all), by_value);
	return (struct spread){all[0],
	    (all[(r->count - 1) / 2] + all[r->count / 2]) / 2,
	    all[r->count - 1]};
}

void
report_table(const struct plan *p, const struct results *all, size_t count)
{
	struct spread first_rate = spread_of(&all[0], rate);
	struct spread first_cost = spread_of(&all[0], cost);

	printf("fan-out: %d members and %d senders in one channel, %d messages "
	       "of 100 bytes a round\n%d rounds each, in turn; median (least "
	       "to most)\n\n",
	    p->members, p->senders, p->senders * p->messages, p->rounds);
	printf("%-10s %28s   %28s\n", "", "deliveries a second",
	    "server CPU, us a delivery");
	for (size_t i = 0; i < count; i++) {
		struct spread r = spread_of(&all[i], rate);
		struct spread c = spread_of(&all[i], cost);

		printf(
		    "%-10s %9.0f (%8.0f to %8.0f)   %6.3f (%6.3f to %6.3f)\n",
		    all[i].name, r.median, r.least, r.most, c.median, c.least,
		    c.most);
	}
	for (size_t i = 1; i < count; i++)
		printf("\n%s to %s: %.2f of the deliveries a second, %.2f of "
		       "the CPU a delivery\n",
		    all[0].name, all[i].name,
		    first_rate.median / spread_of(&all[i], rate).median,
		    first_cost.median / spread_of(&all[i], cost).median);
	printf("\nNothing was lost, doubled or out of order. All processes "
	       "share this machine, so\ntrust the ratios and the CPU more than "
	       "the rate. tcpchat commits what it delivers\nto its history "
	       "first; \"no history\" is the same in a channel that keeps "
	       "none (mode H 0),\nand tcpchat promises at least 0.80 of its "
	       "deliveries a second; ngIRCd keeps none.\nOver TLS this "
	       "program deciphers what it counts, which slows the rate: "
	       "the CPU is the\nserver's alone.\n");
}

static void
json_rounds(FILE *f, const struct results *r)
{
	fprintf(f, "    {\"name\": \"%s\", \"rounds\": [", r->name);
	for (size_t i = 0; i < r->count; i++)
		fprintf(f,
		    "%s\n      {\"deliveries\": %lld, \"wall_ns\": %lld, "
		    "\"cpu_ns\": %lld}",
		    i ? "," : "", (long long)r->rounds[i].deliveries,
		    (long long)r->rounds[i].wall_ns,
		    (long long)r->rounds[i].cpu_ns);
	fprintf(f, "]}");
}

void
report_json(const char *path, const struct plan *p, const struct results *all,
    size_t count)
{
	FILE *f = fopen(path, "w");

	if (!f) {
		perror(path);
		return;
	}
	fprintf(f,
	    "{\n  \"members\": %d, \"senders\": %d, \"messages\": %d,\n"
	    "  \"servers\": [\n",
	    p->members, p->senders, p->messages);
	for (size_t i = 0; i < count; i++) {
		json_rounds(f, &all[i]);
		fputs(i + 1 < count ? ",\n" : "\n", f);
	}
	fputs("  ]\n}\n", f);
	fclose(f);
}
