#include "base/arena.h"
#include "base/limits.h"
#include "base/xml.h"
#include "cli/data.h"
#include "cli/verb.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static enum status
status_of(enum err_code code)
{
    static const enum status statuses[] = {
        [ERR_NONE] = STATUS_SYSTEM,
        [ERR_USAGE] = STATUS_USAGE,
        [ERR_INPUT] = STATUS_INPUT,
        [ERR_LIMIT] = STATUS_INPUT,
        [ERR_SYSTEM] = STATUS_SYSTEM,
        [ERR_TRUST] = STATUS_TRUST,
    };
    return statuses[code];
}

/* "auditor: FILE: line 3: text", one line whatever the text holds. */
static void
print_error(const struct err *err)
{
    fputs("auditor: ", stderr);
    if (err->file[0] != '\0') {
        fprintf(stderr, "%s: ", err->file);
    }
    if (err->place[0] != '\0') {
        fprintf(stderr, "%s: ", err->place);
    }
    for (const char *c = err->text; *c != '\0'; c++) {
        bool control = (unsigned char)*c < 0x20 || *c == 0x7F;
        fputc(control ? '?' : *c, stderr);
    }
    fputc('\n', stderr);
}

static bool
run_verb(const struct verb *verb, struct call *call, int argc, char **argv,
    enum status *status, struct err *err)
{
    struct options *options = &call->options;
    if (!options_parse(call->arena, verb->options, argc, argv, options, err)) {
        verb_print_usage(verb);
        return false;
    }
    if (options->help) {
        verb_print_help(verb);
        *status = STATUS_YES;
        return true;
    }
    if (options->word_count < verb->words_min ||
        options->word_count > verb->words_max) {
        err_set(err, ERR_USAGE, "%s takes %s", verb->name,
            verb->words[0] == '\0' ? "no words" : verb->words);
        verb_print_usage(verb);
        return false;
    }
    return data_find(call, err) && verb->run(call, status, err);
}

/* A success that could not be told is a failure. */
static enum status
finish_output(enum status status)
{
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs("auditor: cannot write to standard output\n", stderr);
        return STATUS_SYSTEM;
    }
    return status;
}

static enum status
dispatch(int argc, char **argv)
{
    if (argc < 2) {
        fputs("auditor: which verb? `auditor --help` lists them\n", stderr);
        return STATUS_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        verb_print_all();
        return STATUS_YES;
    }
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
        puts("auditor " AUDITOR_VERSION);
        return STATUS_YES;
    }
    const struct verb *verb = verb_find(argv[1]);
    if (verb == NULL) {
        fprintf(stderr,
            "auditor: unknown verb '%.64s'; `auditor --help` lists them\n",
            argv[1]);
        return STATUS_USAGE;
    }
    struct arena arena;
    struct err err = {ERR_NONE, "", "", ""};
    enum status status = STATUS_SYSTEM;
    arena_init(&arena, LIMIT_ARENA_BYTES);
    struct call call = {.arena = &arena};
    if (!run_verb(verb, &call, argc - 2, argv + 2, &status, &err)) {
        print_error(&err);
        status = status_of(err.code);
    }
    arena_release(&arena);
    return status;
}

int
main(int argc, char **argv)
{
    umask(022); /* published files look the same for everybody */
    xml_setup();
    return (int)finish_output(dispatch(argc, argv));
}
