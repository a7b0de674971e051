#include "render/layout/dump.h"

static const char *const kinds[] = {
    "text", "fill", "rule", "image", "path", "clip", "unclip"};

static void
put_attribute(struct text *out, const char *name, struct span value)
{
    if (value.len > 0) {
        text_printf(out, " %s=\"", name);
        text_put_xml(out, value);
        text_putc(out, '"');
    }
}

static void
put_colour(struct text *out, const char *name, const struct area_colour *colour)
{
    text_printf(out, " %s=\"#%02X%02X%02X\"", name, colour->red, colour->green,
        colour->blue);
}

static void
put_path(struct text *out, const struct area_op *op)
{
    static const char verbs[] = "MLCZ";
    if (op->filled) {
        put_colour(out, "fill", &op->colour);
    }
    if (op->stroked) {
        put_colour(out, "stroke", &op->stroke_colour);
        text_printf(out, " thickness=\"%d\"", (int)op->thickness);
    }
    text_puts(out, " d=\"");
    for (size_t i = 0; i < op->step_count; i++) {
        const struct area_path_step *step = &op->steps[i];
        size_t points = step->verb == AREA_CURVE   ? 3
                        : step->verb == AREA_CLOSE ? 0
                                                   : 1;
        text_putc(out, verbs[step->verb]);
        for (size_t k = 0; k < points; k++) {
            text_printf(out, " %d %d", (int)step->x[k], (int)step->y[k]);
        }
    }
    text_putc(out, '"');
}

static void
put_op(struct text *out, const struct area_op *op)
{
    text_printf(out, "%s<%s x=\"%d\" y=\"%d\" width=\"%d\"",
        op->line > 0 ? "   " : "  ", kinds[op->kind], (int)op->x, (int)op->y,
        (int)op->width);
    if (op->tag >= 0) {
        text_printf(out, " tag=\"%d\"", (int)op->tag);
    }
    if (op->kind == AREA_TEXT) {
        text_printf(out, " size=\"%d\"", (int)op->size);
        if (op->turns != 0) {
            text_printf(out, " turns=\"%u\"", (unsigned)op->turns);
        }
        if (op->word_space != 0) {
            text_printf(out, " word-space=\"%d\"", (int)op->word_space);
        }
        put_colour(out, "colour", &op->colour);
        text_putc(out, '>');
        text_put_xml(out, op->run->text);
        text_puts(out, "</text>\n");
        return;
    }
    text_printf(out, " height=\"%d\"", (int)op->height);
    if (op->kind == AREA_PATH) {
        put_path(out, op);
    } else {
        put_colour(out, "colour", &op->colour);
    }
    if (op->kind == AREA_LINE) {
        text_printf(out, " thickness=\"%d\"", (int)op->thickness);
    }
    text_puts(out, "/>\n");
}

/* Behind the last operation of the line; pictures may stand in it. */
static size_t
line_end(const struct area_page *page, size_t first)
{
    const struct area_op *ops = page->ops;
    size_t end = first;
    for (size_t i = first; i < page->op_count &&
                           (ops[i].line == 0 || ops[i].line == ops[first].line);
         i++) {
        end = ops[i].line > 0 ? i + 1 : end;
    }
    return end;
}

/* The line of text that begins at `first`, then what stands in it but is no
 * text of it; returns the operation behind them. */
static size_t
put_line(struct text *out, const struct area_page *page, size_t first)
{
    const struct area_op *ops = page->ops;
    int32_t left = ops[first].x;
    int32_t right = left;
    int32_t size = 0;
    int32_t baseline = ops[first].y;
    size_t end = line_end(page, first);
    for (size_t i = first; i < end; i++) {
        const struct area_op *op = &ops[i];
        if (op->line == 0) {
            continue;
        }
        right = op->x + op->width > right ? op->x + op->width : right;
        left = op->x < left ? op->x : left;
        if (op->kind == AREA_TEXT && op->size > size) {
            size = op->size;
            baseline = op->y;
        }
    }
    text_printf(out, "  <line x=\"%d\" baseline=\"%d\" width=\"%d\">\n",
        (int)left, (int)baseline, (int)(right - left));
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = first; i < end; i++) {
            if ((ops[i].line == 0) == (pass == 1)) {
                put_op(out, &ops[i]);
            }
        }
        text_puts(out, pass == 0 ? "  </line>\n" : "");
    }
    return end;
}

static void
put_tags(struct text *out, const struct area_document *document)
{
    for (size_t i = 0; i < document->tag_count; i++) {
        const struct area_tag *tag = &document->tags[i];
        text_printf(out, " <tag n=\"%zu\" role=\"%s\" parent=\"%d\"", i,
            tag->role, (int)tag->parent);
        if (tag->detail != NULL) {
            put_attribute(out, "alt", tag->detail->alt);
            put_attribute(out, "lang", tag->detail->lang);
        }
        if (tag->scope != NULL) {
            text_printf(out, " scope=\"%s\"", tag->scope);
        }
        text_puts(out, "/>\n");
    }
}

static void
put_page(struct text *out, const struct area_page *page)
{
    text_printf(out, " <page width=\"%d\" height=\"%d\"", (int)page->width,
        (int)page->height);
    put_attribute(out, "label", page->label);
    text_puts(out, ">\n");
    for (size_t i = 0; i < page->op_count;) {
        if (page->ops[i].line > 0) {
            i = put_line(out, page, i);
        } else {
            put_op(out, &page->ops[i++]);
        }
    }
    for (size_t i = 0; i < page->link_count; i++) {
        const struct area_link *link = &page->links[i];
        text_printf(out, "  <link x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"",
            (int)link->x, (int)link->y, (int)link->width, (int)link->height);
        put_attribute(out, "to", link->target_id);
        put_attribute(out, "uri", link->uri);
        text_puts(out, "/>\n");
    }
    text_puts(out, " </page>\n");
}

void
render_areas_dump(const struct area_document *document, struct text *out)
{
    text_puts(out, "<areas");
    put_attribute(out, "title", document->title);
    put_attribute(out, "lang", document->lang);
    text_puts(out, ">\n");
    for (size_t i = 0; i < document->page_count; i++) {
        put_page(out, &document->pages[i]);
    }
    for (size_t i = 0; i < document->destination_count; i++) {
        text_printf(out, " <destination page=\"%zu\" y=\"%d\"",
            document->destinations[i].page + 1,
            (int)document->destinations[i].y);
        put_attribute(out, "id", document->destinations[i].id);
        text_puts(out, "/>\n");
    }
    for (size_t i = 0; i < document->bookmark_count; i++) {
        text_printf(out, " <bookmark parent=\"%d\"",
            (int)document->bookmarks[i].parent);
        put_attribute(out, "title", document->bookmarks[i].title);
        put_attribute(out, "to", document->bookmarks[i].target_id);
        text_puts(out, "/>\n");
    }
    put_tags(out, document);
    text_puts(out, "</areas>\n");
}
