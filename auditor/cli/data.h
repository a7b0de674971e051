#ifndef CLI_DATA_H
#define CLI_DATA_H

#include "cli/verb.h"

/*
 * Where the rule packs and stylesheets lie: --data DIR, else beside the
 * program in its source tree, else the folder that it was installed with.
 */
MUST_CHECK bool data_find(struct call *call, struct err *err);

#endif
