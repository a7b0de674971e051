#include "cli/passphrase.h"
#include "base/file.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum {
    PROMPT_BYTES = 1024,
};

static bool
parse_fd(const char *word, int *out, struct err *err)
{
    char *end = NULL;
    long value = strtol(word, &end, 10);
    if (word[0] < '0' || word[0] > '9' || *end != '\0' || value > INT_MAX ||
        fcntl((int)value, F_GETFD) < 0) {
        err_set(err, ERR_USAGE,
            "cannot use --passphrase-fd '%.20s': give the number of an open "
            "descriptor",
            word);
        return false;
    }
    *out = (int)value;
    return true;
}

bool
passphrase_of(
    const struct options *options, struct passphrase *out, struct err *err)
{
    const char *fd = options_value(options, "passphrase-fd", NULL);
    struct passphrase passphrase = {
        options_value(options, "passphrase-file", NULL), -1};
    if (fd != NULL && passphrase.path != NULL) {
        err_set(err, ERR_USAGE,
            "give one of --passphrase-file and --passphrase-fd");
        return false;
    }
    if (fd != NULL && !parse_fd(fd, &passphrase.fd, err)) {
        return false;
    }
    *out = passphrase;
    return true;
}

/* How reading a line ended. */
enum line {
    LINE_BROKEN, /* errno tells; EINTR: a signal came */
    LINE_LONG,
    LINE_WHOLE,
};

/* Byte by byte: what follows the line in a descriptor is not for us. */
static enum line
read_line(int fd, struct seal_secret *out)
{
    out->len = 0;
    for (;;) {
        char byte = '\0';
        ssize_t got = read(fd, &byte, 1);
        if (got < 0) {
            return LINE_BROKEN;
        }
        if (got == 0 || byte == '\n') {
            break;
        }
        if (out->len + 1 >= sizeof(out->bytes) || byte == '\0') {
            return LINE_LONG;
        }
        out->bytes[out->len++] = byte;
    }
    if (out->len > 0 && out->bytes[out->len - 1] == '\r') {
        out->len--;
    }
    out->bytes[out->len] = '\0';
    return LINE_WHOLE;
}

/* `from` names the source, never what it holds. */
static bool
judge_line(enum line line, const struct seal_secret *secret, const char *from,
    struct err *err)
{
    if (line == LINE_BROKEN) {
        err_set_errno(err, "cannot read the passphrase from %s", from);
        return false;
    }
    if (line == LINE_LONG || secret->len == 0) {
        err_set(err, ERR_USAGE, "cannot use the passphrase from %s: it is %s",
            from,
            line == LINE_LONG ? "over 511 bytes or has a NUL in it" : "empty");
        return false;
    }
    return true;
}

static bool
read_file(const char *path, struct seal_secret *out, struct err *err)
{
    char more = '\0';
    int fd = -1;
    if (!file_open_private(path, "passphrase file", &fd, err)) {
        return false;
    }
    bool ok = judge_line(read_line(fd, out), out, "the file", err);
    if (ok && read(fd, &more, 1) != 0) {
        err_set(err, ERR_USAGE,
            "cannot use the passphrase from the file: it holds more than one "
            "line");
        ok = false;
    }
    if (!ok) {
        err_in_file(err, path);
    }
    close(fd);
    return ok;
}

static bool
read_fd(int fd, struct seal_secret *out, struct err *err)
{
    enum line line = LINE_BROKEN;
    do {
        line = read_line(fd, out);
    } while (line == LINE_BROKEN && errno == EINTR && out->len == 0);
    bool ok = judge_line(line, out, "the descriptor", err);
    close(fd);
    return ok;
}

/* Only there to end the read: the terminal must get its echo back first. */
static void
interrupt(int number)
{
    (void)number;
}

static const int interrupts[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
enum {
    INTERRUPTS = sizeof(interrupts) / sizeof(interrupts[0])
};

/* The echo is off before the question stands there. */
static enum line
read_silently(int tty, struct span prompt, struct seal_secret *out)
{
    struct sigaction action = {.sa_handler = interrupt};
    struct sigaction before[INTERRUPTS];
    struct termios usual;
    if (tcgetattr(tty, &usual) != 0) {
        return LINE_BROKEN;
    }
    struct termios silent = usual;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    silent.c_lflag |= ECHONL | ICANON;
    for (size_t i = 0; i < INTERRUPTS; i++) {
        sigaction(interrupts[i], &action, &before[i]);
    }
    enum line line = LINE_BROKEN;
    if (tcsetattr(tty, TCSAFLUSH, &silent) == 0 &&
        write(tty, prompt.ptr, prompt.len) == (ssize_t)prompt.len) {
        line = read_line(tty, out);
    }
    int reason = errno;
    tcsetattr(tty, TCSAFLUSH, &usual);
    for (size_t i = 0; i < INTERRUPTS; i++) {
        sigaction(interrupts[i], &before[i], NULL);
    }
    errno = reason;
    return line;
}

static bool
ask(const char *what, struct seal_secret *out, struct err *err)
{
    struct text prompt;
    int tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (tty < 0) {
        err_set(err, ERR_USAGE,
            "cannot ask for the %s: there is no terminal, give "
            "--passphrase-file or --passphrase-fd",
            what);
        return false;
    }
    text_init(&prompt, PROMPT_BYTES);
    text_puts(&prompt, "auditor: ");
    text_put_line(&prompt, span_of(what));
    text_puts(&prompt, ": ");
    bool ok = text_done(&prompt, err);
    ok = ok && judge_line(read_silently(tty, text_span(&prompt), out), out,
                   "the terminal", err);
    text_release(&prompt);
    close(tty);
    return ok;
}

bool
passphrase_read(
    void *context, const char *what, struct seal_secret *out, struct err *err)
{
    const struct passphrase *source = context;
    if (source->path != NULL) {
        return read_file(source->path, out, err);
    }
    return source->fd >= 0 ? read_fd(source->fd, out, err)
                           : ask(what, out, err);
}
