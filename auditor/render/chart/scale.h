#ifndef RENDER_CHART_SCALE_H
#define RENDER_CHART_SCALE_H

#include "base/decimal.h"

/*
 * An axis: numbers to hundredths of a point, and where its ticks stand. The
 * numbers of one axis are whole multiples of a power of ten, so small that the
 * greatest has twelve digits: no picture shows more.
 */
enum {
    SCALE_TICKS_MAX = 16
};

struct scale_value {
    bool known;
    struct decimal exact;
    int64_t units; /* set by scale_fit */
};

struct scale {
    int32_t exponent; /* of a unit */
    bool is_log;
    int64_t low, high; /* units; logarithms of units when is_log */
    int32_t from, to;  /* places of low and high on paper */
    int64_t ticks[SCALE_TICKS_MAX];
    size_t tick_count;
};

struct scale_wish {
    int64_t ticks;   /* how many of them, at most */
    bool allows_log; /* when the greatest is 10 times the smallest or more */
    bool from_zero;  /* zero shows */
};

/* Choose range and ticks for the values, and set their units. */
void scale_fit(struct scale *scale, struct scale_value *values, size_t count,
    const struct scale_wish *wish);

int32_t scale_place(const struct scale *scale, int64_t units);

/*
 * A tick's number as the language writes it: "12,500" or "12 500", "0.95" or
 * "0,95"; the ticks of a linear axis have the same number of decimals.
 */
MUST_CHECK bool scale_text(struct arena *arena, const struct scale *scale,
    size_t tick, struct span language, struct span *out, struct err *err);

#endif
