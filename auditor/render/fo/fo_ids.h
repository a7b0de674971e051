#ifndef RENDER_FO_FO_IDS_H
#define RENDER_FO_FO_IDS_H

#include "render/fo/fo.h"

/*
 * Is every id of the document its own, and does all that refers to one find
 * it? ERR_INPUT with the line if not.
 */
MUST_CHECK bool fo_ids_check(
    struct arena *arena, const struct fo_document *document, struct err *err);

#endif
