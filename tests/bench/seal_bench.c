/*
 * Usage: seal_bench KEY CERT ANCHORS LIST XML PDF
 *
 * Seal and verify a signed document and its PDF, and do alone what cannot be
 * spared of it: canonical form, digest, ECDSA, certificate path. All in this
 * process, in turns, by CPU time. Prints both sides, their ratio and its limit.
 * Exit status: 0 the limit is met, 1 it is missed, 2 a file is of no use.
 */
#include "base/file.h"
#include "base/limits.h"
#include "base/xml.h"
#include "seal/seal.h"

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    ROUNDS = 15,
    CALLS = 20,    /* of each in a round */
    LIMIT_X10 = 20 /* times the primitives, in tenths */
};

static const char usage[] = "usage: seal_bench KEY CERT ANCHORS LIST XML PDF\n";

struct bench {
    const char *anchors_path;
    const char *list_path;
    struct span xml, bare_xml;
    struct span pdf, bare_pdf;
    struct seal_key *key;
    int64_t at_s;
    EVP_PKEY *pkey;
    X509 *cert;
    X509_STORE *store;
    xmlDoc *doc;
    unsigned char value[256]; /* an ECDSA signature over `digest` */
    size_t value_len;
    unsigned char digest[EVP_MAX_MD_SIZE];
};

static void
need(bool ok, const char *what)
{
    if (!ok) {
        (void)fprintf(stderr, "seal_bench: cannot %s\n", what);
        exit(2);
    }
}

/* ---- ours ---- */

static void
do_sign_xml(struct bench *bench, struct arena *arena, struct err *err)
{
    struct seal_signing signing = {.key = bench->key, .at_s = bench->at_s};
    struct span out;

    need(seal_sign_xml(arena, &signing, bench->bare_xml, &out, err), err->text);
}

static void
do_sign_pdf(struct bench *bench, struct arena *arena, struct err *err)
{
    struct seal_signing signing = {.key = bench->key, .at_s = bench->at_s};
    struct span out;

    need(seal_sign_pdf(arena, &signing, bench->bare_pdf, &out, err), err->text);
}

static void
verify(struct bench *bench, struct arena *arena, struct seal_memo *memo,
    struct span bytes)
{
    struct seal_verify_request request = {
        .bytes = bytes,
        .memo = memo,
        .trust_path = bench->anchors_path,
        .crl_path = bench->list_path,
        .at_s = bench->at_s,
    };
    struct err err = {0};
    struct seal_report report;

    need(seal_verify(arena, &request, &report, &err), err.text);
    need(report.conclusion == SEAL_TOTAL_PASSED, "verify what is sealed");
}

/* As `auditor verify` does when it is given both. */
static void
do_verify_pair(struct bench *bench, struct arena *arena, struct err *err)
{
    struct seal_memo *memo = NULL;

    need(seal_memo_open(&memo, err), err->text);
    verify(bench, arena, memo, bench->pdf);
    verify(bench, arena, memo, bench->xml);
    seal_memo_close(memo);
}

/* ---- the primitives ---- */

static void
do_canonical(struct bench *bench, struct arena *arena, struct err *err)
{
    xmlChar *text = NULL;
    (void)arena;
    (void)err;

    need(xmlC14NDocDumpMemory(bench->doc, NULL, XML_C14N_EXCLUSIVE_1_0, NULL,
             /* with_comments= */ 0, &text) > 0,
        "write the canonical form");
    xmlFree(text);
}

static void
digest(struct bench *bench, struct span bytes)
{
    unsigned len = 0;

    need(EVP_Digest(bytes.ptr, bytes.len, bench->digest, &len, EVP_sha256(),
             NULL) == 1,
        "compute a digest");
}

static void
do_digest_xml(struct bench *bench, struct arena *arena, struct err *err)
{
    (void)arena;
    (void)err;
    digest(bench, bench->xml);
}

static void
do_digest_pdf(struct bench *bench, struct arena *arena, struct err *err)
{
    (void)arena;
    (void)err;
    digest(bench, bench->pdf);
}

