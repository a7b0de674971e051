#include "seal/xades_unsigned.h"

#include <string.h>

#include "base/xml.h"
#include "seal/xades.h"

/* How a property is called, and in which namespace. */
struct item_row {
    const char *prefix;
    const char *ns;
    const char *name; /* NULL: two elements without one around them */
    bool timestamp;
};

static const struct item_row rows[] = {
    [XADES_STAMP] = {"xades", XADES_NS, "SignatureTimeStamp", true},
    [XADES_MATERIAL] = {"xades", XADES_NS, NULL, false},
    [XADES_RENEWAL] = {"xades141", XADES141_NS, "TimeStampValidationData",
        false},
    [XADES_ARCHIVE] = {"xades141", XADES141_NS, "ArchiveTimeStamp", true},
    [XADES_COUNTER] = {"xades", XADES_NS, "CounterSignature", false},
};

/* What a piece of material is called, and what stands around its kind. */
struct value_row {
    const char *outer;
    const char *name;
};

static const struct value_row values[] = {
    [MATERIAL_CERTIFICATE] = {NULL, "EncapsulatedX509Certificate"},
    [MATERIAL_LIST] = {"CRLValues", "EncapsulatedCRLValue"},
    [MATERIAL_ANSWER] = {"OCSPValues", "EncapsulatedOCSPValue"},
};

#define DECLARES_XADES " xmlns:xades=\"" XADES_NS "\""
#define DECLARES_DS    " xmlns:ds=\"" XADES_NS_DS "\""

static bool
has_kind(const struct xades_item *item, enum material_kind kind)
{
    for (size_t i = 0; i < item->count; i++)
        if (item->kinds[i] == kind)
            return true;
    return false;
}

static void
put_values(
    struct text *out, const struct xades_item *item, enum material_kind kind)
{
    const struct value_row *row = &values[kind];

    if (!has_kind(item, kind))
        return;
    if (row->outer != NULL)
        text_printf(out, "<xades:%s>", row->outer);
    for (size_t i = 0; i < item->count; i++)
        if (item->kinds[i] == kind) {
            text_printf(out, "<xades:%s>", row->name);
            text_put(out, item->values[i]);
            text_printf(out, "</xades:%s>", row->name);
        }
    if (row->outer != NULL)
        text_printf(out, "</xades:%s>", row->outer);
}

/* CertificateValues and RevocationValues; one that is empty is left out. */
static void
put_material(struct text *out, const struct xades_item *item, bool declare)
{
    const char *spaces = declare ? DECLARES_XADES : "";

    if (has_kind(item, MATERIAL_CERTIFICATE)) {
        text_printf(out, "<xades:CertificateValues%s>", spaces);
        put_values(out, item, MATERIAL_CERTIFICATE);
        text_puts(out, "</xades:CertificateValues>");
    }
    if (has_kind(item, MATERIAL_LIST) || has_kind(item, MATERIAL_ANSWER)) {
        text_printf(out, "<xades:RevocationValues%s>", spaces);
        put_values(out, item, MATERIAL_LIST);
        put_values(out, item, MATERIAL_ANSWER);
        text_puts(out, "</xades:RevocationValues>");
    }
}

static void
put_token(struct text *out, const struct xades_item *item, bool alone)
{
    bool declared = item->kind == XADES_STAMP; /* by the element around it */

    text_printf(out,
        "<ds:CanonicalizationMethod%s Algorithm=\"" XADES_EXC_C14N "\">"
        "</ds:CanonicalizationMethod><xades:EncapsulatedTimeStamp%s>",
        alone ? DECLARES_DS : "", alone && !declared ? DECLARES_XADES : "");
    text_put(out, item->values[0]);
    text_puts(out, "</xades:EncapsulatedTimeStamp>");
}

void
xades_put_item(struct text *out, const struct xades_item *item, bool alone)
{
    const struct item_row *row = &rows[item->kind];
    bool own = strcmp(row->ns, XADES_NS) != 0; /* not declared further out */

    if (row->name == NULL) {
        put_material(out, item, alone);
        return;
    }
    if (item->kind == XADES_COUNTER) {
        xades_put_counter(out, item->counter, alone);
        return;
    }
    text_printf(out, "<%s:%s", row->prefix, row->name);
    if (alone || own)
        text_printf(out, " xmlns:%s=\"%s\"", row->prefix, row->ns);
    text_putc(out, '>');
    if (row->timestamp)
        put_token(out, item, alone);
    else
        put_material(out, item, alone);
    text_printf(out, "</%s:%s>", row->prefix, row->name);
}

/* ---- reading ---- */

struct reader {
    struct arena *arena;
    struct xades_item *items;
    size_t count;
    size_t counter_count;
    bool nested; /* in a counter-signature */
    struct err *err;
};

static bool
refuse(struct reader *reader, const xmlNode *node)
{
    err_set(reader->err, ERR_INPUT, "the unsigned property '%.60s'",
        node->name == NULL ? "" : (const char *)node->name);
    return false;
}

static bool
has_item(const struct reader *reader, enum xades_item_kind kind)
{
    for (size_t i = 0; i < reader->count; i++)
        if (reader->items[i].kind == kind)
            return true;
    return false;
}

/*
 * The one order in which a file grows here. A time-stamp over the signature
 * says nothing of what is behind it: it stands first, and alone. Material
 * comes at once, and what is missing later is a renewal.
 */
static bool
in_order(const struct reader *reader, enum xades_item_kind kind)
{
    switch (kind) {
    case XADES_STAMP:
        return reader->count == 0;
    case XADES_MATERIAL:
        return !reader->nested && !has_item(reader, XADES_MATERIAL);
    case XADES_RENEWAL:
        return !reader->nested && has_item(reader, XADES_MATERIAL);
    case XADES_ARCHIVE:
    case XADES_COUNTER:
        return !reader->nested;
    }
    return false;
}

