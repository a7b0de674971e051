#define _XOPEN_SOURCE 700 /* realpath */
#include "base/file.h"
#include "base/limits.h"
#include "cli/publish.h"
#include "cli/render_document.h"
#include "cli/role.h"
#include "cli/rsa_pss.h"
#include "cli/session.h"
#include "cli/signing_key.h"
#include "dossier/dossier.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum {
    LANGUAGES_MAX = 2,
    FORMS_MAX = 2, /* full, executive */
    FILES_MAX = 1 + LANGUAGES_MAX * FORMS_MAX,
};

static const struct option_spec options[] = {
    {"out", "OUT", "where the dossiers go (DIR/dossiers)", 'o'},
    SIGNING_KEY_OPTIONS,
    {"rsa-pss", NULL, "sign PDF files by RSASSA-PSS (PKCS#1 v1.5)", 0},
    {"tsa", "URL", "time-stamp authority (http, RFC 3161): level B-T", 0},
    {"role", "ROLE", "of the signer: author, approver or auditor", 0},
    {"lang", "LIST", "languages of the PDF files (fr,en)", 0},
    {"form", "LIST", "forms of the PDF files: full,executive (full)", 0},
    {"template", "DIR", "folder of brand.xml: see auditor-templates(5)", 0},
    {"at", "TIME", "time of the audit (now)", 0},
    {"fail-on", "not-fit", "answer the worst verdict by the exit status", 0},
    {"data", "DIR", "folder of rules/ and templates/", 0},
    {NULL, NULL, NULL, 0},
};

/* What one run holds open; all released by run_close. */
struct run {
    struct call *call;
    struct session session;
    struct seal_key *key;
    enum seal_role role;
    bool rsa_pss;
    struct store *store;
    struct font_set *fonts;
    int lock_fd;
    const char *out_dir;
    const char *languages[LANGUAGES_MAX];
    size_t language_count;
    const char *forms[FORMS_MAX];
    size_t form_count;
    struct brand brand;
    struct store_documents before;
    struct audit_history history; /* of runs before this one */
    char input_sha256[SHA256_HEX_BYTES];
    int64_t id; /* of the run in the register */
    size_t published;
};

static void
run_close(struct run *run)
{
    session_close(&run->session);
    seal_key_close(run->key);
    store_close(run->store);
    font_set_close(run->fonts);
    if (run->lock_fd >= 0) {
        close(run->lock_fd);
    }
}

/* An option that is a list of known words, separated by commas. */
struct word_list {
    const char *option, *usual;
    const char *known[3]; /* ends with NULL */
    const char **out;     /* as many as are known */
    size_t *count;
};

static bool
parse_list(
    const struct options *given, const struct word_list *list, struct err *err)
{
    const char *words = options_value(given, list->option, list->usual);
    struct span rest = span_of(words);
    while (rest.len > 0) {
        size_t comma = span_find(rest, span_of(","));
        struct span name = {rest.ptr, comma};
        size_t i = 0;
        while (list->known[i] != NULL && !span_is(name, list->known[i])) {
            i++;
        }
        if (list->known[i] == NULL || *list->count == 2) {
            err_set(err, ERR_USAGE, "cannot use --%s '%s': %s, %s or %s,%s",
                list->option, words, list->known[0], list->known[1],
                list->known[0], list->known[1]);
            return false;
        }
        list->out[(*list->count)++] = list->known[i];
        size_t taken = comma == rest.len ? comma : comma + 1;
        rest.ptr += taken;
        rest.len -= taken;
    }
    if (*list->count == 0 ||
        (*list->count == 2 && list->out[0] == list->out[1])) {
        err_set(err, ERR_USAGE, "--%s names %s", list->option,
            *list->count == 0 ? "nothing" : "the same twice");
        return false;
    }
    return true;
}

static bool
parse_lists(struct run *run, struct err *err)
{
    const struct word_list languages = {"lang", "fr,en", {"fr", "en", NULL},
        run->languages, &run->language_count};
    const struct word_list forms = {"form", "full", {"full", "executive", NULL},
        run->forms, &run->form_count};
    return parse_list(&run->call->options, &languages, err) &&
           parse_list(&run->call->options, &forms, err);
}

static bool
open_key(struct run *run, struct err *err)
{
    const struct options *given = &run->call->options;
    if (!options_has(given, "key")) {
        err_set(err, ERR_USAGE,
            "a dossier is signed: give --key and --cert "
            "(`auditor keygen DIR` makes a pair for trying out)");
        return false;
    }
    return role_of(given, &run->role, err) &&
           signing_key_open(given, &run->key, err) &&
           rsa_pss_of(given, run->key, &run->rsa_pss, err);
}

