#define _XOPEN_SOURCE 700 /* nftw */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "unit/ingest/folder.h"

#include "base/limits.h"
#include "ingest/audit_reader.h"

#define HEAD   "auditor: 1\ndeclarations:\n"
#define ANSWER "  value: yes\n  statement: s\n  role: r\n  date: 2026-03-01\n"

/* SHA-256 of "abc", FIPS 180-4 example. */
#define DIGEST_ABC                                                             \
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

struct fixture {
    struct folder folder;
    int fd;
    struct arena arena;
    struct claim_list claims;
};

static void
open_fixture(struct fixture *fixture)
{
    folder_make(&fixture->folder);
    fixture->fd = open(fixture->folder.path, O_RDONLY | O_DIRECTORY);
    assert_true(fixture->fd >= 0);
    arena_init(&fixture->arena, LIMIT_ARENA_BYTES);
    fixture->claims = (struct claim_list){.arena = &fixture->arena};
}

static void
close_fixture(struct fixture *fixture)
{
    close(fixture->fd);
    arena_release(&fixture->arena);
    folder_remove(&fixture->folder);
}

static bool
read_text(struct fixture *fixture, const char *text, struct err *err)
{
    struct option options[] = {{"7b", "", "", "base", ""}};
    const struct audit audit = {.options = options, .option_count = 1};
    struct audit_reader reader = {
        &fixture->arena, &fixture->claims, "E002", "declarations-yaml"};

    return declarations_read(&reader, span_of(text), &audit, fixture->fd, err);
}

static const struct claim *
find_claim(const struct fixture *fixture, const char *property)
{
    for (size_t i = 0; i < fixture->claims.set.count; i++) {
        const struct claim *claim = &fixture->claims.set.items[i];
        if (strcmp(claim->property, property) == 0) {
            return claim;
        }
    }
    return NULL;
}

static const struct claim *
the_claim(const struct fixture *fixture, const char *property)
{
    const struct claim *claim = find_claim(fixture, property);

    if (claim == NULL) {
        fail_msg("no claim '%s'", property);
        abort();
    }
    return claim;
}

static const struct {
    const char *text;
    const char *place;
    const char *word;
} faults[] = {
    {"declarations: []\n", "line 1", "auditor"},
    {HEAD "- value: yes\n", "line 3", "name"},
    {HEAD "- name: a b\n" ANSWER, "line 3", "lower-case"},
    {HEAD "- name: a\n  colour: red\n", "line 4", "colour"},
    {HEAD "- name: a\n  value: yes\n", "line 3", "statement"},
    {HEAD "- name: a\n" ANSWER "  expires: never\n", "line 8", "date"},
    {HEAD "- name: a\n" ANSWER "  option: 9b\n", "line 8", "9b"},
    {HEAD "- name: a\n" ANSWER "- name: a\n" ANSWER, "line 8", "twice"},
    {HEAD "- name: a\n" ANSWER "  document: ../x\n", "line 8", "inside"},
    {HEAD "- name: a\n" ANSWER "  document: /etc/passwd\n", "line 8", "inside"},
    {HEAD "- name: a\n" ANSWER "  document: x\n  sha256: 12\n", "line 9",
        "sha256"},
    {HEAD "- name: a\n" ANSWER "  sha256: " DIGEST_ABC "\n", "line 8",
        "document"},
};

static void
every_fault_is_named_with_its_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++) {
        struct fixture fixture;
        struct err err = {0};

        open_fixture(&fixture);
        if (read_text(&fixture, faults[i].text, &err)) {
            fail_msg("row %zu was accepted:\n%s", i, faults[i].text);
        }
        assert_int_equal(err.code, ERR_INPUT);
        if (strcmp(err.place, faults[i].place) != 0 ||
            strstr(err.text, faults[i].word) == NULL) {
            fail_msg("row %zu: %s: %s", i, err.place, err.text);
        }
        close_fixture(&fixture);
    }
}

static void
only_the_document_that_was_seen_attests(void **state)
{
    static const struct {
        const char *document;
        const char *matches;
        enum claim_method method;
    } cases[] = {
        {"docs/seen.txt", "yes", CLAIM_ATTESTED},
        {"docs/changed.txt", "no", CLAIM_DECLARED},
        {"docs/link.txt", "no", CLAIM_DECLARED},
        {"linked/seen.txt", "no", CLAIM_DECLARED},
        {"docs/absent.txt", "no", CLAIM_DECLARED},
        {"docs", "no", CLAIM_DECLARED},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct fixture fixture;
        struct err err = {0};
        char text[512];

        open_fixture(&fixture);
        folder_put(&fixture.folder, "docs/seen.txt", "abc");
        folder_put(&fixture.folder, "docs/changed.txt", "abd");
        assert_int_equal(symlinkat("seen.txt", fixture.fd, "docs/link.txt"), 0);
        assert_int_equal(symlinkat("docs", fixture.fd, "linked"), 0);
        snprintf(text, sizeof(text),
            HEAD "- name: a\n" ANSWER "  option: 7b\n  document: %s\n"
                 "  sha256: " DIGEST_ABC "\n",
            cases[i].document);
        if (!read_text(&fixture, text, &err)) {
            fail_msg("%s: %s", err.place, err.text);
        }
        const struct claim *value = the_claim(&fixture, "value");
        assert_string_equal(value->entity_id, "a@7b");
        assert_string_equal(value->option, "7b");
        assert_int_equal(value->method, cases[i].method);
        assert_true(span_is(
            the_claim(&fixture, "document-matches")->value, cases[i].matches));
        close_fixture(&fixture);
    }
}

static void
a_statement_without_document_is_declared(void **state)
{
    struct fixture fixture;
    struct err err = {0};

    (void)state;
    open_fixture(&fixture);
    assert_true(read_text(&fixture, HEAD "- name: a\n" ANSWER, &err));
    assert_int_equal(the_claim(&fixture, "value")->method, CLAIM_DECLARED);
    assert_string_equal(the_claim(&fixture, "value")->entity_id, "a");
    assert_string_equal(the_claim(&fixture, "value")->option, "");
    assert_null(find_claim(&fixture, "document-matches"));
    close_fixture(&fixture);
}

static void
a_question_without_answer_claims_nothing(void **state)
{
    struct fixture fixture;
    struct err err = {0};

    (void)state;
    open_fixture(&fixture);
    assert_true(
        read_text(&fixture, HEAD "- name: a\n  value:\n  statement:\n", &err));
    assert_int_equal(fixture.claims.set.count, 0);
    assert_true(read_text(&fixture, "auditor: 1\ndeclarations:\n", &err));
    close_fixture(&fixture);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fault_is_named_with_its_line),
        cmocka_unit_test(only_the_document_that_was_seen_attests),
        cmocka_unit_test(a_statement_without_document_is_declared),
        cmocka_unit_test(a_question_without_answer_claims_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
