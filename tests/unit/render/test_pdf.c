#include "base/arena.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/file.h"
#include "base/text.h"
#include "render/image/image.h"
#include "render/render.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/*
 * A small document by hand: two pages with a heading, text in several faces,
 * a table, a figure, links, bookmarks and a note. Given a file name, this
 * program writes it there without a signature, for tools to look at.
 */
enum {
    DOCUMENT,
    H1,
    P,
    LINK,
    TABLE,
    ROW_1,
    TH_1,
    TH_2,
    ROW_2,
    TD_1,
    TD_2,
    FIGURE,
    H2,
    P_2,
    NOTE,
    P_MARKS,
    TAG_COUNT,
};

enum {
    A4_WIDTH = 595276,
    A4_HEIGHT = 841890,
    SIZE = 10000
};

struct sample {
    struct arena arena;
    struct err err;
    struct font_set *set;
    struct area_op ops[2][64];
    size_t op_count[2];
    struct area_page pages[2];
    struct area_tag tags[TAG_COUNT];
    struct area_detail english, figure;
    struct area_link links[2];
    struct area_destination destinations[2];
    struct area_bookmark bookmarks[3];
    struct area_document document;
};

static struct area_op *
add_op(struct sample *sample, int page, enum area_kind kind, int32_t tag)
{
    struct area_op *op = &sample->ops[page][sample->op_count[page]++];

    *op = (struct area_op){.kind = kind, .tag = tag, .opacity_percent = 100};
    return op;
}

struct words {
    const char *family;
    int weight;
    const char *text;
    int32_t x, y;
};

static void
add_words(struct sample *sample, int page, int32_t tag, struct words words)
{
    const struct font *font = NULL;
    const struct font_run *runs = NULL;
    size_t count = 0;
    int32_t x = words.x;

    if (!font_find(sample->set, span_of(words.family), words.weight, false,
            &font, &sample->err) ||
        !font_shape(sample->set, &sample->arena, font, span_of(words.text),
            SIZE, &runs, &count, &sample->err))
        fail_msg("%s", sample->err.text);
    for (size_t i = 0; i < count; i++) {
        struct area_op *op = add_op(sample, page, AREA_TEXT, tag);

        op->run = &runs[i];
        op->size = SIZE;
        op->x = x;
        op->y = words.y;
        x += runs[i].width;
    }
}

static void
sans(struct sample *sample, int page, int32_t tag, const char *text, int32_t y)
{
    add_words(
        sample, page, tag, (struct words){"Noto Sans", 400, text, 60000, y});
}

static void
fill_tags(struct sample *sample)
{
    static const struct {
        const char *role;
        int32_t parent;
    } rows[TAG_COUNT] = {
        [DOCUMENT] = {"Document", -1},
        [H1] = {"H1", DOCUMENT},
        [P] = {"P", DOCUMENT},
        [LINK] = {"Link", P},
        [TABLE] = {"Table", DOCUMENT},
        [ROW_1] = {"TR", TABLE},
        [TH_1] = {"TH", ROW_1},
        [TH_2] = {"TH", ROW_1},
        [ROW_2] = {"TR", TABLE},
        [TD_1] = {"TD", ROW_2},
        [TD_2] = {"TD", ROW_2},
        [FIGURE] = {"Figure", DOCUMENT},
        [H2] = {"H2", DOCUMENT},
        [P_2] = {"P", DOCUMENT},
        [NOTE] = {"Note", P_2},
        [P_MARKS] = {"P", DOCUMENT},
    };

    for (size_t i = 0; i < TAG_COUNT; i++)
        sample->tags[i] = (struct area_tag){.role = rows[i].role,
            .parent = rows[i].parent,
            .column_span = 1,
            .row_span = 1};
    sample->tags[TH_1].scope = "Column";
    sample->tags[TH_2].scope = "Column";
    sample->english = (struct area_detail){.lang = span_of("en"), .page = -1};
    sample->figure = (struct area_detail){
        .alt = span_of("Histogramme\xC2\xA0: 3 r\xC3\xA8gles conformes"),
        .page = 0,
        .x = 60000,
        .y = 250000,
        .width = 100000,
        .height = 50000};
    sample->tags[P_2].detail = &sample->english;
    sample->tags[FIGURE].detail = &sample->figure;
}

