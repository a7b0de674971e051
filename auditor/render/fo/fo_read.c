#include "render/fo/fo.h"

#include <string.h>

#include "base/limits.h"
#include "base/xml.h"
#include "render/fo/fo_column.h"
#include "render/fo/fo_property.h"

enum {
    FO_NODES_MAX = 400000
}; /* a 500-page dossier has some 60,000 */

static const char fo_namespace[] = "http://www.w3.org/1999/XSL/Format";
static const char dc_namespace[] = "http://purl.org/dc/elements/1.1/";
static const char svg_namespace[] = "http://www.w3.org/2000/svg";

/* What may stand inside what, as classes. */
enum {
    CLASS_ROOT = 1 << 0,
    CLASS_MASTER = 1 << 1,
    CLASS_REGION = 1 << 2,
    CLASS_BOOKMARK = 1 << 3,
    CLASS_SEQUENCE = 1 << 4,
    CLASS_CONTENT = 1 << 5, /* title, static-content, flow */
    CLASS_BLOCK = 1 << 6,
    CLASS_ITEM = 1 << 7,
    CLASS_LIST_PART = 1 << 8,
    CLASS_TABLE_PART = 1 << 9,
    CLASS_ROW = 1 << 10,
    CLASS_CELL = 1 << 11,
    CLASS_INLINE = 1 << 12,
    CLASS_TEXT = 1 << 13,
    CLASS_REFERENCE = 1 << 14,
    CLASS_CONDITION = 1 << 15,
    CLASS_BOOKMARK_TITLE = 1 << 16,
    CLASS_MARKER = 1 << 17,
    CLASS_TOP = 1 << 18, /* children of the root */
    CLASS_NOTE_BODY = 1 << 19,
    CLASS_FLOWING = CLASS_BLOCK | CLASS_INLINE | CLASS_TEXT | CLASS_MARKER,
    CLASS_WORDS = CLASS_INLINE | CLASS_TEXT,
};

