#include "render/fo/fo_function.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "render/fo/fo_value.h"

static const char inherited_function[] = "inherited-property-value(";
static const char column_function[] = "from-table-column(";

/* What the setters that do no more than store have stored. */
static size_t
stored_size(const struct fo_property *property)
{
    const struct {
        fo_property_set set;
        size_t size;
    } stores[] = {{fo_set_word, sizeof(int32_t)},
        {fo_set_integer, sizeof(int32_t)},
        {fo_set_number_or_word, sizeof(int32_t)},
        {fo_set_points, sizeof(int32_t)},
        {fo_set_length, sizeof(struct fo_length)},
        {fo_set_colour, sizeof(struct fo_colour)},
        {fo_set_string, sizeof(struct span)},
        {fo_set_character, sizeof(struct span)}};
    for (size_t i = 0; i < sizeof stores / sizeof stores[0]; i++) {
        if (stores[i].set == property->set) {
            return stores[i].size;
        }
    }
    return 0;
}

/* The same property of another style, as it is. */
static bool
copy_value(struct fo_style *to, const struct fo_property *property,
    const struct fo_style *from)
{
    size_t size = stored_size(property);
    if (property->set == fo_set_size) {
        to->in.size = from->in.size;
    } else if (property->set == fo_set_family) {
        to->in.family = from->in.family;
    } else if (property->set == fo_set_line_height) {
        to->in.line_height = from->in.line_height;
        to->in.line_height_factor = from->in.line_height_factor;
    } else if (property->set == fo_set_decoration) {
        to->in.underline = from->in.underline;
        to->in.line_through = from->in.line_through;
    } else {
        memcpy((char *)to + property->offset,
            (const char *)from + property->offset, size);
        return size > 0;
    }
    return true;
}

/* A length or colour as it would be written. */
static bool
write_value(const struct fo_property *property, const struct fo_style *from,
    char *out, size_t room)
{
    const char *at = (const char *)from + property->offset;
    struct fo_length length = {.kind = FO_SET};
    struct fo_colour colour;
    if (property->set == fo_set_colour) {
        memcpy(&colour, at, sizeof colour);
        (void)snprintf(out, room, "#%02x%02x%02x", colour.value.red,
            colour.value.green, colour.value.blue);
        return colour.set;
    }
    if (property->set == fo_set_size) {
        length.points = from->in.size;
    } else if (property->set == fo_set_line_height) {
        length.points = fo_line_height(&from->in);
    } else if (property->set == fo_set_points) {
        memcpy(&length.points, at, sizeof length.points);
    } else if (property->set == fo_set_length) {
        memcpy(&length, at, sizeof length);
    } else {
        return false;
    }
    int32_t size = length.points < 0 ? -length.points : length.points;
    (void)snprintf(out, room, "(%s%d.%03dpt)", length.points < 0 ? "-" : "",
        (int)(size / 1000), (int)(size % 1000));
    return length.kind == FO_SET && length.percent == 0 && length.share == 0;
}

static bool
is_indent(const struct fo_property *property)
{
    return property->offset == offsetof(struct fo_style, start_indent) ||
           property->offset == offsetof(struct fo_style, end_indent);
}

bool
fo_function_asks_column(struct span value)
{
    return span_find(value, span_of(column_function)) < value.len;
}

bool
fo_function_is_in(struct span value)
{
    return span_find(value, span_of(inherited_function)) < value.len ||
           fo_function_asks_column(value);
}

/* One call of a function: where it stands, and what it asks for. */
struct call {
    size_t start, end;
    const struct fo_property *property;
    const struct fo_style *from;
};

static bool
find_call(struct span value, const struct fo_property *own,
    const struct fo_sources *sources, struct call *out)
{
    size_t inherited = span_find(value, span_of(inherited_function));
    size_t column = span_find(value, span_of(column_function));
    bool above = inherited < column;
    size_t start = above ? inherited : column;
    size_t open = start + strlen(above ? inherited_function : column_function);
    if (start >= value.len) {
        return false;
    }
    struct span rest = {value.ptr + open, value.len - open};
    size_t length = span_find(rest, span_of(")"));
    struct span name = span_trim((struct span){rest.ptr, length});
    out->start = start;
    out->end = open + length + 1;
    out->property = name.len == 0 ? own : sources->find(name);
    out->from = above ? sources->parent : sources->column;
    /* What does not pass from parent to child cannot be inherited. */
    return length < rest.len && out->property != NULL && out->from != NULL &&
           (!above || out->property->offset < sizeof(struct fo_inherited) ||
               (is_indent(out->property) && out->property == own));
}

/* The value with every call written out; an indent as `indent`. */
static bool
expand(const struct fo_property *property, const struct fo_sources *sources,
    struct span value, const char *indent, char out[FO_EXPANDED_MAX])
{
    size_t used = 0;
    struct call call;
    while (find_call(value, property, sources, &call)) {
        char word[64];
        bool ok = true;
        if (is_indent(call.property)) {
            (void)snprintf(word, sizeof word, "%s", indent);
        } else {
            ok = write_value(call.property, call.from, word, sizeof word);
        }
        size_t room = FO_EXPANDED_MAX - used;
        int length = snprintf(
            out + used, room, "%.*s%s", (int)call.start, value.ptr, word);
        if (!ok || length < 0 || (size_t)length >= room) {
            return false;
        }
        used += (size_t)length;
        value = (struct span){value.ptr + call.end, value.len - call.end};
    }
    size_t room = FO_EXPANDED_MAX - used;
    int length = snprintf(out + used, room, "%.*s", (int)value.len, value.ptr);
    return length >= 0 && (size_t)length < room &&
           !fo_function_is_in(span_of(out));
}

/* An inherited indent is only known in layout, which adds it once. */
static bool
set_indent(struct fo_style *style, const struct fo_property *property,
    const struct fo_sources *sources, struct span value)
{
    char without[FO_EXPANDED_MAX];
    char with[FO_EXPANDED_MAX];
    struct fo_length one;
    struct fo_length other;
    if (!expand(property, sources, value, "0pt", without) ||
        !expand(property, sources, value, "1000pt", with) ||
        !fo_value_length(span_of(without), style->in.size, &one) ||
        !fo_value_length(span_of(with), style->in.size, &other) ||
        other.points - one.points != 1000000 || one.kind != FO_SET) {
        return false;
    }
    one.inherited = 1;
    memcpy((char *)style + property->offset, &one, sizeof one);
    return true;
}

bool
fo_function_set(struct fo_style *style, const struct fo_property *property,
    const struct fo_sources *sources, struct span value)
{
    struct call call;
    char text[FO_EXPANDED_MAX];
    if (!find_call(value, property, sources, &call)) {
        return false;
    }
    if (is_indent(call.property)) {
        return set_indent(style, property, sources, value);
    }
    if (call.start == 0 && call.end == value.len && call.property == property) {
        return copy_value(style, property, call.from);
    }
    /* Only lengths and colours are written out: they leave no text behind. */
    return expand(property, sources, value, "", text) &&
           property->set(style, property, span_of(text));
}