static void
do_sign(struct bench *bench, struct arena *arena, struct err *err)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    (void)arena;
    (void)err;

    bench->value_len = sizeof bench->value;
    need(EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, bench->pkey) ==
                 1 &&
             EVP_DigestSign(context, bench->value, &bench->value_len,
                 bench->digest, sizeof bench->digest) == 1,
        "sign");
    EVP_MD_CTX_free(context);
}

static void
do_verify(struct bench *bench, struct arena *arena, struct err *err)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    (void)arena;
    (void)err;

    need(EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL,
             X509_get0_pubkey(bench->cert)) == 1 &&
             EVP_DigestVerify(context, bench->value, bench->value_len,
                 bench->digest, sizeof bench->digest) == 1,
        "verify a signature");
    EVP_MD_CTX_free(context);
}

static void
do_path(struct bench *bench, struct arena *arena, struct err *err)
{
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    X509_VERIFY_PARAM *param;
    (void)arena;
    (void)err;

    need(X509_STORE_CTX_init(context, bench->store, bench->cert, NULL) == 1,
        "set up a path");
    param = X509_STORE_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_time(param, (time_t)bench->at_s);
    need(X509_VERIFY_PARAM_set_flags(param,
             X509_V_FLAG_X509_STRICT | X509_V_FLAG_CHECK_SS_SIGNATURE |
                 X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL) == 1 &&
             X509_verify_cert(context) == 1,
        "validate the path");
    X509_STORE_CTX_free(context);
}

/*
 * Of a pair that is sealed once and verified once: the XML has its canonical
 * form written at either, and so on. What is sealed is verified before it is
 * handed out, which the sum does not have; nor does it have any parsing.
 */
struct task {
    const char *name;
    void (*run)(struct bench *, struct arena *, struct err *);
    int times; /* in the sum */
    bool ours;
};

static const struct task tasks[] = {
    {"seal the XML", do_sign_xml, 1, true},
    {"seal the PDF", do_sign_pdf, 1, true},
    {"verify both", do_verify_pair, 1, true},
    {"canonical form", do_canonical, 2, false},
    {"SHA-256 of the XML", do_digest_xml, 2, false},
    {"SHA-256 of the PDF", do_digest_pdf, 2, false},
    {"ECDSA, to sign", do_sign, 2, false},
    {"ECDSA, to verify", do_verify, 2, false},
    {"certificate path with lists", do_path, 3, false},
};

enum {
    TASKS = sizeof tasks / sizeof tasks[0]
};

static double
cpu_ms(void)
{
    struct timespec now;

    need(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) == 0, "read a clock");
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static double
measure(struct bench *bench, const struct task *task)
{
    double start = cpu_ms();

    for (int i = 0; i < CALLS; i++) {
        struct arena arena;
        struct err err = {0};
        arena_init(&arena, LIMIT_ARENA_BYTES);
        task->run(bench, &arena, &err);
        arena_release(&arena);
    }
    return (cpu_ms() - start) / CALLS;
}

static int
compare(const void *one, const void *other)
{
    double a = *(const double *)one;
    double b = *(const double *)other;

    return (a > b) - (a < b);
}

static double
median(double *values)
{
    qsort(values, ROUNDS, sizeof values[0], compare);
    return values[ROUNDS / 2];
}

static int
compare_sides(struct bench *bench)
{
    double spent[TASKS][ROUNDS];
    double ratios[ROUNDS];
    double ratio;

    for (size_t round = 0; round < ROUNDS; round++) {
        double ours = 0;
        double primitives = 0;
        for (size_t i = 0; i < TASKS; i++) {
            spent[i][round] = measure(bench, &tasks[i]);
            *(tasks[i].ours ? &ours : &primitives) +=
                tasks[i].times * spent[i][round];
        }
        ratios[round] = ours / primitives;
    }
    for (size_t i = 0; i < TASKS; i++)
        (void)printf("  %-28s %8.3f ms  %d x\n", tasks[i].name,
            median(spent[i]), tasks[i].times);
    ratio = median(ratios);
    (void)printf("%-48s %8.1f%-4s limit %4.1f%-4s %s\n",
        "sealing and verifying a pair, of its primitives", ratio, "x",
        LIMIT_X10 / 10.0, "x", ratio * 10 <= LIMIT_X10 ? "ok" : "MISSED");
    return ratio * 10 <= LIMIT_X10 ? 0 : 1;
}

