#ifndef RENDER_FO_FO_SETTER_H
#define RENDER_FO_FO_SETTER_H

#include "render/fo/fo.h"

#include <stddef.h>

/* How one property's value gets into a style; false for a value it lacks. */
struct fo_word {
    const char *name;
    int32_t value;
};

struct fo_property;
typedef bool (*fo_property_set)(struct fo_style *style,
    const struct fo_property *property, struct span value);

/*
 * One property. Those of a lower priority are set first, so that a longhand
 * wins over its shorthand whatever the order of the attributes, and a size in
 * em knows its font.
 */
struct fo_property {
    const char *name;
    fo_property_set set;
    size_t offset;               /* in struct fo_style */
    const struct fo_word *words; /* for set_word, ends with NULL */
    int priority;
};

/* The styles of a border, by name; ends with NULL. */
extern const struct fo_word fo_border_words[];

bool fo_set_length(struct fo_style *style, const struct fo_property *property,
    struct span value);
/* leader-length: of all three that it may have. */
bool fo_set_leader(struct fo_style *style, const struct fo_property *property,
    struct span value);
/* One character. */
bool fo_set_character(struct fo_style *style,
    const struct fo_property *property, struct span value);
bool fo_set_points(struct fo_style *style, const struct fo_property *property,
    struct span value);
/* border-separation: one length, or one across and one down. */
bool fo_set_separation(struct fo_style *style,
    const struct fo_property *property, struct span value);
bool fo_set_space(struct fo_style *style, const struct fo_property *property,
    struct span value);
bool fo_set_colour(struct fo_style *style, const struct fo_property *property,
    struct span value);
bool fo_set_word(struct fo_style *style, const struct fo_property *property,
    struct span value);
bool fo_set_integer(struct fo_style *style, const struct fo_property *property,
    struct span value);
bool fo_set_number_or_word(struct fo_style *style,
    const struct fo_property *property, struct span value);
bool fo_set_string(struct fo_style *style, const struct fo_property *property,
    struct span value);
bool fo_set_content(struct fo_style *style, const struct fo_property *property,
    struct span value);
bool fo_set_nothing(struct fo_style *style, const struct fo_property *property,
    struct span value);
bool fo_set_family(struct fo_style *style, const struct fo_property *property,
    struct span value);
bool fo_set_size(struct fo_style *style, const struct fo_property *property,
    struct span value);
bool fo_set_line_height(struct fo_style *style,
    const struct fo_property *property, struct span value);
bool fo_set_font(struct fo_style *style, const struct fo_property *property,
    struct span value);
bool fo_set_white_space(struct fo_style *style,
    const struct fo_property *property, struct span value);
bool fo_set_decoration(struct fo_style *style,
    const struct fo_property *property, struct span value);
bool fo_set_shift(struct fo_style *style, const struct fo_property *property,
    struct span value);
bool fo_set_repeats(struct fo_style *style, const struct fo_property *property,
    struct span value);
bool fo_set_format(struct fo_style *style, const struct fo_property *property,
    struct span value);
bool fo_set_sides(struct fo_style *style, const struct fo_property *property,
    struct span value);
bool fo_set_border(struct fo_style *style, const struct fo_property *property,
    struct span value);
bool fo_set_border_all(struct fo_style *style,
    const struct fo_property *property, struct span value);
bool fo_set_border_words(struct fo_style *style,
    const struct fo_property *property, struct span value);
bool fo_set_border_colours(struct fo_style *style,
    const struct fo_property *property, struct span value);
bool fo_set_border_widths(struct fo_style *style,
    const struct fo_property *property, struct span value);

#endif
