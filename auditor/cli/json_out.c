#include "cli/json_out.h"
#include "base/json.h"

#include <stdio.h>

void
json_out_pair(struct text *out, const char *name, struct span value)
{
    text_printf(out, "\"%s\":", name);
    json_put_string(out, value);
}

bool
json_out_print(struct text *out, struct err *err)
{
    bool ok = text_done(out, err);
    if (ok) {
        fwrite(out->ptr, 1, out->len, stdout);
    }
    text_release(out);
    return ok;
}
