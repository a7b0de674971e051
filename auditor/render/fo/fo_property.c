#include "render/fo/fo_property.h"

#include <stddef.h>
#include <string.h>

#include "render/fo/fo_function.h"
#include "render/fo/fo_setter.h"
#include "render/fo/fo_value.h"

enum {
    FONT_SIZE_DEFAULT = 12000,
    LEADER_OPTIMUM = 12000, /* XSL 1.1, 7.22.4 */
    PROPERTY_PRIORITIES = 4
};

static const struct fo_word booleans[] = {{"true", 1}, {"false", 0}, {NULL, 0}};
static const struct fo_word keeps[] = {
    {"auto", 0}, {"always", FO_KEEP_ALWAYS}, {NULL, 0}};
static const struct fo_word forces[] = {{"force", FO_FORCE}, {NULL, 0}};
static const struct fo_word turns[] = {{"0", 0}, {"90", 1}, {"180", 2},
    {"270", 3}, {"-90", 3}, {"-180", 2}, {"-270", 1}, {NULL, 0}};
static const struct fo_word retrieved[] = {
    {"first-starting-within-page", FO_FIRST_STARTING},
    {"first-including-carryover", FO_FIRST_CARRIED},
    {"last-starting-within-page", FO_LAST_STARTING},
    {"last-ending-within-page", FO_LAST_ENDING}, {NULL, 0}};
static const struct fo_word boundaries[] = {
    {"page-sequence", FO_BOUNDARY_SEQUENCE}, {"page", FO_BOUNDARY_PAGE},
    {"document", FO_BOUNDARY_DOCUMENT}, {NULL, 0}};
static const struct fo_word retains[] = {
    {"discard", 0}, {"retain", 1}, {NULL, 0}};
static const struct fo_word breaks[] = {{"auto", FO_BREAK_NONE},
    {"page", FO_BREAK_PAGE}, {"odd-page", FO_BREAK_ODD},
    {"even-page", FO_BREAK_EVEN}, {NULL, 0}};
static const struct fo_word aligns[] = {{"start", FO_ALIGN_START},
    {"left", FO_ALIGN_START}, {"center", FO_ALIGN_CENTER},
    {"end", FO_ALIGN_END}, {"right", FO_ALIGN_END},
    {"justify", FO_ALIGN_JUSTIFY}, {"relative", FO_ALIGN_RELATIVE}, {NULL, 0}};
static const struct fo_word weights[] = {{"normal", 400}, {"bold", 700},
    {"bolder", 700}, {"lighter", 400}, {NULL, 0}};
static const struct fo_word slants[] = {
    {"normal", 0}, {"italic", 1}, {"oblique", 1}, {NULL, 0}};
static const struct fo_word displays[] = {{"auto", FO_DISPLAY_BEFORE},
    {"before", FO_DISPLAY_BEFORE}, {"center", FO_DISPLAY_CENTER},
    {"after", FO_DISPLAY_AFTER}, {NULL, 0}};
static const struct fo_word wraps[] = {{"wrap", 1}, {"no-wrap", 0}, {NULL, 0}};
static const struct fo_word linefeeds[] = {
    {"treat-as-space", FO_LINEFEED_SPACE}, {"preserve", FO_LINEFEED_PRESERVE},
    {"ignore", FO_LINEFEED_IGNORE},
    {"treat-as-zero-width-space", FO_LINEFEED_ZERO}, {NULL, 0}};
static const struct fo_word collapses[] = {
    {"true", FO_WHITE_COLLAPSE}, {"false", FO_WHITE_KEEP}, {NULL, 0}};
static const struct fo_word leaders[] = {{"space", FO_LEADER_SPACE},
    {"rule", FO_LEADER_RULE}, {"dots", FO_LEADER_DOTS},
    {"use-content", FO_LEADER_CONTENT}, {NULL, 0}};
static const struct fo_word arounds[] = {{"ignore", FO_AROUND_IGNORE_ALL},
    {"preserve", FO_AROUND_KEEP}, {"ignore-if-before-linefeed", FO_AROUND_KEEP},
    {"ignore-if-after-linefeed", FO_AROUND_IGNORE},
    {"ignore-if-surrounding-linefeed", FO_AROUND_IGNORE}, {NULL, 0}};
static const struct fo_word variants[] = {
    {"normal", 0}, {"small-caps", 1}, {NULL, 0}};
static const struct fo_word seens[] = {
    {"visible", 0}, {"hidden", 1}, {NULL, 0}};
