#define _XOPEN_SOURCE 700 /* nftw */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit/ingest/folder.h"

#include "base/limits.h"
#include "ingest/ingest.h"

static const char audit_text[] = "auditor: 1\n"
                                 "subject:\n"
                                 "  family: Demo\n"
                                 "  sector: medical\n"
                                 "  language: [fr, en]\n"
                                 "options:\n"
                                 "  - id: 7b\n"
                                 "    label: Demo 7B\n"
                                 "    folder: 7b\n"
                                 "  - id: 7b-q4\n"
                                 "    label: Demo 7B, 4 bits\n"
                                 "    parent: 7b\n"
                                 "    relation: quantized\n"
                                 "    folder: 7b/q4\n";

static const char config_text[] =
    "{\"model_type\":\"llama\",\"hidden_size\":4096,"
    "\"num_hidden_layers\":32,\"vocab_size\":32000,"
    "\"architectures\":[\"LlamaForCausalLM\"],"
    "\"torch_dtype\":\"bfloat16\"}";

static void
load(
    const struct folder *folder, struct arena *arena, struct audit_facts *facts)
{
    struct err err = {0};

    arena_init(arena, LIMIT_ARENA_BYTES);
    if (!ingest_folder(arena, folder->path, facts, &err)) {
        fail_msg("%s: %s: %s", err.file, err.place, err.text);
    }
}

static const struct evidence *
by_path(const struct audit_facts *facts, const char *path)
{
    for (size_t i = 0; i < facts->evidence.count; i++) {
        if (strcmp(facts->evidence.items[i].path, path) == 0) {
            return &facts->evidence.items[i];
        }
    }
    fail_msg("no evidence '%s'", path);
    return NULL;
}

static void
files_become_evidence_in_order_of_path(void **state)
{
    struct folder folder;
    struct arena arena;
    struct audit_facts facts;

    (void)state;
    folder_make(&folder);
    folder_put(&folder, "audit.yaml", audit_text);
    folder_put(&folder, "7b/config.json", config_text);
    folder_put(&folder, "7b/q4/config.json", config_text);
    folder_put(&folder, "7bx/notes.txt", "nothing known\n");
    load(&folder, &arena, &facts);
    assert_int_equal(facts.evidence.count, 4);
    const struct evidence *config = by_path(&facts, "7b/config.json");
    assert_string_equal(config->id, "E001");
    assert_string_equal(config->option, "7b");
    assert_string_equal(config->format, "hf-config");
    assert_int_equal(config->status, EVIDENCE_READ);
    assert_int_equal(strlen(config->sha256), 64);
    assert_string_equal(by_path(&facts, "7b/q4/config.json")->option, "7b-q4");
    assert_string_equal(by_path(&facts, "7bx/notes.txt")->option, "");
    assert_int_equal(by_path(&facts, "7bx/notes.txt")->status, EVIDENCE_OPAQUE);
    assert_string_equal(facts.audit.evidence_id, "E004");
    assert_string_equal(facts.claims.items[0].evidence, "E001");
    assert_string_equal(
        facts.claims.items[facts.claims.count - 1].evidence, "E004");
    arena_release(&arena);
    folder_remove(&folder);
}

static void
one_refused_file_does_not_stop_the_others(void **state)
{
    struct folder folder;
    struct arena arena;
    struct audit_facts facts;

    (void)state;
    folder_make(&folder);
    folder_put(&folder, "audit.yaml", audit_text);
    folder_put(&folder, "7b/config.json",
        "{\"model_type\":\"llama\",\n\"hidden_size\":1,\n\"hidden_size\":2,"
        "\"architectures\":[\"A\"],\"torch_dtype\":\"bfloat16\"}");
    folder_put(&folder, "7b/q4/config.json", config_text);
    load(&folder, &arena, &facts);
    const struct evidence *bad = by_path(&facts, "7b/config.json");
    assert_int_equal(bad->status, EVIDENCE_REFUSED);
    assert_string_equal(bad->place, "line 3");
    assert_non_null(strstr(bad->reason, "hidden_size"));
    assert_int_equal(strlen(bad->sha256), 64);
    for (size_t i = 0; i < facts.claims.count; i++) {
        assert_string_not_equal(facts.claims.items[i].evidence, bad->id);
    }
    assert_int_equal(
        by_path(&facts, "7b/q4/config.json")->status, EVIDENCE_READ);
    arena_release(&arena);
    folder_remove(&folder);
}