/* One run at a time in an audit folder. */
static bool
take_lock(struct run *run, const char *folder, struct err *err)
{
    const char *path = file_join(run->call->arena, folder, "lock", err);
    if (path == NULL) {
        return false;
    }
    run->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (run->lock_fd < 0) {
        err_set_errno(err, "cannot open '%s'", path);
        return false;
    }
    if (flock(run->lock_fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) {
            err_set(err, ERR_SYSTEM, "another run is at work in '%s'",
                run->session.dir);
        } else {
            err_set_errno(err, "cannot lock '%s'", path);
        }
        return false;
    }
    return true;
}

/*
 * Dossiers inside the audit folder would be read as evidence by the next run;
 * only DIR/dossiers is left out.
 */
static bool
check_out_dir(const struct run *run, const char *usual, struct err *err)
{
    char dir[PATH_MAX];
    char out[PATH_MAX];
    if (realpath(run->session.dir, dir) == NULL ||
        realpath(run->out_dir, out) == NULL) {
        err_set_errno(err, "cannot resolve '%s'", run->out_dir);
        return false;
    }
    size_t len = strlen(dir);
    bool inside =
        strncmp(out, dir, len) == 0 && (out[len] == '/' || out[len] == '\0');
    if (inside && strcmp(out + len, usual) != 0) {
        err_set(err, ERR_USAGE,
            "cannot publish in '%s': inside the audit "
            "folder the dossiers would be read as evidence",
            run->out_dir);
        return false;
    }
    return true;
}

static bool
make_out_dir(const struct run *run, struct err *err)
{
    bool existed = file_exists(run->out_dir);
    if (!file_make_folder(run->out_dir, err)) {
        return false;
    }
    if (!check_out_dir(run, "/dossiers", err)) {
        if (!existed) {
            rmdir(run->out_dir);
        }
        return false;
    }
    return true;
}

static bool
open_register(struct run *run, struct err *err)
{
    struct arena *arena = run->call->arena;
    const char *dir = run->session.dir;
    const char *folder = file_join(arena, dir, ".auditor", err);
    const char *path =
        folder == NULL ? NULL : file_join(arena, folder, "register.db", err);
    const char *out = options_value(&run->call->options, "out", NULL);
    run->out_dir = out != NULL ? out : file_join(arena, dir, "dossiers", err);
    return path != NULL && run->out_dir != NULL &&
           file_make_folder(folder, err) && take_lock(run, folder, err) &&
           make_out_dir(run, err) && store_open(path, &run->store, err);
}

static bool
run_open(struct run *run, struct err *err)
{
    /* The key first: its process is started before anything is parsed. */
    return parse_lists(run, err) && open_key(run, err) &&
           brand_load(run->call, &run->brand, err) &&
           session_open(run->call, &run->session, err) &&
           open_register(run, err);
}

static void
put_findings(struct text *text, const struct assessment *assessment)
{
    const struct finding_set *findings = &assessment->evaluation.findings;
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        text_printf(text, "finding %s %s %s %s %s\n", assessment->option->id,
            finding->rule, outcome_name(finding->outcome),
            outcome_name(finding->readiness), finding->assertion);
    }
}

/*
 * The digest of all that decides what the dossiers say, but for the time: the
 * program, the packs, the evidence, the findings (which a date may change),
 * the signer and its padding, languages, forms and brand. Equal digest, nothing
 * new to publish.
 */
static bool
digest_input(struct run *run, struct err *err)
{
    const struct session *session = &run->session;
    struct text text;
    text_init(&text, LIMIT_TEXT_BYTES);
    text_printf(&text, "auditor %s\n", AUDITOR_VERSION);
    for (size_t i = 0; i < session->pack_list.count; i++) {
        text_printf(&text, "pack %s\n", session->pack_list.items[i].sha256);
    }
    for (size_t i = 0; i < session->facts.evidence.count; i++) {
        const struct evidence *file = &session->facts.evidence.items[i];
        text_printf(&text, "evidence %s %s %s\n", file->sha256,
            evidence_status_name(file->status), file->path);
    }
    for (size_t i = 0; i < session->assessment_count; i++) {
        put_findings(&text, &session->assessments[i]);
    }
    for (size_t i = 0; i < run->language_count; i++) {
        text_printf(&text, "language %s\n", run->languages[i]);
    }
    for (size_t i = 0; i < run->form_count; i++) {
        text_printf(&text, "form %s\n", run->forms[i]);
    }
    text_printf(&text, "brand %s\n", run->brand.sha256);
    text_printf(&text, "role %s\n", seal_role_name(run->role));
    text_printf(&text, "rsa %s\n", run->rsa_pss ? "pss" : "pkcs1");
    bool ok = seal_key_put_certificates(run->key, &text, err) &&
              digest_hex(text_span(&text), run->input_sha256, err);
    text_release(&text);
    return ok;
}