static const struct fo_word no_limits[] = {{"no-limit", 0}, {NULL, 0}};
static const struct fo_word cases[] = {{"none", FO_CASE_NONE},
    {"uppercase", FO_CASE_UPPER}, {"lowercase", FO_CASE_LOWER},
    {"capitalize", FO_CASE_TITLE}, {NULL, 0}};
static const struct fo_word models[] = {{"collapse", FO_COLLAPSE},
    {"separate", FO_SEPARATE},
    {"collapse-with-precedence", FO_COLLAPSE_PRECEDENCE}, {NULL, 0}};
static const struct fo_word fits[] = {
    {"scale-to-fit", FO_FIT_TO},
    {"scale-down-to-fit", FO_FIT_DOWN},
    {"scale-up-to-fit", FO_FIT_UP},
    {NULL, 0},
};
static const struct fo_word absolutes[] = {{"auto", FO_IN_FLOW},
    {"absolute", FO_ABSOLUTE}, {"fixed", FO_FIXED}, {NULL, 0}};
static const struct fo_word counts[] = {{"auto", FO_COUNT_AUTO},
    {"no-force", FO_COUNT_NO_FORCE}, {"even", FO_COUNT_EVEN},
    {"odd", FO_COUNT_ODD}, {"end-on-even", FO_COUNT_END_EVEN},
    {"end-on-odd", FO_COUNT_END_ODD}, {NULL, 0}};
static const struct fo_word numbers[] = {{"auto", FO_NUMBER_AUTO},
    {"auto-odd", FO_NUMBER_ODD}, {"auto-even", FO_NUMBER_EVEN}, {NULL, 0}};
static const struct fo_word positions[] = {{"any", FO_POSITION_ANY},
    {"first", FO_POSITION_FIRST}, {"last", FO_POSITION_LAST},
    {"rest", FO_POSITION_REST}, {"only", FO_POSITION_ONLY}, {NULL, 0}};
static const struct fo_word parities[] = {{"any", FO_PARITY_ANY},
    {"odd", FO_PARITY_ODD}, {"even", FO_PARITY_EVEN}, {NULL, 0}};
static const struct fo_word blanks[] = {{"any", FO_BLANK_ANY},
    {"blank", FO_BLANK}, {"not-blank", FO_NOT_BLANK}, {NULL, 0}};
static const struct fo_word starting[] = {{"show", 0}, {"hide", 1}, {NULL, 0}};
/* Values that change nothing because they are all that the subset has. */
static const struct fo_word fixed_only[] = {{"fixed", 0}, {NULL, 0}};
/* Patterns stand on a grid of the reference area, which is one "none" too. */
static const struct fo_word on_grid_only[] = {
    {"none", 0}, {"reference-area", 0}, {NULL, 0}};
static const struct fo_word uniform_only[] = {{"uniform", 0}, {NULL, 0}};
static const struct fo_word none_only[] = {{"none", 0}, {NULL, 0}};
static const struct fo_word western_only[] = {
    {"lr-tb", 0}, {"lr", 0}, {NULL, 0}};
static const struct fo_word overflows[] = {{"auto", FO_OVERFLOW_AUTO},
    {"visible", FO_OVERFLOW_VISIBLE}, {"hidden", FO_OVERFLOW_HIDDEN},
    {"error-if-overflow", FO_OVERFLOW_ERROR}, {NULL, 0}};

#define AT(field)         offsetof(struct fo_style, field)
#define EDGE(field, side) (AT(field) + (side) * sizeof(struct fo_length))
#define RULE(side)        (AT(border) + (side) * sizeof(struct fo_border))
#define PART(side, part)  (RULE(side) + offsetof(struct fo_border, part))
#define RETAIN(field)     (AT(field) + offsetof(struct fo_space, retain))
#define SIDE_BORDER(name, side)                                                \
    {"border-" name, fo_set_border, RULE(side), NULL, 2},                      \
        {"border-" name "-style", fo_set_word, PART(side, style),              \
            fo_border_words, 3},                                               \
        {"border-" name "-width", fo_set_points, PART(side, width), NULL, 3},  \
    {                                                                          \
        "border-" name "-color", fo_set_colour, PART(side, colour), NULL, 3    \
    }
#define PRECEDENCE(name, side)                                                 \
    {                                                                          \
        "border-" name "-precedence", fo_set_number_or_word,                   \
            AT(border_precedence) + (side) * sizeof(int32_t), forces, 2        \
    }