static void
draw_figure(struct sample *sample)
{
    static const struct area_path_step steps[] = {
        {AREA_MOVE, {100000}, {250000}},
        {AREA_LINE_TO, {160000}, {260000}},
        {AREA_CURVE, {150000, 140000, 130000}, {270000, 280000, 300000}},
        {AREA_CLOSE, {0}, {0}},
    };
    static const struct area_pen pen = {
        .dash_count = 2, .miter = 4000, .dashes = {2000, 1000}};
    struct area_op *op = add_op(sample, 0, AREA_RECTANGLE, FIGURE);

    op->x = 60000;
    op->y = 250000;
    op->width = 30000;
    op->height = 50000;
    op->colour = (struct area_colour){21, 105, 59};
    op = add_op(sample, 0, AREA_PATH, FIGURE);
    op->steps = steps;
    op->step_count = 4;
    op->filled = true;
    op->stroked = true;
    op->thickness = 500;
    op->pen = &pen;
    op->opacity_percent = 40;
}

static void
draw_lines(struct sample *sample)
{
    static const enum area_stroke strokes[] = {
        AREA_SOLID, AREA_DASHED, AREA_DOTTED, AREA_DOUBLE};

    for (int i = 0; i < 4; i++) {
        struct area_op *op = add_op(sample, 0, AREA_LINE, AREA_ARTIFACT);

        op->x = 60000;
        op->y = 400000 + i * 10000;
        op->width = 200000;
        op->thickness = 1500;
        op->stroke = strokes[i];
    }
}

static void
draw_first_page(struct sample *sample)
{
    sans(sample, 0, AREA_ARTIFACT, "en-t\xC3\xAAte", 30000);
    add_words(sample, 0, H1,
        (struct words){"Noto Serif", 700,
            "Dossier d\xE2\x80\x99"
            "audit \xE2\x80\x94 \xE2\x9C\x93 conforme",
            60000, 80000});
    add_words(sample, 0, P,
        (struct words){
            "DejaVu Sans", 400, "office affichage AVATAR", 60000, 110000});
    sans(sample, 0, LINK, "le second chapitre", 125000);
    sans(sample, 0, P,
        "apr\xC3\xA8s\xC2\xA0: \xC2\xAB\xE2\x80\xAFoui\xE2\x80\xAF\xC2\xBB",
        140000);
    sans(sample, 0, TH_1, "R\xC3\xA8gle", 170000);
    sans(sample, 0, TH_2, "Verdict", 185000);
    sans(sample, 0, TD_1, "R-001", 200000);
    add_words(sample, 0, TD_2,
        (struct words){"DejaVu Sans Mono", 400, "9f2c41d0", 60000, 215000});
    sample->ops[0][2].word_space = 3000;
    draw_figure(sample);
    draw_lines(sample);
}

static void
fill_page(struct sample *sample, int page, const char *label)
{
    sample->pages[page] = (struct area_page){.width = A4_WIDTH,
        .height = A4_HEIGHT,
        .ops = sample->ops[page],
        .op_count = sample->op_count[page],
        .label = span_of(label)};
}

static void
fill_links(struct sample *sample)
{
    sample->links[0] = (struct area_link){.x = 60000,
        .y = 115000,
        .width = 90000,
        .height = 12000,
        .target_id = span_of("second"),
        .tag = LINK,
        .contents = span_of("Vers le second chapitre")};
    sample->links[1] = sample->links[0];
    sample->links[1].y += 12000;
    sample->links[1].target_id = span_of("");
    sample->links[1].uri = span_of("https://example.org/r%C3%A8gle");
    sample->pages[0].links = sample->links;
    sample->pages[0].link_count = 2;
    sample->destinations[0] =
        (struct area_destination){span_of("first"), 0, 70000};
    sample->destinations[1] =
        (struct area_destination){span_of("second"), 1, 60000};
    sample->bookmarks[0] = (struct area_bookmark){
        span_of("Synth\xC3\xA8se"), span_of("first"), -1, true};
    sample->bookmarks[1] = (struct area_bookmark){
        span_of("D\xC3\xA9tail"), span_of("second"), 0, true};
    sample->bookmarks[2] =
        (struct area_bookmark){span_of("Annexe"), span_of("second"), -1, false};
}

static int
setup(void **out)
{
    static struct sample sample;

    memset(&sample, 0, sizeof sample);
    arena_init(&sample.arena, (size_t)64 << 20);
    sample.set = font_set_open(&sample.err);
    fill_tags(&sample);
    draw_first_page(&sample);
    sans(&sample, 1, H2, "Second chapitre", 80000);
    sans(&sample, 1, P_2, "Continued on two lines,", 100000);
    sans(&sample, 1, NOTE, "a note", 115000);
    sans(&sample, 1, P_2, "and after the note.", 130000);
    sans(&sample, 1, P_MARKS, "e\xCC\x81 x\xCC\xB1\xCC\x81 \xE2\x80\x91",
        150000);
    fill_page(&sample, 0, "i");
    fill_page(&sample, 1, "1");
    fill_links(&sample);
    sample.document = (struct area_document){
        .title = span_of("Dossier d\xE2\x80\x99"
                         "audit <&>"),
        .lang = span_of("fr"),
        .pages = sample.pages,
        .page_count = 2,
        .tags = sample.tags,
        .tag_count = TAG_COUNT,
        .destinations = sample.destinations,
        .destination_count = 2,
        .bookmarks = sample.bookmarks,
        .bookmark_count = 3,
    };
    *out = &sample;
    return sample.set == NULL;
}

