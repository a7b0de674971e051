#include "render/layout/master.h"

static const struct fo_node *
find_named(const struct layout *layout, struct span name)
{
    const struct fo_node *set = fo_child(layout->fo->root, FO_MASTER_SET);
    if (set == NULL) {
        return NULL;
    }
    for (const struct fo_node *node = set->first; node != NULL;
         node = node->next) {
        if (span_equal(node->style->master_name, name)) {
            return node;
        }
    }
    return NULL;
}

static bool
condition_holds(const struct fo_style *style, struct page_kind kind)
{
    bool first = kind.in_sequence == 0;
    bool odd = kind.number % 2 != 0;
    switch ((enum fo_position)style->page_position) {
    case FO_POSITION_FIRST:
        if (!first) {
            return false;
        }
        break;
    case FO_POSITION_REST:
        if (first) {
            return false;
        }
        break;
    case FO_POSITION_LAST:
        if (!kind.last) {
            return false;
        }
        break;
    case FO_POSITION_ONLY:
        if (!first || !kind.last) {
            return false;
        }
        break;
    case FO_POSITION_ANY:
        break;
    }
    if (style->odd_or_even != FO_PARITY_ANY &&
        odd != (style->odd_or_even == FO_PARITY_ODD)) {
        return false;
    }
    return style->blank_or_not == FO_BLANK_ANY ||
           kind.blank == (style->blank_or_not == FO_BLANK);
}

/* The reference that one child of a page-sequence-master gives, or empty. */
static struct span
reference_of(const struct fo_node *child, struct page_kind kind)
{
    if (child->kind != FO_MASTER_ALTERNATIVES) {
        return child->style->master_reference;
    }
    for (const struct fo_node *option = child->first; option != NULL;
         option = option->next) {
        if (condition_holds(option->style, kind)) {
            return option->style->master_reference;
        }
    }
    return span_of("");
}

static struct span
sequence_reference(const struct fo_node *master, struct page_kind kind)
{
    size_t left = kind.in_sequence;
    for (const struct fo_node *child = master->first; child != NULL;
         child = child->next) {
        int32_t repeats =
            child->kind == FO_MASTER_SINGLE ? 1 : child->style->maximum_repeats;
        if (repeats < 0 || left < (size_t)repeats) {
            return reference_of(child, kind);
        }
        left -= (size_t)repeats;
    }
    return span_of("");
}

bool
master_find(const struct layout *layout, const struct fo_node *sequence,
    struct page_kind kind, const struct fo_node **out, struct err *err)
{
    struct span name = sequence->style->master_reference;
    const struct fo_node *master = find_named(layout, name);
    if (master != NULL && master->kind == FO_SEQUENCE_MASTER) {
        name = sequence_reference(master, kind);
        master = find_named(layout, name);
    }
    if (master == NULL || master->kind != FO_PAGE_MASTER) {
        err_set(err, ERR_INPUT, "no page master '%.*s' for page %d",
            (int)name.len, name.ptr, (int)kind.number);
        err_at_line(err, sequence->line);
        return false;
    }
    *out = master;
    return true;
}

static int32_t
margin(const struct fo_style *style, enum fo_side side, int32_t base)
{
    return fo_resolve(&style->margin[side], base);
}

/* Inside the margins of the node. */
static struct rectangle
inside(const struct fo_style *style, struct rectangle outer)
{
    int32_t left = margin(style, FO_LEFT, outer.width);
    int32_t top = margin(style, FO_TOP, outer.width);
    return (struct rectangle){outer.x + left, outer.y + top,
        outer.width - left - margin(style, FO_RIGHT, outer.width),
        outer.height - top - margin(style, FO_BOTTOM, outer.width)};
}

static int32_t
extent(const struct regions *regions, enum side_region which, int32_t base)
{
    const struct fo_node *node = regions->node[which];
    return node == NULL ? 0 : fo_resolve(&node->style->extent, base);
}

/* Does the region reach into the corners (XSL 1.1, 7.27.16)? */
static bool
precedes(const struct regions *regions, enum side_region which)
{
    const struct fo_node *node = regions->node[which];
    return node != NULL && node->style->precedence;
}

