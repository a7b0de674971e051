#include "seal/shown.h"

#include "base/limits.h"

struct check {
    struct arena arena; /* for both documents */
    struct checklist *list;
    struct shown_document document;
    struct pdf_document rendered_pdf;
    struct shown_document rendered;
    bool same_maker;
    bool foreign; /* fonts that are not those of this system */
};

/* A refusal becomes the check's; only what is the system's is handed on. */
static bool
decide(struct check *check, enum check_id id, bool ok, enum sub_indication sub,
    struct err *reason, struct err *err)
{
    if (ok) {
        checklist_pass(check->list, id);
        return true;
    }
    if (reason->code == ERR_SYSTEM) {
        *err = *reason;
        return false;
    }
    (void)checklist_refuse(check->list, id, sub, "%s%s%s", reason->place,
        reason->place[0] == '\0' ? "" : ": ", reason->text);
    return true;
}

static bool
read_document(
    struct check *check, const struct pdf_document *pdf, struct err *err)
{
    struct err reason = {ERR_NONE, "", "", ""};
    bool ok = shown_load(&check->arena, pdf, &check->document, &reason);

    if (!decide(
            check, CHECK_TEXT_READABLE, ok, SUB_FORMAT_FAILURE, &reason, err)) {
        return false;
    }
    if (!ok) {
        return true;
    }
    ok = shown_visible(&check->document, &reason);
    return decide(
        check, CHECK_TEXT_VISIBLE, ok, SUB_FORMAT_FAILURE, &reason, err);
}

/* All that rests on the data rendered again stays open when it cannot be. */
static bool
leave_open(struct check *check, struct err *reason, struct err *err)
{
    static const enum check_id ids[] = {CHECK_TEXT_TRUE_GLYPHS,
        CHECK_TEXT_COMPLETE, CHECK_TEXT_NOTHING_ELSE, CHECK_TEXT_IN_ORDER,
        CHECK_PAGES_AS_RENDERED};

    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        if (!decide(check, ids[i], false, SUB_SIG_CONSTRAINTS_FAILURE, reason,
                err)) {
            return false;
        }
    }
    return true;
}

static bool
render(struct check *check, const struct seal_shown *shown, struct span xml,
    struct err *reason)
{
    const struct pdf_document *pdf = check->document.pdf;
    const struct pdf_value *language =
        pdf_find(pdf, check->document.catalog, "Lang");
    struct seal_shown_form form = {
        .xml = xml, .page_count = check->document.page_count};
    struct span bytes;

    form.language = language != NULL && language->kind == PDF_STRING
                        ? language->text
                        : span_of("");
    return shown->render(shown->context, &check->arena, &form, &bytes,
               &check->same_maker, reason) &&
           pdf_load(&check->arena, bytes, &check->rendered_pdf, reason) &&
           shown_load(
               &check->arena, &check->rendered_pdf, &check->rendered, reason);
}

static bool
decide_detail(struct check *check, enum check_id id, enum sub_indication sub,
    const char *detail, struct err *err)
{
    struct err reason = {ERR_NONE, "", "", ""};

    err_set(&reason, ERR_INPUT, "%s", detail);
    return decide(check, id, detail[0] == '\0', sub, &reason, err);
}

static bool
compare(struct check *check, struct err *err)
{
    struct err reason = {ERR_NONE, "", "", ""};
    struct shown_difference difference;
    bool ok = shown_glyphs_true(
        &check->document, &check->rendered, &check->foreign, &reason);
    enum sub_indication sub = check->same_maker && !check->foreign
                                  ? SUB_FORMAT_FAILURE
                                  : SUB_SIG_CONSTRAINTS_FAILURE;

    if (ok && check->foreign) {
        ok = false;
        err_set(&reason, ERR_INPUT,
            "its fonts are not those of this system, so that nothing vouches "
            "for what they show");
    }
    if (!decide(check, CHECK_TEXT_TRUE_GLYPHS, ok,
            check->foreign ? SUB_SIG_CONSTRAINTS_FAILURE : SUB_FORMAT_FAILURE,
            &reason, err) ||
        !shown_compare_words(&check->arena, &check->document, &check->rendered,
            &difference, err)) {
        return false;
    }
    err_clear(&reason);
    ok = shown_same(
        &check->arena, check->document.pdf, &check->rendered_pdf, &reason);
    return decide_detail(
               check, CHECK_TEXT_COMPLETE, sub, difference.missing, err) &&
           decide_detail(
               check, CHECK_TEXT_NOTHING_ELSE, sub, difference.added, err) &&
           decide_detail(
               check, CHECK_TEXT_IN_ORDER, sub, difference.moved, err) &&
           decide(check, CHECK_PAGES_AS_RENDERED, ok, sub, &reason, err);
}

static bool
run(struct check *check, const struct seal_shown *shown,
    const struct pdf_document *document, struct span xml, struct err *err)
{
    struct err reason = {ERR_NONE, "", "", ""};

    if (!read_document(check, document, err)) {
        return false;
    }
    if (check->document.pdf == NULL) { /* not readable */
        return true;
    }
    if (!render(check, shown, xml, &reason)) {
        return leave_open(check, &reason, err);
    }
    return compare(check, err);
}

bool
shown_check(const struct seal_shown *shown, const struct pdf_document *document,
    struct span xml, struct checklist *list, struct err *err)
{
    struct check check = {.list = list};

    arena_init(&check.arena, LIMIT_ARENA_BYTES);
    bool ok = run(&check, shown, document, xml, err);
    arena_release(&check.arena);
    return ok;
}
