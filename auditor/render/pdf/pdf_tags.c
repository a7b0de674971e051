#include "render/pdf/pdf.h"

#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

/*
 * The structure tree (14.7). A tag's kids are its own marked content, its
 * annotations and the tags below it. The tags keep their order and so does
 * the content; a tag goes before the content that was painted after it.
 */
enum {
    NONE = -1,
    KNOWN_ROLES = 2,    /* a cell and its paragraph take turns */
    KEYS_MAX = 1 << 23, /* libharu's largest object number */
};

struct node {
    HPDF_Dict object;
    int32_t first_child; /* index of a tag, or NONE */
    int32_t last_child;
    int32_t next;       /* sibling */
    int32_t first_mark; /* index in `entries`, or NONE */
    int32_t last_mark;
    int32_t page;   /* of its first content, or NONE */
    size_t painted; /* place of its or its children's first content */
};

/* Content of one tag, in paint order: a mark or an annotation. */
struct entry {
    const struct pdf_mark *mark;
    const struct pdf_annotation *annotation;
    int32_t next;
};

struct tree {
    struct pdf *pdf;
    struct node *nodes; /* one a tag, then the signature's */
    int32_t *homes;     /* the tag that a tag is written as: see below */
    size_t count;
    struct entry *entries;
    size_t entry_count;
    HPDF_Dict root;
    HPDF_Dict parents;
    bool identified; /* some element has an ID */
};

/* Standard types (14.8.4) and what the attributes of one depend on. */
static const char *const standard_types[] = {"Annot", "Art", "BibEntry",
    "BlockQuote", "Caption", "Code", "Div", "Document", "Figure", "Form",
    "Formula", "H", "H1", "H2", "H3", "H4", "H5", "H6", "Index", "L", "LBody",
    "LI", "Lbl", "Link", "NonStruct", "Note", "P", "Part", "Private", "Quote",
    "Reference", "Sect", "Span", "TBody", "TD", "TFoot", "TH", "THead", "TOC",
    "TOCI", "TR", "Table"};

bool
pdf_tag_is_decoration(const struct area_tag *tag)
{
    return strcmp(tag->role, "Figure") == 0 &&
           (tag->detail == NULL || tag->detail->alt.len == 0);
}

static bool
is_standard(const char *role)
{
    size_t count = sizeof standard_types / sizeof standard_types[0];

    for (size_t i = 0; i < count; i++)
        if (strcmp(role, standard_types[i]) == 0)
            return true;
    return false;
}

/* `known` is a role that passed: those of a table are the same strings. */
static bool
check_tag(const struct area_tag *tag, size_t index, const char **known,
    struct err *err)
{
    if (tag->parent >= (int32_t)index) {
        err_set(err, ERR_USAGE, "the tag %zu stands before its parent", index);
        return false;
    }
    if (tag->role == *known)
        return true;
    if (is_standard(tag->role)) {
        *known = tag->role;
        return true;
    }
    err_set(err, ERR_INPUT, "cannot tag as '%s': no standard type of PDF",
        tag->role);
    return false;
}

static void
add_child(struct node *nodes, int32_t parent, int32_t child)
{
    if (nodes[parent].first_child == NONE)
        nodes[parent].first_child = child;
    else
        nodes[nodes[parent].last_child].next = child;
    nodes[parent].last_child = child;
}

/*
 * A paragraph that is all of a cell or of a part of a list item says nothing
 * that this part does not: its content is the part's own. So is the body of a
 * table without a head or foot (14.8.4.3.4 lets rows stand in the table). Half
 * the elements of a document of tables are such.
 */
static bool
is_whole_content(const struct area_tag *tag, const struct area_tag *parent)
{
    static const char *const pairs[][2] = {{"P", "TD"}, {"P", "TH"},
        {"P", "Lbl"}, {"P", "LBody"}, {"TBody", "Table"}};

    if (tag->detail != NULL &&
        (tag->detail->alt.len > 0 || tag->detail->lang.len > 0))
        return false;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (strcmp(tag->role, pairs[i][0]) == 0 &&
            strcmp(parent->role, pairs[i][1]) == 0)
            return true;
    return false;
}

