#include "render/render.h"

#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#include <libexslt/exslt.h>
#include <libxml/tree.h>
#include <libxslt/documents.h>
#include <libxslt/extensions.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/xml.h"
#include "render/chart/chart.h"
#include "render/escape.h"
#include "render/typography.h"

/*
 * The only door to libxslt. Stylesheets are ours, the XML is not: nothing is
 * written or fetched, and only files below the templates folder are read, by
 * our own loader, because the library's one would follow any address.
 */
enum {
    STYLESHEET_DEPTH_MAX = 500,      /* nested templates; ours stay below 60 */
    STYLESHEET_VARIABLES_MAX = 5000, /* nested variables */
    STYLESHEET_PATH_MAX = 1024,
    STYLESHEET_PARAMETERS_MAX = 64,
    STYLESHEET_OPERATIONS_MAX = 200 * 1000 * 1000, /* XPath steps of one run */
};

/* libxslt's loader has no context argument: one run at a time sets this. */
static struct {
    struct arena *arena;
    const char *folder;
    struct span brand;
    struct err *err;
} loader;

static bool
path_is_below(const char *path)
{
    return path[0] != '\0' && path[0] != '/' && strchr(path, ':') == NULL &&
           strchr(path, '\\') == NULL && strchr(path, '%') == NULL &&
           strstr(path, "..") == NULL;
}

static bool
template_load(
    const char *path, xmlDict *dictionary, xmlDoc **out, struct err *err)
{
    struct span bytes;
    if (loader.brand.len > 0 && strcmp(path, "brand.xml") == 0) {
        return xml_parse_shared(loader.brand, dictionary, out, err);
    }
    if (!path_is_below(path) || strlen(path) > STYLESHEET_PATH_MAX) {
        err_set(err, ERR_INPUT,
            "refused to read '%.200s': not a file of the templates", path);
        return false;
    }
    const char *full = file_join(loader.arena, loader.folder, path, err);
    if (full == NULL ||
        !file_read(loader.arena, full, LIMIT_XML_BYTES, &bytes, err)) {
        return false;
    }
    if (!xml_parse_shared(bytes, dictionary, out, err)) {
        err_in_file(err, full);
        return false;
    }
    return true;
}

/* The next node in the order of the document, NULL after the last. */
static xmlNode *
next_node(xmlNode *node)
{
    if (node->type == XML_ELEMENT_NODE && node->children != NULL) {
        return node->children;
    }
    while (node != NULL && node->next == NULL) {
        node = node->parent;
    }
    return node == NULL ? NULL : node->next;
}

/*
 * Whoever wrote them, French texts are spaced alike in every form. It happens
 * here, to what the stylesheet reads, so that the forms agree with one another;
 * what was signed is not touched.
 */
static bool
space_french(xmlDoc *doc, struct err *err)
{
    for (xmlNode *node = doc->children; node != NULL; node = next_node(node)) {
        if (node->type != XML_TEXT_NODE || xmlIsBlankNode(node)) {
            continue;
        }
        xmlChar *language = xmlNodeGetLang(node);
        bool french = language != NULL &&
                      xmlStrncasecmp(language, (const xmlChar *)"fr", 2) == 0 &&
                      (language[2] == '\0' || language[2] == '-');
        xmlFree(language);
        struct span text = span_of((const char *)node->content);
        struct span spaced;
        if (!french) {
            continue;
        }
        if (!typography_french(loader.arena, text, &spaced, err)) {
            return false;
        }
        if (!span_equal(text, spaced)) {
            xmlNodeSetContentLen(
                node, (const xmlChar *)spaced.ptr, (int)spaced.len);
        }
    }
    return true;
}

static xmlDocPtr
load_document(const xmlChar *uri, xmlDictPtr dictionary, int options,
    void *context, xsltLoadType type)
{
    xmlDoc *doc = NULL;
    (void)options;
    (void)context;
    if (!template_load((const char *)uri, dictionary, &doc, loader.err)) {
        return NULL;
    }
    if (type == XSLT_LOAD_DOCUMENT && !space_french(doc, loader.err)) {
        xmlFreeDoc(doc);
        return NULL;
    }
    doc->URL = xmlStrdup(uri);
    return doc;
}