static bool
is_unchanged(struct run *run, bool *out, struct err *err)
{
    char published[SHA256_HEX_BYTES];
    bool intact = false;
    /* A run that ended half way published some of them, all intact. */
    size_t documents = (run->session.assessment_count + 1) *
                       (1 + run->form_count * run->language_count);
    if (!digest_input(run, err) ||
        !store_published(
            run->store, run->call->arena, &run->before, published, err) ||
        !publish_is_intact(
            run->call->arena, run->out_dir, &run->before, &intact, err)) {
        return false;
    }
    *out = intact && run->before.count == documents &&
           strcmp(published, run->input_sha256) == 0;
    return true;
}

static bool
register_run(struct run *run, struct err *err)
{
    struct store_run record = {
        .at_s = run->session.at_s, .tool_version = AUDITOR_VERSION};
    memcpy(record.input_sha256, run->input_sha256, SHA256_HEX_BYTES);
    return store_begin(run->store, err) &&
           store_put_run(run->store, &record, &run->id, err) &&
           store_put_evidence(
               run->store, run->id, &run->session.facts.evidence, err) &&
           store_put_claims(
               run->store, run->id, &run->session.facts.claims, err) &&
           store_commit(run->store, err) &&
           store_history(
               run->store, run->call->arena, run->id, &run->history, err);
}

/* One of the PDF files that show the signed XML. */
static bool
make_page_file(struct run *run, const struct document_choice *choice,
    struct span signed_xml, struct publish_file *file, struct err *err)
{
    struct document_form form;
    if (!document_form_of(run->call->arena, choice, &form, err)) {
        return false;
    }
    form.brand = &run->brand;
    form.at_s = run->session.at_s;
    file->name = form.pdf_name;
    return render_document(
        run->call, run->fonts, run->key, &form, signed_xml, &file->bytes, err);
}

/*
 * Sign the XML, make the PDF files from it, publish them together; the
 * comparison is that of no option.
 */
static bool
publish_files(
    struct run *run, const char *option, struct span xml, struct err *err)
{
    struct arena *arena = run->call->arena;
    struct publish_file files[FILES_MAX];
    int64_t at_s = run->session.at_s;
    size_t count = 1;
    bool comparison = option[0] == '\0';
    files[0].name = comparison ? "comparison.xml" : "dossier.xml";
    struct seal_signing signing = {.key = run->key,
        .at_s = at_s,
        .tsa_url = options_value(&run->call->options, "tsa", NULL),
        .role = run->role};
    if (!seal_sign_xml(arena, &signing, xml, &files[0].bytes, err)) {
        return false;
    }
    for (size_t i = 0; i < run->form_count * run->language_count; i++) {
        const char *form = run->forms[i / run->language_count];
        const char *language = run->languages[i % run->language_count];
        struct document_choice choice = {
            .comparison = comparison,
            .executive = strcmp(form, "executive") == 0,
            .french = strcmp(language, "fr") == 0,
        };
        if (!make_page_file(
                run, &choice, files[0].bytes, &files[count++], err)) {
            return false;
        }
    }
    struct publish_batch batch = {
        .store = run->store,
        .run = run->id,
        .out_dir = run->out_dir,
        .option = option,
        .files = files,
        .file_count = count,
        .before = &run->before,
    };
    run->published += count;
    return publish_batch(arena, &batch, err);
}

/* With memory of its own: a run holds one document's pages at a time. */
static bool
publish_document(
    struct run *run, const char *option, struct span xml, struct err *err)
{
    struct arena scratch;
    struct call *outer = run->call;
    struct call inner = *outer;
    arena_init(&scratch, LIMIT_ARENA_BYTES);
    inner.arena = &scratch;
    run->call = &inner;
    bool ok = publish_files(run, option, xml, err);
    run->call = outer;
    arena_release(&scratch);
    return ok;
}

static bool
publish_option(
    struct run *run, const struct assessment *assessment, struct err *err)
{
    struct session *session = &run->session;
    const struct finding_set *findings = &assessment->evaluation.findings;
    struct dossier_request request = {
        .facts = &session->facts,
        .comparison = &session->comparison,
        .option = assessment->option,
        .findings = findings,
        .packs = session->pack_list,
        .facts_xml = assessment->facts_xml,
        .history = run->history,
        .at_s = session->at_s,
        .trial = seal_key_is_trial(run->key),
    };
    struct span xml;
    return dossier_write(run->call->arena, &request, &xml, err) &&
           store_begin(run->store, err) &&
           store_put_findings(
               run->store, run->id, assessment->option->id, findings, err) &&
           store_commit(run->store, err) &&
           publish_document(run, assessment->option->id, xml, err);
}

