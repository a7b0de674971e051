#ifndef CLI_JSON_OUT_H
#define CLI_JSON_OUT_H

#include "base/err.h"
#include "base/text.h"

/* JSON for machines that read our output, built whole and then printed. */

/* Append "name":"value". */
void json_out_pair(struct text *out, const char *name, struct span value);

/* Print what was built, if all of it was, and release it. */
MUST_CHECK bool json_out_print(struct text *out, struct err *err);

#endif
