#include "render/typography.h"

/*
 * One pass over code points, with what was written last and what comes next at
 * hand. A mark is French punctuation only at the end of a word: "a ?" and "a?"
 * are, "12:30" and "/p?q=1" are not.
 */
enum {
    NBSP = 0xA0,
    NNBSP = 0x202F,
    OPENING = 0xAB, /* guillemets */
    CLOSING = 0xBB,
    APOSTROPHE = 0x2019,
};

struct spacer {
    struct span in;
    struct text *out;
    size_t at;
    uint32_t last;       /* what was written last, 0 at the beginning */
    size_t digits;       /* that end what was written, */
    bool group;          /* after a space that divides a number */
    size_t word;         /* where the word being read begins */
    size_t verbatim_end; /* an address ends there */
};

static bool
is_space(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == NBSP ||
           c == NNBSP;
}

static bool
is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* Every letter that French text has; marks above Latin are not letters. */
static bool
is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7);
}

static bool
in_set(uint32_t c, const char *set)
{
    struct span all = span_of(set);
    for (size_t at = 0; at < all.len;) {
        if (utf8_next(all, &at) == c) {
            return true;
        }
    }
    return false;
}

static uint32_t
peek(const struct spacer *self, size_t at)
{
    return at < self->in.len ? utf8_next(self->in, &at) : 0;
}

static size_t
after(const struct spacer *self, size_t at)
{
    (void)utf8_next(self->in, &at);
    return at;
}

static size_t
after_spaces(const struct spacer *self, size_t at)
{
    while (is_space(peek(self, at))) {
        at = after(self, at);
    }
    return at;
}

static void
put(struct spacer *self, uint32_t c)
{
    char bytes[4];
    size_t length = utf8_put(c, bytes);
    text_put(self->out, (struct span){bytes, length});
    self->digits = is_digit(c) ? self->digits + 1 : 0;
    self->last = c;
}

/* Does the mark before `at` end a word, or stand between spaces? */
static bool
ends_word(const struct spacer *self, size_t at)
{
    uint32_t next = peek(self, at);
    return next == 0 || is_space(next) || in_set(next, ")]}»”’\".,;!?…");
}

/* The space that belongs before the mark at `at`, 0 when none does. */
static uint32_t
space_before(const struct spacer *self, size_t at)
{
    uint32_t mark = peek(self, at);
    if (mark == CLOSING) {
        return NNBSP;
    }
    if (mark == 0 || !in_set(mark, ";:!?") ||
        !ends_word(self, after(self, at))) {
        return 0;
    }
    return mark == ':' ? NBSP : NNBSP;
}

static bool
stands_at(const struct spacer *self, size_t at, struct span word)
{
    return self->in.len - at >= word.len &&
           span_equal((struct span){self->in.ptr + at, word.len}, word);
}

static bool
is_unit(const struct spacer *self, size_t at)
{
    static const char *const units[] = {"%", "‰", "€", "$", "°C", "ms", "s",
        "min", "h", "kg", "g", "mg", "t", "m", "km", "mm", "J", "kJ", "MJ",
        "GJ", "W", "kW", "MW", "Wh", "kWh", "MWh", "Hz", "MHz", "GHz", "o",
        "ko", "Mo", "Go", "To", "Kio", "Mio", "Gio", "Tio", "bits", "octets",
        "k", "M", "Md", "B"};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        struct span unit = span_of(units[i]);
        if (stands_at(self, at, unit)) {
            uint32_t next = peek(self, at + unit.len);
            if (!is_letter(next) && !is_digit(next) &&
                !in_set(next, "’'°/-_")) {
                return true;
            }
        }
    }
    return false;
}

/* Are there three digits and no more? */
static bool
is_group(const struct spacer *self, size_t at)
{
    for (size_t i = 0; i < 3; i++, at++) {
        if (!is_digit(peek(self, at))) {
            return false;
        }
    }
    uint32_t next = peek(self, at);
    return !is_digit(next) && !is_letter(next) && !in_set(next, "-/_:");
}