/* To add an element: its kind, one row, and a case in layout. */
static const struct element {
    const char *name;
    uint32_t class;
    uint32_t children;
} elements[] = {
    [FO_ROOT] = {"root", CLASS_ROOT, CLASS_TOP},
    [FO_DECLARATIONS] = {"declarations", CLASS_TOP, 0},
    [FO_MASTER_SET] = {"layout-master-set", CLASS_TOP, CLASS_MASTER},
    [FO_PAGE_MASTER] = {"simple-page-master", CLASS_MASTER, CLASS_REGION},
    [FO_REGION_BODY] = {"region-body", CLASS_REGION, 0},
    [FO_REGION_BEFORE] = {"region-before", CLASS_REGION, 0},
    [FO_REGION_AFTER] = {"region-after", CLASS_REGION, 0},
    [FO_REGION_START] = {"region-start", CLASS_REGION, 0},
    [FO_REGION_END] = {"region-end", CLASS_REGION, 0},
    [FO_SEQUENCE_MASTER] = {"page-sequence-master", CLASS_MASTER,
        CLASS_REFERENCE},
    [FO_MASTER_SINGLE] = {"single-page-master-reference", CLASS_REFERENCE, 0},
    [FO_MASTER_REPEATABLE] = {"repeatable-page-master-reference",
        CLASS_REFERENCE, 0},
    [FO_MASTER_ALTERNATIVES] = {"repeatable-page-master-alternatives",
        CLASS_REFERENCE, CLASS_CONDITION},
    [FO_MASTER_CONDITIONAL] = {"conditional-page-master-reference",
        CLASS_CONDITION, 0},
    [FO_BOOKMARK_TREE] = {"bookmark-tree", CLASS_TOP, CLASS_BOOKMARK},
    [FO_BOOKMARK] = {"bookmark", CLASS_BOOKMARK,
        CLASS_BOOKMARK | CLASS_BOOKMARK_TITLE},
    [FO_BOOKMARK_TITLE] = {"bookmark-title", CLASS_BOOKMARK_TITLE, CLASS_TEXT},
    [FO_PAGE_SEQUENCE] = {"page-sequence", CLASS_TOP, CLASS_CONTENT},
    [FO_TITLE] = {"title", CLASS_CONTENT, CLASS_WORDS},
    [FO_STATIC_CONTENT] = {"static-content", CLASS_CONTENT, CLASS_BLOCK},
    [FO_FLOW] = {"flow", CLASS_CONTENT, CLASS_BLOCK | CLASS_MARKER},
    [FO_BLOCK] = {"block", CLASS_BLOCK, CLASS_FLOWING},
    [FO_BLOCK_CONTAINER] = {"block-container", CLASS_BLOCK,
        CLASS_BLOCK | CLASS_MARKER},
    [FO_LIST_BLOCK] = {"list-block", CLASS_BLOCK, CLASS_ITEM | CLASS_MARKER},
    [FO_LIST_ITEM] = {"list-item", CLASS_ITEM, CLASS_LIST_PART | CLASS_MARKER},
    [FO_LIST_LABEL] = {"list-item-label", CLASS_LIST_PART, CLASS_BLOCK},
    [FO_LIST_BODY] = {"list-item-body", CLASS_LIST_PART, CLASS_BLOCK},
    [FO_TABLE] = {"table", CLASS_BLOCK, CLASS_TABLE_PART | CLASS_MARKER},
    [FO_TABLE_COLUMN] = {"table-column", CLASS_TABLE_PART, 0},
    [FO_TABLE_HEADER] = {"table-header", CLASS_TABLE_PART,
        CLASS_ROW | CLASS_CELL},
    [FO_TABLE_FOOTER] = {"table-footer", CLASS_TABLE_PART,
        CLASS_ROW | CLASS_CELL},
    [FO_TABLE_BODY] = {"table-body", CLASS_TABLE_PART, CLASS_ROW | CLASS_CELL},
    [FO_TABLE_ROW] = {"table-row", CLASS_ROW, CLASS_CELL},
    [FO_TABLE_CELL] = {"table-cell", CLASS_CELL, CLASS_BLOCK | CLASS_MARKER},
    [FO_INLINE] = {"inline", CLASS_INLINE, CLASS_WORDS},
    [FO_WRAPPER] = {"wrapper", CLASS_INLINE | CLASS_BLOCK, CLASS_FLOWING},
    [FO_MARKER] = {"marker", CLASS_MARKER, CLASS_BLOCK | CLASS_WORDS},
    [FO_RETRIEVE_MARKER] = {"retrieve-marker", CLASS_INLINE | CLASS_BLOCK, 0},
    [FO_FOOTNOTE] = {"footnote", CLASS_INLINE, CLASS_INLINE | CLASS_NOTE_BODY},
    [FO_FOOTNOTE_BODY] = {"footnote-body", CLASS_NOTE_BODY, CLASS_BLOCK},
    [FO_BASIC_LINK] = {"basic-link", CLASS_INLINE, CLASS_WORDS},
    [FO_CHARACTER] = {"character", CLASS_INLINE, 0},
    [FO_LEADER] = {"leader", CLASS_INLINE, CLASS_TEXT},
    [FO_PAGE_NUMBER] = {"page-number", CLASS_INLINE, 0},
    [FO_PAGE_CITATION] = {"page-number-citation", CLASS_INLINE, 0},
    [FO_PAGE_CITATION_LAST] = {"page-number-citation-last", CLASS_INLINE, 0},
    [FO_FOREIGN_OBJECT] = {"instream-foreign-object", CLASS_INLINE, 0},
    [FO_EXTERNAL_GRAPHIC] = {"external-graphic", CLASS_INLINE, 0},
};

enum {
    STYLE_SLOTS = 4096, /* different styles that are told apart; more only
                           cost memory */
    SEEN_SLOTS = 256,
    SEEN_ATTRIBUTES = 12,
    NAMED_SLOTS = 32,
};

/* An element that was read, and the style that it got. */
struct seen {
    const struct fo_style *parent, *style;
    size_t count;
    struct xml_attribute attributes[SEEN_ATTRIBUTES];
};

/* A name as the parser keeps it, once for all elements that have it. */
struct named {
    const char *name, *ns;
    const struct element *element;
};

struct reader {
    struct named named[NAMED_SLOTS];
    struct arena *arena;
    struct fo_document *document;
    size_t nodes, elements;
    const struct fo_style **styles; /* STYLE_SLOTS of them, or NULL */
    struct seen *seen;              /* SEEN_SLOTS of them, or NULL */
    struct fo_columns columns;
    struct fo_node *node; /* that is open, or NULL */
    size_t foreign; /* open elements from one on whose content is foreign */
    size_t title;   /* the same from a dc:title on */
    bool titled;    /* that was the first of them */
};

