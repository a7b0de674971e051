#include "seal/shown_machine.h"

enum {
    DASHES = 2,
};

bool
machine_refuse(
    const struct machine *machine, struct err *err, const char *reason)
{
    err_set(err, ERR_INPUT, "%s before byte %zu of the page's content", reason,
        machine->lexer.at);
    return false;
}

struct machine_state *
machine_now(struct machine *machine)
{
    return &machine->states[machine->depth];
}

/* To let the pages use another operator: its row and its function. */
struct operator_row {
    const char *name;
    size_t numbers;
    bool named;
    bool array;
    bool (*run)(struct machine *, struct err *);
};

static const struct operator_row operators[] = {
    {"TJ", 0, false, true, shown_op_show},
    {"BT", 0, false, false, shown_op_text_begin},
    {"ET", 0, false, false, shown_op_text_end},
    {"Tf", 1, true, false, shown_op_font},
    {"Td", 2, false, false, shown_op_place},
    {"EMC", 0, false, false, shown_op_mark_end},
    {"BDC", 0, true, false, shown_op_mark},
    {"BMC", 0, true, false, shown_op_artifact},
    {"rg", 3, false, false, shown_op_fill_colour},
    {"RG", 3, false, false, shown_op_stroke_colour},
    {"q", 0, false, false, shown_op_save},
    {"Q", 0, false, false, shown_op_restore},
    {"w", 1, false, false, shown_op_line_width},
    {"m", 2, false, false, shown_op_move},
    {"l", 2, false, false, shown_op_line},
    {"c", 6, false, false, shown_op_curve},
    {"h", 0, false, false, shown_op_nothing},
    {"re", 4, false, false, shown_op_rectangle},
    {"f", 0, false, false, shown_op_fill},
    {"S", 0, false, false, shown_op_stroke},
    {"B", 0, false, false, shown_op_both},
    {"n", 0, false, false, shown_op_neither},
    {"Ts", 1, false, false, shown_op_rise},
    {"J", 1, false, false, shown_op_nothing},
    {"j", 1, false, false, shown_op_nothing},
    {"M", 1, false, false, shown_op_nothing},
    {"d", 1, false, true, shown_op_nothing},
    {"gs", 0, true, false, shown_op_opacity},
};

static bool
run_operator(struct machine *machine, struct span name, struct err *err)
{
    const struct operator_row *row = NULL;

    for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++) {
        if (span_is(name, operators[i].name)) {
            row = &operators[i];
            break;
        }
    }
    if (row == NULL) {
        err_set(err, ERR_INPUT,
            "the operator '%.*s', which we never write, stands before byte "
            "%zu of the page's content",
            (int)name.len, name.ptr, machine->lexer.at);
        return false;
    }
    if (machine->number_count != row->numbers ||
        (machine->name.len > 0) != row->named ||
        machine->has_array != row->array) {
        return machine_refuse(
            machine, err, "an operator has the wrong operands");
    }
    bool ok = row->run(machine, err);
    machine->number_count = 0;
    machine->name.len = 0;
    machine->has_array = false;
    machine->has_mark = false;
    return ok;
}

/* In text the array shows; elsewhere it holds two dashes. */
static bool
read_array(struct machine *machine, struct err *err)
{
    struct shown_token token;

    if (machine->has_array || machine->number_count > 0) {
        return machine_refuse(machine, err, "an array stands out of place");
    }
    machine->has_array = true;
    for (size_t count = 0;; count++) {
        if (!shown_next(&machine->lexer, &token, err)) {
            return false;
        }
        if (token.kind == SHOWN_ARRAY_END) {
            return true;
        }
        if (token.kind == SHOWN_NUMBER && machine->in_text) {
            machine->pen -= token.number / 1000;
        } else if (token.kind == SHOWN_HEX && machine->in_text) {
            if (!machine_show(machine, token.text, err)) {
                return false;
            }
        } else if (token.kind != SHOWN_NUMBER || count >= DASHES) {
            return machine_refuse(machine, err, "an array is not one of ours");
        }
    }
}

/* "<</MCID 12>>" */
static bool
read_mark(struct machine *machine, struct err *err)
{
    struct shown_token key, number, end;

    if (!shown_next(&machine->lexer, &key, err) ||
        !shown_next(&machine->lexer, &number, err) ||
        !shown_next(&machine->lexer, &end, err)) {
        return false;
    }
    if (key.kind != SHOWN_NAME || !span_is(key.text, "MCID") ||
        number.kind != SHOWN_NUMBER || end.kind != SHOWN_DICTIONARY_END ||
        number.number < 0 || number.number % 1000 != 0 ||
        number.number / 1000 > INT32_MAX) {
        return machine_refuse(
            machine, err, "marked content has other properties");
    }
    machine->has_mark = true;
    machine->named_mark = (int32_t)(number.number / 1000);
    return true;
}

static bool
take_operand(
    struct machine *machine, const struct shown_token *token, struct err *err)
{
    switch (token->kind) {
    case SHOWN_NUMBER:
        if (machine->number_count == MACHINE_NUMBERS) {
            return machine_refuse(
                machine, err, "an operator has too many operands");
        }
        machine->numbers[machine->number_count++] = token->number;
        return true;
    case SHOWN_NAME:
        if (machine->name.len > 0) {
            return machine_refuse(machine, err, "an operator has two names");
        }
        machine->name = token->text;
        return true;
    case SHOWN_ARRAY_BEGIN:
        return read_array(machine, err);
    case SHOWN_DICTIONARY_BEGIN:
        return read_mark(machine, err);
    case SHOWN_END:
    case SHOWN_OPERATOR:
    case SHOWN_ARRAY_END:
    case SHOWN_HEX:
    case SHOWN_DICTIONARY_END:
        break;
    }
    return machine_refuse(machine, err, "something stands out of place");
}

bool
shown_interpret(struct arena *arena, const struct shown_document *document,
    struct shown_page *page, struct err *err)
{
    struct machine machine = {.arena = arena,
        .document = document,
        .page = page,
        .lexer = {.bytes = page->content}};
    struct shown_token token;

    machine.states[0].opacity = SHOWN_FULL;
    machine.codes = arena_alloc_array(
        arena, page->content.len / 4 + 1, sizeof *machine.codes, err);
    if (machine.codes == NULL) {
        return false;
    }
    for (;;) {
        if (!shown_next(&machine.lexer, &token, err)) {
            return false;
        }
        if (token.kind == SHOWN_END) {
            break;
        }
        if (token.kind == SHOWN_OPERATOR
                ? !run_operator(&machine, token.text, err)
                : !take_operand(&machine, &token, err)) {
            return false;
        }
    }
    if (machine.marked || machine.in_text || machine.depth > 0 ||
        machine.point_count > 0 || machine.number_count > 0) {
        return machine_refuse(&machine, err, "the page's content is cut off");
    }
    return true;
}
