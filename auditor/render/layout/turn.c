#include "render/layout/layout.h"

#include <stdlib.h>

/* Quarter turns, counter-clockwise (XSL 1.1, 7.21.3). */

struct turning
turn_begin(const struct painter *painter)
{
    return (struct turning){
        painter->ops->count, painter->links->count, painter->figures.count};
}

struct rectangle
turn_inside(struct rectangle where, int32_t turns)
{
    bool across = turns % 2 != 0;
    return (struct rectangle){0, 0, across ? where.height : where.width,
        across ? where.width : where.height};
}

static void
turn_point(struct rectangle where, int32_t turns, int32_t *x, int32_t *y)
{
    int32_t u = *x;
    int32_t v = *y;
    switch (turns) {
    case 1:
        *x = where.x + v;
        *y = where.y + where.height - u;
        break;
    case 2:
        *x = where.x + where.width - u;
        *y = where.y + where.height - v;
        break;
    case 3:
        *x = where.x + where.width - v;
        *y = where.y + u;
        break;
    default:
        *x = where.x + u;
        *y = where.y + v;
        break;
    }
}

/* Two opposite corners; x and y stay at the top left. */
static struct rectangle
turn_box(struct rectangle where, int32_t turns, struct rectangle box)
{
    int32_t x = box.x + box.width;
    int32_t y = box.y + box.height;
    turn_point(where, turns, &box.x, &box.y);
    turn_point(where, turns, &x, &y);
    return (struct rectangle){x < box.x ? x : box.x, y < box.y ? y : box.y,
        abs(x - box.x), abs(y - box.y)};
}

static bool
turn_steps(struct painter *painter, struct area_op *op, struct rectangle where,
    int32_t turns, struct err *err)
{
    struct area_path_step *steps = arena_alloc_array(
        layout_text(painter->layout), op->step_count + 1, sizeof *steps, err);
    if (steps == NULL) {
        return false;
    }
    for (size_t s = 0; s < op->step_count; s++) {
        steps[s] = op->steps[s];
        for (size_t k = 0; k < 3; k++) {
            turn_point(where, turns, &steps[s].x[k], &steps[s].y[k]);
        }
    }
    op->steps = steps;
    return true;
}

static bool
turn_op(struct painter *painter, struct area_op *op, struct rectangle where,
    int32_t turns, struct err *err)
{
    if (op->kind == AREA_TEXT) {
        turn_point(where, turns, &op->x, &op->y);
        op->turns = (uint8_t)((op->turns + turns) % 4);
        return true;
    }
    struct rectangle box = turn_box(
        where, turns, (struct rectangle){op->x, op->y, op->width, op->height});
    op->x = box.x;
    op->y = box.y;
    op->width = box.width;
    op->height = box.height;
    op->turns = (uint8_t)((op->turns + turns) % 4);
    return op->step_count == 0 || turn_steps(painter, op, where, turns, err);
}

bool
turn_end(struct painter *painter, struct turning begin, struct rectangle where,
    int32_t turns, struct err *err)
{
    if (turns == 0) {
        return true;
    }
    for (size_t i = begin.ops; i < painter->ops->count; i++) {
        if (!turn_op(painter, op_at(painter->ops, i), where, turns, err)) {
            return false;
        }
    }
    for (size_t i = begin.links; i < painter->links->count; i++) {
        struct area_link *link = (struct area_link *)painter->links->items + i;
        struct rectangle box = turn_box(where, turns,
            (struct rectangle){link->x, link->y, link->width, link->height});
        link->x = box.x;
        link->y = box.y;
        link->width = box.width;
        link->height = box.height;
    }
    for (size_t i = begin.figures; i < painter->figures.count; i++) {
        int32_t index = ((const int32_t *)painter->figures.items)[i];
        struct area_detail *figure = tag_detail(painter->layout, index, err);
        if (figure == NULL) {
            return false;
        }
        struct rectangle box = turn_box(where, turns,
            (struct rectangle){
                figure->x, figure->y, figure->width, figure->height});
        figure->x = box.x;
        figure->y = box.y;
        figure->width = box.width;
        figure->height = box.height;
    }
    return true;
}
