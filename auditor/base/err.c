#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void
err_set(struct err *err, enum err_code code, const char *format, ...)
{
    if (err->code != ERR_NONE) {
        return;
    }
    err->code = code;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(err->text, sizeof(err->text), format, arguments);
    va_end(arguments);
}

void
err_set_errno(struct err *err, const char *format, ...)
{
    int number = errno;
    if (err->code != ERR_NONE) {
        return;
    }
    err->code = ERR_SYSTEM;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(err->text, sizeof(err->text), format, arguments);
    va_end(arguments);
    size_t used = strlen(err->text);
    snprintf(
        err->text + used, sizeof(err->text) - used, ": %s", strerror(number));
}

void
err_at_line(struct err *err, int64_t line)
{
    err_at(err, "line %lld", (long long)line);
}

void
err_at(struct err *err, const char *format, ...)
{
    if (err->place[0] != '\0') {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(err->place, sizeof(err->place), format, arguments);
    va_end(arguments);
}

void
err_in_file(struct err *err, const char *path)
{
    if (err->file[0] == '\0') {
        snprintf(err->file, sizeof(err->file), "%s", path);
    }
}

void
err_clear(struct err *err)
{
    memset(err, 0, sizeof(*err));
}
