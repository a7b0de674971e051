#include "cli/options.h"
#include "base/clock.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

struct parse {
    struct arena *arena;
    const struct option_spec *specs;
    int argc;
    char **argv;
    int at;
    struct option_value *values;
    size_t value_count;
    const char **words;
    size_t word_count;
    bool help;
};

static const struct option_spec *
find_long(const struct option_spec *specs, struct span name)
{
    for (; specs->name != NULL; specs++) {
        if (span_is(name, specs->name)) {
            return specs;
        }
    }
    return NULL;
}

static const struct option_spec *
find_letter(const struct option_spec *specs, char letter)
{
    for (; specs->name != NULL; specs++) {
        if (specs->letter == letter) {
            return specs;
        }
    }
    return NULL;
}

static bool
keep_value(struct parse *parse, const struct option_spec *spec,
    const char *attached, struct err *err)
{
    const char *value = "";
    if (spec->argument == NULL && attached != NULL) {
        err_set(
            err, ERR_USAGE, "the option --%s takes no argument", spec->name);
        return false;
    }
    if (spec->argument != NULL) {
        value = attached;
        if (value == NULL && parse->at < parse->argc) {
            value = parse->argv[parse->at++];
        }
        if (value == NULL) {
            err_set(err, ERR_USAGE, "the option --%s needs an argument: %s",
                spec->name, spec->argument);
            return false;
        }
    }
    parse->values[parse->value_count++] =
        (struct option_value){spec->name, value};
    return true;
}

static bool
parse_long(struct parse *parse, const char *word, struct err *err)
{
    const char *equals = strchr(word, '=');
    struct span name = {
        word, equals == NULL ? strlen(word) : (size_t)(equals - word)};
    if (span_is(name, "help")) {
        parse->help = true;
        return true;
    }
    const struct option_spec *spec = find_long(parse->specs, name);
    if (spec == NULL) {
        err_set(
            err, ERR_USAGE, "unknown option '--%.*s'", (int)name.len, name.ptr);
        return false;
    }
    return keep_value(parse, spec, equals == NULL ? NULL : equals + 1, err);
}

static bool
parse_letter(struct parse *parse, const char *word, struct err *err)
{
    if (strcmp(word, "h") == 0) {
        parse->help = true;
        return true;
    }
    const struct option_spec *spec = find_letter(parse->specs, word[0]);
    if (spec == NULL) {
        err_set(err, ERR_USAGE, "unknown option '-%s'", word);
        return false;
    }
    return keep_value(parse, spec, word[1] == '\0' ? NULL : word + 1, err);
}

static bool
parse_words(struct parse *parse, struct err *err)
{
    bool only_words = false;
    while (parse->at < parse->argc) {
        const char *word = parse->argv[parse->at++];
        bool ok = true;
        if (only_words || word[0] != '-' || word[1] == '\0') {
            parse->words[parse->word_count++] = word;
        } else if (strcmp(word, "--") == 0) {
            only_words = true;
        } else if (word[1] == '-') {
            ok = parse_long(parse, word + 2, err);
        } else {
            ok = parse_letter(parse, word + 1, err);
        }
        if (!ok) {
            return false;
        }
    }
    return true;
}

bool
options_parse(struct arena *arena, const struct option_spec *specs, int argc,
    char **argv, struct options *out, struct err *err)
{
    struct parse parse = {
        .arena = arena, .specs = specs, .argc = argc, .argv = argv};
    size_t most = (size_t)argc + 1;
    parse.values = arena_alloc_array(arena, most, sizeof(*parse.values), err);
    parse.words = arena_alloc_array(arena, most, sizeof(*parse.words), err);
    if (parse.values == NULL || parse.words == NULL ||
        !parse_words(&parse, err)) {
        return false;
    }
    *out = (struct options){
        .values = parse.values,
        .value_count = parse.value_count,
        .words = parse.words,
        .word_count = parse.word_count,
        .help = parse.help,
    };
    return true;
}

const char *
options_value(
    const struct options *options, const char *name, const char *otherwise)
{
    for (size_t i = options->value_count; i > 0; i--) {
        if (strcmp(options->values[i - 1].name, name) == 0) {
            return options->values[i - 1].value;
        }
    }
    return otherwise;
}

const char *
options_each(const struct options *options, const char *name, size_t *at)
{
    while (*at < options->value_count) {
        const struct option_value *value = &options->values[(*at)++];
        if (strcmp(value->name, name) == 0) {
            return value->value;
        }
    }
    return NULL;
}

bool
options_has(const struct options *options, const char *name)
{
    return options_value(options, name, NULL) != NULL;
}

static bool
parse_epoch(const char *text, int64_t *out_s)
{
    char *end = NULL;
    long long value = strtoll(text, &end, 10);
    if (end == text || *end != '\0' || value < 0) {
        return false;
    }
    *out_s = value;
    return true;
}

bool
options_time(const struct options *options, int64_t *out_s, struct err *err)
{
    const char *at = options_value(options, "at", NULL);
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    if (at != NULL) {
        if (!clock_parse(span_of(at), out_s)) {
            err_set(err, ERR_USAGE,
                "cannot read the time '%s': write it as "
                "2026-11-23 or 2026-11-23T09:30:00Z",
                at);
            return false;
        }
        return true;
    }
    if (epoch != NULL) {
        if (!parse_epoch(epoch, out_s)) {
            err_set(err, ERR_USAGE,
                "cannot read SOURCE_DATE_EPOCH '%s': it "
                "must be a number of seconds",
                epoch);
            return false;
        }
        return true;
    }
    *out_s = clock_machine_s();
    return true;
}

bool
options_json(const struct options *options, bool *out, struct err *err)
{
    const char *format = options_value(options, "format", "text");
    if (strcmp(format, "text") != 0 && strcmp(format, "json") != 0) {
        err_set(err, ERR_USAGE, "unknown format '%s': text or json", format);
        return false;
    }
    *out = strcmp(format, "json") == 0;
    return true;
}