/* Is the word before the space at hand one that announces a number? */
static bool
announces_number(const struct spacer *self)
{
    static const char *const words[] = {"art.", "Art.", "n°", "N°", "nº", "p.",
        "pp.", "chap.", "fig.", "al.", "§"};
    struct span word = {self->in.ptr + self->word, self->at - self->word};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (span_is(word, words[i])) {
            return true;
        }
    }
    return false;
}

/* The one space that a run of spaces up to `end` becomes, 0 to keep the run. */
static uint32_t
space_for(const struct spacer *self, size_t end)
{
    uint32_t next = peek(self, end);
    uint32_t before = self->last == 0 ? 0 : space_before(self, end);
    size_t whole = self->group ? 3 : 0;
    if (self->last == OPENING && next != 0) {
        return NNBSP;
    }
    if (before != 0) {
        return before;
    }
    if (self->digits > 0 && is_group(self, end) &&
        (whole > 0 ? self->digits == whole : self->digits <= 3)) {
        return NNBSP;
    }
    if ((self->digits > 0 && is_unit(self, end)) ||
        (is_digit(next) && announces_number(self))) {
        return NBSP;
    }
    return 0;
}

static void
put_spaces(struct spacer *self)
{
    size_t end = after_spaces(self, self->at);
    uint32_t one = space_for(self, end);
    bool group = one == NNBSP && self->digits > 0 && is_digit(peek(self, end));
    if (one != 0) {
        put(self, one);
    }
    while (one == 0 && self->at < end) {
        put(self, utf8_next(self->in, &self->at));
    }
    self->at = end;
    self->word = end;
    self->group = group;
}

/* A mark that was typed without the space that belongs before it. */
static bool
lacks_space(const struct spacer *self, uint32_t c)
{
    if (c == CLOSING) {
        return self->last != 0 && self->last != OPENING &&
               !is_space(self->last);
    }
    if (c == '%') {
        uint32_t next = peek(self, after(self, self->at));
        return self->digits > 0 && !is_letter(next) && !is_digit(next);
    }
    return (is_letter(self->last) || is_digit(self->last) ||
               in_set(self->last, ")]»”’")) &&
           space_before(self, self->at) != 0;
}

static void
put_mark(struct spacer *self)
{
    uint32_t c = peek(self, self->at);
    uint32_t next = peek(self, after(self, self->at));
    if (lacks_space(self, c)) {
        put(self, c == '%' ? NBSP : space_before(self, self->at));
    }
    put(self,
        c == '\'' && is_letter(self->last) && is_letter(next) ? APOSTROPHE : c);
    self->at = after(self, self->at);
    if (c == OPENING && next != 0 && next != CLOSING && !is_space(next)) {
        put(self, NNBSP);
    }
    if (c == OPENING) {
        self->word = self->at;
    }
}

/* At the beginning of a word: does an address stand there? */
static size_t
address_end(const struct spacer *self)
{
    size_t end = self->at;
    bool address = false;
    while (end < self->in.len && !is_space(peek(self, end)) &&
           peek(self, end) != OPENING && peek(self, end) != CLOSING) {
        address = address || stands_at(self, end, span_of("://"));
        end = after(self, end);
    }
    return address ? end : self->at;
}

bool
typography_french(
    struct arena *arena, struct span in, struct span *out, struct err *err)
{
    struct text text;
    text_init(&text, in.len * 4 + 4); /* a space before every byte */
    struct spacer self = {.in = in, .out = &text};
    while (self.at < in.len) {
        if (self.at == self.word) {
            self.verbatim_end = address_end(&self);
        }
        if (self.at < self.verbatim_end) {
            put(&self, utf8_next(in, &self.at));
        } else if (is_space(peek(&self, self.at))) {
            put_spaces(&self);
        } else {
            put_mark(&self);
        }
    }
    bool ok =
        text_done(&text, err) && span_copy(arena, text_span(&text), out, err);
    text_release(&text);
    return ok;
}
