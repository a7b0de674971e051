#include "render/fo/fo_setter.h"

#include <stddef.h>
#include <string.h>

#include "render/fo/fo_value.h"

static void
store(struct fo_style *style, size_t offset, const void *value, size_t size)
{
    memcpy((char *)style + offset, value, size);
}

bool
fo_set_length(struct fo_style *style, const struct fo_property *property,
    struct span value)
{
    struct fo_length length;
    if (!fo_value_length(value, style->in.size, &length)) {
        return false;
    }
    store(style, property->offset, &length, sizeof length);
    return true;
}

bool
fo_set_leader(struct fo_style *style, const struct fo_property *property,
    struct span value)
{
    struct fo_length length;
    (void)property;
    if (!fo_value_length(value, style->in.size, &length)) {
        return false;
    }
    style->in.leader_minimum = length;
    style->in.leader_length = length;
    style->in.leader_maximum = length;
    return length.kind == FO_SET;
}

bool
fo_set_character(struct fo_style *style, const struct fo_property *property,
    struct span value)
{
    size_t end = 0;
    if (value.len == 0) {
        return false;
    }
    (void)utf8_next(value, &end);
    store(style, property->offset, &value, sizeof value);
    return end == value.len;
}

/* A length that is no percentage, into an int32_t. */
bool
fo_set_points(struct fo_style *style, const struct fo_property *property,
    struct span value)
{
    struct fo_length length;
    struct fo_word named[] = {{"thin", 500}, {"medium", 1000}, {"thick", 2000},
        {"normal", 0}, {"use-font-metrics", 0}, {"auto", 0}};
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++) {
        if (span_is(value, named[i].name)) {
            store(style, property->offset, &named[i].value, sizeof(int32_t));
            return true;
        }
    }
    if (!fo_value_length(value, style->in.size, &length) ||
        length.percent != 0 || length.kind != FO_SET) {
        return false;
    }
    store(style, property->offset, &length.points, sizeof length.points);
    return true;
}

bool
fo_set_separation(struct fo_style *style, const struct fo_property *property,
    struct span value)
{
    struct fo_property part = *property;
    struct span word;
    if (!fo_value_word(&value, &word)) {
        return false;
    }
    struct span down = span_trim(value).len == 0 ? word : span_trim(value);
    part.offset = offsetof(struct fo_style, in.separation[0]);
    bool ok = fo_set_points(style, &part, word);
    part.offset = offsetof(struct fo_style, in.separation[1]);
    return ok && fo_set_points(style, &part, down);
}

bool
fo_set_space(struct fo_style *style, const struct fo_property *property,
    struct span value)
{
    struct fo_length length;
    if (!fo_value_length(value, style->in.size, &length)) {
        return false;
    }
    store(style, property->offset + offsetof(struct fo_space, length), &length,
        sizeof length);
    return true;
}

bool
fo_set_colour(struct fo_style *style, const struct fo_property *property,
    struct span value)
{
    struct fo_colour colour;
    if (!fo_value_colour(value, &colour)) {
        return false;
    }
    store(style, property->offset, &colour, sizeof colour);
    return true;
}

bool
fo_set_word(struct fo_style *style, const struct fo_property *property,
    struct span value)
{
    for (const struct fo_word *word = property->words; word->name != NULL;
         word++) {
        if (span_is(value, word->name)) {
            store(style, property->offset, &word->value, sizeof word->value);
            return true;
        }
    }
    return false;
}

bool
fo_set_integer(struct fo_style *style, const struct fo_property *property,
    struct span value)
{
    int32_t number;
    if (!fo_value_integer(value, &number)) {
        return false;
    }
    store(style, property->offset, &number, sizeof number);
    return true;
}

/* An integer, or one of the words. */
bool
fo_set_number_or_word(struct fo_style *style,
    const struct fo_property *property, struct span value)
{
    return fo_set_integer(style, property, value) ||
           fo_set_word(style, property, value);
}

bool
fo_set_string(struct fo_style *style, const struct fo_property *property,
    struct span value)
{
    store(style, property->offset, &value, sizeof value);
    return true;
}

/* One of the words, or a length that is not negative. */
bool
fo_set_content(struct fo_style *style, const struct fo_property *property,
    struct span value)
{
    struct fo_content content = {.fit = FO_FIT_NONE};
    for (const struct fo_word *word = property->words; word->name != NULL;
         word++) {
        content.fit = span_is(value, word->name) ? word->value : content.fit;
    }
    bool known = content.fit != FO_FIT_NONE ||
                 (fo_value_length(value, style->in.size, &content.length) &&
                     content.length.points >= 0 && content.length.percent >= 0);
    store(style, property->offset, &content, sizeof content);
    return known;
}

