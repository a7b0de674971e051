#include "seal/shown_machine.h"

#include <string.h>

enum {
    PEN_MAX = 1000000000, /* thousandths of the em: beyond every page */
    X_HEIGHT = 500, /* thousandths of the em: enough to judge what is seen */
};

/* Marked content: 14.6. */
bool
shown_op_artifact(struct machine *machine, struct err *err)
{
    if (machine->marked || !span_is(machine->name, "Artifact")) {
        return machine_refuse(
            machine, err, "marked content is not one of ours");
    }
    machine->marked = true;
    machine->mark = SHOWN_ARTIFACT;
    return true;
}

bool
shown_op_mark(struct machine *machine, struct err *err)
{
    if (machine->marked || !machine->has_mark ||
        machine->named_mark != machine->page->mark_count) {
        return machine_refuse(
            machine, err, "marks are not numbered in their order");
    }
    machine->marked = true;
    machine->mark = machine->page->mark_count++;
    return true;
}

bool
shown_op_mark_end(struct machine *machine, struct err *err)
{
    if (!machine->marked || machine->in_text || machine->point_count > 0) {
        return machine_refuse(machine, err, "marked content ends out of place");
    }
    machine->marked = false;
    return true;
}

/* Text: 9.4. */
bool
shown_op_text_begin(struct machine *machine, struct err *err)
{
    if (machine->in_text || !machine->marked || machine->point_count > 0) {
        return machine_refuse(machine, err, "text begins out of place");
    }
    machine->in_text = true;
    machine->placed = false;
    machine->rise = 0;
    machine->pen = 0;
    machine->left = 0;
    machine->right = 0;
    machine->run = (struct shown_run){.mark = machine->mark,
        .order = machine->order++,
        .colour = machine_now(machine)->fill,
        .codes = machine->codes + machine->code_count};
    return true;
}

/* "/F2": the second font of the resources. */
bool
shown_op_font(struct machine *machine, struct err *err)
{
    size_t number = 0;

    for (size_t i = 1; i < machine->name.len && i < 4; i++) {
        number = number * 10 + (size_t)(machine->name.ptr[i] - '0');
    }
    if (!machine->in_text || machine->run.font != NULL ||
        machine->name.ptr[0] != 'F' || number < 1 ||
        number > machine->document->font_count || machine->numbers[0] <= 0) {
        return machine_refuse(machine, err, "a font is not one of ours");
    }
    machine->run.font = &machine->document->fonts[number - 1];
    machine->run.size = machine->numbers[0];
    return true;
}

bool
shown_op_place(struct machine *machine, struct err *err)
{
    if (!machine->in_text || machine->run.font == NULL || machine->placed) {
        return machine_refuse(machine, err, "text is placed more than once");
    }
    machine->placed = true;
    machine->x = machine->numbers[0];
    machine->y = machine->numbers[1];
    return true;
}

bool
shown_op_rise(struct machine *machine, struct err *err)
{
    if (!machine->in_text) {
        return machine_refuse(machine, err, "a text rise stands out of place");
    }
    machine->rise = machine->numbers[0];
    return true;
}

bool
shown_op_show(struct machine *machine, struct err *err)
{
    return machine->in_text ||
           machine_refuse(machine, err, "text is shown out of place");
}

static uint16_t
code_at(struct span digits, size_t at)
{
    unsigned code = 0;

    for (size_t i = at; i < at + 4; i++) {
        char byte = digits.ptr[i];
        code =
            code * 16 + (unsigned)(byte <= '9' ? byte - '0' : byte - 'A' + 10);
    }
    return (uint16_t)code;
}

bool
machine_show(struct machine *machine, struct span digits, struct err *err)
{
    const struct shown_font *font = machine->run.font;

    for (size_t at = 0; at < digits.len; at += 4) {
        uint16_t code = code_at(digits, at);
        if (font == NULL || !machine->placed || code >= font->code_count ||
            !font->codes[code].known) {
            return machine_refuse(machine, err, "a character has no meaning");
        }
        machine->codes[machine->code_count++] = code;
        machine->run.code_count++;
        machine->run.text.len += font->codes[code].text.len;
        machine->left =
            machine->pen < machine->left ? machine->pen : machine->left;
        machine->pen += font->codes[code].width;
        if (machine->pen > PEN_MAX || machine->pen < -PEN_MAX) {
            return machine_refuse(machine, err, "a text runs off the page");
        }
        machine->right =
            machine->pen > machine->right ? machine->pen : machine->right;
    }
    return true;
}

bool
shown_op_text_end(struct machine *machine, struct err *err)
{
    struct shown_run *run = &machine->run;
    struct shown_page *page = machine->page;
    void *runs = page->runs;
    struct shown_run *slot;
    char *text = arena_alloc(machine->arena, run->text.len + 1, err);
    size_t len = 0;

    if (text == NULL) {
        return false;
    }
    if (!machine->in_text || machine->rise != 0) {
        return machine_refuse(machine, err, "text ends out of place");
    }
    for (size_t i = 0; i < run->code_count; i++) {
        struct span part = run->font->codes[run->codes[i]].text;
        memcpy(text + len, part.ptr, part.len);
        len += part.len;
    }
    run->text.ptr = text;
    run->box = (struct shown_box){
        .left = machine->x + machine->left * run->size / 1000,
        .bottom = machine->y,
        .right = machine->x + machine->right * run->size / 1000,
        .top = machine->y + run->size * X_HEIGHT / 1000,
    };
    slot = arena_push(machine->arena, &runs, &page->run_count,
        &machine->run_capacity, sizeof *slot, err);
    page->runs = runs;
    machine->in_text = false;
    if (slot == NULL) {
        return false;
    }
    *slot = *run;
    return true;
}
