#include "cli/rerender.h"
#include "base/clock.h"
#include "base/xml.h"
#include "cli/render_document.h"
#include "dossier/read.h"

#include <string.h>

enum {
    EXECUTIVE_PAGES = 2
}; /* of that form; the full one has more */

/* Was it made by this version of this program? */
static bool
find_maker(struct span xml, bool *same, struct err *err)
{
    xmlDoc *doc = NULL;
    if (!xml_parse(xml, &doc, err)) {
        return false;
    }
    const xmlNode *root = xmlDocGetRootElement(doc);
    const char *ns = root->ns == NULL ? "" : (const char *)root->ns->href;
    const xmlNode *head = xml_child(root, ns, "head");
    const xmlNode *tool = head == NULL ? NULL : xml_child(head, ns, "tool");
    const char *version = tool == NULL ? NULL : xml_attribute(tool, "version");
    *same = version != NULL && strcmp(version, AUDITOR_VERSION) == 0;
    xmlFreeDoc(doc);
    return true;
}

static bool
rerender(void *context, struct arena *arena,
    const struct seal_shown_form *asked, struct span *pdf_out,
    bool *same_maker_out, struct err *err)
{
    struct rerender *self = context;
    struct call call = *self->call;
    struct document_form form;
    struct dossier dossier;
    call.arena = arena;
    if (self->fonts == NULL) {
        self->fonts = font_set_open(err);
    }
    if (self->fonts == NULL || !find_maker(asked->xml, same_maker_out, err) ||
        !dossier_read(arena, asked->xml, &dossier, err)) {
        return false;
    }
    struct document_choice choice = {
        .comparison = dossier.is_comparison,
        .executive = asked->page_count <= EXECUTIVE_PAGES,
        .french = span_is(asked->language, "fr"),
    };
    if (!document_form_of(arena, &choice, &form, err)) {
        return false;
    }
    form.brand = &self->brand;
    form.signature_bytes = 1; /* its length is not compared */
    if (!clock_parse(span_of(dossier.created), &form.at_s)) {
        err_set(err, ERR_INPUT, "the time '%s' of its making is malformed",
            dossier.created);
        return false;
    }
    return render_for_seal(&call, self->fonts, &form, asked->xml, pdf_out, err);
}

bool
rerender_open(struct call *call, struct rerender *out, struct err *err)
{
    *out = (struct rerender){.call = call};
    out->shown = (struct seal_shown){rerender, out};
    return brand_load(call, &out->brand, err);
}

void
rerender_close(struct rerender *self)
{
    font_set_close(self->fonts);
}