#define SIDE_LENGTHS(name, side)                                               \
    {                                                                          \
        "padding-" name, fo_set_length, EDGE(padding, side), NULL, 2           \
    }
#define KEEP(name, field)                                                      \
    {name, fo_set_number_or_word, AT(field), keeps, 2},                        \
        {name ".within-page", fo_set_number_or_word, AT(field), keeps, 3},     \
        {name ".within-column", fo_set_number_or_word, AT(field), keeps, 3},   \
    {                                                                          \
        name ".within-line", fo_set_number_or_word, AT(keep_ignored), keeps, 3 \
    }

static const struct fo_property properties[] = {
    {"font", fo_set_font, 0, NULL, 0},
    {"font-size", fo_set_size, 0, NULL, 1},
    {"font-family", fo_set_family, 0, NULL, 2},
    {"font-weight", fo_set_number_or_word, AT(in.weight), weights, 2},
    {"font-style", fo_set_word, AT(in.italic), slants, 2},
    {"font-variant", fo_set_word, AT(in.small_caps), variants, 2},
    {"color", fo_set_colour, AT(in.colour), NULL, 2},
    {"line-height", fo_set_line_height, 0, NULL, 2},
    {"text-align", fo_set_word, AT(in.align), aligns, 2},
    {"text-align-last", fo_set_word, AT(in.align_last), aligns, 2},
    {"text-indent", fo_set_length, AT(in.text_indent), NULL, 2},
    {"last-line-end-indent", fo_set_length, AT(in.last_line_indent), NULL, 2},
    {"letter-spacing", fo_set_points, AT(in.letter_space), NULL, 2},
    {"word-spacing", fo_set_points, AT(in.word_space), NULL, 2},
    {"visibility", fo_set_word, AT(in.unseen), seens, 2},
    {"text-decoration", fo_set_decoration, 0, NULL, 2},
    {"text-transform", fo_set_word, AT(in.text_case), cases, 2},
    {"baseline-shift", fo_set_shift, 0, NULL, 2},
    {"vertical-align", fo_set_shift, 0, NULL, 2},
    {"white-space", fo_set_white_space, 0, NULL, 1},
    {"white-space-collapse", fo_set_word, AT(in.white_space), collapses, 2},
    {"white-space-treatment", fo_set_word, AT(in.around), arounds, 2},
    {"linefeed-treatment", fo_set_word, AT(in.linefeed), linefeeds, 2},
    {"wrap-option", fo_set_word, AT(in.wrap), wraps, 2},
    {"hyphenate", fo_set_word, AT(in.hyphenate), booleans, 2},
    {"hyphenation-remain-character-count", fo_set_integer, AT(in.hyphen_remain),
        NULL, 2},
    {"hyphenation-push-character-count", fo_set_integer, AT(in.hyphen_push),
        NULL, 2},
    {"hyphenation-character", fo_set_character, AT(in.hyphen), NULL, 2},
    {"hyphenation-ladder-count", fo_set_number_or_word, AT(in.hyphen_ladder),
        no_limits, 2},
    {"language", fo_set_string, AT(in.lang), NULL, 1},
    {"country", fo_set_nothing, 0, NULL, 2},
    {"script", fo_set_nothing, 0, NULL, 2},
    {"space-before", fo_set_space, AT(space_before), NULL, 2},
    {"space-before.optimum", fo_set_space, AT(space_before), NULL, 3},
    {"space-before.minimum", fo_set_length, AT(space_before.minimum), NULL, 3},
    {"space-before.maximum", fo_set_length, AT(space_before.maximum), NULL, 3},
    {"space-before.precedence", fo_set_number_or_word,
        AT(space_before.precedence), forces, 3},
    {"space-before.conditionality", fo_set_word, RETAIN(space_before), retains,
        3},
    {"space-after", fo_set_space, AT(space_after), NULL, 2},
    {"space-after.optimum", fo_set_space, AT(space_after), NULL, 3},
    {"space-after.minimum", fo_set_length, AT(space_after.minimum), NULL, 3},
    {"space-after.maximum", fo_set_length, AT(space_after.maximum), NULL, 3},
    {"space-after.precedence", fo_set_number_or_word,
        AT(space_after.precedence), forces, 3},
    {"space-after.conditionality", fo_set_word, RETAIN(space_after), retains,
        3},
    {"start-indent", fo_set_length, AT(start_indent), NULL, 2},
    {"end-indent", fo_set_length, AT(end_indent), NULL, 2},
    {"margin", fo_set_sides, AT(margin), NULL, 1},
    {"margin-top", fo_set_length, EDGE(margin, FO_TOP), NULL, 2},
    {"margin-right", fo_set_length, EDGE(margin, FO_RIGHT), NULL, 2},
    {"margin-bottom", fo_set_length, EDGE(margin, FO_BOTTOM), NULL, 2},
    {"margin-left", fo_set_length, EDGE(margin, FO_LEFT), NULL, 2},
    {"padding", fo_set_sides, AT(padding), NULL, 1},
    SIDE_LENGTHS("top", FO_TOP),
    SIDE_LENGTHS("before", FO_TOP),
    SIDE_LENGTHS("right", FO_RIGHT),
    SIDE_LENGTHS("end", FO_RIGHT),
    SIDE_LENGTHS("bottom", FO_BOTTOM),
    SIDE_LENGTHS("after", FO_BOTTOM),
    SIDE_LENGTHS("left", FO_LEFT),
    SIDE_LENGTHS("start", FO_LEFT),
    {"border", fo_set_border_all, RULE(0), NULL, 1},
    {"border-style", fo_set_border_words, PART(0, style), fo_border_words, 2},
    {"border-width", fo_set_border_widths, PART(0, width), NULL, 2},
    {"border-color", fo_set_border_colours, PART(0, colour), NULL, 2},
    SIDE_BORDER("top", FO_TOP),
    SIDE_BORDER("before", FO_TOP),
    SIDE_BORDER("right", FO_RIGHT),
    SIDE_BORDER("end", FO_RIGHT),
    SIDE_BORDER("bottom", FO_BOTTOM),
    SIDE_BORDER("after", FO_BOTTOM),
    SIDE_BORDER("left", FO_LEFT),
    SIDE_BORDER("start", FO_LEFT),
    PRECEDENCE("before", FO_TOP),
    PRECEDENCE("after", FO_BOTTOM),
    PRECEDENCE("start", FO_LEFT),
    PRECEDENCE("end", FO_RIGHT),
    {"background-color", fo_set_colour, AT(background), NULL, 2},
    {"background", fo_set_colour, AT(background), NULL, 1},
    {"break-before", fo_set_word, AT(break_before), breaks, 2},
    {"break-after", fo_set_word, AT(break_after), breaks, 2},
    KEEP("keep-together", keep_together),
    KEEP("keep-with-next", keep_with_next),
    KEEP("keep-with-previous", keep_with_previous),
    {"widows", fo_set_integer, AT(in.widows), NULL, 2},
    {"orphans", fo_set_integer, AT(in.orphans), NULL, 2},
    {"id", fo_set_string, AT(id), NULL, 2},
    {"role", fo_set_string, AT(role), NULL, 2},
    {"width", fo_set_length, AT(width), NULL, 2},
    {"inline-progression-dimension", fo_set_length, AT(width), NULL, 2},
    {"height", fo_set_length, AT(height), NULL, 2},
    {"block-progression-dimension", fo_set_length, AT(height), NULL, 2},
    {"content-width", fo_set_content, AT(content_width), fits, 2},
    {"content-height", fo_set_content, AT(content_height), fits, 2},
    {"scaling", fo_set_word, AT(keep_ignored), uniform_only, 2},
    {"page-width", fo_set_length, AT(page_width), NULL, 2},
    {"page-height", fo_set_length, AT(page_height), NULL, 2},
    {"extent", fo_set_length, AT(extent), NULL, 2},
    {"absolute-position", fo_set_word, AT(absolute), absolutes, 2},
    {"top", fo_set_length, EDGE(offset, FO_TOP), NULL, 2},
    {"right", fo_set_length, EDGE(offset, FO_RIGHT), NULL, 2},
    {"bottom", fo_set_length, EDGE(offset, FO_BOTTOM), NULL, 2},
    {"left", fo_set_length, EDGE(offset, FO_LEFT), NULL, 2},
    {"master-name", fo_set_string, AT(master_name), NULL, 2},
    {"master-reference", fo_set_string, AT(master_reference), NULL, 2},
    {"flow-name", fo_set_string, AT(flow_name), NULL, 2},
    {"region-name", fo_set_string, AT(region_name), NULL, 2},
    {"initial-page-number", fo_set_number_or_word, AT(initial_page_number),
        numbers, 2},
    {"force-page-count", fo_set_word, AT(force_page_count), counts, 2},
    {"format", fo_set_format, 0, NULL, 2},
    {"page-position", fo_set_word, AT(page_position), positions, 2},
    {"odd-or-even", fo_set_word, AT(odd_or_even), parities, 2},
    {"blank-or-not-blank", fo_set_word, AT(blank_or_not), blanks, 2},
    {"maximum-repeats", fo_set_repeats, AT(maximum_repeats), NULL, 2},
    {"column-number", fo_set_integer, AT(column_number), NULL, 2},
    {"column-width", fo_set_length, AT(column_width), NULL, 2},
    {"number-columns-repeated", fo_set_integer, AT(columns_repeated), NULL, 2},
    {"number-columns-spanned", fo_set_integer, AT(columns_spanned), NULL, 2},
    {"starts-row", fo_set_word, AT(starts_row), booleans, 2},
    {"ends-row", fo_set_word, AT(ends_row), booleans, 2},
    {"number-rows-spanned", fo_set_integer, AT(rows_spanned), NULL, 2},
    {"table-layout", fo_set_word, AT(keep_ignored), fixed_only, 2},
    {"border-collapse", fo_set_word, AT(in.collapse), models, 2},
    {"border-separation", fo_set_separation, 0, NULL, 2},
    {"border-separation.inline-progression-direction", fo_set_points,
        AT(in.separation[0]), NULL, 3},
    {"border-separation.block-progression-direction", fo_set_points,
        AT(in.separation[1]), NULL, 3},
    {"display-align", fo_set_word, AT(in.display_align), displays, 2},
    {"relative-align", fo_set_nothing, 0, NULL, 2},
    {"table-omit-header-at-break", fo_set_word, AT(omit_header), booleans, 2},
    {"table-omit-footer-at-break", fo_set_word, AT(omit_footer), booleans, 2},
    {"provisional-distance-between-starts", fo_set_length, AT(in.list_distance),
        NULL, 2},
    {"provisional-label-separation", fo_set_length, AT(in.list_separation),
        NULL, 2},
    {"leader-pattern", fo_set_word, AT(in.leader), leaders, 2},
    {"leader-length", fo_set_leader, 0, NULL, 2},
    {"leader-length.minimum", fo_set_length, AT(in.leader_minimum), NULL, 3},
    {"leader-length.optimum", fo_set_length, AT(in.leader_length), NULL, 3},
    {"leader-length.maximum", fo_set_length, AT(in.leader_maximum), NULL, 3},
    {"leader-pattern-width", fo_set_points, AT(in.leader_width), NULL, 2},
    {"leader-alignment", fo_set_word, AT(keep_ignored), on_grid_only, 2},
    {"rule-style", fo_set_word, AT(in.rule_style), fo_border_words, 2},
    {"rule-thickness", fo_set_points, AT(in.rule_thickness), NULL, 2},
    {"ref-id", fo_set_string, AT(ref_id), NULL, 2},
    {"internal-destination", fo_set_string, AT(internal), NULL, 2},
    {"external-destination", fo_set_string, AT(external), NULL, 2},
    {"src", fo_set_string, AT(src), NULL, 2},
    {"character", fo_set_character, AT(character), NULL, 2},
    {"marker-class-name", fo_set_string, AT(marker_class), NULL, 2},
    {"retrieve-class-name", fo_set_string, AT(marker_class), NULL, 2},
    {"retrieve-position", fo_set_word, AT(retrieve_position), retrieved, 2},
    {"retrieve-boundary", fo_set_word, AT(retrieve_boundary), boundaries, 2},
    {"precedence", fo_set_word, AT(precedence), booleans, 2},
    {"reference-orientation", fo_set_word, AT(orientation), turns, 2},
    {"starting-state", fo_set_word, AT(bookmark_closed), starting, 2},
    {"writing-mode", fo_set_word, AT(keep_ignored), western_only, 2},
    {"span", fo_set_word, AT(keep_ignored), none_only, 2},
    {"overflow", fo_set_word, AT(overflow), overflows, 2},
    {"score-spaces", fo_set_nothing, 0, NULL, 2},
};

