#include "base/digest.h"
#include "factory.h"
#include "seal/base64.h"
#include "seal/key.h"
#include "seal/xades.h"

/* Attacks on the shape of the signature: each must be refused by its check. */
static const char document[] =
    "<dossier xmlns=\"urn:auditor:dossier:1\"><verdict>not-fit</verdict>"
    "<note>text</note></dossier>";

static struct arena arena;
static struct seal_key *key;
static struct span good;

struct edit {
    const char *about;
    const char *from;
    const char *to;
    const char *check;
};

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define FORGED                                                                 \
    HEAD "<dossier xmlns=\"urn:auditor:dossier:1\"><verdict>fit</verdict>"
#define TRANSFORM "<ds:Transform Algorithm=\""
#define ENVELOPED                                                              \
    TRANSFORM                                                                  \
    "http://www.w3.org/2000/09/xmldsig#enveloped-signature\"></ds:Transform>"
#define EXC                                                                    \
    TRANSFORM "http://www.w3.org/2001/10/xml-exc-c14n#\"></ds:Transform>"
#define SHA256 "http://www.w3.org/2001/04/xmlenc#sha256"
#define ECDSA  "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"

static const struct edit edits[] = {
    {"document type", HEAD, HEAD "<!DOCTYPE dossier>", "xml-bytes-plain"},
    {"external entity", HEAD,
        HEAD "<!DOCTYPE dossier [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
        "xml-bytes-plain"},
    {"comment", "not-fit", "<!-- not- -->fit", "xml-bytes-plain"},
    {"comment in text", "not-fit", "not<!---->-fit", "xml-bytes-plain"},
    {"processing instruction", "not-fit", "not<?x y?>-fit", "xml-bytes-plain"},
    {"CDATA", "not-fit", "<![CDATA[not-fit]]>", "xml-bytes-plain"},
    {"no such entity", "not-fit", "&fit;", "xml-bytes-plain"},
    {"not UTF-8", "not-fit",
        "not\xFF"
        "fit",
        "xml-bytes-plain"},
    {"byte order mark", HEAD, "\xEF\xBB\xBF" HEAD, NULL},
    {"trailing bytes", "</dossier>\n", "</dossier>\n ", "xml-form-canonical"},
    {"another encoding", "UTF-8", "utf-8", "xml-form-canonical"},
    {"character reference", "not-fit", "&#110;ot-fit", "xml-form-canonical"},
    {"quotes", "\"urn:auditor:dossier:1\"", "'urn:auditor:dossier:1'",
        "xml-form-canonical"},
    {"unused namespace", "<note>", "<note xmlns:u=\"urn:u\">",
        "xml-form-canonical"},
    {"evil root", HEAD, HEAD "<evil>", "xml-bytes-plain"},
    {"no namespace", " xmlns=\"urn:auditor:dossier:1\"", "", "xml-root-known"},
    {"another root", "urn:auditor:dossier:1", "urn:auditor:dossier:2",
        "xml-root-known"},
    {"signature not last", "</ds:Signature>", "</ds:Signature><x></x>",
        "xml-signature-single"},
    {"text behind it", "</ds:Signature>", "</ds:Signature>text",
        "xml-signature-single"},
    {"second signature", "<note>text</note>",
        "<note><Signature></Signature></note>", "xml-signature-single"},
    {"signature of another namespace", "<note>text</note>",
        "<x:y xmlns:x=\"http://uri.etsi.org/01903/v1.3.2#\"></x:y>",
        "xml-signature-single"},
    {"duplicate Id", "<note>", "<note Id=\"auditor-properties\">",
        "xml-ids-unique"},
    {"duplicate ID", "<note>", "<note ID=\"auditor-properties\">",
        "xml-ids-unique"},
    {"duplicate xml:id", "<note>", "<note xml:id=\"auditor-properties\">",
        "xml-ids-unique"},
    {"duplicate id", "<note>", "<note id=\"auditor-properties\">",
        "xml-ids-unique"},
    {"HMAC", ECDSA, "http://www.w3.org/2000/09/xmldsig#hmac-sha1",
        "xml-algorithms-allowed"},
    {"RSA with SHA-1", ECDSA, "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
        "xml-algorithms-allowed"},
    {"digest SHA-1", SHA256, "http://www.w3.org/2000/09/xmldsig#sha1",
        "xml-algorithms-allowed"},
    {"inclusive C14N", "Method Algorithm=\"http://www.w3.org/2001/10/xml-exc",
        "Method Algorithm=\"http://www.w3.org/2001/10/xml-inc",
        "xml-algorithms-allowed"},
    {"key confusion", ECDSA,
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        "xml-signature-value"},
    {"truncated HMAC", ECDSA "\"></ds:SignatureMethod>",
        ECDSA "\"><ds:HMACOutputLength>1</ds:HMACOutputLength>"
              "</ds:SignatureMethod>",
        "xml-signature-as-written"},
    {"file reference", " URI=\"\"", " URI=\"file:///etc/passwd\"",
        "xml-references-two"},
    {"network reference", " URI=\"\"", " URI=\"http://localhost/x\"",
        "xml-references-two"},
    {"xpointer", " URI=\"\"", " URI=\"#xpointer(/)\"", "xml-references-two"},
    {"no URI", " URI=\"\"", "", "xml-references-two"},
    {"manifest", "01903#SignedProperties", "01903#Manifest",
        "xml-references-two"},
    {"other target", "URI=\"#auditor-properties\"", "URI=\"#auditor-other\"",
        "xml-references-two"},
    {"transforms swapped", ENVELOPED EXC, EXC ENVELOPED, "xml-references-two"},
    {"transform missing", ENVELOPED EXC, EXC, "xml-references-two"},
    {"transform twice", ENVELOPED EXC, ENVELOPED EXC EXC, "xml-references-two"},
    {"XPath transform", ENVELOPED EXC,
        ENVELOPED TRANSFORM
        "http://www.w3.org/TR/1999/REC-xpath-19991116\"><ds:XPath>false()"
        "</ds:XPath></ds:Transform>",
        "xml-references-two"},
    {"XSLT transform", ENVELOPED EXC,
        ENVELOPED TRANSFORM
        "http://www.w3.org/TR/1999/REC-xslt-19991116\"></ds:Transform>",
        "xml-references-two"},
    {"third reference", "</ds:SignedInfo>",
        "<ds:Reference URI=\"\"></ds:Reference></ds:SignedInfo>", NULL},
    {"SignedInfo without references", "<ds:Reference Id", "<ds:Other Id", NULL},
    {"key value", "<ds:KeyInfo>", "<ds:KeyInfo><ds:KeyValue></ds:KeyValue>",
        "xml-keyinfo-certificates"},
    {"retrieval method", "<ds:KeyInfo>",
        "<ds:KeyInfo><ds:RetrievalMethod URI=\"http://localhost/\">"
        "</ds:RetrievalMethod>",
        "xml-keyinfo-certificates"},
    {"key name", "</ds:X509Certificate>",
        "</ds:X509Certificate><ds:X509SKI>AAAA</ds:X509SKI>",
        "xml-keyinfo-certificates"},
    {"space in base64", "<ds:X509Certificate>", "<ds:X509Certificate>\n",
        "xml-keyinfo-certificates"},
    {"second object", "<ds:Object>", "<ds:Object></ds:Object><ds:Object>",
        "xml-properties-complete"},
    {"object with prose", "<ds:Object>", "<ds:Object>prose",
        "xml-properties-complete"},
    {"unsigned properties", "</xades:QualifyingProperties>",
        "<xades:UnsignedProperties></xades:UnsignedProperties>"
        "</xades:QualifyingProperties>",
        "xml-properties-complete"},
    {"other Id", "SignedProperties Id=\"auditor-properties\"",
        "SignedProperties Id=\"auditor-other\"", "xml-properties-complete"},
    {"attribute more", "<ds:SignedInfo>", "<ds:SignedInfo Id=\"x\">",
        "xml-signature-as-written"},
    {"text between", "</ds:SignatureValue>", "</ds:SignatureValue>\n",
        "xml-signature-as-written"},
    {"another target", "Target=\"#auditor-signature\"", "Target=\"#other\"",
        "xml-signature-as-written"},
    {"signed property edited", "text/xml", "text/xmk",
        "xml-signature-as-written"},
    {"time edited", "2026-11-23T09:30:00Z", "2026-11-23T09:30:01Z",
        "xml-properties-digest"},
    {"time written otherwise", "T09:30:00Z", "T10:30:00+01:00",
        "xml-signature-as-written"},
    {"verdict edited", "not-fit", "fit", "xml-document-digest"},
    {"note removed", "<note>text</note>", "", "xml-document-digest"},
    {"element moved", "<verdict>not-fit</verdict><note>text</note>",
        "<note>text</note><verdict>not-fit</verdict>", "xml-document-digest"},
};

