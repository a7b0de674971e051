#include "cli/document.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/sealed.h"

#include <stdio.h>

static bool
read_unverified(
    struct call *call, const char *path, struct document *out, struct err *err)
{
    struct span bytes;
    if (!file_read(call->arena, path, LIMIT_PDF_BYTES, &bytes, err)) {
        return false;
    }
    if (span_starts(bytes, "%PDF") &&
        !seal_pdf_content(call->arena, bytes, &bytes, err)) {
        err_in_file(err, path);
        return false;
    }
    out->xml = bytes;
    return true;
}

static bool
read_verified(struct call *call, const char *path, struct document *out,
    enum status *status, struct err *err)
{
    struct sealed sealed;
    if (!sealed_open(call, path, &sealed, err)) {
        return false;
    }
    if (sealed.report.conclusion != SEAL_TOTAL_PASSED) {
        bool failed = sealed.report.conclusion == SEAL_TOTAL_FAILED;
        fprintf(stderr, "auditor: %s: %s: `auditor verify` names every check\n",
            path, failed ? "INVALID" : "INDETERMINATE");
        *status = failed ? STATUS_NO : STATUS_TRUST;
        return true;
    }
    out->xml = sealed.report.content;
    out->verified = true;
    out->report = sealed.report;
    return true;
}

bool
document_open(struct call *call, const char *path, struct document *out,
    enum status *status, struct err *err)
{
    struct document document = {.path = path};
    *status = STATUS_YES;
    bool ok = options_has(&call->options, "trust")
                  ? read_verified(call, path, &document, status, err)
                  : read_unverified(call, path, &document, err);
    if (!ok) {
        return false;
    }
    if (*status == STATUS_YES &&
        !dossier_read(call->arena, document.xml, &document.dossier, err)) {
        err_in_file(err, path);
        return false;
    }
    *out = document;
    return true;
}

bool
document_seen(
    struct arena *arena, struct span text, struct span *out, struct err *err)
{
    struct text seen;
    size_t at = 0;
    text_init(&seen, LIMIT_TEXT_BYTES);
    while (at < text.len) {
        size_t start = at;
        uint32_t point = utf8_next(text, &at);
        if (utf8_is_seen(point)) {
            text_put(&seen, (struct span){text.ptr + start, at - start});
        } else {
            text_printf(&seen, "U+%04X", (unsigned)point);
        }
    }
    bool ok =
        text_done(&seen, err) && span_copy(arena, text_span(&seen), out, err);
    text_release(&seen);
    return ok;
}
