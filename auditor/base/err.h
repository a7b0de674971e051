#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>
#include <stdint.h>

/*
 * One error record, filled by the function that found the error and passed
 * up unchanged to cli/, which prints it and chooses the exit status.
 */

#define MUST_CHECK        __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))

enum err_code {
    ERR_NONE,
    ERR_USAGE,  /* the command line or the caller's request makes no sense */
    ERR_INPUT,  /* an input is malformed or contradicts itself */
    ERR_LIMIT,  /* an input is over a limit of base/limits.h */
    ERR_SYSTEM, /* memory, disk, or a library failed */
    ERR_TRUST,  /* a signature or its trust could not be established */
};

enum {
    ERR_FILE_BYTES = 512,
    ERR_PLACE_BYTES = 256,
    ERR_TEXT_BYTES = 768,
};

struct err {
    enum err_code code;
    char file[ERR_FILE_BYTES];   /* the input at fault, or "" */
    char place[ERR_PLACE_BYTES]; /* "line 3", "/results/acc", or "" */
    char text[ERR_TEXT_BYTES];   /* lower case, no full stop, no newline */
};

/* Record an error. The first one recorded wins: later calls change nothing. */
void err_set(struct err *err, enum err_code code, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* As err_set, and appends the text of the current errno. */
void err_set_errno(struct err *err, const char *format, ...) PRINTF_LIKE(2, 3);

/* Name the place in the input; kept only if none was named before. */
void err_at_line(struct err *err, int64_t line);
void err_at(struct err *err, const char *format, ...) PRINTF_LIKE(2, 3);

/* Name the input file; kept only if none was named before. */
void err_in_file(struct err *err, const char *path);

/* Forget the error, so that the record can be used again. */
void err_clear(struct err *err);

#endif