static const struct element *
element_find(const struct xml_element *xml)
{
    if (xml->ns == NULL || strcmp(xml->ns, fo_namespace) != 0) {
        return NULL;
    }
    for (size_t i = FO_ROOT; i < sizeof elements / sizeof elements[0]; i++) {
        if (elements[i].name[0] == xml->name[0] &&
            strcmp(xml->name, elements[i].name) == 0) {
            return &elements[i];
        }
    }
    return NULL;
}

/* The element of before, when names and namespaces are the same strings. */
static const struct element *
element_of(struct reader *reader, const struct xml_element *xml)
{
    struct named *known =
        &reader->named[((uintptr_t)xml->name >> 4) % NAMED_SLOTS];
    if (known->name != xml->name || known->ns != xml->ns) {
        *known = (struct named){xml->name, xml->ns, element_find(xml)};
    }
    return known->element;
}

static enum fo_kind
kind_of(const struct element *element)
{
    return (enum fo_kind)(element - elements);
}

static struct fo_node *
add_node(struct reader *reader, struct fo_node *parent, enum fo_kind kind,
    struct err *err)
{
    if (++reader->nodes > FO_NODES_MAX) {
        err_set(
            err, ERR_LIMIT, "the formatting objects are over %d", FO_NODES_MAX);
        return NULL;
    }
    struct fo_node *node = arena_alloc(reader->arena, sizeof *node, err);
    if (node == NULL) {
        return NULL;
    }
    node->kind = kind;
    reader->elements += kind != FO_TEXT;
    node->parent = parent;
    node->number = (uint32_t)reader->nodes;
    if (parent != NULL) {
        node->style = parent->style;
        /* While a node is open it has no next one: its last child is there. */
        if (parent->first != NULL) {
            parent->next->next = node;
        } else {
            parent->first = node;
        }
        parent->next = node;
    }
    return node;
}

/* One copy of each style: a table has thousands of cells of a few kinds. */
static const struct fo_style *
share_style(
    struct reader *reader, const struct fo_style *style, struct err *err)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < sizeof *style / sizeof hash; i++) {
        uint64_t word;
        memcpy(&word, (const char *)style + i * sizeof word, sizeof word);
        hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 29;
    }
    const struct fo_style **slot =
        reader->styles == NULL ? NULL : &reader->styles[hash % STYLE_SLOTS];
    if (slot != NULL && *slot != NULL &&
        memcmp(*slot, style, sizeof *style) == 0) {
        return *slot;
    }
    struct fo_style *copy = arena_alloc(reader->arena, sizeof *copy, err);
    if (copy != NULL) {
        memcpy(copy, style, sizeof *copy);
        if (slot != NULL) {
            *slot = copy;
        }
    }
    return copy;
}

/* The same attributes below the same style give the same style. */
static bool
seen_is(const struct seen *seen, const struct xml_element *xml,
    const struct fo_style *parent)
{
    if (seen->style == NULL || seen->parent != parent ||
        seen->count != xml->attribute_count) {
        return false;
    }
    for (size_t i = 0; i < seen->count; i++) {
        const struct xml_attribute *a = &seen->attributes[i];
        const struct xml_attribute *b = &xml->attributes[i];
        if (a->name != b->name || a->prefix != b->prefix ||
            a->value.ptr != b->value.ptr) {
            return false;
        }
    }
    return true;
}

static struct seen *
seen_at(const struct reader *reader, const struct xml_element *xml,
    const struct fo_style *parent)
{
    uint64_t hash = (uintptr_t)parent;
    if (reader->seen == NULL || xml->attribute_count > SEEN_ATTRIBUTES) {
        return NULL;
    }
    for (size_t i = 0; i < xml->attribute_count; i++) {
        hash = (hash ^ (uintptr_t)xml->attributes[i].value.ptr) *
               0x9E3779B97F4A7C15u;
        hash = (hash ^ (uintptr_t)xml->attributes[i].name ^ hash >> 29) *
               0x9E3779B97F4A7C15u;
    }
    return &reader->seen[(hash >> 32) % SEEN_SLOTS];
}

