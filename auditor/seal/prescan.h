#ifndef SEAL_PRESCAN_H
#define SEAL_PRESCAN_H

#include "base/text.h"

/*
 * What must not stand in a file that is signed, judged on the bytes before
 * any XML library sees them: byte order mark, other encodings, document type,
 * entity, comment, processing instruction, CDATA. Returns the reason, or NULL
 * when the bytes are plain.
 */
const char *prescan_refusal(struct span bytes);

#endif
