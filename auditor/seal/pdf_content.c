#include "base/limits.h"
#include "seal/pdf_profile.h"
#include "seal/seal.h"

bool
seal_pdf_content(
    struct arena *arena, struct span pdf, struct span *out, struct err *err)
{
    struct arena values;
    struct checklist list;
    struct pdf_sealed sealed = {.contents = NULL};
    arena_init(&values, LIMIT_PDF_TREE_BYTES);
    checklist_init(&list, CHECKLIST_PDF);
    bool ok = pdf_profile_locate(&values, pdf, &list, &sealed, err);
    if (ok && sealed.contents != NULL) {
        ok = pdf_profile_embedded(arena, &sealed, &list, err);
    }
    if (ok && !checklist_passed(&list, CHECK_PDF_EMBEDDED)) {
        err_set(err, ERR_INPUT,
            "it is no PDF of this program: no sealed data file is in it");
        ok = false;
    }
    if (ok) {
        *out = sealed.embedded;
    }
    arena_release(&values);
    return ok;
}