static bool
read_style(struct reader *reader, const struct xml_element *xml,
    const struct fo_style *parent, const struct fo_style **out, struct err *err)
{
    struct seen *seen = seen_at(reader, xml, parent);
    struct fo_style style;
    if (seen != NULL && seen_is(seen, xml, parent)) {
        *out = seen->style;
        return true;
    }
    struct fo_style_above above = {.parent = parent};
    if (fo_style_needs_column(xml)) {
        above.column = fo_column_style(&reader->columns, reader->node, xml);
        seen = NULL; /* another cell has another column */
    }
    if (!fo_style_read(xml, above, &style, err)) {
        return false;
    }
    *out = share_style(reader, &style, err);
    if (*out != NULL && seen != NULL) {
        seen->parent = parent;
        seen->style = *out;
        seen->count = xml->attribute_count;
        memcpy(seen->attributes, xml->attributes,
            seen->count * sizeof seen->attributes[0]);
    }
    return *out != NULL;
}

static bool
read_text(struct reader *reader, struct span text, struct err *err)
{
    struct fo_node *parent = reader->node;
    const struct element *element = &elements[parent->kind];
    if ((element->children & CLASS_TEXT) == 0) {
        if (span_trim(text).len == 0) {
            return true;
        }
        err_set(
            err, ERR_INPUT, "text is not allowed in 'fo:%s'", element->name);
        err_at_line(err, parent->line);
        return false;
    }
    struct fo_node *node = add_node(reader, parent, FO_TEXT, err);
    if (node == NULL) {
        return false;
    }
    node->line = parent->line;
    return span_copy(reader->arena, text, &node->text, err);
}

/* Cells without rows: XSL 1.1, 7.28.17 and 7.28.6. */
static bool
imply_row(struct reader *reader, struct fo_node **parent,
    const struct fo_style *cell, struct err *err)
{
    struct fo_node *section = *parent;
    struct fo_node *row = section->first == NULL ? NULL : section->next;
    if (row != NULL && !row->implied) {
        err_set(err, ERR_INPUT, "a cell may not stand beside rows");
        return false;
    }
    bool open = row != NULL && !row->next->style->ends_row;
    if (!open || cell->starts_row) {
        struct fo_style style;
        fo_style_init(&style);
        style.in = section->style->in;
        row = add_node(reader, section, FO_TABLE_ROW, err);
        if (row == NULL) {
            return false;
        }
        row->implied = true;
        row->line = section->line;
        row->style = share_style(reader, &style, err);
    }
    *parent = row;
    return row->style != NULL;
}

/* The page's own number is known wherever it stands but in what flows. */
static void
note_citation(struct fo_document *document, const struct fo_node *node)
{
    bool own = node->kind == FO_PAGE_NUMBER;
    if (!own && node->kind != FO_PAGE_CITATION &&
        node->kind != FO_PAGE_CITATION_LAST) {
        return;
    }
    bool inside = !fo_is_static(node);
    document->cites_inside = document->cites_inside || inside;
    document->cites = document->cites || inside || !own;
}

static bool
open_element(
    struct reader *reader, const struct xml_element *xml, struct err *err)
{
    struct fo_node *parent = reader->node;
    const struct element *element = element_of(reader, xml);
    uint32_t allowed =
        parent == NULL ? CLASS_ROOT : elements[parent->kind].children;
    if (element == NULL || (element->class & allowed) == 0) {
        err_set(err, ERR_INPUT,
            element == NULL ? "the element '%s' is not supported"
                            : "the element 'fo:%s' may not stand here",
            xml->name);
        err_at_line(err, xml->line);
        return false;
    }
    struct fo_style initial;
    const struct fo_style *style = NULL;
    fo_style_init(&initial);
    if (!read_style(reader, xml, parent == NULL ? &initial : parent->style,
            &style, err)) {
        return false;
    }
    if (kind_of(element) == FO_TABLE_CELL && parent->kind != FO_TABLE_ROW &&
        !imply_row(reader, &parent, style, err)) {
        err_at_line(err, xml->line);
        return false;
    }
    struct fo_node *node = add_node(reader, parent, kind_of(element), err);
    if (node == NULL) {
        return false;
    }
    node->style = style;
    node->line = (int32_t)xml->line;
    if (parent == NULL) {
        reader->document->root = node;
    }
    reader->node = node;
    note_citation(reader->document, node);
    return true;
}

/* In a picture or in declarations: only the title is read. */
static void
open_foreign(struct reader *reader, const struct xml_element *xml, bool *keep)
{
    bool picture = reader->node->kind == FO_FOREIGN_OBJECT;
    if (picture) {
        *keep = reader->foreign == 1 && reader->node->foreign == NULL &&
                xml->ns != NULL && strcmp(xml->ns, svg_namespace) == 0 &&
                strcmp(xml->name, "svg") == 0;
    } else if (reader->title > 0) {
        reader->title++;
    } else if (!reader->titled && xml->ns != NULL &&
               strcmp(xml->ns, dc_namespace) == 0 &&
               strcmp(xml->name, "title") == 0) {
        reader->title = 1;
        reader->titled = true;
    }
    reader->foreign++;
}