void
fo_style_init(struct fo_style *style)
{
    /* Copied with its padding: equal styles are equal bytes. */
    static const struct fo_style initial = {
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
            .hyphen = {"-", 1},
            .leader_minimum = {.kind = FO_SET},
            .leader_length = {.kind = FO_SET, .points = LEADER_OPTIMUM},
            .leader_maximum = {.kind = FO_SET, .percent = 100000},
            .list_distance = {.kind = FO_SET, .points = 24000},
            .list_separation = {.kind = FO_SET, .points = 6000},
            .collapse = FO_COLLAPSE},
        .border_precedence = {-1, -1, -1, -1},
        .initial_page_number = FO_NUMBER_AUTO,
        .number_format = '1',
        .maximum_repeats = -1,
        .columns_repeated = 1,
        .columns_spanned = 1,
        .rows_spanned = 1,
    };
    memcpy(style, &initial, sizeof *style);
    for (size_t side = 0; side < FO_SIDES; side++) {
        style->border[side].width = 1000;
    }
}

static bool
attribute_is_in(const struct xml_attribute *attribute, const char *prefix)
{
    return attribute->prefix != NULL && strcmp(attribute->prefix, prefix) == 0;
}

static const struct fo_property *
property_find(const char *name)
{
    for (size_t i = 0; i < sizeof properties / sizeof properties[0]; i++) {
        if (properties[i].name[0] == name[0] &&
            strcmp(properties[i].name, name) == 0) {
            return &properties[i];
        }
    }
    return NULL;
}

