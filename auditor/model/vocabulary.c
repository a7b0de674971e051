#include "model/vocabulary.h"

#include <string.h>

static const char *const entity_names[ENTITY_COUNT] = {
    [ENTITY_SUBJECT] = "subject",
    [ENTITY_OPTION] = "option",
    [ENTITY_CRITERION] = "criterion",
    [ENTITY_PERSON] = "person",
    [ENTITY_WEIGHTS] = "weights",
    [ENTITY_INDEX] = "index",
    [ENTITY_CARD] = "card",
    [ENTITY_CONFIG] = "config",
    [ENTITY_EVALUATION] = "evaluation",
    [ENTITY_ENERGY] = "energy",
    [ENTITY_DATASET] = "dataset",
    [ENTITY_COMPONENT] = "component",
    [ENTITY_DECLARATION] = "declaration",
};

#define TEXT(e, n)                                                             \
    {                                                                          \
        ENTITY_##e, n, VALUE_TEXT, "", false                                   \
    }
#define TEXTS(e, n)                                                            \
    {                                                                          \
        ENTITY_##e, n, VALUE_TEXT, "", true                                    \
    }
#define NUMBER(e, n, u)                                                        \
    {                                                                          \
        ENTITY_##e, n, VALUE_NUMBER, u, false                                  \
    }
#define DATE(e, n)                                                             \
    {                                                                          \
        ENTITY_##e, n, VALUE_DATE, "", false                                   \
    }
#define YES_NO(e, n)                                                           \
    {                                                                          \
        ENTITY_##e, n, VALUE_YES_NO, "", false                                 \
    }
#define DIGEST(e, n)                                                           \
    {                                                                          \
        ENTITY_##e, n, VALUE_DIGEST, "", false                                 \
    }

