#ifndef CLI_RERENDER_H
#define CLI_RERENDER_H

#include "cli/brand.h"
#include "cli/verb.h"
#include "render/font.h"
#include "seal/seal.h"

/* What `verify --deep` compares a PDF with: its data, rendered again here. */
struct rerender {
    struct call *call;
    struct brand brand;
    struct font_set *fonts; /* opened when first needed */
    struct seal_shown shown;
};

/* --template; `out` must stay where it is while `out->shown` is used. */
MUST_CHECK bool rerender_open(
    struct call *call, struct rerender *out, struct err *err);
void rerender_close(struct rerender *rerender);

#endif