static struct xades_item *
add_item(struct reader *reader, enum xades_item_kind kind, const xmlNode *node)
{
    struct xades_item *item;

    if (reader->count == XADES_ITEMS || !in_order(reader, kind)) {
        (void)refuse(reader, node);
        return NULL;
    }
    item = &reader->items[reader->count++];
    item->kind = kind;
    return item;
}

/* Those of one kind rise, so that there is one way to write them. */
static bool
add_value(struct reader *reader, struct xades_item *item,
    enum material_kind kind, const xmlNode *node)
{
    size_t last = item->count;

    if (last == XADES_VALUES)
        return refuse(reader, node);
    item->kinds[last] = kind;
    if (!xml_text(reader->arena, node, &item->values[last], reader->err))
        return false;
    item->count++;
    return last == 0 || item->kinds[last - 1] != kind ||
           span_compare(item->values[last - 1], item->values[last]) < 0 ||
           refuse(reader, node);
}

/* All children of `outer`, which must have the name of that kind. */
static bool
read_values(struct reader *reader, struct xades_item *item,
    enum material_kind kind, const xmlNode *outer)
{
    for (const xmlNode *n = outer->children; n != NULL; n = n->next)
        if (!xml_is(n, XADES_NS, values[kind].name) ||
            !add_value(reader, item, kind, n))
            return refuse(reader, n);
    return true;
}

static bool
read_revocation(
    struct reader *reader, struct xades_item *item, const xmlNode *node)
{
    for (const xmlNode *n = node->children; n != NULL; n = n->next) {
        enum material_kind kind =
            xml_is(n, XADES_NS, values[MATERIAL_LIST].outer) ? MATERIAL_LIST
                                                             : MATERIAL_ANSWER;
        if (!xml_is(n, XADES_NS, values[kind].outer) ||
            !read_values(reader, item, kind, n))
            return refuse(reader, n);
    }
    return true;
}

static bool
read_token(struct reader *reader, struct xades_item *item, const xmlNode *node)
{
    const xmlNode *token = xml_child(node, XADES_NS, "EncapsulatedTimeStamp");

    /* what else stands there is compared with what this file writes */
    if (token == NULL)
        return refuse(reader, node);
    return add_value(reader, item, MATERIAL_CERTIFICATE, token);
}

/* CertificateValues or RevocationValues, one after the other. */
static bool
read_material(
    struct reader *reader, struct xades_item *item, const xmlNode *node)
{
    if (xml_is(node, XADES_NS, "CertificateValues"))
        return read_values(reader, item, MATERIAL_CERTIFICATE, node);
    if (xml_is(node, XADES_NS, "RevocationValues"))
        return read_revocation(reader, item, node);
    return refuse(reader, node);
}

/* The item that the node begins or goes on with; NULL when refused. */
static struct xades_item *
item_for(struct reader *reader, const xmlNode *node)
{
    struct xades_item *last =
        reader->count == 0 ? NULL : &reader->items[reader->count - 1];

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].name != NULL && xml_is(node, rows[i].ns, rows[i].name))
            return add_item(reader, (enum xades_item_kind)i, node);
    if (xml_is(node, XADES_NS, "RevocationValues") && last != NULL &&
        last->kind == XADES_MATERIAL)
        return last;
    return add_item(reader, XADES_MATERIAL, node);
}

static bool
read_counter(
    struct reader *reader, struct xades_item *item, const xmlNode *node)
{
    struct xades_values *counter =
        arena_alloc(reader->arena, sizeof *counter, reader->err);
    struct err reason = {.code = ERR_NONE};
    struct checklist own;

    if (counter == NULL)
        return false;
    *counter = (struct xades_values){.counter = ++reader->counter_count};
    checklist_init(&own, CHECKLIST_XML);
    if (!xml_is(node->children, XADES_NS_DS, "Signature"))
        return refuse(reader, node);
    if (!xades_read(reader->arena, node->children, &own, counter, &reason)) {
        if (reason.code == ERR_NONE)
            return refuse(reader, node);
        *reader->err = reason;
        return false;
    }
    item->counter = counter;
    return true;
}

static bool
read_item(struct reader *reader, const xmlNode *node)
{
    struct xades_item *item = item_for(reader, node);

    if (item == NULL)
        return false;
    if (rows[item->kind].timestamp)
        return read_token(reader, item, node);
    if (item->kind == XADES_MATERIAL)
        return read_material(reader, item, node);
    if (item->kind == XADES_COUNTER)
        return read_counter(reader, item, node);
    for (const xmlNode *n = node->children; n != NULL; n = n->next)
        if (!read_material(reader, item, n))
            return false;
    return true;
}

bool
xades_read_items(struct arena *arena, const xmlNode *properties,
    struct xades_values *out, struct err *err)
{
    struct reader reader = {
        .arena = arena, .err = err, .nested = out->counter > 0};
    const xmlNode *inner =
        properties == NULL
            ? NULL
            : xml_child(properties, XADES_NS, "UnsignedSignatureProperties");

    out->items = NULL;
    out->item_count = 0;
    if (properties == NULL)
        return true;
    reader.items =
        arena_alloc_array(arena, XADES_ITEMS, sizeof *reader.items, err);
    if (reader.items == NULL)
        return false;
    if (inner == NULL || inner->children == NULL)
        return refuse(&reader, properties);
    for (const xmlNode *n = inner->children; n != NULL; n = n->next)
        if (!read_item(&reader, n))
            return false;
    out->items = reader.items;
    out->item_count = reader.count;
    return true;
}