static struct seal_report
verify(struct span bytes)
{
    struct err err = {.code = ERR_NONE};
    struct seal_verify_request request = {.bytes = bytes,
        .trust_path = in_folder("ca.pem"),
        .at_s = FACTORY_NOW_S};
    struct seal_report report;
    if (!seal_verify(&arena, &request, &report, &err)) {
        fail_msg("%s", err.text);
    }
    return report;
}

/* Every place where `from` stands becomes `to`, or only the first. */
static struct span
edited(struct span bytes, const char *from, const char *to, bool all)
{
    struct err err = {.code = ERR_NONE};
    struct text text;
    struct span out;
    text_init(&text, (size_t)1 << 20);
    for (bool more = true; more;) {
        size_t at = span_find(bytes, span_of(from));
        more = all && at < bytes.len;
        text_put(&text, (struct span){bytes.ptr, at});
        if (at < bytes.len) {
            text_puts(&text, to);
            at += strlen(from);
        }
        bytes = (struct span){bytes.ptr + at, bytes.len - at};
    }
    text_put(&text, bytes);
    assert_true(span_copy(&arena, text_span(&text), &out, &err));
    text_release(&text);
    return out;
}

static void
refused(const struct edit *edit, struct span bytes)
{
    struct seal_report report = verify(bytes);
    assert_false(span_equal(bytes, good));
    assert_int_not_equal(report.conclusion, SEAL_TOTAL_PASSED);
    assert_null(report.content.ptr);
    if (edit->check != NULL &&
        find_check(&report, edit->check)->state != SEAL_FAILED) {
        print_report(&report);
        fail_msg("%s: '%s' did not fail", edit->about, edit->check);
    }
    if (edit->check != NULL) {
        assert_int_equal(report.conclusion, SEAL_TOTAL_FAILED);
    }
}

