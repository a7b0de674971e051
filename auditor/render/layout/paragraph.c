#include "render/layout/paragraph.h"

static bool
add_note(struct layout *layout, struct piece *piece, struct note note,
    struct err *err)
{
    struct note *slot = work_push(layout, &piece->notes, sizeof *slot, err);
    if (slot == NULL) {
        return false;
    }
    *slot = note;
    piece->notes_height +=
        (int32_t)list_height(note.list, 0, note.list->pieces.count);
    return true;
}

bool
marks_place(struct paragraph *paragraph, struct piece *piece, size_t end,
    struct err *err)
{
    const struct mark *marks = paragraph->marks.items;
    while (paragraph->marks_placed < paragraph->marks.count &&
           marks[paragraph->marks_placed].at < end) {
        const struct mark *mark = &marks[paragraph->marks_placed++];
        bool ok = mark->note.list != NULL
                      ? add_note(paragraph->layout, piece, mark->note, err)
                      : place_anchor(paragraph->layout, &piece->anchors,
                            mark->anchor, err);
        if (!ok) {
            return false;
        }
    }
    return true;
}

/* Ids of empty inlines go on to whatever comes next. */
static bool
pass_marks(const struct paragraph *paragraph, struct err *err)
{
    const struct mark *marks = paragraph->marks.items;
    for (size_t i = 0; i < paragraph->marks.count; i++) {
        if (!place_anchor(paragraph->layout, &paragraph->place->anchors,
                marks[i].anchor, err)) {
            return false;
        }
    }
    return true;
}

static bool
make(struct paragraph *paragraph, struct inline_range range, struct err *err)
{
    struct layout *layout = paragraph->layout;
    if (!text_collect(paragraph, range, err)) {
        err_at_line(err, paragraph->source_line);
        return false;
    }
    if (paragraph->segments.count == 0) {
        return pass_marks(paragraph, err);
    }
    struct arena *kept = layout->arena;
    layout->arena = &layout->scratch;
    bool ok = items_make(paragraph, err) && breaks_find(paragraph, err);
    layout->arena = kept;
    return ok && lines_make(paragraph, err);
}

bool
paragraph_make(struct layout *layout, struct place *place,
    const struct fo_node *block, const struct fo_node *first,
    const struct fo_node *end, struct err *err)
{
    struct paragraph paragraph = {
        .layout = layout,
        .place = place,
        .block = block,
        .source_line = block->line,
        .width = place->width - place->start - place->end,
    };
    if (paragraph.width <= 0) {
        err_set(err, ERR_INPUT, "no width is left for this text");
        err_at_line(err, block->line);
        return false;
    }
    paragraph.indent =
        fo_resolve(&block->style->in.text_indent, paragraph.width);
    layout->paragraphs++;
    bool ok = make(&paragraph, (struct inline_range){first, end}, err);
    /* Words and ways to break them are forgotten when the lines stand. */
    if (--layout->paragraphs == 0) {
        arena_clear(&layout->scratch);
    }
    return ok;
}
