#ifndef SEAL_SHOWN_MACHINE_H
#define SEAL_SHOWN_MACHINE_H

#include "seal/shown.h"
#include "seal/shown_lexer.h"

/*
 * Inside shown_content.c, shown_text.c and shown_paint.c: what a page's
 * content has done so far, and one function an operator. The operands were
 * counted; what an operator may not do where it stands is ERR_INPUT.
 */
enum {
    MACHINE_NUMBERS = 6, /* operands of one operator */
    MACHINE_STATES = 8,  /* q within q */
};

struct machine_state {
    struct shown_colour fill, stroke;
    int64_t line_width;
    int32_t opacity;
};

struct machine {
    struct arena *arena;
    const struct shown_document *document;
    struct shown_page *page;
    struct shown_lexer lexer;
    struct machine_state states[MACHINE_STATES];
    size_t depth; /* of the state in force */
    /* operands */
    int64_t numbers[MACHINE_NUMBERS];
    size_t number_count;
    struct span name;
    bool has_array;
    bool has_mark;
    int32_t named_mark;
    /* marked content */
    bool marked;
    int32_t mark;
    /* the open text object */
    bool in_text;
    struct shown_run run;
    int64_t x, y, rise, pen, left, right; /* pen: thousandths of the em */
    bool placed;
    uint16_t *codes; /* room for all of the page */
    size_t code_count;
    /* the open path */
    struct shown_point *points;
    size_t point_count, point_capacity;
    size_t order;
    size_t run_capacity, shape_capacity;
};

/* Always false, so that callers can write `return machine_refuse(...)`. */
bool machine_refuse(
    const struct machine *machine, struct err *err, const char *reason);
struct machine_state *machine_now(struct machine *machine);
/* The codes of one string of TJ. */
MUST_CHECK bool machine_show(
    struct machine *machine, struct span digits, struct err *err);

bool shown_op_save(struct machine *machine, struct err *err);
bool shown_op_restore(struct machine *machine, struct err *err);
bool shown_op_fill_colour(struct machine *machine, struct err *err);
bool shown_op_stroke_colour(struct machine *machine, struct err *err);
bool shown_op_line_width(struct machine *machine, struct err *err);
bool shown_op_nothing(struct machine *machine, struct err *err);
bool shown_op_opacity(struct machine *machine, struct err *err);
bool shown_op_artifact(struct machine *machine, struct err *err);
bool shown_op_mark(struct machine *machine, struct err *err);
bool shown_op_mark_end(struct machine *machine, struct err *err);
bool shown_op_text_begin(struct machine *machine, struct err *err);
bool shown_op_font(struct machine *machine, struct err *err);
bool shown_op_place(struct machine *machine, struct err *err);
bool shown_op_rise(struct machine *machine, struct err *err);
bool shown_op_show(struct machine *machine, struct err *err);
bool shown_op_text_end(struct machine *machine, struct err *err);
bool shown_op_move(struct machine *machine, struct err *err);
bool shown_op_line(struct machine *machine, struct err *err);
bool shown_op_curve(struct machine *machine, struct err *err);
bool shown_op_rectangle(struct machine *machine, struct err *err);
bool shown_op_fill(struct machine *machine, struct err *err);
bool shown_op_stroke(struct machine *machine, struct err *err);
bool shown_op_both(struct machine *machine, struct err *err);
bool shown_op_neither(struct machine *machine, struct err *err);

#endif