/* Those that have a namespace: xml:lang, fox:alt-text ... */
static bool
read_foreign(const struct xml_attribute *attribute, struct fo_style *style,
    struct err *err)
{
    const char *name = attribute->name;
    if (attribute_is_in(attribute, "xml") && strcmp(name, "lang") == 0) {
        style->in.lang = attribute->value;
        return true;
    }
    if (attribute_is_in(attribute, "xml") && strcmp(name, "space") == 0) {
        return true;
    }
    if (attribute_is_in(attribute, "fox") && strcmp(name, "alt-text") == 0) {
        style->alt = attribute->value;
        return true;
    }
    if (attribute_is_in(attribute, "fox") && strcmp(name, "header") == 0) {
        return true;
    }
    if (attribute_is_in(attribute, "fox") &&
        strcmp(name, "border-radius") == 0) {
        static const struct fo_property radius = {
            "border-radius", fo_set_points, AT(radius), NULL, 2};
        if (fo_set_points(style, &radius, span_trim(attribute->value)) &&
            style->radius >= 0) {
            return true;
        }
        err_set(err, ERR_INPUT, "fox:border-radius is one length");
        return false;
    }
    err_set(err, ERR_INPUT, "the attribute '%s:%s' is not supported",
        attribute->prefix, name);
    return false;
}