static bool
on_open(
    void *context, const struct xml_element *xml, bool *keep, struct err *err)
{
    struct reader *reader = context;
    if (reader->foreign > 0) {
        open_foreign(reader, xml, keep);
        return true;
    }
    if (!open_element(reader, xml, err)) {
        return false;
    }
    enum fo_kind kind = reader->node->kind;
    *keep = kind == FO_MARKER;
    reader->foreign = kind == FO_FOREIGN_OBJECT || kind == FO_DECLARATIONS;
    return true;
}

static bool
on_text(void *context, struct span text, struct err *err)
{
    struct reader *reader = context;
    struct span *title = &reader->document->title;
    if (reader->foreign == 0) {
        return read_text(reader, text, err);
    }
    if (reader->title == 0) {
        return true;
    }
    const char *joined =
        arena_printf(reader->arena, err, "%.*s%.*s", (int)title->len,
            title->len == 0 ? "" : title->ptr, (int)text.len, text.ptr);
    *title = span_of(joined == NULL ? "" : joined);
    return joined != NULL;
}

/* No node follows it yet, nor a row that its cells ended. */
static void
close_node(struct fo_node *node)
{
    struct fo_node *last = node->first == NULL ? NULL : node->next;
    if (last != NULL && last->implied) {
        last->next = NULL;
    }
    node->next = NULL;
}

static bool
on_close(void *context, const xmlNode *kept, struct err *err)
{
    struct reader *reader = context;
    struct fo_node *node = reader->node;
    if (reader->foreign > 1) {
        reader->foreign--;
        reader->title -= reader->title > 0;
        node->foreign = kept != NULL ? kept : node->foreign;
        return true;
    }
    reader->foreign = 0;
    if (node->kind == FO_MARKER) {
        node->foreign = kept;
    }
    if (node->kind == FO_FOREIGN_OBJECT && node->foreign == NULL) {
        err_set(err, ERR_INPUT,
            "'fo:instream-foreign-object' holds no SVG picture");
        err_at_line(err, node->line);
        return false;
    }
    close_node(node);
    node = node->parent;
    reader->node = node != NULL && node->implied ? node->parent : node;
    return true;
}

static const struct xml_events events = {on_open, on_text, on_close};

bool
fo_read(struct arena *arena, struct span bytes, xmlDoc **kept,
    struct fo_document *out, struct err *err)
{
    struct fo_document document = {0};
    struct reader reader = {.arena = arena, .document = &document};
    *kept = NULL;
    reader.styles =
        arena_alloc_array(arena, STYLE_SLOTS, sizeof *reader.styles, err);
    reader.seen =
        arena_alloc_array(arena, SEEN_SLOTS, sizeof *reader.seen, err);
    if (reader.styles == NULL || reader.seen == NULL ||
        !xml_stream(bytes, &events, &reader, kept, err)) {
        return false;
    }
    document.element_count = reader.elements;
    *out = document;
    return true;
}

bool
fo_read_marker(struct arena *arena, const struct fo_node *marker,
    const struct fo_style *there, const struct fo_node **out, struct err *err)
{
    struct fo_document document = {0};
    struct reader reader = {.arena = arena, .document = &document};
    struct fo_node *node = add_node(&reader, NULL, FO_WRAPPER, err);
    struct fo_style *style = arena_alloc(arena, sizeof *style, err);
    if (node == NULL || style == NULL) {
        return false;
    }
    fo_style_init(style);
    style->in = there->in;
    node->style = style;
    node->line = marker->line;
    reader.node = node;
    if (!xml_replay(marker->foreign, &events, &reader, err)) {
        return false;
    }
    close_node(node);
    *out = node;
    return true;
}

bool
fo_is_static(const struct fo_node *node)
{
    while (node != NULL && node->kind != FO_STATIC_CONTENT) {
        node = node->parent;
    }
    return node != NULL;
}

const struct fo_node *
fo_child(const struct fo_node *node, enum fo_kind kind)
{
    for (const struct fo_node *child = node->first; child != NULL;
         child = child->next) {
        if (child->kind == kind) {
            return child;
        }
    }
    return NULL;
}
