#ifndef RENDER_LAYOUT_SHEET_H
#define RENDER_LAYOUT_SHEET_H

#include "render/layout/master.h"

/*
 * A page whose body is painted. Its other regions are made when all bodies
 * are there, so that "page 3 of 12" needs no second pass; or at once when the
 * last pass told how many there are.
 */
struct sheet {
    const struct fo_node *sequence;
    struct regions regions;
    struct vector ops, links; /* of the body */
};

#endif
