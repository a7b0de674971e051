#ifndef TESTS_SEAL_SEALED_SAMPLE_H
#define TESTS_SEAL_SEALED_SAMPLE_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/limits.h"
#include "base/xml.h"
#include "seal/cms.h"
#include "seal/key.h"
#include "seal/seal.h"

#include "unit/seal/pdf_sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A throw-away key in a folder of its own, and files sealed with it. */
struct authority {
    char dir[64];
    char trust[96];
    struct seal_key *key;
    int64_t at_s;
};

static inline void
authority_open(struct authority *authority, bool rsa)
{
    struct err err = {0};
    char key[96];
    char cert[96];

    assert(clock_parse(span_of("2026-11-23T10:00:00Z"), &authority->at_s));
    (void)snprintf(
        authority->dir, sizeof authority->dir, "/tmp/auditor-seal-XXXXXX");
    assert(mkdtemp(authority->dir) != NULL);
    struct seal_keygen request = {
        .dir = authority->dir, .now_s = authority->at_s - 7200, .rsa = rsa};
    if (!seal_keygen(&request, &err)) {
        (void)fprintf(stderr, "keygen: %s\n", err.text);
        abort();
    }
    (void)snprintf(
        authority->trust, sizeof authority->trust, "%s/ca.pem", authority->dir);
    (void)snprintf(key, sizeof key, "%s/signer.key", authority->dir);
    (void)snprintf(cert, sizeof cert, "%s/signer.pem", authority->dir);
    if (!seal_key_open(
            &(struct seal_key_request){.key = key, .cert_path = cert},
            &authority->key, &err)) {
        (void)fprintf(stderr, "key: %s\n", err.text);
        abort();
    }
}

static inline void
authority_close(struct authority *authority)
{
    static const char *const names[] = {
        "ca.pem", "ca.crl", "signer.pem", "signer.key"};

    seal_key_close(authority->key);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[96];
        (void)snprintf(path, sizeof path, "%s/%s", authority->dir, names[i]);
        (void)unlink(path);
    }
    (void)rmdir(authority->dir);
}

/* A dossier that is sealed XML. */
static inline struct span
sealed_xml(struct arena *arena, const struct authority *authority)
{
    static const char xml[] =
        "<dossier xmlns=\"urn:auditor:dossier:1\" trial=\"yes\" "
        "version=\"1\"><head><id>a</id></head></dossier>";
    struct span out;
    struct err err = {0};

    if (!seal_sign_xml(arena,
            &(struct seal_signing){
                .key = authority->key, .at_s = authority->at_s - 1800},
            span_of(xml), &out, &err)) {
        (void)fprintf(stderr, "xml: %s\n", err.text);
        abort();
    }
    return out;
}

/*
 * Put a signature over the built sample as it stands, as an insider who does
 * not ask seal_sign_pdf would.
 */
static inline void
sample_force(struct arena *arena, const struct authority *authority,
    struct sample *sample, struct cms_content content)
{
    struct err err = {0};
    struct span der;
    char hex[2 * SAMPLE_ROOM + 1];

    if (!cms_sign(arena, &(struct seal_signing){.key = authority->key},
            &content, &der, &err)) {
        (void)fprintf(stderr, "cms: %s\n", err.text);
        abort();
    }
    hex_of((const uint8_t *)der.ptr, der.len, hex);
    memcpy(sample->text.ptr + sample->gap_start + 1, hex, 2 * der.len);
}

/* All but the gap. */
static inline struct cms_content
sample_content(const struct sample *sample)
{
    struct span all = text_span(&sample->text);

    return (struct cms_content){
        {all.ptr, sample->gap_start},
        {all.ptr + sample->gap_end, all.len - sample->gap_end},
    };
}

static inline struct seal_report
sealed_verify(
    struct arena *arena, const struct authority *authority, struct span bytes)
{
    struct seal_verify_request request = {
        .bytes = bytes,
        .trust_path = authority->trust,
        .at_s = authority->at_s,
    };
    struct seal_report report = {0};
    struct err err = {0};

    if (!seal_verify(arena, &request, &report, &err)) {
        (void)fprintf(stderr, "verify: %s\n", err.text);
        abort();
    }
    return report;
}

/* State of the check of that name. */
static inline enum seal_check_state
report_state(const struct seal_report *report, const char *name)
{
    for (size_t i = 0; i < report->check_count; i++)
        if (strcmp(report->checks[i].name, name) == 0)
            return report->checks[i].state;
    return SEAL_NOT_RUN;
}

static inline void
report_print(const struct seal_report *report)
{
    for (size_t i = 0; i < report->check_count; i++)
        if (report->checks[i].state != SEAL_PASSED)
            (void)fprintf(stderr, "  %s %s %s\n", report->checks[i].name,
                seal_check_state_name(report->checks[i].state),
                report->checks[i].detail);
}

#endif