/* ---- what is worked on ---- */

/* The document as it was before it was sealed. */
static struct span
without_signature(struct arena *arena, struct span xml)
{
    struct err err = {0};
    struct text text;
    struct span out;
    size_t start = span_find(xml, span_of("<ds:Signature "));
    struct span rest = {xml.ptr + start, xml.len - start};
    static const char last[] = "</ds:Signature>";
    size_t end = span_find(rest, span_of(last)) + sizeof last - 1;

    need(start < xml.len && end < rest.len, "find the signature of the XML");
    text_init(&text, LIMIT_XML_BYTES);
    text_put(&text, (struct span){xml.ptr, start});
    text_put(&text, (struct span){rest.ptr + end, rest.len - end});
    need(text_done(&text, &err) &&
             span_copy(arena, text_span(&text), &out, &err),
        err.text);
    text_release(&text);
    return out;
}

/* The PDF with the placeholder that its signature filled. */
static struct span
without_contents(struct arena *arena, struct span pdf)
{
    struct err err = {0};
    struct span out;
    static const char key[] = "/Contents <";
    size_t at = span_find(pdf, span_of(key)) + sizeof key - 1;
    char *bytes = arena_alloc(arena, pdf.len, &err);

    need(bytes != NULL && at < pdf.len, "find the signature of the PDF");
    memcpy(bytes, pdf.ptr, pdf.len);
    for (; at < pdf.len && bytes[at] != '>'; at++)
        bytes[at] = '0';
    out = (struct span){bytes, pdf.len};
    return out;
}

static void
load_keys(struct bench *bench, char **paths)
{
    struct err err = {0};
    BIO *key = BIO_new_file(paths[0], "r");
    BIO *cert = BIO_new_file(paths[1], "r");
    X509_LOOKUP *lookup;

    bench->store = X509_STORE_new();
    lookup = X509_STORE_add_lookup(bench->store, X509_LOOKUP_file());
    need(seal_key_open(
             &(struct seal_key_request){.key = paths[0], .cert_path = paths[1]},
             &bench->key, &err),
        err.text);
    bench->pkey = PEM_read_bio_PrivateKey(key, NULL, NULL, NULL);
    bench->cert = PEM_read_bio_X509(cert, NULL, NULL, NULL);
    need(bench->pkey != NULL && bench->cert != NULL &&
             X509_load_cert_file(lookup, paths[2], X509_FILETYPE_PEM) > 0 &&
             X509_load_crl_file(lookup, paths[3], X509_FILETYPE_PEM) > 0,
        "read the key, the certificate, the anchors or the list");
    BIO_free(key);
    BIO_free(cert);
}

int
main(int argc, char **argv)
{
    struct bench bench = {0};
    struct arena arena;
    struct err err = {0};
    int status;

    if (argc != 7) {
        (void)fputs(usage, stderr);
        return 2;
    }
    arena_init(&arena, LIMIT_ARENA_BYTES);
    bench.anchors_path = argv[3];
    bench.list_path = argv[4];
    bench.at_s = (int64_t)time(NULL);
    load_keys(&bench, argv + 1);
    need(file_read(&arena, argv[5], LIMIT_XML_BYTES, &bench.xml, &err) &&
             file_read(&arena, argv[6], LIMIT_PDF_BYTES, &bench.pdf, &err) &&
             xml_parse(bench.xml, &bench.doc, &err),
        err.text);
    bench.bare_xml = without_signature(&arena, bench.xml);
    bench.bare_pdf = without_contents(&arena, bench.pdf);
    do_sign(&bench, &arena, &err);
    (void)printf(
        "%zu bytes of XML, %zu bytes of PDF\n", bench.xml.len, bench.pdf.len);
    status = compare_sides(&bench);
    xmlFreeDoc(bench.doc);
    X509_STORE_free(bench.store);
    X509_free(bench.cert);
    EVP_PKEY_free(bench.pkey);
    seal_key_close(bench.key);
    arena_release(&arena);
    return status;
}
