#include "base/frame.h"

#include <string.h>

struct span
frame_error(const struct err *err)
{
    return (struct span){(const char *)err, sizeof(*err)};
}

/* Text from a process that may be hostile: printable, and it ends. */
static void
clean_text(char *text, size_t size)
{
    text[size - 1] = '\0';
    for (char *at = text; *at != '\0'; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7f) {
            *at = '?';
        }
    }
    if (!utf8_valid(span_of(text))) {
        for (char *at = text; *at != '\0'; at++) {
            if ((unsigned char)*at >= 0x80) {
                *at = '?';
            }
        }
    }
}

void
frame_take_error(struct span payload, struct err *err)
{
    struct err record;

    if (payload.len != sizeof(record)) {
        err_set(err, ERR_INPUT, "the reader sent a malformed error record");
        return;
    }
    memcpy(&record, payload.ptr, sizeof(record));
    clean_text(record.file, sizeof(record.file));
    clean_text(record.place, sizeof(record.place));
    clean_text(record.text, sizeof(record.text));
    bool known = record.code > ERR_NONE && record.code <= ERR_TRUST;
    err_set(err, known ? record.code : ERR_INPUT, "%s", record.text);
    if (record.place[0] != '\0') {
        err_at(err, "%s", record.place);
    }
    if (record.file[0] != '\0') {
        err_in_file(err, record.file);
    }
}
