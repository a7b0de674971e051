#include "ingest/wire.h"

#include <stdint.h>
#include <string.h>

#include "base/decimal.h"
#include "base/digest.h"
#include "base/limits.h"

/* Entity, property and method, before the texts. */
struct head {
    uint8_t kind;
    uint8_t method;
    uint16_t property; /* row of the vocabulary */
};

enum {
    TEXT_COUNT = 5
}; /* entity id, value, written, unit, place */

bool
wire_put_claim(struct text *out, const struct claim *claim, struct err *err)
{
    size_t count = 0;
    const struct property *table = property_table(&count);
    const struct property *row = property_find(claim->entity, claim->property);

    if (row == NULL) {
        err_set(err, ERR_SYSTEM,
            "a reader claims '%s' of '%s', which the "
            "vocabulary does not have",
            claim->property, entity_name(claim->entity));
        return false;
    }
    const struct head head = {
        WIRE_CLAIM, (uint8_t)claim->method, (uint16_t)(row - table)};
    const struct span texts[TEXT_COUNT] = {span_of(claim->entity_id),
        claim->value, claim->written, claim->unit, claim->place};
    text_put(out, (struct span){(const char *)&head, sizeof(head)});
    for (size_t i = 0; i < TEXT_COUNT; i++) {
        if (texts[i].len > LIMIT_STRING_BYTES) {
            err_set(err, ERR_LIMIT,
                "a value of %zu bytes is over the limit "
                "%zu",
                texts[i].len, LIMIT_STRING_BYTES);
            return false;
        }
        uint32_t len = (uint32_t)texts[i].len;
        text_put(out, (struct span){(const char *)&len, sizeof(len)});
        text_put(out, texts[i]);
    }
    return text_done(out, err);
}

static bool
malformed(struct err *err)
{
    err_set(err, ERR_INPUT, "the reader sent a malformed claim");
    return false;
}

static bool
take_text(struct span *rest, struct span *out)
{
    uint32_t len = 0;

    if (rest->len < sizeof(len)) {
        return false;
    }
    memcpy(&len, rest->ptr, sizeof(len));
    rest->ptr += sizeof(len);
    rest->len -= sizeof(len);
    if (len > rest->len) {
        return false;
    }
    *out = (struct span){rest->ptr, len};
    rest->ptr += len;
    rest->len -= len;
    return utf8_valid(*out);
}

bool
wire_check_value(
    const struct property *property, struct span value, struct err *err)
{
    struct decimal number;
    bool good = value.len > 0;

    switch (property->kind) {
    case VALUE_NUMBER:
        return decimal_parse(value, &number, err);
    case VALUE_YES_NO:
        good = span_is(value, "yes") || span_is(value, "no");
        break;
    case VALUE_DIGEST:
        good = digest_is_hex(value);
        break;
    case VALUE_TEXT:
    case VALUE_DATE: /* as written; rules see the day when it is one */
        break;
    }
    if (!good) {
        err_set(err, ERR_INPUT, "the value '%.*s' is not what '%s' asks for",
            value.len > 80 ? 80 : (int)value.len, value.ptr, property->name);
    }
    return good;
}

static bool
copy_texts(struct arena *arena, const struct span texts[TEXT_COUNT],
    struct claim *claim, struct err *err)
{
    claim->entity_id = span_string(arena, texts[0], err);
    return claim->entity_id != NULL &&
           span_copy(arena, texts[1], &claim->value, err) &&
           span_copy(arena, texts[2], &claim->written, err) &&
           span_copy(arena, texts[3], &claim->unit, err) &&
           span_copy(arena, texts[4], &claim->place, err);
}

bool
wire_take_claim(struct arena *arena, struct span message, struct claim *out,
    struct err *err)
{
    struct claim claim = {.evidence = "", .option = "", .reader = ""};
    struct span texts[TEXT_COUNT];
    struct head head;
    size_t count = 0;
    const struct property *table = property_table(&count);

    if (message.len < sizeof(head)) {
        return malformed(err);
    }
    memcpy(&head, message.ptr, sizeof(head));
    struct span rest = {message.ptr + sizeof(head), message.len - sizeof(head)};
    for (size_t i = 0; i < TEXT_COUNT; i++) {
        if (!take_text(&rest, &texts[i])) {
            return malformed(err);
        }
    }
    if (rest.len > 0 || head.kind != WIRE_CLAIM || head.property >= count ||
        head.method > CLAIM_COMPUTED) {
        return malformed(err);
    }
    claim.entity = table[head.property].entity;
    claim.property = table[head.property].name;
    claim.method = (enum claim_method)head.method;
    if (!wire_check_value(&table[head.property], texts[1], err)) {
        int shown = texts[4].len > 200 ? 200 : (int)texts[4].len;
        err_at(err, "%.*s", shown, texts[4].ptr);
        return false;
    }
    if (!copy_texts(arena, texts, &claim, err)) {
        return false;
    }
    *out = claim;
    return true;
}
