#include "render/layout/layout.h"

/* Boxes with round corners (fox:border-radius): fill and border as paths. */

enum {
    ROUND_STEPS = 10 /* move, four sides and corners, close */
};
static const double circle_control = 0.5522847498;

/* What four equal sides are drawn as; false when they differ. */
static bool
same_sides(const struct fo_style *style)
{
    const struct fo_border *first = &style->border[FO_TOP];
    for (enum fo_side side = FO_RIGHT; side < FO_SIDES; side++) {
        const struct fo_border *other = &style->border[side];
        const struct area_colour *a = &first->colour.value;
        const struct area_colour *b = &other->colour.value;
        if (fo_border_width(first) != fo_border_width(other) ||
            first->style != other->style ||
            first->colour.set != other->colour.set || a->red != b->red ||
            a->green != b->green || a->blue != b->blue) {
            return false;
        }
    }
    return true;
}

bool
paint_is_round(const struct fo_style *style, unsigned sides)
{
    return style->radius > 0 && sides == (1u << FO_SIDES) - 1 &&
           same_sides(style);
}

static struct area_path_step
step_to(enum area_path_verb verb, int32_t x, int32_t y)
{
    return (struct area_path_step){.verb = verb, .x = {x}, .y = {y}};
}

/* Clockwise from the top left, `k` being where controls stand. */
static void
round_path(
    struct rectangle box, int32_t r, struct area_path_step steps[ROUND_STEPS])
{
    int32_t k = (int32_t)(r * (1.0 - circle_control));
    int32_t left = box.x;
    int32_t top = box.y;
    int32_t right = box.x + box.width;
    int32_t bottom = box.y + box.height;
    steps[0] = step_to(AREA_MOVE, left + r, top);
    steps[1] = step_to(AREA_LINE_TO, right - r, top);
    steps[2] = (struct area_path_step){
        AREA_CURVE, {right - k, right, right}, {top, top + k, top + r}};
    steps[3] = step_to(AREA_LINE_TO, right, bottom - r);
    steps[4] = (struct area_path_step){AREA_CURVE,
        {right, right - k, right - r}, {bottom - k, bottom, bottom}};
    steps[5] = step_to(AREA_LINE_TO, left + r, bottom);
    steps[6] = (struct area_path_step){
        AREA_CURVE, {left + k, left, left}, {bottom, bottom - k, bottom - r}};
    steps[7] = step_to(AREA_LINE_TO, left, top + r);
    steps[8] = (struct area_path_step){
        AREA_CURVE, {left, left + k, left + r}, {top + k, top, top}};
    steps[9] = (struct area_path_step){.verb = AREA_CLOSE};
}

/* The outline `inset` inside the box. */
static struct area_op *
round_op(struct painter *painter, struct rectangle box, int32_t radius,
    int32_t inset, struct err *err)
{
    struct area_path_step *steps = arena_alloc_array(
        layout_text(painter->layout), ROUND_STEPS, sizeof *steps, err);
    struct area_op *op =
        steps == NULL ? NULL : paint_op(painter, AREA_PATH, box, err);
    if (op == NULL) {
        return NULL;
    }
    box.x += inset;
    box.y += inset;
    box.width -= 2 * inset;
    box.height -= 2 * inset;
    int32_t r = radius - inset;
    r = r > box.width / 2 ? box.width / 2 : r;
    r = r > box.height / 2 ? box.height / 2 : r;
    round_path(box, r > 0 ? r : 0, steps);
    op->steps = steps;
    op->step_count = ROUND_STEPS;
    return op;
}

static bool
round_stroke(struct painter *painter, struct area_op *op,
    const struct fo_style *style, int32_t thickness, struct err *err)
{
    const struct fo_border *border = &style->border[FO_TOP];
    struct area_pen *pen =
        arena_alloc(layout_text(painter->layout), sizeof *pen, err);
    if (pen == NULL) {
        return false;
    }
    bool dotted = border->style == FO_BORDER_DOTTED;
    pen->miter = 10000;
    if (dotted || border->style == FO_BORDER_DASHED) {
        pen->cap = dotted;
        pen->dash_count = 2;
        pen->dashes[0] = dotted ? 0 : 3 * thickness;
        pen->dashes[1] = 2 * thickness;
    }
    op->stroked = true;
    op->thickness = thickness;
    op->stroke_colour =
        border->colour.set ? border->colour.value : style->in.colour.value;
    op->pen = pen;
    return true;
}

bool
paint_round(struct painter *painter, struct rectangle where,
    const struct fo_style *style, struct err *err)
{
    const struct fo_border *border = &style->border[FO_TOP];
    int32_t width = fo_border_width(border);
    bool twice = border->style == FO_BORDER_DOUBLE;
    int32_t line = twice ? width / 3 : width;
    if (style->background.set) {
        struct area_op *op = round_op(painter, where, style->radius, 0, err);
        if (op == NULL) {
            return false;
        }
        op->filled = true;
        op->colour = style->background.value;
    }
    for (int32_t i = 0; width > 0 && i < (twice ? 2 : 1); i++) {
        int32_t inset = line / 2 + i * (width - line);
        struct area_op *op =
            round_op(painter, where, style->radius, inset, err);
        if (op == NULL || !round_stroke(painter, op, style, line, err)) {
            return false;
        }
    }
    return true;
}
