#ifndef RENDER_CHART_LABEL_H
#define RENDER_CHART_LABEL_H

#include "render/chart/pen.h"

/*
 * Words beside marks. Labels never touch each other, a mark or what lies
 * outside `area`; they keep off the line through the front where they can.
 */
struct label {
    int32_t x, y;          /* centre of the mark */
    int32_t width, height; /* of the words */
    struct pen_box box;    /* set: where the words stand */
    bool is_led;           /* set: by a line from mark to box */
    struct pen_line lead;
};

struct label_field {
    struct pen_box area;
    int32_t radius; /* of the marks */
    struct label *labels;
    size_t count;
    const struct pen_line *lines; /* of the front */
    size_t line_count;
};

/* False when no way was found to place all; nothing may be drawn then. */
bool label_place(struct label_field *field);

bool label_boxes_meet(const struct pen_box *a, const struct pen_box *b);
bool label_crosses(const struct pen_box *box, const struct pen_line *line);

#endif