static void
edited_files_are_refused_by_the_check_that_names_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        refused(&edits[i], edited(good, edits[i].from, edits[i].to, false));
    }
}

/* The signed original, whole or in part, below or beside a forged one. */
static void
wrapped_originals_are_refused(void **state)
{
    static const struct edit wrappings[] = {
        {"below an evil root", FORGED "{bare}</dossier>\n", NULL,
            "xml-signature-single"},
        {"in an extension element", FORGED "<x>{bare}</x>{sig}</dossier>\n",
            NULL, "xml-signature-single"},
        {"signature first",
            HEAD "<dossier xmlns=\"urn:auditor:dossier:1\">{sig}"
                 "<verdict>fit</verdict></dossier>\n",
            NULL, "xml-signature-single"},
        {"two signatures", HEAD "{before}{sig}{sig}</dossier>\n", NULL,
            "xml-signature-single"},
        {"foreign root", HEAD "<evil>{body}</evil>\n", NULL, "xml-root-known"},
        {"two roots", HEAD "{body}{body}\n", NULL, "xml-bytes-plain"},
        {"signature alone", HEAD "{sig}\n", NULL, "xml-root-known"},
        {"forged content", FORGED "{sig}</dossier>\n", NULL,
            "xml-document-digest"},
        {"no signature", HEAD "{before}</dossier>\n", NULL,
            "xml-signature-single"},
    };
    struct err err = {.code = ERR_NONE};
    size_t head = strlen(HEAD);
    struct span body = {good.ptr + head, good.len - head - 1};
    size_t cut = span_find(body, span_of("<ds:Signature"));
    struct span signature = {
        body.ptr + cut, body.len - cut - strlen("</dossier>")};
    (void)state;
    for (size_t i = 0; i < sizeof wrappings / sizeof wrappings[0]; i++) {
        struct span bytes = span_of(wrappings[i].from);
        bytes = edited(bytes, "{bare}",
            span_string(&arena,
                edited(body, " xmlns=\"urn:auditor:dossier:1\"", "", false),
                &err),
            true);
        bytes = edited(bytes, "{body}", span_string(&arena, body, &err), true);
        bytes =
            edited(bytes, "{sig}", span_string(&arena, signature, &err), true);
        bytes = edited(bytes, "{before}",
            span_string(&arena, (struct span){body.ptr, cut}, &err), true);
        refused(&wrappings[i], bytes);
    }
}

static struct span
between(const char *from, const char *to)
{
    size_t start = span_find(good, span_of(from)) + strlen(from);
    struct span rest = {good.ptr + start, good.len - start};
    return (struct span){rest.ptr, span_find(rest, span_of(to))};
}

/*
 * A trusted signer himself signs a SignedInfo of another shape: the value is
 * right, the shape is still refused.
 */
