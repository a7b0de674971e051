#include "seal/extend.h"

#include <string.h>

#include "base/limits.h"
#include "seal/base64.h"
#include "seal/gather.h"
#include "seal/timestamp.h"
#include "seal/xades.h"

/* A signed file taken apart, with room for one more item. */
struct work {
    struct arena *arena;
    const struct extend_input *input;
    struct xades_values values;
    struct xades_item *items;
};

static bool
open_work(struct work *work, struct err *err)
{
    struct checklist list;
    struct xades_values *values = &work->values;
    bool sound;

    checklist_init(&list, CHECKLIST_XML);
    if (!xades_check(work->arena, work->input->bytes, &list, values, err))
        return false;
    sound = values->chain != NULL && values->item_count < XADES_ITEMS &&
            checklist_passed(&list, CHECK_XML_SECOND_OPINION);
    sk_X509_pop_free(values->chain, X509_free);
    values->chain = NULL;
    if (!sound) {
        err_set(err, ERR_INPUT,
            "cannot extend the signature: it does not verify, or has %d "
            "additions already",
            (int)XADES_ITEMS);
        return false;
    }
    work->items =
        arena_alloc_array(work->arena, XADES_ITEMS, sizeof *work->items, err);
    if (work->items == NULL)
        return false;
    if (values->item_count > 0)
        memcpy(work->items, values->items,
            values->item_count * sizeof *work->items);
    values->items = work->items;
    return true;
}

/* Stamp what `content` has, and add the token as a further item. */
static bool
add_timestamp(struct work *work, enum xades_item_kind kind,
    const struct text *content, struct err *err)
{
    struct cms_content stamped = {.before = text_span(content)};
    struct xades_item *item = &work->items[work->values.item_count];
    const char *url;
    struct span token;

    if (!text_done(content, err) || !extend_authority(work->input, &url, err) ||
        !timestamp_fetch(work->arena, url, &stamped, &token, err))
        return false;
    *item = (struct xades_item){.kind = kind, .count = 1};
    if (!base64_encode(work->arena, token, &item->values[0], err))
        return false;
    work->values.item_count++;
    return true;
}

/* It stands before all counter-signatures: what was added last goes first. */
static bool
put_first(struct work *work, struct err *err)
{
    size_t last = work->values.item_count - 1;
    struct xades_item *copy = arena_alloc(work->arena, sizeof *copy, err);

    if (copy == NULL)
        return false;
    *copy = work->items[last];
    memmove(work->items + 1, work->items, last * sizeof *work->items);
    work->items[0] = *copy;
    return true;
}

bool
extend_xml_stamp(struct arena *arena, const struct extend_input *input,
    struct span *out, struct err *err)
{
    struct work work = {.arena = arena, .input = input};
    struct text content;
    bool ok;

    if (!open_work(&work, err))
        return false;
    if (work.values.item_count > 0 && work.items[0].kind == XADES_STAMP) {
        *out = input->bytes; /* only a further signature lacks one */
        return true;
    }
    text_init(&content, LIMIT_XML_BYTES);
    xades_put_stamped(&content, &work.values);
    ok = add_timestamp(&work, XADES_STAMP, &content, err) &&
         put_first(&work, err) && xades_put_file(arena, &work.values, out, err);
    text_release(&content);
    return ok;
}

bool
extend_xml_archive(struct arena *arena, const struct extend_input *input,
    struct span *out, struct err *err)
{
    struct work work = {.arena = arena, .input = input};
    struct text content;
    bool ok;

    if (!open_work(&work, err))
        return false;
    text_init(&content, 2 * LIMIT_XML_BYTES);
    xades_put_archived(&content, &work.values, work.values.item_count);
    ok = add_timestamp(&work, XADES_ARCHIVE, &content, err) &&
         xades_put_file(arena, &work.values, out, err);
    text_release(&content);
    return ok;
}

/* Is the value in one of the items already? */
static bool
is_known(const struct work *work, struct span value)
{
    for (size_t i = 0; i < work->values.item_count; i++)
        for (size_t k = 0; k < work->items[i].count; k++)
            if (span_equal(work->items[i].values[k], value))
                return true;
    return false;
}

static bool
has_material(const struct work *work)
{
    for (size_t i = 0; i < work->values.item_count; i++)
        if (work->items[i].kind == XADES_MATERIAL)
            return true;
    return false;
}

/* Keep the order of xades_unsigned.c: by kind, and rising within it. */
static void
add_value(struct xades_item *item, enum material_kind kind, struct span value)
{
    size_t at = item->count++;

    while (at > 0 && item->kinds[at - 1] == kind &&
           span_compare(item->values[at - 1], value) > 0) {
        item->values[at] = item->values[at - 1];
        item->kinds[at] = kind;
        at--;
    }
    item->values[at] = value;
    item->kinds[at] = kind;
}

/* What was gathered and is new, by kind, as one item; none when empty. */
static bool
add_material(
    struct work *work, const struct gathered *gathered, struct err *err)
{
    struct xades_item item = {
        .kind = has_material(work) ? XADES_RENEWAL : XADES_MATERIAL};
    struct span value;

    for (int kind = MATERIAL_CERTIFICATE; kind <= MATERIAL_ANSWER; kind++)
        for (size_t i = 0; i < gathered->count; i++) {
            if (gathered->kinds[i] != (enum material_kind)kind)
                continue;
            if (!base64_encode(work->arena, gathered->items[i], &value, err))
                return false;
            if (is_known(work, value) || item.count == XADES_VALUES)
                continue;
            add_value(&item, (enum material_kind)kind, value);
        }
    if (item.count > 0)
        work->items[work->values.item_count++] = item;
    return true;
}

bool
extend_xml_material(struct arena *arena, const struct extend_input *input,
    struct span *out, struct err *err)
{
    struct work work = {.arena = arena, .input = input};
    struct gathered gathered = {.count = 0};

    return open_work(&work, err) &&
           gather(arena, input->material, input->verify, &gathered, err) &&
           add_material(&work, &gathered, err) &&
           xades_put_file(arena, &work.values, out, err);
}
