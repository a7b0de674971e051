#ifndef RENDER_LAYOUT_LINE_H
#define RENDER_LAYOUT_LINE_H

#include "render/layout/paragraph.h"

/* One line on its way from breaks to a piece: line.c, line_draw.c, leader.c. */
struct fragment { /* of one segment in one line */
    const struct segment *segment;
    const struct font_run *runs;
    size_t run_count;
    size_t spaces;
    size_t start, end; /* bytes of the paragraph */
    int32_t width;
};

struct builder {
    struct paragraph *paragraph;
    const struct line *line;
    struct piece *piece;
    struct vector fragments;
    bool hyphen;
    size_t start, end; /* bytes shown */
    int32_t natural;   /* width before justification */
    size_t spaces;
    size_t leaders;       /* that may grow */
    int32_t above, below; /* the baseline */
    int32_t word_space;
    int32_t x;
};

struct fragment *fragment_at(const struct builder *builder, size_t index);

/* line_draw.c: the fragments where `builder->x` stands, one after the other. */
MUST_CHECK bool line_draw(struct builder *builder, struct err *err);
/* An operation of this line. */
MUST_CHECK struct area_op *line_op(
    struct builder *builder, enum area_kind kind, int32_t tag, struct err *err);

/* inline_box.c: the boxes around a fragment of that width, at builder->x. */
MUST_CHECK bool inline_boxes_draw(struct builder *builder,
    const struct segment *segment, int32_t width, struct err *err);

/*
 * leader.c: give leaders their widths. `fill`: all of `rest` that they may
 * take, else what each would like. Returns what is left over.
 */
int32_t leaders_grow(struct builder *builder, int32_t rest, bool fill);
MUST_CHECK bool leader_draw(struct builder *builder,
    const struct fragment *fragment, int32_t width, struct err *err);

#endif