static bool
make_homes(struct tree *tree, struct err *err)
{
    const struct area_document *document = tree->pdf->document;
    size_t count = document->tag_count;
    struct arena *arena = &tree->pdf->scratch;
    uint32_t *children = arena_alloc_array(arena, count, sizeof(uint32_t), err);
    const char *known[KNOWN_ROLES] = {NULL};

    tree->homes = arena_alloc_array(arena, count + 1, sizeof *tree->homes, err);
    if (children == NULL || tree->homes == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        const char **role = &known[i % KNOWN_ROLES];

        if (!check_tag(&document->tags[i], i, role, err))
            return false;
        if (document->tags[i].parent >= 0)
            children[document->tags[i].parent]++;
    }
    for (size_t i = 0; i < count; i++) {
        int32_t parent = document->tags[i].parent;
        bool alone =
            parent >= 0 && children[parent] == 1 &&
            is_whole_content(&document->tags[i], &document->tags[parent]);

        tree->homes[i] = alone ? parent : (int32_t)i;
    }
    tree->homes[count] = (int32_t)count;
    return true;
}

/* The tag above, as it is written; NONE for the first. */
static int32_t
parent_of(const struct tree *tree, size_t tag)
{
    int32_t parent = tree->pdf->document->tags[tag].parent;

    return parent < 0 ? NONE : tree->homes[parent];
}

static bool
make_nodes(struct tree *tree, struct err *err)
{
    const struct area_document *document = tree->pdf->document;

    tree->count = document->tag_count + 1;
    tree->nodes = arena_alloc_array(
        &tree->pdf->scratch, tree->count, sizeof *tree->nodes, err);
    if (tree->nodes == NULL)
        return false;
    for (size_t i = 0; i < tree->count; i++)
        tree->nodes[i] =
            (struct node){NULL, NONE, NONE, NONE, NONE, NONE, NONE, SIZE_MAX};
    for (size_t i = 0; i < document->tag_count; i++) {
        const struct area_tag *tag = &document->tags[i];
        int32_t parent = parent_of(tree, i);

        if (pdf_tag_is_decoration(tag) || tree->homes[i] != (int32_t)i)
            continue;
        if (parent >= 0 && tree->nodes[parent].object == NULL) {
            err_set(err, ERR_INPUT,
                "a figure with tags in it needs an "
                "alternative text");
            return false;
        }
        tree->nodes[i].object = pdf_reserve(tree->pdf, err);
        if (tree->nodes[i].object == NULL)
            return false;
        if (parent >= 0)
            add_child(tree->nodes, parent, (int32_t)i);
    }
    return true;
}

static void
add_entry(struct tree *tree, int32_t tag, struct entry entry, int32_t page)
{
    int32_t at = (int32_t)tree->entry_count;
    struct node *node = NULL;

    tag = tree->homes[tag];
    node = &tree->nodes[tag];
    entry.next = NONE;
    tree->entries[tree->entry_count++] = entry;
    if (node->first_mark == NONE) {
        node->first_mark = at;
        node->page = page;
    } else {
        tree->entries[node->last_mark].next = at;
    }
    node->last_mark = at;
    /* A tag is where the first content of it or of those below it is. */
    while (tag >= 0 && tree->nodes[tag].painted > (size_t)at) {
        tree->nodes[tag].painted = (size_t)at;
        tag = (size_t)tag < tree->pdf->document->tag_count
                  ? parent_of(tree, (size_t)tag)
                  : NONE;
    }
}

static bool
make_entries(struct tree *tree, struct err *err)
{
    struct pdf *pdf = tree->pdf;
    int32_t signature = (int32_t)tree->count - 1;

    tree->entries = arena_alloc_array(&pdf->scratch,
        pdf->mark_count + pdf->annotation_count, sizeof *tree->entries, err);
    if (tree->entries == NULL)
        return false;
    for (size_t i = 0; i < pdf->mark_count; i++)
        add_entry(tree, pdf->marks[i].tag,
            (struct entry){.mark = &pdf->marks[i]}, pdf->marks[i].page);
    for (size_t i = 0; i < pdf->annotation_count; i++) {
        const struct pdf_annotation *note = &pdf->annotations[i];
        int32_t tag = note->tag;

        if (tag == PDF_TAG_SIGNATURE) {
            tag = signature;
            tree->nodes[tag].object = pdf_reserve(pdf, err);
            if (tree->nodes[tag].object == NULL)
                return false;
        }
        add_entry(tree, tag, (struct entry){.annotation = note}, note->page);
    }
    return true;
}

static void
put_page(struct tree *tree, int32_t page)
{
    text_puts(&tree->pdf->body, "/Pg ");
    pdf_put_reference(&tree->pdf->body, tree->pdf->pages[page].object);
}