/* The digest of each signed dossier, as it now lies in the output folder. */
static bool
digest_dossiers(struct run *run, const char ***out, struct err *err)
{
    struct arena *arena = run->call->arena;
    size_t count = run->session.assessment_count;
    const char **digests =
        arena_alloc_array(arena, count, sizeof(*digests), err);
    for (size_t i = 0; digests != NULL && i < count; i++) {
        const char *option = run->session.assessments[i].option->id;
        const char *path =
            arena_printf(arena, err, "%s/%s/dossier.xml", run->out_dir, option);
        char *digest = arena_alloc(arena, SHA256_HEX_BYTES, err);
        struct span bytes;
        if (path == NULL || digest == NULL ||
            !file_read(arena, path, LIMIT_XML_BYTES, &bytes, err) ||
            !digest_hex(bytes, digest, err)) {
            return false;
        }
        digests[i] = digest;
    }
    *out = digests;
    return digests != NULL;
}

static bool
publish_comparison(struct run *run, struct err *err)
{
    struct session *session = &run->session;
    size_t count = session->assessment_count;
    const char **digests = NULL;
    const struct finding_set **findings =
        arena_alloc_array(run->call->arena, count, sizeof(*findings), err);
    struct span xml;
    if (findings == NULL || !digest_dossiers(run, &digests, err)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        findings[i] = &session->assessments[i].evaluation.findings;
    }
    struct dossier_comparison_request request = {
        .facts = &session->facts,
        .comparison = &session->comparison,
        .dossier_sha256 = digests,
        .findings = findings,
        .history = run->history,
        .packs = session->pack_list,
        .at_s = session->at_s,
        .trial = seal_key_is_trial(run->key),
    };
    return dossier_comparison_write(run->call->arena, &request, &xml, err) &&
           publish_document(run, "", xml, err);
}

static bool
publish_everything(struct run *run, struct err *err)
{
    run->fonts = font_set_open(err);
    if (run->fonts == NULL || !register_run(run, err)) {
        return false;
    }
    for (size_t i = 0; i < run->session.assessment_count; i++) {
        if (!publish_option(run, &run->session.assessments[i], err)) {
            return false;
        }
    }
    return publish_comparison(run, err);
}

static bool
report(struct run *run, bool unchanged, struct err *err)
{
    const struct evidence_set *evidence = &run->session.facts.evidence;
    size_t refused = 0;
    if (!session_print_table(run->call, &run->session, err)) {
        return false;
    }
    for (size_t i = 0; i < evidence->count; i++) {
        const struct evidence *file = &evidence->items[i];
        if (file->status == EVIDENCE_REFUSED) {
            fprintf(stderr,
                "auditor: %s: %s%s%s (kept out, named in the "
                "dossiers)\n",
                file->path, file->place, file->place[0] == '\0' ? "" : ": ",
                file->reason);
            refused++;
        }
    }
    printf("%zu files of evidence, %zu refused\n", evidence->count, refused);
    if (unchanged) {
        printf("unchanged: the dossiers in %s stand\n", run->out_dir);
    } else {
        printf("%zu files published in %s\n", run->published, run->out_dir);
    }
    return true;
}

static bool
cmd_run(struct call *call, enum status *status, struct err *err)
{
    struct run run = {.call = call, .lock_fd = -1};
    bool unchanged = false;
    const char *fail_on = options_value(&call->options, "fail-on", NULL);
    if (fail_on != NULL && strcmp(fail_on, "not-fit") != 0) {
        err_set(err, ERR_USAGE, "--fail-on takes not-fit");
        return false;
    }
    bool ok = run_open(&run, err) && is_unchanged(&run, &unchanged, err) &&
              (unchanged || publish_everything(&run, err)) &&
              report(&run, unchanged, err);
    if (ok) {
        *status = fail_on == NULL ? STATUS_YES : session_status(&run.session);
    }
    run_close(&run);
    return ok;
}

const struct verb verb_run = {
    .name = "run",
    .words = "DIR",
    .summary = "read the evidence, judge it, publish all signed dossiers",
    .detail =
        "Reads the audit folder DIR, applies the rules of its sector to every\n"
        "size option, and publishes one signed dossier (XML and PDF) for each\n"
        "and one comparison. Evidence is never altered. A second run over\n"
        "unchanged evidence publishes nothing; over changed evidence it keeps\n"
        "the earlier files below superseded/.\n"
        "\n"
        "  auditor run audits/triage --key signer.key --cert signer.pem",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = cmd_run,
};
