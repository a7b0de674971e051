#include "cli/demand.h"

#include <string.h>

enum {
    FINGERPRINT_DIGITS = 64,
    /* what has nothing but digits and colons is meant as a fingerprint from
       here on: a common name may be "CAFE" */
    FINGERPRINT_LEAST = 16,
};

/* Without colons and in lower case; false when other characters are there. */
static bool
take_digits(
    const char *value, char digits[FINGERPRINT_DIGITS + 1], size_t *count_out)
{
    size_t count = 0;
    for (; *value != '\0'; value++) {
        const char *all = "0123456789abcdef0123456789ABCDEF";
        const char *found = strchr(all, *value);
        if (*value == ':') {
            continue;
        }
        if (found == NULL) {
            return false;
        }
        if (count < FINGERPRINT_DIGITS) {
            digits[count] = all[(found - all) % 16];
        }
        count++;
    }
    digits[FINGERPRINT_DIGITS] = '\0';
    *count_out = count;
    return true;
}

static bool
refuse(const char *value, const char *reason, struct err *err)
{
    err_set(err, ERR_USAGE, "--expect-signer '%.80s': %s", value, reason);
    return false;
}

static bool
read_signer(struct call *call, const char *value, struct seal_demand *demand,
    struct err *err)
{
    char digits[FINGERPRINT_DIGITS + 1];
    size_t count = 0;
    if (take_digits(value, digits, &count) && count >= FINGERPRINT_LEAST) {
        if (count != FINGERPRINT_DIGITS) {
            return refuse(
                value, "a SHA-256 fingerprint has 64 hexadecimal digits", err);
        }
        if (demand->signer_sha256 != NULL) {
            return refuse(value, "a fingerprint was given already", err);
        }
        demand->signer_sha256 = span_string(call->arena, span_of(digits), err);
        return demand->signer_sha256 != NULL;
    }
    value += strncmp(value, "CN=", 3) == 0 ? 3 : 0;
    if (*value == '\0' || !utf8_valid(span_of(value))) {
        return refuse(value,
            "give the SHA-256 fingerprint of the certificate, or CN=NAME", err);
    }
    if (demand->signer_common_name != NULL) {
        return refuse(value, "a common name was given already", err);
    }
    demand->signer_common_name = value;
    return true;
}

bool
demand_read(struct call *call, struct seal_demand *out, struct err *err)
{
    struct seal_demand demand = {.level_asked = false};
    const char *level = options_value(&call->options, "level", NULL);
    size_t at = 0;
    const char *signer = options_each(&call->options, "expect-signer", &at);
    if (level != NULL && !seal_level_parse(level, &demand.level)) {
        err_set(err, ERR_USAGE, "--level '%.40s': want B-B, B-T, B-LT or B-LTA",
            level);
        return false;
    }
    demand.level_asked = level != NULL;
    for (; signer != NULL;
         signer = options_each(&call->options, "expect-signer", &at)) {
        if (!read_signer(call, signer, &demand, err)) {
            return false;
        }
    }
    *out = demand;
    return true;
}