/* 14.7.4.2 and 14.7.4.3: marked content by its number, objects by OBJR. */
static void
put_entry(struct tree *tree, const struct node *node, const struct entry *entry)
{
    struct text *body = &tree->pdf->body;

    if (entry->annotation != NULL) {
        text_puts(body, "<</Type/OBJR/Obj ");
        pdf_put_reference(body, entry->annotation->object);
        put_page(tree, entry->annotation->page);
        text_puts(body, ">>");
        return;
    }
    if (entry->mark->page == node->page) {
        pdf_put_integer(body, entry->mark->mcid);
        return;
    }
    text_puts(body, "<</Type/MCR");
    put_page(tree, entry->mark->page);
    text_printf(body, "/MCID %d>>", (int)entry->mark->mcid);
}

static bool
kids_are_one(const struct tree *tree, const struct node *node)
{
    if (node->first_mark == NONE)
        return tree->nodes[node->first_child].next == NONE;
    return node->first_child == NONE &&
           tree->entries[node->first_mark].next == NONE;
}

static void
put_kids(struct tree *tree, const struct node *node)
{
    struct text *body = &tree->pdf->body;
    int32_t child = node->first_child;
    int32_t mark = node->first_mark;
    bool one;

    if (child == NONE && mark == NONE)
        return;
    one = kids_are_one(tree, node);
    text_puts(body, one ? "/K " : "/K[");
    for (bool first = true; child != NONE || mark != NONE; first = false) {
        bool own = mark != NONE &&
                   (child == NONE || (size_t)mark < tree->nodes[child].painted);

        /* A child that was not painted stays with the one before it. */
        if (own && child != NONE && tree->nodes[child].painted == SIZE_MAX)
            own = false;
        if (!first)
            text_putc(body, ' ');
        if (own) {
            put_entry(tree, node, &tree->entries[mark]);
            mark = tree->entries[mark].next;
            continue;
        }
        pdf_put_reference(body, tree->nodes[child].object);
        child = tree->nodes[child].next;
    }
    if (!one)
        text_putc(body, ']');
    if (node->page != NONE)
        put_page(tree, node->page);
}

static void
put_box(struct tree *tree, const struct area_detail *figure)
{
    const struct area_page *page = &tree->pdf->document->pages[figure->page];
    struct text *body = &tree->pdf->body;
    const int64_t edges[4] = {figure->x,
        (int64_t)page->height - figure->y - figure->height,
        (int64_t)figure->x + figure->width, (int64_t)page->height - figure->y};

    text_puts(body, "/A<</O/Layout/Placement/Block/BBox[");
    for (int i = 0; i < 4; i++) {
        pdf_put_number(body, edges[i]);
        text_putc(body, i < 3 ? ' ' : ']');
    }
    text_puts(body, ">>");
}

/* 14.8.5.7: table attributes. */
static void
put_cell(struct text *body, const struct area_tag *tag)
{
    if (tag->scope == NULL && tag->column_span <= 1 && tag->row_span <= 1)
        return;
    text_puts(body, "/A<</O/Table");
    if (tag->scope != NULL)
        text_printf(body, "/Scope/%s", tag->scope);
    if (tag->column_span > 1)
        text_printf(body, "/ColSpan %d", (int)tag->column_span);
    if (tag->row_span > 1)
        text_printf(body, "/RowSpan %d", (int)tag->row_span);
    text_puts(body, ">>");
}

static void
put_attributes(struct tree *tree, size_t index)
{
    const struct area_tag *tag = &tree->pdf->document->tags[index];
    struct text *body = &tree->pdf->body;

    const struct area_detail *detail = tag->detail;

    if (detail != NULL && detail->alt.len > 0) {
        text_puts(body, "/Alt ");
        pdf_put_text_string(body, detail->alt);
    }
    if (detail != NULL && detail->lang.len > 0) {
        text_puts(body, "/Lang ");
        pdf_put_text_string(body, detail->lang);
    }
    if (strcmp(tag->role, "Note") == 0) {
        /* ISO 14289-1, 7.9: a note has an identifier of its own. */
        text_printf(body, "/ID(note%07zu)", index);
        tree->identified = true;
    }
    if (strcmp(tag->role, "Figure") == 0 && detail != NULL &&
        detail->page >= 0 &&
        (size_t)detail->page < tree->pdf->document->page_count)
        put_box(tree, detail);
    put_cell(body, tag);
}