static void
a_trusted_signer_cannot_leave_the_profile(void **state)
{
    static const struct edit insider[] = {
        {"XPath false()", ENVELOPED EXC,
            ENVELOPED TRANSFORM
            "http://www.w3.org/TR/1999/REC-xpath-19991116\"><ds:XPath>"
            "false()</ds:XPath></ds:Transform>",
            "xml-references-two"},
        {"reference to a file", " URI=\"\"", " URI=\"file:///etc/passwd\"",
            "xml-references-two"},
        {"attribute more", "<ds:Reference Id", "<ds:Reference Ie",
            "xml-references-two"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof insider / sizeof insider[0]; i++) {
        struct err err = {.code = ERR_NONE};
        struct span value;
        struct span text;
        const char *inner = span_string(
            &arena, between("<ds:SignedInfo>", "</ds:SignedInfo>"), &err);
        const char *info = arena_printf(&arena, &err,
            "<ds:SignedInfo xmlns:ds=\"" XADES_NS_DS "\">%s"
            "</ds:SignedInfo>",
            inner);
        struct span second =
            edited(span_of(info), insider[i].from, insider[i].to, false);
        assert_true(seal_key_sign(&arena, key, second, &value, &err));
        assert_true(key_ecdsa_raw(&arena, KEY_P256, value, &value, &err));
        assert_true(base64_encode(&arena, value, &text, &err));
        char *string = span_string(&arena, text, &err);
        char *old = span_string(&arena,
            between("<ds:SignatureValue Id=\"auditor-signature-value\">",
                "</ds:SignatureValue>"),
            &err);
        struct span bytes = edited(good, old, string, false);
        refused(
            &insider[i], edited(bytes, insider[i].from, insider[i].to, false));
    }
}

/* r and order - s verify as well as r and s: only one of them is taken. */
static void
the_twin_of_a_signature_value_is_refused(void **state)
{
    static const struct edit twin = {
        "high s", NULL, NULL, "xml-signature-value"};
    struct err err = {.code = ERR_NONE};
    struct span raw;
    struct span text =
        between("<ds:SignatureValue Id=\"auditor-signature-value\">",
            "</ds:SignatureValue>");
    (void)state;
    assert_true(base64_decode(&arena, text, &raw, &err));
    unsigned char bytes[64];
    memcpy(bytes, raw.ptr, sizeof bytes);
    EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1);
    BIGNUM *s = BN_bin2bn(bytes + 32, 32, NULL);
    BN_sub(s, EC_GROUP_get0_order(group), s);
    BN_bn2binpad(s, bytes + 32, 32);
    BN_free(s);
    EC_GROUP_free(group);
    struct span again;
    assert_true(base64_encode(&arena,
        (struct span){(const char *)bytes, sizeof bytes}, &again, &err));
    refused(&twin, edited(good, span_string(&arena, text, &err),
                       span_string(&arena, again, &err), false));
}

static void
what_is_neither_xml_nor_pdf_is_refused(void **state)
{
    static const char *const files[] = {"", " ", "PK\3\4", "{}", " <a/>"};
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct seal_report report = verify(span_of(files[i]));
        assert_int_equal(report.conclusion, SEAL_TOTAL_FAILED);
        assert_int_equal(report.check_count, 0);
    }
}

static void
a_claim_from_the_future_stays_open(void **state)
{
    struct err err = {.code = ERR_NONE};
    struct span bytes;
    (void)state;
    assert_true(seal_sign_xml(&arena,
        &(struct seal_signing){.key = key, .at_s = FACTORY_NOW_S + 301},
        span_of(document), &bytes, &err));
    struct seal_report report = verify(bytes);
    assert_int_equal(report.conclusion, SEAL_INDETERMINATE);
    assert_int_equal(
        find_check(&report, "claimed-time")->state, SEAL_UNCERTAIN);
}

static int
begin(void **state)
{
    struct err err = {.code = ERR_NONE};
    struct seal_keygen request = {
        .dir = factory_folder, .now_s = FACTORY_NOW_S, .rsa = false};
    arena_init(&arena, (size_t)256 << 20);
    return factory_begin(state) == 0 && seal_keygen(&request, &err) &&
                   seal_key_open(&(struct seal_key_request){.key = in_folder(
                                                                "signer.key"),
                                     .cert_path = in_folder("signer.pem")},
                       &key, &err) &&
                   seal_sign_xml(&arena,
                       &(struct seal_signing){
                           .key = key, .at_s = FACTORY_NOW_S},
                       span_of(document), &good, &err)
               ? 0
               : -1;
}

static int
end(void **state)
{
    seal_key_close(key);
    arena_release(&arena);
    return factory_end(state);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edited_files_are_refused_by_the_check_that_names_it),
        cmocka_unit_test(wrapped_originals_are_refused),
        cmocka_unit_test(a_trusted_signer_cannot_leave_the_profile),
        cmocka_unit_test(the_twin_of_a_signature_value_is_refused),
        cmocka_unit_test(what_is_neither_xml_nor_pdf_is_refused),
        cmocka_unit_test(a_claim_from_the_future_stays_open),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
