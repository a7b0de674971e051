#ifndef MODEL_VALUE_H
#define MODEL_VALUE_H

#include "base/text.h"
#include "model/vocabulary.h"

#include <stdbool.h>

/*
 * Is the text a value of that kind, as claims and facts write it? Numbers are
 * plain decimals ("-0.0125": no exponent, which XPath 1.0 cannot read).
 */
bool value_is(enum value_kind kind, struct span text);

#endif
