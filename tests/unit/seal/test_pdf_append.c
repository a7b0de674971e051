#include "seal/pdf_append.h"
#include "seal/pdf_dss.h"
#include "seal/pdf_field.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/seal/pdf_sample.h"

struct world {
    struct arena arena;
    struct err err;
    struct sample sample;
    struct pdf_revisions revisions;
};

static int
open_world(void **state)
{
    static struct world world;

    world = (struct world){.err = {0}};
    arena_init(&world.arena, (size_t)64 << 20);
    if (!pdf_load_revisions(&world.arena, sample_build(&world.sample),
            &world.revisions, &world.err))
        return -1;
    *state = &world;
    return 0;
}

static int
close_world(void **state)
{
    struct world *world = *state;

    sample_release(&world->sample);
    arena_release(&world->arena);
    return 0;
}

static const struct pdf_document *
latest(const struct world *world)
{
    return &world->revisions.items[world->revisions.count - 1];
}

static void
reload(struct world *world, struct span bytes)
{
    if (!pdf_load_revisions(
            &world->arena, bytes, &world->revisions, &world->err))
        fail_msg("%s: %s", world->err.place, world->err.text);
}

static void
add_field(struct world *world, const struct pdf_field_words *words)
{
    struct pdf_field_slot slot;

    if (!pdf_field_append(
            &world->arena, latest(world), words, &slot, &world->err))
        fail_msg("%s", world->err.text);
    assert_int_equal(slot.bytes.ptr[slot.start], '<');
    assert_int_equal(slot.bytes.ptr[slot.end - 1], '>');
    assert_int_equal(slot.end - slot.start, 2 * words->room + 2);
    reload(world, slot.bytes);
}

static const struct pdf_value *
value_of_field(const struct pdf_document *document, size_t index)
{
    const struct pdf_value *field = append_fields(document)->first;

    while (index-- > 0)
        field = field->next;
    return pdf_find(document, pdf_resolve(document, field), "V");
}

static void
a_field_leaves_what_was_there(void **state)
{
    struct world *world = *state;
    struct pdf_field_words words = {.timestamp = true, .room = 64};
    struct span before = latest(world)->bytes;
    const struct pdf_value *value;
    const struct pdf_value *range;

    add_field(world, &words);
    assert_int_equal(world->revisions.count, 2);
    assert_memory_equal(latest(world)->bytes.ptr, before.ptr, before.len);
    assert_int_equal(append_fields(latest(world))->count, 2);
    value = value_of_field(latest(world), 1);
    assert_true(
        pdf_value_is_name(pdf_value_find(value, "Type"), "DocTimeStamp"));
    range = pdf_value_find(value, "ByteRange");
    assert_int_equal(range->count, 4);
    assert_int_equal(
        range->first->next->integer, pdf_value_find(value, "Contents")->start);
}

static void
many_fields_follow_each_other(void **state)
{
    struct world *world = *state;
    struct pdf_field_words words = {
        .room = 32, .at_s = 1795426200, .role = SEAL_ROLE_APPROVER};
    enum seal_role role = SEAL_ROLE_NONE;

    for (size_t i = 0; i < 5; i++)
        add_field(world, &words);
    assert_int_equal(world->revisions.count, 6);
    assert_int_equal(append_fields(latest(world))->count, 6);
    assert_true(pdf_field_role(
        pdf_value_find(value_of_field(latest(world), 5), "Reason")->text,
        &role));
    assert_int_equal(role, SEAL_ROLE_APPROVER);
    assert_true(
        span_is(pdf_value_find(value_of_field(latest(world), 5), "M")->text,
            "D:20261123093000Z"));
}

static void
a_store_grows_and_keeps_its_order(void **state)
{
    struct world *world = *state;
    struct pdf_dss dss = {.counts = {2, 1, 0}};
    struct pdf_dss seen;
    struct span bytes;

    dss.items[PDF_DSS_CERTS][0] = span_of("first");
    dss.items[PDF_DSS_CERTS][1] = span_of("second");
    dss.items[PDF_DSS_CRLS][0] = span_of("list");
    assert_true(pdf_dss_append(
        &world->arena, latest(world), &dss, &bytes, &world->err));
    reload(world, bytes);
    assert_true(pdf_dss_read(latest(world), &dss, &world->err));
    dss.items[PDF_DSS_OCSPS][dss.counts[PDF_DSS_OCSPS]++] = span_of("answer");
    dss.items[PDF_DSS_CERTS][dss.counts[PDF_DSS_CERTS]++] = span_of("third");
    assert_true(pdf_dss_append(
        &world->arena, latest(world), &dss, &bytes, &world->err));
    reload(world, bytes);
    assert_int_equal(world->revisions.count, 3);
    assert_true(pdf_dss_read(latest(world), &seen, &world->err));
    assert_int_equal(seen.counts[PDF_DSS_CERTS], 3);
    assert_true(span_is(seen.items[PDF_DSS_CERTS][0], "first"));
    assert_true(span_is(seen.items[PDF_DSS_CERTS][2], "third"));
    assert_true(span_is(seen.items[PDF_DSS_OCSPS][0], "answer"));
}

static void
a_store_that_says_nothing_new_is_refused(void **state)
{
    struct world *world = *state;
    struct pdf_dss dss = {.counts = {0}};
    struct span bytes;

    assert_false(pdf_dss_append(
        &world->arena, latest(world), &dss, &bytes, &world->err));
    assert_int_equal(world->err.code, ERR_INPUT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_field_leaves_what_was_there, open_world, close_world),
        cmocka_unit_test_setup_teardown(
            many_fields_follow_each_other, open_world, close_world),
        cmocka_unit_test_setup_teardown(
            a_store_grows_and_keeps_its_order, open_world, close_world),
        cmocka_unit_test_setup_teardown(
            a_store_that_says_nothing_new_is_refused, open_world, close_world),
    };

    return cmocka_run_group_tests_name("seal/pdf_append", tests, NULL, NULL);
}