static const struct property properties[] = {
    /* The keys of `subject:` in audit.yaml, one to one. */
    TEXT(SUBJECT, "family"), YES_NO(SUBJECT, "fictional"),
    TEXT(SUBJECT, "sector"), /* medical, legal */
    TEXT(SUBJECT, "purpose-en"), TEXT(SUBJECT, "purpose-fr"),
    TEXT(SUBJECT, "title-en"), TEXT(SUBJECT, "title-fr"),
    TEXT(SUBJECT, "provider"), TEXTS(SUBJECT, "language"), /* of use: "fr" */
    TEXTS(SUBJECT, "jurisdiction"),                        /* "EU", "FR" */
    TEXT(SUBJECT, "role"),       /* provider, deployer, gpai-provider */
    TEXT(SUBJECT, "risk-class"), /* prohibited, high, limited, minimal */
    TEXT(SUBJECT, "risk-route"), /* annex-i, annex-iii, none */
    TEXT(SUBJECT, "annex-iii-point"), YES_NO(SUBJECT, "exempt-6-3"),
    YES_NO(SUBJECT, "profiling"), YES_NO(SUBJECT, "generative"),
    YES_NO(SUBJECT, "direct-interaction"), YES_NO(SUBJECT, "personal-data"),
    YES_NO(SUBJECT, "special-category-data"),
    YES_NO(SUBJECT, "third-party-hosting"), YES_NO(SUBJECT, "commercial-use"),
    YES_NO(SUBJECT, "multi-tenant"), YES_NO(SUBJECT, "retrieval"),
    TEXT(SUBJECT, "serving-engine"),  /* vllm, llama.cpp, other */
    YES_NO(SUBJECT, "no-egress"),     /* declared to have no way out */
    YES_NO(SUBJECT, "is-device"),     /* medical device, MDR article 2(1) */
    TEXT(SUBJECT, "device-class"),    /* I, IIa, IIb, III */
    TEXT(SUBJECT, "device-decision"), /* inform-diagnosis, monitoring, other */
    TEXT(SUBJECT, "device-worst-outcome"), /* death, serious, other */
    TEXT(SUBJECT, "legal-user"), /* court, adr, lawyer, inhouse, public */
    YES_NO(SUBJECT, "on-behalf-of-court"), YES_NO(SUBJECT, "case-law-data"),
    DATE(SUBJECT, "go-live"),

    TEXT(OPTION, "label"), TEXT(OPTION, "parent"), TEXT(OPTION, "relation"),
    TEXTS(OPTION, "model-name"), /* names by which evidence speaks of it */
    TEXT(OPTION, "quantisation"),

    TEXT(CRITERION, "task"), TEXT(CRITERION, "metric"),
    TEXT(CRITERION, "filter"), TEXT(CRITERION, "language"),
    TEXT(CRITERION, "jurisdiction"), TEXT(CRITERION, "kind"),
    TEXT(CRITERION, "slice"), YES_NO(CRITERION, "gating"),
    YES_NO(CRITERION, "lower-is-better"), NUMBER(CRITERION, "minimum", "1"),
    NUMBER(CRITERION, "maximum", "1"), NUMBER(CRITERION, "loss-max", "1"),
    NUMBER(CRITERION, "chance", "1"), TEXT(CRITERION, "set-by"),
    DATE(CRITERION, "set-on"), TEXT(CRITERION, "basis"),

    TEXT(PERSON, "role"), TEXT(PERSON, "duty"),

    TEXT(WEIGHTS, "format"), /* safetensors, gguf, git-lfs */
    YES_NO(WEIGHTS, "pointer"),
    DIGEST(WEIGHTS, "sha256"), /* of the weight file itself */
    NUMBER(WEIGHTS, "bytes", "bytes"),
    NUMBER(WEIGHTS, "params", "1"), /* elements; a lower bound if packed */
    YES_NO(WEIGHTS, "packed"),      /* elements hold several weights each */
    NUMBER(WEIGHTS, "tensors", "1"),
    TEXT(WEIGHTS, "precision"), /* type of most elements: BF16, Q4_K */
    NUMBER(WEIGHTS, "bits-per-weight", "1"),
    TEXTS(WEIGHTS, "type-share"), /* "Q4_K 0.83" */
    TEXT(WEIGHTS, "architecture"), TEXT(WEIGHTS, "name"),
    TEXT(WEIGHTS, "license"), TEXT(WEIGHTS, "base-model"),
    TEXT(WEIGHTS, "quantized-by"),
    TEXT(WEIGHTS, "file-type"), /* what GGUF's label says */
    TEXT(WEIGHTS, "calibration-dataset"),
    NUMBER(WEIGHTS, "context-length", "1"),

    NUMBER(INDEX, "total-bytes", "bytes"), NUMBER(INDEX, "total-params", "1"),
    NUMBER(INDEX, "shards", "1"),

    TEXT(CARD, "name"), TEXTS(CARD, "license"), TEXT(CARD, "license-name"),
    TEXT(CARD, "license-link"), TEXTS(CARD, "language"), TEXTS(CARD, "dataset"),
    TEXTS(CARD, "base-model"), TEXT(CARD, "base-relation"), TEXTS(CARD, "tag"),
    TEXT(CARD, "pipeline"), TEXT(CARD, "library"),
    NUMBER(CARD, "co2-grams", "g"), TEXT(CARD, "co2-source"),
    YES_NO(CARD, "has-intended-use"), /* a heading of that meaning with text */
    YES_NO(CARD, "has-limitations"), YES_NO(CARD, "has-training-data"),
    YES_NO(CARD, "has-evaluation"),
    YES_NO(CARD, "unfilled-template"), /* "[More Information Needed]", "{{" */

    TEXT(CONFIG, "kind"), /* model, quantisation, adapter, generation */
    TEXT(CONFIG, "architecture"), TEXT(CONFIG, "model-type"),
    TEXT(CONFIG, "precision"), TEXT(CONFIG, "quant-method"),
    NUMBER(CONFIG, "quant-bits", "1"), NUMBER(CONFIG, "quant-group", "1"),
    TEXT(CONFIG, "base-model"), NUMBER(CONFIG, "context-length", "1"),
    NUMBER(CONFIG, "hidden-size", "1"), NUMBER(CONFIG, "layers", "1"),
    NUMBER(CONFIG, "vocabulary", "1"),

    TEXT(EVALUATION, "tool"), /* lm-eval, model-card, croissant ... */
    TEXT(EVALUATION, "tool-version"), TEXT(EVALUATION, "model-name"),
    TEXT(EVALUATION, "task"), TEXT(EVALUATION, "task-version"),
    TEXT(EVALUATION, "metric"), TEXT(EVALUATION, "filter"),
    NUMBER(EVALUATION, "value", "1"), /* fraction 0 to 1 */
    TEXT(EVALUATION, "scale"),        /* 0-1, 0-100 as written */
    NUMBER(EVALUATION, "stderr", "1"),
    NUMBER(EVALUATION, "n", "1"), /* questions answered */
    NUMBER(EVALUATION, "shots", "1"),
    NUMBER(EVALUATION, "limit", "1"), /* present = only a part was run */
    YES_NO(EVALUATION, "higher-is-better"), DATE(EVALUATION, "date"),
    TEXT(EVALUATION, "dataset"),
    TEXT(EVALUATION, "source"), /* who measured, as the card says */
    DIGEST(EVALUATION, "weights-sha256"),

    TEXT(ENERGY, "tool"), TEXT(ENERGY, "tool-version"),
    TEXT(ENERGY, "scope"), /* training, finetuning, inference, evaluation */
    TEXT(ENERGY, "project"), TEXT(ENERGY, "run"), DATE(ENERGY, "date"),
    NUMBER(ENERGY, "energy", "J"), NUMBER(ENERGY, "cpu-energy", "J"),
    NUMBER(ENERGY, "gpu-energy", "J"), NUMBER(ENERGY, "ram-energy", "J"),
    NUMBER(ENERGY, "co2", "g"), NUMBER(ENERGY, "duration", "s"),
    NUMBER(ENERGY, "requests", "1"), /* functional unit, when stated */
    TEXT(ENERGY, "gpu"), TEXT(ENERGY, "cpu"), TEXT(ENERGY, "country"),
    TEXT(ENERGY, "region"),
    TEXT(ENERGY, "tracking-mode"), /* machine, process */
    NUMBER(ENERGY, "pue", "1"),

    TEXT(DATASET, "name"), TEXT(DATASET, "version"),
    TEXT(DATASET, "role"), /* training, calibration, evaluation, or empty */
    TEXTS(DATASET, "license"), TEXT(DATASET, "url"),
    TEXT(DATASET, "description"), TEXT(DATASET, "creator"),
    DATE(DATASET, "published"), TEXTS(DATASET, "language"),
    TEXT(DATASET, "conforms-to"), TEXTS(DATASET, "file-digest"),
    TEXT(DATASET, "collection"), TEXT(DATASET, "collection-type"),
    TEXT(DATASET, "annotation"), TEXT(DATASET, "biases"),
    TEXT(DATASET, "limitations"), TEXT(DATASET, "personal-information"),
    TEXT(DATASET, "use-cases"),

    TEXT(COMPONENT, "name"), TEXT(COMPONENT, "version"),
    TEXT(COMPONENT, "type"), /* machine-learning-model, data, library ... */
    TEXTS(COMPONENT, "license"), TEXT(COMPONENT, "purl"),
    DIGEST(COMPONENT, "sha256"), TEXT(COMPONENT, "supplier"),
    TEXT(COMPONENT, "task"), TEXT(COMPONENT, "architecture"),
    TEXTS(COMPONENT, "dataset"), TEXTS(COMPONENT, "limitation"),
    TEXTS(COMPONENT, "ethical-consideration"),
    TEXT(COMPONENT, "bom-version"), /* specVersion of its BOM */

    TEXT(DECLARATION, "name"),  /* the question it answers: human-oversight */
    TEXT(DECLARATION, "value"), /* yes, no, a number, or words */
    TEXT(DECLARATION, "statement"),
    TEXT(DECLARATION, "role"), /* of the person who says it */
    DATE(DECLARATION, "date"), DATE(DECLARATION, "expires"),
    TEXT(DECLARATION, "document"), /* path in the audit folder */
    DIGEST(DECLARATION, "document-sha256"),
    YES_NO(DECLARATION, "document-matches"), /* recomputed, not declared */
};

const char *
entity_name(enum entity entity)
{
    return entity_names[entity];
}

bool
entity_parse(const char *name, enum entity *out)
{
    for (size_t i = 0; i < ENTITY_COUNT; i++) {
        if (strcmp(entity_names[i], name) == 0) {
            *out = (enum entity)i;
            return true;
        }
    }
    return false;
}

const struct property *
property_find(enum entity entity, const char *name)
{
    for (size_t i = 0; i < sizeof(properties) / sizeof(*properties); i++) {
        if (properties[i].entity == entity &&
            strcmp(properties[i].name, name) == 0) {
            return &properties[i];
        }
    }
    return NULL;
}

const struct property *
property_table(size_t *count_out)
{
    *count_out = sizeof(properties) / sizeof(*properties);
    return properties;
}