static void
place_sides(struct regions *regions, struct rectangle page)
{
    int32_t before = extent(regions, REGION_BEFORE, page.height);
    int32_t after = extent(regions, REGION_AFTER, page.height);
    int32_t start = extent(regions, REGION_START, page.width);
    int32_t end = extent(regions, REGION_END, page.width);
    struct rectangle *side = regions->side;
    for (size_t i = 0; i < REGION_SIDES; i++) {
        side[i] = page;
    }
    side[REGION_BEFORE].height = before;
    side[REGION_AFTER].height = after;
    side[REGION_AFTER].y += page.height - after;
    side[REGION_START].width = start;
    side[REGION_END].width = end;
    side[REGION_END].x += page.width - end;
    for (size_t i = REGION_BEFORE; i <= REGION_AFTER; i++) {
        bool precedence = precedes(regions, (enum side_region)i);
        side[i].x += precedence ? 0 : start;
        side[i].width -= precedence ? 0 : start + end;
    }
    int32_t top = precedes(regions, REGION_BEFORE) ? before : 0;
    int32_t bottom = precedes(regions, REGION_AFTER) ? after : 0;
    for (size_t i = REGION_START; i <= REGION_END; i++) {
        side[i].y += top;
        side[i].height -= top + bottom;
    }
}

bool
master_regions(
    const struct fo_node *master, struct regions *out, struct err *err)
{
    static const enum fo_kind kinds[] = {[REGION_BEFORE] = FO_REGION_BEFORE,
        [REGION_AFTER] = FO_REGION_AFTER,
        [REGION_START] = FO_REGION_START,
        [REGION_END] = FO_REGION_END};
    const struct fo_style *style = master->style;
    struct regions regions = {
        .body_node = fo_child(master, FO_REGION_BODY),
        .width = fo_resolve(&style->page_width, 0),
        .height = fo_resolve(&style->page_height, 0),
        .turns = style->orientation,
    };
    if (regions.body_node == NULL || regions.width <= 0 ||
        regions.height <= 0) {
        err_set(err, ERR_INPUT, "the page master lacks a size or a body");
        err_at_line(err, master->line);
        return false;
    }
    for (size_t i = 0; i < REGION_SIDES; i++) {
        regions.node[i] = fo_child(master, kinds[i]);
    }
    struct rectangle whole = {0, 0, regions.width, regions.height};
    regions.page = inside(style, whole);
    struct rectangle page = regions.turns == 0
                                ? regions.page
                                : turn_inside(regions.page, regions.turns);
    regions.body = inside(regions.body_node->style, page);
    if (regions.body.width <= 0 || regions.body.height <= 0) {
        err_set(err, ERR_INPUT, "the margins leave no room for the body");
        err_at_line(err, master->line);
        return false;
    }
    place_sides(&regions, page);
    *out = regions;
    return true;
}

static const struct {
    int32_t value;
    const char *small, *large;
} roman[] = {{1000, "m", "M"}, {900, "cm", "CM"}, {500, "d", "D"},
    {400, "cd", "CD"}, {100, "c", "C"}, {90, "xc", "XC"}, {50, "l", "L"},
    {40, "xl", "XL"}, {10, "x", "X"}, {9, "ix", "IX"}, {5, "v", "V"},
    {4, "iv", "IV"}, {1, "i", "I"}};

bool
page_label(struct arena *arena, int32_t number, int32_t format,
    struct span *out, struct err *err)
{
    const char *text = "";
    if (format == 'i' || format == 'I') {
        for (size_t i = 0; i < sizeof roman / sizeof roman[0]; i++) {
            for (; number >= roman[i].value; number -= roman[i].value) {
                text = arena_printf(arena, err, "%s%s", text,
                    format == 'i' ? roman[i].small : roman[i].large);
                if (text == NULL) {
                    return false;
                }
            }
        }
    } else if (format == 'a' || format == 'A') {
        for (; number > 0; number = (number - 1) / 26) {
            text = arena_printf(
                arena, err, "%c%s", format + (number - 1) % 26, text);
            if (text == NULL) {
                return false;
            }
        }
    } else {
        text = arena_printf(arena, err, "%d", (int)number);
        if (text == NULL) {
            return false;
        }
    }
    *out = span_of(text);
    return true;
}