static int
teardown(void **in)
{
    struct sample *sample = *in;

    font_set_close(sample->set);
    arena_release(&sample->arena);
    return 0;
}

static const struct render_attachment attachment = {
    .name = {"dossier.xml", 11},
    .bytes = {"<?xml version=\"1.0\"?>\n<dossier/>\n", 33},
    .description = {"Dossier sign\xC3\xA9", 13},
};

static struct render_pdf_options
full_options(void)
{
    return (struct render_pdf_options){
        .created_s = 1795512600,
        .author = span_of("auditor"),
        .subject = span_of("Mod\xC3\xA8le 7B (4 bits)"),
        .attachment = &attachment,
        .signature_bytes = 4096,
        .signature_reason = span_of("Dossier d\xE2\x80\x99"
                                    "audit"),
    };
}

/* The pages of the sample, one after another, as layout hands them on. */
static bool
write_pdf(struct sample *sample, const struct render_pdf_options *options,
    struct span *out)
{
    const struct area_document *document = &sample->document;
    struct err *err = &sample->err;
    struct render_pdf *pdf = NULL;
    struct area_tags tags = {document->tags, document->tag_count};
    struct span bytes;
    bool ok = render_pdf_open(&sample->arena, options, &pdf, err);
    const struct area_sink *sink = ok ? render_pdf_sink(pdf) : NULL;

    ok = ok && sink->begin(sink->context, err);
    for (size_t i = 0; ok && i < document->page_count; i++)
        ok = sink->page(sink->context, &document->pages[i], tags, err);
    ok = ok && render_pdf_save(pdf, document, &bytes, err) &&
         span_copy(&sample->arena, bytes, out, err);
    render_pdf_close(pdf);
    return ok;
}

static struct span
write_with(struct sample *sample, size_t signature_bytes)
{
    struct render_pdf_options options = full_options();
    struct span pdf = {0};

    options.signature_bytes = signature_bytes;
    if (!write_pdf(sample, &options, &pdf))
        fail_msg("%s", sample->err.text);
    return pdf;
}

static struct span
write_sample(struct sample *sample)
{
    return write_with(sample, 4096);
}

static size_t
count_of(struct span hay, const char *needle)
{
    size_t count = 0;
    size_t len = strlen(needle);

    for (size_t i = 0; i + len <= hay.len; i++)
        count += memcmp(hay.ptr + i, needle, len) == 0;
    return count;
}

static void
pdf_is_the_same_for_the_same_input(void **in)
{
    struct err err = {0};
    char first[SHA256_HEX_BYTES];
    char second[SHA256_HEX_BYTES];

    /* With other memory and other font faces, too. */
    assert_true(digest_hex(write_sample(*in), first, &err));
    (void)teardown(in);
    (void)setup(in);
    assert_true(digest_hex(write_sample(*in), second, &err));
    assert_string_equal(first, second);
}

static void
pdf_has_one_revision_and_an_identifier(void **in)
{
    struct span pdf = write_sample(*in);

    assert_true(span_starts(pdf, "%PDF-1.7"));
    assert_int_equal(count_of(pdf, "%%EOF"), 1);
    assert_int_equal(count_of(pdf, "\nstartxref"), 1);
    assert_int_equal(count_of(pdf, "/ID [<"), 1);
    assert_int_equal(count_of(pdf, "<00000000000000000000000000000000>"), 0);
    assert_int_equal(count_of(pdf, "/JavaScript"), 0);
    assert_int_equal(count_of(pdf, "/OpenAction"), 0);
}

static void
pdf_identifier_follows_content(void **in)
{
    struct sample *sample = *in;
    struct span first = write_sample(sample);
    struct span second;
    const char *id = "/ID [<";

    sample->ops[1][0].x += 1;
    second = write_sample(sample);
    assert_memory_not_equal(first.ptr + span_find(first, span_of(id)) + 6,
        second.ptr + span_find(second, span_of(id)) + 6, 32);
}