static void record_message(void *context, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void
record_message(void *context, const char *format, ...)
{
    struct text *messages = context;
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (length > 0 && messages->len < ERR_TEXT_BYTES) {
        text_puts(messages, line);
    }
}

static void
fail_with(struct err *err, const struct text *messages, const char *what,
    const char *stylesheet)
{
    char words[256];
    size_t used = 0;
    for (size_t i = 0; i < messages->len && used < sizeof words - 1; i++) {
        char byte = messages->ptr[i];
        words[used++] = byte == '\n' || byte == '\r' ? ' ' : byte;
    }
    while (used > 0 && words[used - 1] == ' ') {
        used--;
    }
    words[used] = '\0';
    err_set(err, ERR_INPUT, "cannot %s the stylesheet '%s': %s", what,
        stylesheet, used > 0 ? words : "no reason given");
}

/* The picture as a tree that lives as long as the library wants it. */
static xmlNode *
chart_tree(xsltTransformContext *context, const xmlNode *spec, struct err *err)
{
    struct span bytes;
    xmlDoc *drawn = NULL;
    if (!chart_draw(loader.arena, spec, &bytes, err) ||
        !xml_parse_shared(bytes, context->dict, &drawn, err)) {
        return NULL;
    }
    xmlDoc *tree = xsltCreateRVT(context);
    xmlNode *copy = NULL;
    if (tree != NULL && xsltRegisterLocalRVT(context, tree) == 0) {
        copy = xmlDocCopyNode(xmlDocGetRootElement(drawn), tree, /* deep */ 1);
    }
    if (copy == NULL || xmlAddChild((xmlNode *)tree, copy) == NULL) {
        err_set(err, ERR_SYSTEM, "cannot keep a chart");
        copy = NULL;
    }
    xmlFreeDoc(drawn);
    return copy;
}

/* draw(element): see render/chart/chart.h. */
static void
chart_call(xmlXPathParserContext *parser, int count)
{
    xsltTransformContext *context = xsltXPathGetTransformContext(parser);
    if (count != 1 || context == NULL) {
        xmlXPathSetArityError(parser);
        return;
    }
    xmlNodeSet *given = xmlXPathPopNodeSet(parser);
    xmlNode *svg = NULL;
    if (given != NULL && given->nodeNr == 1) {
        svg = chart_tree(context, given->nodeTab[0], loader.err);
    } else {
        err_set(loader.err, ERR_INPUT, "a chart is drawn from one element");
    }
    xmlXPathFreeNodeSet(given);
    if (svg == NULL) {
        xmlXPathSetError(parser, XPATH_EXPR_ERROR);
        return;
    }
    valuePush(parser, xmlXPathNewNodeSet(svg));
}

static void
library_setup(void)
{
    static bool ready;
    if (ready) {
        return;
    }
    xml_setup();
    exsltCommonRegister();
    /* exsl:document writes files: taken out again. */
    xsltUnregisterExtModuleElement(
        (const xmlChar *)"document", (const xmlChar *)EXSLT_COMMON_NAMESPACE);
    exsltMathRegister();
    exsltSetsRegister();
    exsltStrRegister();
    const struct escape_function *escape = escape_functions;
    for (; escape->name != NULL; escape++) {
        xsltRegisterExtModuleFunction((const xmlChar *)escape->name,
            (const xmlChar *)ESCAPE_NS, escape->call);
    }
    xsltRegisterExtModuleFunction(
        (const xmlChar *)"draw", (const xmlChar *)CHART_NS, chart_call);
    xsltMaxDepth = STYLESHEET_DEPTH_MAX;
    xsltMaxVars = STYLESHEET_VARIABLES_MAX;
    ready = true;
}

static xsltSecurityPrefs *
security_open(struct err *err)
{
    static const xsltSecurityOption options[] = {
        XSLT_SECPREF_WRITE_FILE,
        XSLT_SECPREF_CREATE_DIRECTORY,
        XSLT_SECPREF_READ_NETWORK,
        XSLT_SECPREF_WRITE_NETWORK,
    };
    xsltSecurityPrefs *preferences = xsltNewSecurityPrefs();
    bool ok = preferences != NULL;
    /* Reading is not forbidden here: our loader is the stricter guard. */
    for (size_t i = 0; ok && i < sizeof options / sizeof options[0]; i++) {
        ok = xsltSetSecurityPrefs(
                 preferences, options[i], xsltSecurityForbid) == 0;
    }
    if (!ok) {
        err_set(err, ERR_SYSTEM, "cannot set up the stylesheet library");
        xsltFreeSecurityPrefs(preferences);
        return NULL;
    }
    return preferences;
}

static bool
pass_parameters(xsltTransformContext *context, const char *const *parameters,
    struct err *err)
{
    for (size_t i = 0; parameters != NULL && parameters[i] != NULL; i += 2) {
        /* The quoting function takes the value as a string, never XPath. */
        if (i >= STYLESHEET_PARAMETERS_MAX || parameters[i + 1] == NULL ||
            xsltQuoteOneUserParam(context, (const xmlChar *)parameters[i],
                (const xmlChar *)parameters[i + 1]) != 0) {
            err_set(err, ERR_USAGE, "cannot pass the parameter '%s'",
                parameters[i]);
            return false;
        }
    }
    return true;
}

struct run {
    xmlDoc *input;
    xmlDoc *result;
    xsltStylesheet *style;
    xsltTransformContext *context;
    xsltSecurityPrefs *security;
    struct text messages;
};

static bool
run_compile(struct run *run, const char *stylesheet, struct err *err)
{
    xmlDoc *doc = NULL;
    if (!template_load(stylesheet, /* dictionary= */ NULL, &doc, err)) {
        return false;
    }
    doc->URL = xmlStrdup((const xmlChar *)stylesheet);
    run->style = xsltParseStylesheetDoc(doc);
    if (run->style == NULL || run->style->errors != 0) {
        if (run->style == NULL) {
            xmlFreeDoc(doc);
        }
        fail_with(err, &run->messages, "compile", stylesheet);
        return false;
    }
    return true;
}

static bool
run_apply(struct run *run, const char *stylesheet,
    const char *const *parameters, struct err *err)
{
    run->security = security_open(err);
    if (run->security == NULL) {
        return false;
    }
    run->context = xsltNewTransformContext(run->style, run->input);
    if (run->context == NULL ||
        xsltSetCtxtSecurityPrefs(run->security, run->context) != 0) {
        err_set(
            err, ERR_SYSTEM, "cannot prepare the stylesheet '%s'", stylesheet);
        return false;
    }
    xsltSetTransformErrorFunc(run->context, &run->messages, record_message);
    run->context->opLimit = STYLESHEET_OPERATIONS_MAX;
    if (!pass_parameters(run->context, parameters, err)) {
        return false;
    }
    run->result = xsltApplyStylesheetUser(run->style, run->input,
        /* params= */ NULL, /* output= */ NULL, /* profile= */ NULL,
        run->context);
    /* A document() that was refused leaves the state OK: err remembers it. */
    if (run->result == NULL || run->context->state != XSLT_STATE_OK ||
        err->code != ERR_NONE) {
        fail_with(err, &run->messages, "apply", stylesheet);
        return false;
    }
    return true;
}

static bool
run_save(
    struct run *run, struct arena *arena, struct span *out, struct err *err)
{
    xmlChar *bytes = NULL;
    int length = 0;
    bool ok = false;
    if (xsltSaveResultToString(&bytes, &length, run->result, run->style) != 0 ||
        length < 0) {
        err_set(err, ERR_SYSTEM, "cannot write the stylesheet's result");
        goto out;
    }
    struct span result = {(const char *)bytes, (size_t)length};
    if (!span_copy(arena, result, out, err)) {
        goto out;
    }
    ok = true;
out:
    xmlFree(bytes);
    return ok;
}

static void
run_close(struct run *run)
{
    xmlFreeDoc(run->result);
    if (run->context != NULL) {
        xsltFreeTransformContext(run->context);
    }
    if (run->style != NULL) {
        xsltFreeStylesheet(run->style);
    }
    xsltFreeSecurityPrefs(run->security);
    xmlFreeDoc(run->input);
    text_release(&run->messages);
}

bool
render_styled(struct arena *arena, const struct render_style *style,
    struct span xml, struct span *out, struct err *err)
{
    struct run run = {0};
    bool ok = false;
    library_setup();
    text_init(&run.messages, LIMIT_STRING_BYTES);
    loader.arena = arena;
    loader.folder = style->templates_dir;
    loader.brand = style->brand;
    loader.err = err;
    xsltSetLoaderFunc(load_document);
    xsltSetGenericErrorFunc(&run.messages, record_message);
    if (!xml_parse(xml, &run.input, err) || !space_french(run.input, err) ||
        !run_compile(&run, style->stylesheet, err) ||
        !run_apply(&run, style->stylesheet, style->parameters, err) ||
        !run_save(&run, arena, out, err)) {
        goto out;
    }
    ok = true;
out:
    run_close(&run);
    xsltSetGenericErrorFunc(NULL, NULL);
    xsltSetLoaderFunc(NULL);
    memset(&loader, 0, sizeof loader);
    return ok;
}

bool
render_stylesheet(struct arena *arena, const char *templates_dir,
    const char *stylesheet, struct span xml, const char *const *parameters,
    struct span *out, struct err *err)
{
    struct render_style style = {.templates_dir = templates_dir,
        .stylesheet = stylesheet,
        .parameters = parameters};
    return render_styled(arena, &style, xml, out, err);
}
