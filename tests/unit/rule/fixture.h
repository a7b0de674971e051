#ifndef TESTS_UNIT_RULE_FIXTURE_H
#define TESTS_UNIT_RULE_FIXTURE_H

/* cmocka wants these four before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/xml.h"
#include "rule/rule.h"

/* What the tests of rule/ share: packs and facts on disk, and an arena. */
#define DATA  "tests/unit/rule/data"
#define PACKS DATA "/packs"
#define FACTS DATA "/facts.xml"

struct fixture {
    struct arena arena;
    struct err err;
    char folder[64]; /* a temporary one, "" until it is asked for */
};

static inline int
fixture_setup(void **state)
{
    xml_setup();
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    assert_non_null(fixture);
    arena_init(&fixture->arena, LIMIT_ARENA_BYTES);
    *state = fixture;
    return 0;
}

static inline int
fixture_teardown(void **state)
{
    struct fixture *fixture = *state;
    if (fixture->folder[0] != '\0') {
        char command[128];
        snprintf(command, sizeof(command), "rm -r '%s'", fixture->folder);
        assert_int_equal(system(command), 0);
    }
    arena_release(&fixture->arena);
    free(fixture);
    return 0;
}

static inline struct span
fixture_read(struct fixture *fixture, const char *path)
{
    struct span bytes = {0};
    assert_true(file_read(
        &fixture->arena, path, LIMIT_XML_BYTES, &bytes, &fixture->err));
    return bytes;
}

/* Write `bytes` under `name` in the temporary folder; returns the folder. */
static inline const char *
fixture_write(struct fixture *fixture, const char *name, struct span bytes)
{
    if (fixture->folder[0] == '\0') {
        strcpy(fixture->folder, "/tmp/auditor-rule-XXXXXX");
        assert_non_null(mkdtemp(fixture->folder));
    }
    char path[256];
    snprintf(path, sizeof(path), "%s/%s", fixture->folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
    return fixture->folder;
}

/* `bytes` with the first `from` replaced by `to`; `from` must stand there. */
static inline struct span
fixture_replace(struct fixture *fixture, struct span bytes, const char *from,
    const char *to)
{
    size_t at = span_find(bytes, span_of(from));
    assert_true(at < bytes.len);
    struct text text;
    text_init(&text, LIMIT_TEXT_BYTES);
    text_put(&text, (struct span){bytes.ptr, at});
    text_puts(&text, to);
    size_t after = at + strlen(from);
    text_put(&text, (struct span){bytes.ptr + after, bytes.len - after});
    struct span out = {0};
    assert_true(
        span_copy(&fixture->arena, text_span(&text), &out, &fixture->err));
    text_release(&text);
    return out;
}

static inline struct rule_packs *
fixture_packs(struct fixture *fixture, const char *folder)
{
    struct rule_packs *packs = NULL;
    if (!rule_packs_open(folder, &packs, &fixture->err)) {
        fail_msg("%s: %s: %s", fixture->err.file, fixture->err.place,
            fixture->err.text);
    }
    return packs;
}

static inline const struct finding *
fixture_finding(const struct rule_evaluation *evaluation, const char *rule)
{
    static const struct finding none;
    for (size_t i = 0; i < evaluation->findings.count; i++) {
        if (strcmp(evaluation->findings.items[i].rule, rule) == 0) {
            return &evaluation->findings.items[i];
        }
    }
    fail_msg("no finding of %s", rule);
    return &none;
}

#endif