bool
fo_set_nothing(struct fo_style *style, const struct fo_property *property,
    struct span value)
{
    (void)style;
    (void)value;
    return property->name != NULL;
}

bool
fo_set_family(struct fo_style *style, const struct fo_property *property,
    struct span value)
{
    (void)property;
    style->in.family = value;
    return value.len > 0;
}

/* XSL 1.1, 7.9.4: steps of 1.2 from a medium of 12 pt. */
static bool
named_size(struct span value, struct fo_style *style)
{
    static const struct fo_word names[] = {{"xx-small", 6944},
        {"x-small", 8333}, {"small", 10000}, {"medium", 12000},
        {"large", 14400}, {"x-large", 17280}, {"xx-large", 20736}, {NULL, 0}};
    for (const struct fo_word *word = names; word->name != NULL; word++) {
        if (span_is(value, word->name)) {
            style->in.size = word->value;
            return true;
        }
    }
    bool larger = span_is(value, "larger");
    if (larger || span_is(value, "smaller")) {
        int64_t size = style->in.size;
        style->in.size = (int32_t)(larger ? size * 6 / 5 : size * 5 / 6);
        return true;
    }
    return false;
}

bool
fo_set_size(struct fo_style *style, const struct fo_property *property,
    struct span value)
{
    struct fo_length length;
    (void)property;
    if (named_size(value, style)) {
        return style->in.size > 0 && style->in.size <= FO_FONT_SIZE_MAX;
    }
    if (!fo_value_length(value, style->in.size, &length)) {
        return false;
    }
    int32_t size = fo_resolve(&length, style->in.size);
    if (size <= 0 || size > FO_FONT_SIZE_MAX) {
        return false;
    }
    style->in.size = size;
    return true;
}

bool
fo_set_line_height(struct fo_style *style, const struct fo_property *property,
    struct span value)
{
    struct fo_length length;
    int32_t factor = 1200;
    (void)property;
    if (span_is(value, "normal") || fo_value_number(value, &factor)) {
        style->in.line_height_factor = factor;
        return factor > 0;
    }
    if (!fo_value_length(value, style->in.size, &length)) {
        return false;
    }
    style->in.line_height_factor = 0;
    style->in.line_height = fo_resolve(&length, style->in.size);
    return style->in.line_height >= 0;
}

/* font: [style] [weight] size[/line-height] family */
bool
fo_set_font(struct fo_style *style, const struct fo_property *property,
    struct span value)
{
    struct span word;
    while (fo_value_word(&value, &word)) {
        if (span_is(word, "italic") || span_is(word, "oblique")) {
            style->in.italic = 1;
        } else if (span_is(word, "bold")) {
            style->in.weight = 700;
        } else if (!span_is(word, "normal")) {
            break;
        }
    }
    size_t slash = span_find(word, span_of("/"));
    struct span size = {word.ptr, slash};
    if (!fo_set_size(style, property, size)) {
        return false;
    }
    if (slash < word.len) {
        struct span line = {word.ptr + slash + 1, word.len - slash - 1};
        if (!fo_set_line_height(style, property, line)) {
            return false;
        }
    }
    return fo_set_family(style, property, span_trim(value));
}

bool
fo_set_white_space(struct fo_style *style, const struct fo_property *property,
    struct span value)
{
    bool pre = span_is(value, "pre");
    (void)property;
    style->in.white_space = pre ? FO_WHITE_KEEP : FO_WHITE_COLLAPSE;
    style->in.linefeed = pre ? FO_LINEFEED_PRESERVE : FO_LINEFEED_SPACE;
    style->in.wrap = !pre && !span_is(value, "nowrap");
    style->in.around = pre ? FO_AROUND_KEEP : FO_AROUND_IGNORE;
    return pre || span_is(value, "nowrap") || span_is(value, "normal");
}

bool
fo_set_decoration(struct fo_style *style, const struct fo_property *property,
    struct span value)
{
    struct span word;
    (void)property;
    while (fo_value_word(&value, &word)) {
        if (span_is(word, "underline")) {
            style->in.underline = 1;
        } else if (span_is(word, "line-through")) {
            style->in.line_through = 1;
        } else if (span_is(word, "no-underline")) {
            style->in.underline = 0;
        } else if (span_is(word, "no-line-through")) {
            style->in.line_through = 0;
        } else if (span_is(word, "none")) {
            style->in.underline = 0;
            style->in.line_through = 0;
        } else {
            return false;
        }
    }
    return true;
}