static bool
write_element(struct tree *tree, size_t index, struct err *err)
{
    const struct area_document *document = tree->pdf->document;
    const struct node *node = &tree->nodes[index];
    struct text *body = &tree->pdf->body;
    bool signature = index == document->tag_count;
    int32_t parent = signature ? 0 : parent_of(tree, index);

    if (node->object == NULL)
        return true;
    if (signature && document->tag_count == 0)
        parent = NONE;
    /* Type may be left out (table 323): there are a hundred on a page. */
    text_puts(body, "/S/");
    text_puts(body, signature ? "Form" : document->tags[index].role);
    text_puts(body, "/P ");
    pdf_put_reference(
        body, parent < 0 ? tree->root : tree->nodes[parent].object);
    if (!signature)
        put_attributes(tree, index);
    put_kids(tree, node);
    return pdf_fill(tree->pdf, node->object, err);
}

/* 14.7.4.4: from pages and annotations back to their elements. */
static bool
write_parents(struct tree *tree, struct err *err)
{
    struct pdf *pdf = tree->pdf;
    struct text *body = &pdf->body;
    size_t mark = 0;
    size_t key = pdf->document->page_count;

    text_puts(body, "/Nums [");
    for (size_t page = 0; page < pdf->document->page_count; page++) {
        text_printf(body, "%zu [", page);
        while (
            mark < pdf->mark_count && (size_t)pdf->marks[mark].page == page) {
            pdf_put_reference(
                body, tree->nodes[tree->homes[pdf->marks[mark++].tag]].object);
            text_putc(body, ' ');
        }
        text_puts(body, "]\n");
    }
    for (size_t i = 0; i < pdf->annotation_count; i++, key++) {
        int32_t tag = pdf->annotations[i].tag;

        text_printf(body, "%zu ", key);
        if (tag == PDF_TAG_SIGNATURE)
            tag = (int32_t)tree->count - 1;
        pdf_put_reference(body, tree->nodes[tree->homes[tag]].object);
        text_putc(body, '\n');
    }
    text_puts(body, "]");
    return pdf_fill(pdf, tree->parents, err);
}

/* 14.7.2, table 322: IDTree, once for all notes. */
static void
put_identifiers(struct tree *tree)
{
    const struct area_document *document = tree->pdf->document;
    struct text *body = &tree->pdf->body;

    if (!tree->identified)
        return;
    text_puts(body, "/IDTree <</Names [");
    for (size_t i = 0; i < document->tag_count; i++)
        if (strcmp(document->tags[i].role, "Note") == 0) {
            text_printf(body, "(note%07zu) ", i);
            pdf_put_reference(body, tree->nodes[i].object);
            text_putc(body, '\n');
        }
    text_puts(body, "]>>\n");
}

static bool
write_root(struct tree *tree, struct err *err)
{
    struct pdf *pdf = tree->pdf;
    struct text *body = &pdf->body;

    text_puts(body, "/Type /StructTreeRoot\n/K [");
    for (size_t i = 0; i < pdf->document->tag_count; i++)
        if (pdf->document->tags[i].parent < 0 &&
            tree->nodes[i].object != NULL) {
            pdf_put_reference(body, tree->nodes[i].object);
            text_putc(body, ' ');
        }
    text_puts(body, "]\n/ParentTree ");
    pdf_put_reference(body, tree->parents);
    text_printf(body, "\n/ParentTreeNextKey %zu\n",
        pdf->document->page_count + pdf->annotation_count);
    put_identifiers(tree);
    return pdf_fill(pdf, tree->root, err);
}

static bool
write_tree(struct tree *tree, struct err *err)
{
    struct pdf *pdf = tree->pdf;

    tree->root = pdf_reserve(pdf, err);
    tree->parents = pdf_reserve(pdf, err);
    if (tree->root == NULL || tree->parents == NULL || !make_homes(tree, err) ||
        !make_nodes(tree, err) || !make_entries(tree, err))
        return false;
    if (tree->nodes[tree->count - 1].object != NULL)
        add_child(tree->nodes, 0, (int32_t)tree->count - 1);
    for (size_t i = 0; i < tree->count; i++)
        if (!write_element(tree, i, err))
            return false;
    return write_parents(tree, err) && write_root(tree, err);
}

bool
pdf_tags_write(struct pdf *pdf, HPDF_Dict *root_out, struct err *err)
{
    struct tree tree = {.pdf = pdf};
    bool ok = false;

    if (pdf->document->tag_count == 0 || pdf->document->tag_count > KEYS_MAX) {
        err_set(err, ERR_INPUT, "cannot tag a document of %zu elements",
            pdf->document->tag_count);
        return false;
    }
    ok = write_tree(&tree, err);
    arena_clear(&pdf->scratch);
    *root_out = tree.root;
    return ok;
}
