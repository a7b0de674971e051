#include "base/clock.h"
#include "base/digest.h"
#include "base/file.h"
#include "cli/attestation.h"
#include "cli/document.h"
#include "cli/render_document.h"
#include "cli/signing_key.h"
#include "render/render.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static const struct option_spec options[] = {
    {"to", "WHAT", "html markdown pdf junit sarif oscal cyclonedx intoto", 0},
    {"out", "FILE", "a new file (standard output)", 'o'},
    {"lang", "en|fr", "language of the words (en)", 0},
    {"form", "FORM", "full, or executive: two pages (full)", 0},
    {"template", "DIR", "folder of brand.xml: see auditor-templates(5)", 0},
    {"trust", "CA.pem", "verify first, against these anchors", 0},
    {"crl", "FILE", "revocation list (CA.crl beside the anchors)", 0},
    {"at", "TIME", "time of the verification (now)", 0},
    SIGNING_KEY_OPTIONS, /* intoto alone: the key of one of its signers */
    {"data", "DIR", "folder of rules/ and templates/", 0},
    {NULL, NULL, NULL, 0},
};

/* Who reads it, and so what must be done with what the stylesheet gives. */
enum reader {
    READER_PERSON,   /* text: what hides or reorders its neighbours is shown */
    READER_PAGES,    /* XSL-FO, to be laid out */
    READER_MACHINE,  /* text for a program */
    READER_VERIFIER, /* the same, which believes only what is signed */
};

/*
 * To add a form: a stylesheet of templates/, a row here, a case in
 * tests/cli/export.t.
 */
static const struct target {
    const char *name;
    const char *dossier;    /* stylesheet */
    const char *comparison; /* or NULL: it has no findings */
    const char *executive;  /* of both, or NULL: there is only the full form */
    enum reader reader;
} targets[] = {
    {"html", "html.xsl", "html.xsl", "html.xsl", READER_PERSON},
    {"markdown", "markdown.xsl", "markdown.xsl", "markdown.xsl", READER_PERSON},
    {"pdf", "dossier.fo.xsl", "comparison.fo.xsl", "executive.fo.xsl",
        READER_PAGES},
    {"junit", "junit.xsl", NULL, NULL, READER_PERSON},
    {"sarif", "sarif.xsl", NULL, NULL, READER_MACHINE},
    {"oscal", "oscal.xsl", NULL, NULL, READER_MACHINE},
    {"cyclonedx", "cyclonedx.xsl", NULL, NULL, READER_MACHINE},
    {"intoto", "intoto.xsl", NULL, NULL, READER_VERIFIER},
};

/* What was asked for. */
struct order {
    const struct target *target;
    const char *language;
    const char *form;
    const char *stylesheet;
    struct seal_key *key; /* signs a statement; or NULL */
    bool trial; /* a statement: a throw-away key signs or has signed */
    struct brand brand;
};

static bool
find_target(
    const struct options *words, const struct target **out, struct err *err)
{
    const char *name = options_value(words, "to", "");
    for (size_t i = 0; i < sizeof(targets) / sizeof(*targets); i++) {
        if (strcmp(targets[i].name, name) == 0) {
            *out = &targets[i];
            return true;
        }
    }
    err_set(err, ERR_USAGE,
        "say to what, with --to: html, markdown, pdf, junit, sarif, oscal, "
        "cyclonedx or intoto");
    return false;
}

static bool
read_target(
    const struct options *words, const struct target **out, struct err *err)
{
    if (!find_target(words, out, err)) {
        return false;
    }
    if ((*out)->reader == READER_VERIFIER) {
        return attestation_asked(words, err);
    }
    if (options_has(words, "key") || options_has(words, "cert")) {
        err_set(err, ERR_USAGE,
            "%s is not signed: --key and --cert are for "
            "intoto",
            (*out)->name);
        return false;
    }
    return true;
}

static bool
read_order(const struct options *words, struct order *order, struct err *err)
{
    order->language = options_value(words, "lang", "en");
    order->form = options_value(words, "form", "full");
    if (strcmp(order->language, "en") != 0 &&
        strcmp(order->language, "fr") != 0) {
        err_set(
            err, ERR_USAGE, "unknown language '%s': en or fr", order->language);
        return false;
    }
    if (strcmp(order->form, "full") != 0 &&
        strcmp(order->form, "executive") != 0) {
        err_set(err, ERR_USAGE, "unknown form '%s': full or executive",
            order->form);
        return false;
    }
    return read_target(words, &order->target, err);
}

/* Which stylesheet serves this order of this document. */
static bool
choose_stylesheet(
    struct order *order, const struct document *document, struct err *err)
{
    bool comparison = document->dossier.is_comparison;
    bool executive = strcmp(order->form, "executive") == 0;
    order->stylesheet = executive    ? order->target->executive
                        : comparison ? order->target->comparison
                                     : order->target->dossier;
    if (order->stylesheet != NULL) {
        return true;
    }
    if (executive) {
        err_set(err, ERR_USAGE, "there is no executive form of %s",
            order->target->name);
    } else {
        err_set(err, ERR_USAGE,
            "a comparison has no findings: export a dossier to %s",
            order->target->name);
    }
    err_in_file(err, document->path);
    return false;
}

