#ifndef RULE_WAIVER_H
#define RULE_WAIVER_H

#include "model/finding.h"

#include <stddef.h>

/* Waivers: who accepts a finding that is open, why, and until when. */
struct waiver_context {
    const struct waiver *waivers;
    size_t count;
    const char *option; /* under audit */
    const char *day;    /* "20261123": of the facts, not of the machine */
};

/*
 * Apply the waiver for this finding, if there is one. Only `fail` and
 * `unknown` can be waived. One that is past its day, or does not say by whom,
 * why or until when, is shown as expired and changes nothing.
 */
void waiver_apply(
    const struct waiver_context *context, struct finding *finding);

#endif