static void
pdf_byte_range_covers_all_but_contents(void **in)
{
    struct span pdf = write_sample(*in);
    size_t at = span_find(pdf, span_of("/ByteRange ["));
    size_t before = 0;
    size_t after = 0;
    size_t rest = 0;

    assert_int_equal(sscanf(pdf.ptr + at, "/ByteRange [0 %zu %zu %zu", &before,
                         &after, &rest),
        3);
    assert_int_equal(after + rest, pdf.len);
    assert_int_equal(after - before, 2 * 4096 + 2);
    assert_int_equal(pdf.ptr[before], '<');
    assert_int_equal(pdf.ptr[after - 1], '>');
    for (size_t i = before + 1; i < after - 1; i++)
        assert_int_equal(pdf.ptr[i], '0');
}

static void
pdf_without_signature_has_no_form(void **in)
{
    struct sample *sample = *in;
    struct render_pdf_options options = full_options();
    struct span pdf = {0};

    options.signature_bytes = 0;
    options.attachment = NULL;
    options.author = span_of("");
    assert_true(write_pdf(sample, &options, &pdf));
    assert_int_equal(count_of(pdf, "/AcroForm"), 0);
    assert_int_equal(count_of(pdf, "/EmbeddedFiles"), 0);
    assert_int_equal(count_of(pdf, "/Author"), 0);
}

static void
pdf_refuses_what_cannot_be_tagged_or_reached(void **in)
{
    struct sample *sample = *in;
    struct render_pdf_options options = full_options();
    struct span pdf = {0};

    sample->tags[H2].role = "Heading";
    assert_false(write_pdf(sample, &options, &pdf));
    assert_non_null(strstr(sample->err.text, "'Heading'"));
    sample->tags[H2].role = "H2";
    err_clear(&sample->err);
    sample->links[0].target_id = span_of("third");
    assert_false(write_pdf(sample, &options, &pdf));
    assert_non_null(strstr(sample->err.text, "'third'"));
    sample->links[0].target_id = span_of("second");
    err_clear(&sample->err);
    sample->links[1].uri = span_of("file:///etc/passwd");
    assert_false(write_pdf(sample, &options, &pdf));
    assert_non_null(strstr(sample->err.text, "file:///etc/passwd"));
    err_clear(&sample->err);
    sample->document.title = span_of("");
    assert_false(write_pdf(sample, &options, &pdf));
    assert_non_null(strstr(sample->err.text, "title"));
}

static void
pdf_embeds_a_picture_once(void **in)
{
    struct sample *sample = *in;
    const struct image image = {.width = 1,
        .height = 1,
        .channels = 3,
        .colour = span_of("rgb"),
        .alpha = span_of("a")};

    for (size_t i = 0; i < 2; i++) {
        sample->ops[1][i].kind = AREA_IMAGE;
        sample->ops[1][i].image = &image;
    }
    struct span pdf = write_sample(sample);
    assert_int_equal(count_of(pdf, "/Subtype /Image"), 2); /* and its mask */
    assert_int_equal(count_of(pdf, "/SMask "), 1);
    assert_int_equal(count_of(pdf, "/I1 "), 1);
}

static void
pdf_figure_without_words_is_decoration(void **in)
{
    struct sample *sample = *in;

    assert_int_equal(count_of(write_sample(sample), "/S/Figure"), 1);
    sample->figure.alt = span_of("");
    assert_int_equal(count_of(write_sample(sample), "/S/Figure"), 0);
}

static int
write_to(const char *path)
{
    struct err err = {0};
    void *state = NULL;

    if (setup(&state) != 0 ||
        !file_write_new(path, write_with(state, 0), 0644, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    return teardown(&state);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            pdf_is_the_same_for_the_same_input, setup, teardown),
        cmocka_unit_test_setup_teardown(
            pdf_has_one_revision_and_an_identifier, setup, teardown),
        cmocka_unit_test_setup_teardown(
            pdf_identifier_follows_content, setup, teardown),
        cmocka_unit_test_setup_teardown(
            pdf_byte_range_covers_all_but_contents, setup, teardown),
        cmocka_unit_test_setup_teardown(
            pdf_without_signature_has_no_form, setup, teardown),
        cmocka_unit_test_setup_teardown(
            pdf_refuses_what_cannot_be_tagged_or_reached, setup, teardown),
        cmocka_unit_test_setup_teardown(
            pdf_embeds_a_picture_once, setup, teardown),
        cmocka_unit_test_setup_teardown(
            pdf_figure_without_words_is_decoration, setup, teardown),
    };

    if (argc > 1)
        return write_to(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