static const char *
origin_of(const struct document *document)
{
    return document->verified ? "verified" : "unverified";
}

static bool
export_text(struct call *call, const struct order *order,
    const struct document *document, struct span *out, struct err *err)
{
    char digest[SHA256_HEX_BYTES];
    if (!digest_hex(document->xml, digest, err)) {
        return false;
    }
    const char *const parameters[] = {"lang", order->language, "form",
        order->form, "origin", origin_of(document), "source-sha256", digest,
        "brand-logo", order->brand.logo, "brand-sha256", order->brand.sha256,
        "trial", order->trial ? "yes" : "no", NULL};
    struct render_style style = {.templates_dir = call->templates_dir,
        .stylesheet = order->stylesheet,
        .parameters = parameters,
        .brand = order->brand.xml};
    return render_styled(call->arena, &style, document->xml, out, err) &&
           (order->target->reader != READER_PERSON ||
               document_seen(call->arena, *out, out, err));
}

static bool
export_statement(struct call *call, struct order *order,
    const struct document *document, struct span *out, struct err *err)
{
    struct span statement;
    order->trial = attestation_is_trial(document, order->key);
    return export_text(call, order, document, &statement, err) &&
           attestation_sign(call, document, order->key, statement, out, err);
}

static bool
export_pages(struct call *call, const struct order *order,
    const struct document *document, struct span *out, struct err *err)
{
    bool comparison = document->dossier.is_comparison;
    struct document_form form = {
        .stylesheet = order->stylesheet,
        .pages = strcmp(order->form, "executive") == 0 ? 2 : 0,
        .attachment = comparison ? "comparison.xml" : "dossier.xml",
        .pdf_name = "",
        .language = order->language,
        .reason = document->dossier.id,
        .origin = origin_of(document),
        .brand = &order->brand,
    };
    if (!clock_parse(span_of(document->dossier.created), &form.at_s)) {
        err_set(err, ERR_INPUT, "the document was made at no time: '%.40s'",
            document->dossier.created);
        err_in_file(err, document->path);
        return false;
    }
    struct font_set *fonts = font_set_open(err);
    bool ok = fonts != NULL &&
              render_unsigned(call, fonts, &form, document->xml, out, err);
    font_set_close(fonts);
    return ok;
}

static bool
export_document(struct call *call, struct order *order,
    const struct document *document, struct span *out, struct err *err)
{
    switch (order->target->reader) {
    case READER_PERSON:
    case READER_MACHINE:
        return export_text(call, order, document, out, err);
    case READER_PAGES:
        return export_pages(call, order, document, out, err);
    case READER_VERIFIER:
        return export_statement(call, order, document, out, err);
    }
    assert(false);
    return false;
}

static bool
write_out(struct call *call, struct span bytes, struct err *err)
{
    const char *path = options_value(&call->options, "out", NULL);
    if (path != NULL) {
        return file_write_new(path, bytes, 0644, err);
    }
    fwrite(bytes.ptr, 1, bytes.len, stdout); /* main asks whether it worked */
    return true;
}

static bool
fill_order(struct call *call, struct order *order, enum status *status,
    struct err *err)
{
    const char *path = call->options.words[0];
    struct document document;
    struct span out;
    if (!brand_load(call, &order->brand, err) ||
        !document_open(call, path, &document, status, err)) {
        return false;
    }
    if (*status != STATUS_YES) {
        return true;
    }
    if (!choose_stylesheet(order, &document, err)) {
        return false;
    }
    if (order->target->reader == READER_VERIFIER &&
        document.dossier.weights_count == 0) {
        fprintf(stderr,
            "auditor: %s: it names no weight file: there is nothing to "
            "attest\n",
            path);
        *status = STATUS_EVIDENCE;
        return true;
    }
    if (!export_document(call, order, &document, &out, err) ||
        !write_out(call, out, err)) {
        return false;
    }
    if (!document.verified) {
        fprintf(stderr,
            "auditor: %s: not verified: what was written says so; --trust "
            "verifies first\n",
            path);
    }
    return true;
}

static bool
cmd_export(struct call *call, enum status *status, struct err *err)
{
    struct order order = {.target = NULL};
    if (!read_order(&call->options, &order, err) ||
        (order.target->reader == READER_VERIFIER &&
            !signing_key_open(&call->options, &order.key, err))) {
        return false;
    }
    bool ok = fill_order(call, &order, status, err);
    seal_key_close(order.key);
    return ok;
}

const struct verb verb_export = {
    .name = "export",
    .words = "FILE",
    .summary = "a dossier as HTML, Markdown, PDF, JUnit, SARIF, in-toto ...",
    .detail =
        "Writes what a dossier (XML, or the PDF that embeds it) says in a "
        "form\n"
        "that others read; html, markdown and pdf take a comparison too. What\n"
        "is written carries no signature, and says so. With --trust the file\n"
        "is verified first, and nothing is written unless it is VALID: exit\n"
        "status 1 when it is not, 6 when that could not be established.\n"
        "intoto is signed: the verdict on the weights of a VALID dossier, in "
        "a\n"
        "DSSE envelope by the key of one of its signers; it needs --trust.\n"
        "\n"
        "  auditor export dossier.xml --to html -o dossier.html --trust ca.pem",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = cmd_export,
};