static void
links_and_pipes_are_recorded_as_refused(void **state)
{
    struct folder folder;
    struct arena arena;
    struct audit_facts facts;
    char path[512];

    (void)state;
    folder_make(&folder);
    folder_put(&folder, "audit.yaml", audit_text);
    snprintf(path, sizeof(path), "%s/link.json", folder.path);
    assert_int_equal(symlink("/etc/passwd", path), 0);
    snprintf(path, sizeof(path), "%s/pipe", folder.path);
    assert_int_equal(mkfifo(path, 0600), 0);
    load(&folder, &arena, &facts);
    assert_int_equal(by_path(&facts, "link.json")->status, EVIDENCE_REFUSED);
    assert_non_null(strstr(by_path(&facts, "link.json")->reason, "link"));
    assert_string_equal(by_path(&facts, "link.json")->sha256, "");
    assert_int_equal(by_path(&facts, "pipe")->status, EVIDENCE_REFUSED);
    arena_release(&arena);
    folder_remove(&folder);
}

static void
own_output_is_not_evidence(void **state)
{
    struct folder folder;
    struct arena arena;
    struct audit_facts facts;

    (void)state;
    folder_make(&folder);
    folder_put(&folder, "audit.yaml", audit_text);
    folder_put(&folder, "dossiers/7b/dossier.xml", "<dossier/>");
    folder_put(&folder, ".auditor/register.db", "x");
    load(&folder, &arena, &facts);
    assert_int_equal(facts.evidence.count, 1);
    arena_release(&arena);
    folder_remove(&folder);
}

static void
a_folder_without_audit_yaml_is_refused(void **state)
{
    struct folder folder;
    struct arena arena;
    struct audit_facts facts;
    struct err err = {0};

    (void)state;
    folder_make(&folder);
    folder_put(&folder, "notes.txt", "x");
    arena_init(&arena, LIMIT_ARENA_BYTES);
    assert_false(ingest_folder(&arena, folder.path, &facts, &err));
    assert_int_equal(err.code, ERR_INPUT);
    arena_release(&arena);
    folder_remove(&folder);
}

static void
a_single_file_is_read_by_its_content(void **state)
{
    struct folder folder;
    struct arena arena;
    struct evidence evidence;
    struct claim_set claims;
    struct err err = {0};
    char path[512];

    (void)state;
    folder_make(&folder);
    folder_put(&folder, "any.name", config_text);
    folder_put(&folder, "empty", "");
    arena_init(&arena, LIMIT_ARENA_BYTES);
    snprintf(path, sizeof(path), "%s/any.name", folder.path);
    assert_true(ingest_file(&arena, path, &evidence, &claims, &err));
    assert_string_equal(evidence.format, "hf-config");
    assert_true(claims.count > 3);
    snprintf(path, sizeof(path), "%s/empty", folder.path);
    assert_true(ingest_file(&arena, path, &evidence, &claims, &err));
    assert_int_equal(evidence.status, EVIDENCE_OPAQUE);
    assert_int_equal(claims.count, 0);
    arena_release(&arena);
    folder_remove(&folder);
}

/* A safetensors file of one F32 element. */
static void
weights_go_by_the_digest_of_their_file(void **state)
{
    static const char header[] =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
    char bytes[8 + sizeof(header) - 1 + 4] = {(char)(sizeof(header) - 1)};
    struct folder folder;
    struct arena arena;
    struct audit_facts facts;
    char path[128];

    (void)state;
    memcpy(bytes + 8, header, sizeof(header) - 1);
    folder_make(&folder);
    folder_put(&folder, "audit.yaml", audit_text);
    folder_put(&folder, "7b/model.safetensors", "");
    snprintf(path, sizeof(path), "%s/7b/model.safetensors", folder.path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, sizeof(bytes), file), sizeof(bytes));
    assert_int_equal(fclose(file), 0);
    load(&folder, &arena, &facts);
    const struct evidence *weights = by_path(&facts, "7b/model.safetensors");
    size_t found = 0;
    for (size_t i = 0; i < facts.claims.count; i++) {
        const struct claim *claim = &facts.claims.items[i];
        if (claim->entity == ENTITY_WEIGHTS &&
            strcmp(claim->property, "sha256") == 0) {
            assert_true(span_is(claim->value, weights->sha256));
            assert_string_equal(claim->option, "7b");
            found++;
        }
    }
    assert_int_equal(found, 1);
    arena_release(&arena);
    folder_remove(&folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_become_evidence_in_order_of_path),
        cmocka_unit_test(one_refused_file_does_not_stop_the_others),
        cmocka_unit_test(links_and_pipes_are_recorded_as_refused),
        cmocka_unit_test(own_output_is_not_evidence),
        cmocka_unit_test(a_folder_without_audit_yaml_is_refused),
        cmocka_unit_test(a_single_file_is_read_by_its_content),
        cmocka_unit_test(weights_go_by_the_digest_of_their_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
