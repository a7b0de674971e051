#include "render/render.h"

#include <libxml/relaxng.h>
#include <libxml/tree.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/xml.h"

/* The first thing that the schema objects to, with its line. */
static void
record(void *context, xmlError *error)
{
    struct err *err = context;
    char words[256];
    size_t used = 0;
    const char *message = error->message == NULL ? "" : error->message;
    for (; *message != '\0' && *message != '\n' && used < sizeof words - 1;
         message++) {
        words[used++] = *message;
    }
    words[used] = '\0';
    err_set(err, ERR_INPUT, "not as the schema asks: %s", words);
    if (error->line > 0) {
        err_at_line(err, error->line);
    }
}

static bool
validate(xmlRelaxNG *schema, xmlDoc *doc, struct err *err)
{
    xmlRelaxNGValidCtxt *context = xmlRelaxNGNewValidCtxt(schema);
    if (context == NULL) {
        err_set(err, ERR_SYSTEM, "cannot prepare a schema");
        return false;
    }
    xmlRelaxNGSetValidStructuredErrors(
        context, (xmlStructuredErrorFunc)record, err);
    int answer = xmlRelaxNGValidateDoc(context, doc);
    xmlRelaxNGFreeValidCtxt(context);
    if (answer != 0) {
        err_set(err, ERR_INPUT, "not as the schema asks");
    }
    return answer == 0;
}

bool
render_conforms(struct arena *arena, const char *schema_path, struct span xml,
    struct err *err)
{
    struct span bytes;
    xmlDoc *schema_doc = NULL;
    xmlDoc *doc = NULL;
    xmlRelaxNGParserCtxt *parser = NULL;
    xmlRelaxNG *schema = NULL;
    bool ok = false;
    if (!file_read(arena, schema_path, LIMIT_XML_BYTES, &bytes, err) ||
        !xml_parse(bytes, &schema_doc, err) || !xml_parse(xml, &doc, err)) {
        goto out;
    }
    parser = xmlRelaxNGNewDocParserCtxt(schema_doc);
    schema = parser == NULL ? NULL : xmlRelaxNGParse(parser);
    if (schema == NULL) {
        err_set(err, ERR_SYSTEM, "cannot read the schema '%s'", schema_path);
        goto out;
    }
    ok = validate(schema, doc, err);
out:
    xmlRelaxNGFree(schema);
    if (parser != NULL) {
        xmlRelaxNGFreeParserCtxt(parser);
    }
    xmlFreeDoc(doc);
    xmlFreeDoc(schema_doc);
    return ok;
}
