#include "render/layout/layout.h"

/* What is pending before the next piece: spaces, breaks, keeps, anchors. */

static int32_t
part_or(const struct fo_length *length, int32_t otherwise)
{
    return length->kind == FO_SET ? fo_resolve(length, 0) : otherwise;
}

/* XSL 1.1, 4.3.1: forcing spaces add up, else the most important one, and
 * of those the largest, stands. */
static void
spacing_add(struct spacing *spacing, const struct fo_space *space)
{
    int32_t optimum = fo_resolve(&space->length, 0);
    int32_t minimum = part_or(&space->minimum, optimum);
    int32_t maximum = part_or(&space->maximum, optimum);
    struct spacing one = {optimum, minimum < optimum ? minimum : optimum,
        maximum > optimum ? maximum : optimum, space->precedence, true};
    bool forces = spacing->any && one.precedence == FO_FORCE &&
                  spacing->precedence == FO_FORCE;
    bool same = spacing->any && !forces &&
                one.precedence == spacing->precedence &&
                one.optimum == spacing->optimum;
    if (forces) {
        spacing->optimum += one.optimum;
        spacing->minimum += one.minimum;
        spacing->maximum += one.maximum;
    } else if (same) {
        spacing->minimum =
            one.minimum > spacing->minimum ? one.minimum : spacing->minimum;
        spacing->maximum =
            one.maximum < spacing->maximum ? one.maximum : spacing->maximum;
    } else if (!spacing->any || one.precedence > spacing->precedence ||
               (one.precedence == spacing->precedence &&
                   one.optimum > spacing->optimum)) {
        *spacing = one;
    }
}

void
place_space(struct place *place, const struct fo_space *space)
{
    if (space->length.kind != FO_SET) {
        return;
    }
    spacing_add(&place->space, space);
    /* At the top of a page those that may be discarded are, up to the first
     * that is retained. */
    if (space->retain || place->lead.any) {
        spacing_add(&place->lead, space);
    }
}

void
place_hold(struct place *place, int32_t glue)
{
    place->glue = glue > place->glue ? glue : place->glue;
}

bool
place_anchor(struct layout *layout, struct vector *anchors,
    struct anchor anchor, struct err *err)
{
    struct anchor *slot = work_push(layout, anchors, sizeof *slot, err);
    if (slot == NULL) {
        return false;
    }
    *slot = anchor;
    return true;
}

struct piece *
place_piece(
    struct layout *layout, struct place *place, int64_t line, struct err *err)
{
    struct piece *piece =
        work_push(layout, &place->list->pieces, sizeof *piece, err);
    if (piece == NULL) {
        return NULL;
    }
    piece->line = line;
    piece->unit = ++layout->units;
    piece->starts = true;
    piece->space = place->space.optimum;
    piece->shrink = place->space.optimum - place->space.minimum;
    piece->stretch = place->space.maximum - place->space.optimum;
    piece->lead = place->lead.optimum;
    piece->glue = place->glue;
    piece->break_before = place->break_before;
    piece->box = place->box;
    piece->anchors = place->anchors;
    piece->table = place->table;
    place->space = (struct spacing){0};
    place->lead = (struct spacing){0};
    place->glue = GLUE_NONE;
    place->break_before = FO_BREAK_NONE;
    place->anchors = (struct vector){0};
    return piece;
}
