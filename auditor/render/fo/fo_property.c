#include "render/fo/fo_property.h"

#include <stddef.h>
#include <string.h>

#include "render/fo/fo_value.h"

enum {
    FONT_SIZE_DEFAULT = 12000,
    PROPERTY_PRIORITIES = 4
};

struct word {
    const char *name;
    int32_t value;
};

struct property;
typedef bool (*property_set)(
    struct fo_style *style, const struct property *property, struct span value);

/*
 * One property. Those of a lower priority are set first, so that a longhand
 * wins over its shorthand whatever the order of the attributes, and a size in
 * em knows its font.
 */
struct property {
    const char *name;
    property_set set;
    size_t offset;            /* in struct fo_style */
    const struct word *words; /* for set_word, ends with NULL */
    int priority;
};

static void
store(struct fo_style *style, size_t offset, const void *value, size_t size)
{
    memcpy((char *)style + offset, value, size);
}

static bool
set_length(
    struct fo_style *style, const struct property *property, struct span value)
{
    struct fo_length length;
    if (!fo_value_length(value, style->in.size, &length)) {
        return false;
    }
    store(style, property->offset, &length, sizeof length);
    return true;
}

/* A length that is no percentage, into an int32_t. */
static bool
set_points(
    struct fo_style *style, const struct property *property, struct span value)
{
    struct fo_length length;
    struct word named[] = {{"thin", 500}, {"medium", 1000}, {"thick", 2000},
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

static bool
set_space(
    struct fo_style *style, const struct property *property, struct span value)
{
    struct fo_length length;
    if (!fo_value_length(value, style->in.size, &length)) {
        return false;
    }
    store(style, property->offset + offsetof(struct fo_space, length), &length,
        sizeof length);
    return true;
}

static bool
set_colour(
    struct fo_style *style, const struct property *property, struct span value)
{
    struct fo_colour colour;
    if (!fo_value_colour(value, &colour)) {
        return false;
    }
    store(style, property->offset, &colour, sizeof colour);
    return true;
}

static bool
set_word(
    struct fo_style *style, const struct property *property, struct span value)
{
    for (const struct word *word = property->words; word->name != NULL;
         word++) {
        if (span_is(value, word->name)) {
            store(style, property->offset, &word->value, sizeof word->value);
            return true;
        }
    }
    return false;
}

static bool
set_integer(
    struct fo_style *style, const struct property *property, struct span value)
{
    int32_t number;
    if (!fo_value_integer(value, &number)) {
        return false;
    }
    store(style, property->offset, &number, sizeof number);
    return true;
}

/* An integer, or one of the words. */
static bool
set_number_or_word(
    struct fo_style *style, const struct property *property, struct span value)
{
    return set_integer(style, property, value) ||
           set_word(style, property, value);
}

static bool
set_string(
    struct fo_style *style, const struct property *property, struct span value)
{
    store(style, property->offset, &value, sizeof value);
    return true;
}

static bool
set_nothing(
    struct fo_style *style, const struct property *property, struct span value)
{
    (void)style;
    (void)value;
    return property->name != NULL;
}

static bool
set_family(
    struct fo_style *style, const struct property *property, struct span value)
{
    (void)property;
    style->in.family = value;
    return value.len > 0;
}

static bool
set_size(
    struct fo_style *style, const struct property *property, struct span value)
{
    struct fo_length length;
    (void)property;
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

static bool
set_line_height(
    struct fo_style *style, const struct property *property, struct span value)
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
static bool
set_font(
    struct fo_style *style, const struct property *property, struct span value)
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
    if (!set_size(style, property, size)) {
        return false;
    }
    if (slash < word.len) {
        struct span line = {word.ptr + slash + 1, word.len - slash - 1};
        if (!set_line_height(style, property, line)) {
            return false;
        }
    }
    return set_family(style, property, span_trim(value));
}

static bool
set_white_space(
    struct fo_style *style, const struct property *property, struct span value)
{
    bool pre = span_is(value, "pre");
    (void)property;
    style->in.white_space = pre ? FO_WHITE_KEEP : FO_WHITE_COLLAPSE;
    style->in.linefeed = pre ? FO_LINEFEED_PRESERVE : FO_LINEFEED_SPACE;
    style->in.wrap = !pre && !span_is(value, "nowrap");
    return pre || span_is(value, "nowrap") || span_is(value, "normal");
}

static bool
set_decoration(
    struct fo_style *style, const struct property *property, struct span value)
{
    struct span word;
    (void)property;
    while (fo_value_word(&value, &word)) {
        if (span_is(word, "underline")) {
            style->in.underline = 1;
        } else if (span_is(word, "line-through")) {
            style->in.line_through = 1;
        } else if (span_is(word, "none")) {
            style->in.underline = 0;
            style->in.line_through = 0;
        } else {
            return false;
        }
    }
    return true;
}

static bool
set_shift(
    struct fo_style *style, const struct property *property, struct span value)
{
    static const struct word words[] = {{"baseline", FO_SHIFT_BASELINE},
        {"super", FO_SHIFT_SUPER}, {"sub", FO_SHIFT_SUB}, {NULL, 0}};
    (void)property;
    for (const struct word *word = words; word->name != NULL; word++) {
        if (span_is(value, word->name)) {
            style->shift = word->value;
            return true;
        }
    }
    return fo_value_length(value, style->in.size, &style->shift_length);
}

static bool
set_repeats(
    struct fo_style *style, const struct property *property, struct span value)
{
    if (span_is(value, "no-limit")) {
        style->maximum_repeats = -1;
        return true;
    }
    return set_integer(style, property, value);
}

static bool
set_format(
    struct fo_style *style, const struct property *property, struct span value)
{
    (void)property;
    if (value.len != 1 || strchr("1iIaA", value.ptr[0]) == NULL) {
        return false;
    }
    style->number_format = value.ptr[0];
    return true;
}

/* One to four values around the box, as CSS orders them. */
static bool
set_sides(
    struct fo_style *style, const struct property *property, struct span value)
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

static const struct word border_styles[] = {{"none", FO_BORDER_NONE},
    {"hidden", FO_BORDER_HIDDEN}, {"dotted", FO_BORDER_DOTTED},
    {"dashed", FO_BORDER_DASHED}, {"solid", FO_BORDER_SOLID},
    {"double", FO_BORDER_DOUBLE}, {NULL, 0}};

static bool
set_border(
    struct fo_style *style, const struct property *property, struct span value)
{
    struct fo_border border = {.width = 1000};
    struct span word;
    const size_t base = property->offset;
    store(style, base, &border, sizeof border);
    const struct property parts[] = {
        {"style", set_word, base + offsetof(struct fo_border, style),
            border_styles, 0},
        {"colour", set_colour, base + offsetof(struct fo_border, colour), NULL,
            0},
        {"width", set_points, base + offsetof(struct fo_border, width), NULL,
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
set_borders(struct fo_style *style, const struct property *property,
    struct span value, property_set set)
{
    for (size_t side = 0; side < FO_SIDES; side++) {
        struct property one = *property;
        one.offset += side * sizeof(struct fo_border);
        if (!set(style, &one, value)) {
            return false;
        }
    }
    return true;
}

static bool
set_border_all(
    struct fo_style *style, const struct property *property, struct span value)
{
    return set_borders(style, property, value, set_border);
}

static bool
set_border_words(
    struct fo_style *style, const struct property *property, struct span value)
{
    return set_borders(style, property, value, set_word);
}

static bool
set_border_colours(
    struct fo_style *style, const struct property *property, struct span value)
{
    return set_borders(style, property, value, set_colour);
}

static bool
set_border_widths(
    struct fo_style *style, const struct property *property, struct span value)
{
    return set_borders(style, property, value, set_points);
}

static const struct word booleans[] = {{"true", 1}, {"false", 0}, {NULL, 0}};
static const struct word keeps[] = {{"auto", 0}, {"always", 1}, {NULL, 0}};
static const struct word retains[] = {{"discard", 0}, {"retain", 1}, {NULL, 0}};
static const struct word breaks[] = {{"auto", FO_BREAK_NONE},
    {"page", FO_BREAK_PAGE}, {"odd-page", FO_BREAK_ODD},
    {"even-page", FO_BREAK_EVEN}, {NULL, 0}};
static const struct word aligns[] = {{"start", FO_ALIGN_START},
    {"left", FO_ALIGN_START}, {"center", FO_ALIGN_CENTER},
    {"end", FO_ALIGN_END}, {"right", FO_ALIGN_END},
    {"justify", FO_ALIGN_JUSTIFY}, {"relative", FO_ALIGN_RELATIVE}, {NULL, 0}};
static const struct word weights[] = {{"normal", 400}, {"bold", 700},
    {"bolder", 700}, {"lighter", 400}, {NULL, 0}};
static const struct word slants[] = {
    {"normal", 0}, {"italic", 1}, {"oblique", 1}, {NULL, 0}};
static const struct word displays[] = {{"auto", FO_DISPLAY_BEFORE},
    {"before", FO_DISPLAY_BEFORE}, {"center", FO_DISPLAY_CENTER},
    {"after", FO_DISPLAY_AFTER}, {NULL, 0}};
static const struct word wraps[] = {{"wrap", 1}, {"no-wrap", 0}, {NULL, 0}};
static const struct word linefeeds[] = {{"treat-as-space", FO_LINEFEED_SPACE},
    {"preserve", FO_LINEFEED_PRESERVE}, {"ignore", FO_LINEFEED_IGNORE},
    {"treat-as-zero-width-space", FO_LINEFEED_ZERO}, {NULL, 0}};
static const struct word collapses[] = {
    {"true", FO_WHITE_COLLAPSE}, {"false", FO_WHITE_KEEP}, {NULL, 0}};
static const struct word leaders[] = {{"space", FO_LEADER_SPACE},
    {"rule", FO_LEADER_RULE}, {"dots", FO_LEADER_DOTS}, {NULL, 0}};
static const struct word cases[] = {{"none", FO_CASE_NONE},
    {"uppercase", FO_CASE_UPPER}, {"lowercase", FO_CASE_LOWER}, {NULL, 0}};
static const struct word models[] = {
    {"collapse", 1}, {"separate", 0}, {NULL, 0}};
static const struct word fits[] = {
    {"auto", 0}, {"scale-to-fit", 1}, {"scale-down-to-fit", 1}, {NULL, 0}};
static const struct word absolutes[] = {
    {"auto", 0}, {"absolute", 1}, {"fixed", 1}, {NULL, 0}};
static const struct word counts[] = {{"auto", FO_COUNT_AUTO},
    {"no-force", FO_COUNT_NO_FORCE}, {"even", FO_COUNT_EVEN},
    {"odd", FO_COUNT_ODD}, {"end-on-even", FO_COUNT_END_EVEN},
    {"end-on-odd", FO_COUNT_END_ODD}, {NULL, 0}};
static const struct word numbers[] = {{"auto", FO_NUMBER_AUTO},
    {"auto-odd", FO_NUMBER_ODD}, {"auto-even", FO_NUMBER_EVEN}, {NULL, 0}};
static const struct word positions[] = {{"any", FO_POSITION_ANY},
    {"first", FO_POSITION_FIRST}, {"last", FO_POSITION_LAST},
    {"rest", FO_POSITION_REST}, {"only", FO_POSITION_ONLY}, {NULL, 0}};
static const struct word parities[] = {{"any", FO_PARITY_ANY},
    {"odd", FO_PARITY_ODD}, {"even", FO_PARITY_EVEN}, {NULL, 0}};
static const struct word blanks[] = {{"any", FO_BLANK_ANY}, {"blank", FO_BLANK},
    {"not-blank", FO_NOT_BLANK}, {NULL, 0}};
static const struct word starting[] = {{"show", 0}, {"hide", 1}, {NULL, 0}};
/* Values that change nothing because they are all that the subset has. */
static const struct word fixed_only[] = {{"fixed", 0}, {NULL, 0}};
static const struct word uniform_only[] = {{"uniform", 0}, {NULL, 0}};
static const struct word none_only[] = {{"none", 0}, {NULL, 0}};
static const struct word western_only[] = {{"lr-tb", 0}, {"lr", 0}, {NULL, 0}};
static const struct word shown_only[] = {
    {"visible", 0}, {"hidden", 0}, {"auto", 0}, {NULL, 0}};

#define AT(field)         offsetof(struct fo_style, field)
#define EDGE(field, side) (AT(field) + (side) * sizeof(struct fo_length))
#define RULE(side)        (AT(border) + (side) * sizeof(struct fo_border))
#define PART(side, part)  (RULE(side) + offsetof(struct fo_border, part))
#define RETAIN(field)     (AT(field) + offsetof(struct fo_space, retain))
#define SIDE_BORDER(name, side)                                                \
    {"border-" name, set_border, RULE(side), NULL, 2},                         \
        {"border-" name "-style", set_word, PART(side, style), border_styles,  \
            3},                                                                \
        {"border-" name "-width", set_points, PART(side, width), NULL, 3},     \
    {                                                                          \
        "border-" name "-color", set_colour, PART(side, colour), NULL, 3       \
    }
#define SIDE_LENGTHS(name, side)                                               \
    {                                                                          \
        "padding-" name, set_length, EDGE(padding, side), NULL, 2              \
    }
#define KEEP(name, field)                                                      \
    {name, set_number_or_word, AT(field), keeps, 2},                           \
        {name ".within-page", set_number_or_word, AT(field), keeps, 3},        \
        {name ".within-column", set_number_or_word, AT(field), keeps, 3},      \
    {                                                                          \
        name ".within-line", set_number_or_word, AT(keep_ignored), keeps, 3    \
    }

static const struct property properties[] = {
    {"font", set_font, 0, NULL, 0},
    {"font-size", set_size, 0, NULL, 1},
    {"font-family", set_family, 0, NULL, 2},
    {"font-weight", set_number_or_word, AT(in.weight), weights, 2},
    {"font-style", set_word, AT(in.italic), slants, 2},
    {"font-variant", set_word, AT(keep_ignored),
        (const struct word[]){{"normal", 0}, {NULL, 0}}, 2},
    {"color", set_colour, AT(in.colour), NULL, 2},
    {"line-height", set_line_height, 0, NULL, 2},
    {"text-align", set_word, AT(in.align), aligns, 2},
    {"text-align-last", set_word, AT(in.align_last), aligns, 2},
    {"text-indent", set_length, AT(in.text_indent), NULL, 2},
    {"letter-spacing", set_points, AT(in.letter_space), NULL, 2},
    {"text-decoration", set_decoration, 0, NULL, 2},
    {"text-transform", set_word, AT(in.text_case), cases, 2},
    {"baseline-shift", set_shift, 0, NULL, 2},
    {"vertical-align", set_shift, 0, NULL, 2},
    {"white-space", set_white_space, 0, NULL, 1},
    {"white-space-collapse", set_word, AT(in.white_space), collapses, 2},
    {"white-space-treatment", set_nothing, 0, NULL, 2},
    {"linefeed-treatment", set_word, AT(in.linefeed), linefeeds, 2},
    {"wrap-option", set_word, AT(in.wrap), wraps, 2},
    {"hyphenate", set_word, AT(in.hyphenate), booleans, 2},
    {"hyphenation-remain-character-count", set_integer, AT(in.hyphen_remain),
        NULL, 2},
    {"hyphenation-push-character-count", set_integer, AT(in.hyphen_push), NULL,
        2},
    {"language", set_string, AT(in.lang), NULL, 1},
    {"country", set_nothing, 0, NULL, 2},
    {"script", set_nothing, 0, NULL, 2},
    {"space-before", set_space, AT(space_before), NULL, 2},
    {"space-before.optimum", set_space, AT(space_before), NULL, 3},
    {"space-before.minimum", set_nothing, 0, NULL, 3},
    {"space-before.maximum", set_nothing, 0, NULL, 3},
    {"space-before.precedence", set_nothing, 0, NULL, 3},
    {"space-before.conditionality", set_word, RETAIN(space_before), retains, 3},
    {"space-after", set_space, AT(space_after), NULL, 2},
    {"space-after.optimum", set_space, AT(space_after), NULL, 3},
    {"space-after.minimum", set_nothing, 0, NULL, 3},
    {"space-after.maximum", set_nothing, 0, NULL, 3},
    {"space-after.precedence", set_nothing, 0, NULL, 3},
    {"space-after.conditionality", set_word, RETAIN(space_after), retains, 3},
    {"start-indent", set_length, AT(start_indent), NULL, 2},
    {"end-indent", set_length, AT(end_indent), NULL, 2},
    {"margin", set_sides, AT(margin), NULL, 1},
    {"margin-top", set_length, EDGE(margin, FO_TOP), NULL, 2},
    {"margin-right", set_length, EDGE(margin, FO_RIGHT), NULL, 2},
    {"margin-bottom", set_length, EDGE(margin, FO_BOTTOM), NULL, 2},
    {"margin-left", set_length, EDGE(margin, FO_LEFT), NULL, 2},
    {"padding", set_sides, AT(padding), NULL, 1},
    SIDE_LENGTHS("top", FO_TOP),
    SIDE_LENGTHS("before", FO_TOP),
    SIDE_LENGTHS("right", FO_RIGHT),
    SIDE_LENGTHS("end", FO_RIGHT),
    SIDE_LENGTHS("bottom", FO_BOTTOM),
    SIDE_LENGTHS("after", FO_BOTTOM),
    SIDE_LENGTHS("left", FO_LEFT),
    SIDE_LENGTHS("start", FO_LEFT),
    {"border", set_border_all, RULE(0), NULL, 1},
    {"border-style", set_border_words, PART(0, style), border_styles, 2},
    {"border-width", set_border_widths, PART(0, width), NULL, 2},
    {"border-color", set_border_colours, PART(0, colour), NULL, 2},
    SIDE_BORDER("top", FO_TOP),
    SIDE_BORDER("before", FO_TOP),
    SIDE_BORDER("right", FO_RIGHT),
    SIDE_BORDER("end", FO_RIGHT),
    SIDE_BORDER("bottom", FO_BOTTOM),
    SIDE_BORDER("after", FO_BOTTOM),
    SIDE_BORDER("left", FO_LEFT),
    SIDE_BORDER("start", FO_LEFT),
    {"background-color", set_colour, AT(background), NULL, 2},
    {"background", set_colour, AT(background), NULL, 1},
    {"break-before", set_word, AT(break_before), breaks, 2},
    {"break-after", set_word, AT(break_after), breaks, 2},
    KEEP("keep-together", keep_together),
    KEEP("keep-with-next", keep_with_next),
    KEEP("keep-with-previous", keep_with_previous),
    {"widows", set_integer, AT(in.widows), NULL, 2},
    {"orphans", set_integer, AT(in.orphans), NULL, 2},
    {"id", set_string, AT(id), NULL, 2},
    {"role", set_string, AT(role), NULL, 2},
    {"width", set_length, AT(width), NULL, 2},
    {"inline-progression-dimension", set_length, AT(width), NULL, 2},
    {"height", set_length, AT(height), NULL, 2},
    {"block-progression-dimension", set_length, AT(height), NULL, 2},
    {"content-width", set_word, AT(fit), fits, 2},
    {"content-height", set_word, AT(fit), fits, 2},
    {"scaling", set_word, AT(keep_ignored), uniform_only, 2},
    {"page-width", set_length, AT(page_width), NULL, 2},
    {"page-height", set_length, AT(page_height), NULL, 2},
    {"extent", set_length, AT(extent), NULL, 2},
    {"absolute-position", set_word, AT(absolute), absolutes, 2},
    {"top", set_length, EDGE(offset, FO_TOP), NULL, 2},
    {"right", set_length, EDGE(offset, FO_RIGHT), NULL, 2},
    {"bottom", set_length, EDGE(offset, FO_BOTTOM), NULL, 2},
    {"left", set_length, EDGE(offset, FO_LEFT), NULL, 2},
    {"master-name", set_string, AT(master_name), NULL, 2},
    {"master-reference", set_string, AT(master_reference), NULL, 2},
    {"flow-name", set_string, AT(flow_name), NULL, 2},
    {"region-name", set_string, AT(region_name), NULL, 2},
    {"initial-page-number", set_number_or_word, AT(initial_page_number),
        numbers, 2},
    {"force-page-count", set_word, AT(force_page_count), counts, 2},
    {"format", set_format, 0, NULL, 2},
    {"page-position", set_word, AT(page_position), positions, 2},
    {"odd-or-even", set_word, AT(odd_or_even), parities, 2},
    {"blank-or-not-blank", set_word, AT(blank_or_not), blanks, 2},
    {"maximum-repeats", set_repeats, AT(maximum_repeats), NULL, 2},
    {"column-number", set_integer, AT(column_number), NULL, 2},
    {"column-width", set_length, AT(column_width), NULL, 2},
    {"number-columns-repeated", set_integer, AT(columns_repeated), NULL, 2},
    {"number-columns-spanned", set_integer, AT(columns_spanned), NULL, 2},
    {"number-rows-spanned", set_integer, AT(rows_spanned), NULL, 2},
    {"table-layout", set_word, AT(keep_ignored), fixed_only, 2},
    {"border-collapse", set_word, AT(in.collapse), models, 2},
    {"border-separation", set_points, AT(in.separation), NULL, 2},
    {"display-align", set_word, AT(in.display_align), displays, 2},
    {"relative-align", set_nothing, 0, NULL, 2},
    {"table-omit-header-at-break", set_word, AT(omit_header), booleans, 2},
    {"table-omit-footer-at-break", set_word, AT(omit_footer), booleans, 2},
    {"provisional-distance-between-starts", set_length, AT(in.list_distance),
        NULL, 2},
    {"provisional-label-separation", set_length, AT(in.list_separation), NULL,
        2},
    {"leader-pattern", set_word, AT(in.leader), leaders, 2},
    {"leader-length", set_length, AT(in.leader_length), NULL, 2},
    {"leader-length.optimum", set_length, AT(in.leader_length), NULL, 3},
    {"leader-length.minimum", set_nothing, 0, NULL, 3},
    {"leader-length.maximum", set_nothing, 0, NULL, 3},
    {"leader-pattern-width", set_points, AT(in.leader_width), NULL, 2},
    {"leader-alignment", set_nothing, 0, NULL, 2},
    {"rule-style", set_word, AT(in.rule_style), border_styles, 2},
    {"rule-thickness", set_points, AT(in.rule_thickness), NULL, 2},
    {"ref-id", set_string, AT(ref_id), NULL, 2},
    {"internal-destination", set_string, AT(internal), NULL, 2},
    {"external-destination", set_string, AT(external), NULL, 2},
    {"src", set_string, AT(src), NULL, 2},
    {"character", set_string, AT(character), NULL, 2},
    {"marker-class-name", set_string, AT(marker_class), NULL, 2},
    {"retrieve-class-name", set_string, AT(marker_class), NULL, 2},
    {"retrieve-position", set_nothing, 0, NULL, 2},
    {"retrieve-boundary", set_nothing, 0, NULL, 2},
    {"starting-state", set_word, AT(bookmark_closed), starting, 2},
    {"writing-mode", set_word, AT(keep_ignored), western_only, 2},
    {"span", set_word, AT(keep_ignored), none_only, 2},
    {"overflow", set_word, AT(keep_ignored), shown_only, 2},
    {"score-spaces", set_nothing, 0, NULL, 2},
};

void
fo_style_init(struct fo_style *style)
{
    *style = (struct fo_style){
        .in = {.family = {"Noto Sans", 9},
            .size = FONT_SIZE_DEFAULT,
            .weight = 400,
            .line_height_factor = 1200,
            .colour = {.set = true},
            .align_last = FO_ALIGN_RELATIVE,
            .hyphen_remain = 2,
            .hyphen_push = 2,
            .wrap = 1,
            .widows = 2,
            .orphans = 2,
            .rule_style = FO_BORDER_SOLID,
            .rule_thickness = 1000,
            .leader_length = {.kind = FO_AUTO},
            .list_distance = {.kind = FO_SET, .points = 24000},
            .list_separation = {.kind = FO_SET, .points = 6000},
            .collapse = 1},
        .initial_page_number = FO_NUMBER_AUTO,
        .number_format = '1',
        .maximum_repeats = -1,
        .columns_repeated = 1,
        .columns_spanned = 1,
        .rows_spanned = 1,
    };
    for (size_t side = 0; side < FO_SIDES; side++) {
        style->border[side].width = 1000;
    }
}

static struct span
attribute_value(const xmlAttr *attribute)
{
    const xmlNode *text = attribute->children;
    if (text == NULL || text->content == NULL) {
        return span_of("");
    }
    return span_of((const char *)text->content);
}

static bool
attribute_is_in(const xmlAttr *attribute, const char *prefix)
{
    return attribute->ns != NULL && attribute->ns->prefix != NULL &&
           strcmp((const char *)attribute->ns->prefix, prefix) == 0;
}

static const struct property *
property_find(const char *name)
{
    for (size_t i = 0; i < sizeof properties / sizeof properties[0]; i++) {
        if (strcmp(properties[i].name, name) == 0) {
            return &properties[i];
        }
    }
    return NULL;
}

/* xml:lang and fox:alt-text, the two that have a namespace. */
static bool
read_foreign(const xmlAttr *attribute, struct fo_style *style, struct err *err)
{
    const char *name = (const char *)attribute->name;
    if (attribute_is_in(attribute, "xml") && strcmp(name, "lang") == 0) {
        style->in.lang = attribute_value(attribute);
        return true;
    }
    if (attribute_is_in(attribute, "xml") && strcmp(name, "space") == 0) {
        return true;
    }
    if (attribute_is_in(attribute, "fox") && strcmp(name, "alt-text") == 0) {
        style->alt = attribute_value(attribute);
        return true;
    }
    if (attribute_is_in(attribute, "fox") && strcmp(name, "header") == 0) {
        return true;
    }
    err_set(err, ERR_INPUT, "the attribute '%s:%s' is not supported",
        (const char *)attribute->ns->prefix, name);
    return false;
}

static bool
read_property(const xmlAttr *attribute, struct fo_style *style, int priority,
    struct err *err)
{
    const char *name = (const char *)attribute->name;
    const struct property *property = property_find(name);
    struct span value = span_trim(attribute_value(attribute));
    if (property == NULL) {
        err_set(err, ERR_INPUT, "the property '%s' is not supported", name);
        return false;
    }
    if (property->priority != priority || span_is(value, "inherit")) {
        return true;
    }
    if (strncmp(name, "content-", 8) == 0 &&
        !set_word(style, property, value)) {
        size_t at = name[8] == 'w' ? AT(content_width) : AT(content_height);
        const struct property length = {name, set_length, at, NULL, 0};
        property = &length;
        if (set_length(style, property, value)) {
            return true;
        }
    } else if (property->set(style, property, value)) {
        return true;
    }
    err_set(err, ERR_INPUT, "the property '%s' cannot be '%.*s'", name,
        value.len > 60 ? 60 : (int)value.len, value.ptr);
    return false;
}

bool
fo_style_read(const xmlNode *element, const struct fo_style *parent,
    struct fo_style *out, struct err *err)
{
    struct fo_style style;
    fo_style_init(&style);
    style.in = parent->in;
    for (int priority = 0; priority < PROPERTY_PRIORITIES; priority++) {
        for (const xmlAttr *a = element->properties; a != NULL; a = a->next) {
            bool ok = a->ns == NULL
                          ? read_property(a, &style, priority, err)
                          : (priority > 0 || read_foreign(a, &style, err));
            if (!ok) {
                err_at_line(err, xmlGetLineNo(element));
                return false;
            }
        }
    }
    *out = style;
    return true;
}
