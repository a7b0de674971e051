#include "cli/verb.h"

#include <stdio.h>
#include <string.h>

static const struct verb *const verbs[] = {
    &verb_init,
    &verb_run,
    &verb_ingest,
    &verb_assess,
    &verb_todo,
    &verb_compare,
    &verb_verify,
    &verb_extend,
    &verb_sign,
    &verb_show,
    &verb_gate,
    &verb_export,
    &verb_explain,
    &verb_rules,
    &verb_history,
    &verb_register,
    &verb_render,
    &verb_keygen,
};

enum {
    VERB_COUNT = sizeof(verbs) / sizeof(*verbs)
};

const struct verb *
verb_at(size_t index)
{
    return index < VERB_COUNT ? verbs[index] : NULL;
}

const struct verb *
verb_find(const char *name)
{
    for (size_t i = 0; i < VERB_COUNT; i++) {
        if (strcmp(verbs[i]->name, name) == 0) {
            return verbs[i];
        }
    }
    return NULL;
}

void
verb_print_all(void)
{
    puts("usage: auditor VERB [options] [DIR|FILE...]\n"
         "\n"
         "Signed audit dossiers for every size option of an AI model.\n");
    for (size_t i = 0; i < VERB_COUNT; i++) {
        printf("  %-9s %s\n", verbs[i]->name, verbs[i]->summary);
    }
    puts("\n"
         "`auditor VERB --help` explains one; `man auditor` explains all.\n"
         "Exit status: 0 yes, 1 no, 2 usage, 3 malformed input, 4 system,\n"
         "5 not enough evidence, 6 signature or trust not established.");
}

static void
print_synopsis(FILE *stream, const struct verb *verb)
{
    fprintf(stream, "usage: auditor %s", verb->name);
    if (verb->options->name != NULL) {
        fputs(" [options]", stream);
    }
    fprintf(stream, "%s%s\n", verb->words[0] == '\0' ? "" : " ", verb->words);
}

void
verb_print_help(const struct verb *verb)
{
    print_synopsis(stdout, verb);
    printf("\n%s\n", verb->detail);
    const struct option_spec *spec = verb->options;
    for (const char *title = "\nOptions:\n"; spec->name != NULL; spec++) {
        char left[64];
        char letter[8] = "";
        fputs(title, stdout);
        title = "";
        if (spec->letter != 0) {
            snprintf(letter, sizeof(letter), "-%c, ", spec->letter);
        }
        snprintf(left, sizeof(left), "%s--%s%s%s", letter, spec->name,
            spec->argument == NULL ? "" : " ",
            spec->argument == NULL ? "" : spec->argument);
        printf("  %-24s %s\n", left, spec->help);
    }
}

void
verb_print_usage(const struct verb *verb)
{
    print_synopsis(stderr, verb);
}
