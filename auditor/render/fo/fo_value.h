#ifndef RENDER_FO_FO_VALUE_H
#define RENDER_FO_FO_VALUE_H

#include "render/fo/fo.h"

/*
 * Property values of XSL-FO 1.1, section 5.9: lengths with expressions of
 * + - * div and parentheses, colours, and words.
 */

/*
 * `em` is the font size. The functions return false when the text is no such
 * value; the caller, who knows the property, words the error.
 */
bool fo_value_length(struct span text, int32_t em, struct fo_length *out);
/* As fo_value_length; a bare number is thousandths in `share`. */
bool fo_value_number(struct span text, int32_t *out_thousandths);
bool fo_value_integer(struct span text, int32_t *out);
bool fo_value_colour(struct span text, struct fo_colour *out);
bool fo_colour_named(struct span name, struct area_colour *out);
/* Cut the next word (quotes and parentheses kept whole) off `rest`. */
bool fo_value_word(struct span *rest, struct span *word);

#endif