bool
fo_set_shift(struct fo_style *style, const struct fo_property *property,
    struct span value)
{
    static const struct fo_word words[] = {{"baseline", FO_SHIFT_BASELINE},
        {"super", FO_SHIFT_SUPER}, {"sub", FO_SHIFT_SUB}, {NULL, 0}};
    (void)property;
    for (const struct fo_word *word = words; word->name != NULL; word++) {
        if (span_is(value, word->name)) {
            style->shift = word->value;
            return true;
        }
    }
    return fo_value_length(value, style->in.size, &style->shift_length);
}

bool
fo_set_repeats(struct fo_style *style, const struct fo_property *property,
    struct span value)
{
    if (span_is(value, "no-limit")) {
        style->maximum_repeats = -1;
        return true;
    }
    return fo_set_integer(style, property, value);
}

bool
fo_set_format(struct fo_style *style, const struct fo_property *property,
    struct span value)
{
    (void)property;
    if (value.len != 1 || strchr("1iIaA", value.ptr[0]) == NULL) {
        return false;
    }
    style->number_format = value.ptr[0];
    return true;
}

/* One to four values around the box, as CSS orders them. */
bool
fo_set_sides(struct fo_style *style, const struct fo_property *property,
    struct span value)
{
    struct fo_length lengths[FO_SIDES];
    size_t count = 0;
    struct span word;
    while (fo_value_word(&value, &word)) {
        if (count == FO_SIDES ||
            !fo_value_length(word, style->in.size, &lengths[count])) {
            return false;
        }
        count++;
    }
    if (count == 0) {
        return false;
    }
    static const size_t source[FO_SIDES][FO_SIDES] = {
        {0, 0, 0, 0}, {0, 1, 0, 1}, {0, 1, 2, 1}, {0, 1, 2, 3}};
    for (size_t side = 0; side < FO_SIDES; side++) {
        store(style, property->offset + side * sizeof lengths[0],
            &lengths[source[count - 1][side]], sizeof lengths[0]);
    }
    return true;
}

const struct fo_word fo_border_words[] = {{"none", FO_BORDER_NONE},
    {"hidden", FO_BORDER_HIDDEN}, {"dotted", FO_BORDER_DOTTED},
    {"dashed", FO_BORDER_DASHED}, {"solid", FO_BORDER_SOLID},
    {"double", FO_BORDER_DOUBLE}, {NULL, 0}};

bool
fo_set_border(struct fo_style *style, const struct fo_property *property,
    struct span value)
{
    struct fo_border border = {.width = 1000};
    struct span word;
    const size_t base = property->offset;
    store(style, base, &border, sizeof border);
    const struct fo_property parts[] = {
        {"style", fo_set_word, base + offsetof(struct fo_border, style),
            fo_border_words, 0},
        {"colour", fo_set_colour, base + offsetof(struct fo_border, colour),
            NULL, 0},
        {"width", fo_set_points, base + offsetof(struct fo_border, width), NULL,
            0},
    };
    while (fo_value_word(&value, &word)) {
        bool known = false;
        for (size_t i = 0; !known && i < sizeof parts / sizeof parts[0]; i++) {
            known = parts[i].set(style, &parts[i], word);
        }
        if (!known) {
            return false;
        }
    }
    return true;
}

/* The same setter on all four borders. */
static bool
set_borders(struct fo_style *style, const struct fo_property *property,
    struct span value, fo_property_set set)
{
    for (size_t side = 0; side < FO_SIDES; side++) {
        struct fo_property one = *property;
        one.offset += side * sizeof(struct fo_border);
        if (!set(style, &one, value)) {
            return false;
        }
    }
    return true;
}

bool
fo_set_border_all(struct fo_style *style, const struct fo_property *property,
    struct span value)
{
    return set_borders(style, property, value, fo_set_border);
}

bool
fo_set_border_words(struct fo_style *style, const struct fo_property *property,
    struct span value)
{
    return set_borders(style, property, value, fo_set_word);
}

bool
fo_set_border_colours(struct fo_style *style,
    const struct fo_property *property, struct span value)
{
    return set_borders(style, property, value, fo_set_colour);
}

bool
fo_set_border_widths(struct fo_style *style, const struct fo_property *property,
    struct span value)
{
    return set_borders(style, property, value, fo_set_points);
}