static const struct fo_property *
property_named(struct span name)
{
    for (size_t i = 0; i < sizeof properties / sizeof properties[0]; i++) {
        if (span_is(name, properties[i].name)) {
            return &properties[i];
        }
    }
    return NULL;
}

static bool
read_property(const struct xml_attribute *attribute,
    struct fo_style_above above, struct fo_style *style, int priority,
    struct err *err)
{
    const char *name = attribute->name;
    const struct fo_property *property = property_find(name);
    struct span value = span_trim(attribute->value);
    if (property == NULL) {
        err_set(err, ERR_INPUT, "the property '%s' is not supported", name);
        return false;
    }
    if (property->priority != priority || span_is(value, "inherit")) {
        return true;
    }
    const struct fo_sources sources = {
        above.parent, above.column, property_named};
    if (fo_function_is_in(value)
            ? fo_function_set(style, property, &sources, value)
            : property->set(style, property, value)) {
        return true;
    }
    err_set(err, ERR_INPUT, "the property '%s' cannot be '%.*s'", name,
        value.len > 60 ? 60 : (int)value.len, value.ptr);
    return false;
}

bool
fo_style_needs_column(const struct xml_element *element)
{
    for (size_t i = 0; i < element->attribute_count; i++) {
        if (fo_function_asks_column(element->attributes[i].value)) {
            return true;
        }
    }
    return false;
}

bool
fo_style_read(const struct xml_element *element, struct fo_style_above above,
    struct fo_style *out, struct err *err)
{
    struct fo_style style;
    fo_style_init(&style);
    style.in = above.parent->in;
    for (int priority = 0; priority < PROPERTY_PRIORITIES; priority++) {
        for (size_t i = 0; i < element->attribute_count; i++) {
            const struct xml_attribute *a = &element->attributes[i];
            bool ok = a->prefix == NULL
                          ? read_property(a, above, &style, priority, err)
                          : (priority != 2 || read_foreign(a, &style, err));
            if (!ok) {
                err_at_line(err, element->line);
                return false;
            }
        }
    }
    *out = style;
    return true;
}
