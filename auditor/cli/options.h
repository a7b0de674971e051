#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The words after a verb: long options by name, and the rest in order. */
struct option_spec {
    const char *name;     /* "trust", given as --trust */
    const char *argument; /* "CA.pem", or NULL when it takes none */
    const char *help;
    char letter; /* 'o' for -o, or 0 */
};

struct option_value {
    const char *name;
    const char *value; /* "" for one without argument */
};

struct options {
    const struct option_value *values;
    size_t value_count;
    const char *const *words;
    size_t word_count;
    bool help;
};

/* ERR_USAGE for an unknown option or a missing argument. */
MUST_CHECK bool options_parse(struct arena *arena,
    const struct option_spec *specs, int argc, char **argv, struct options *out,
    struct err *err);

/* The last value given, or `otherwise`. */
const char *options_value(
    const struct options *options, const char *name, const char *otherwise);
/* The value at or after `*at`, for options that may be repeated; or NULL. */
const char *options_each(
    const struct options *options, const char *name, size_t *at);
bool options_has(const struct options *options, const char *name);

/* --at TIME, else SOURCE_DATE_EPOCH, else the machine's time. */
MUST_CHECK bool options_time(
    const struct options *options, int64_t *out_s, struct err *err);
/* --format text|json. */
MUST_CHECK bool options_json(
    const struct options *options, bool *out, struct err *err);

#endif
