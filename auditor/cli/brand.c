#include "cli/brand.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/xml.h"
#include "render/render.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#define BRAND_NS "urn:auditor:brand:1"

enum {
    BRAND_BYTES = 64 << 10, /* ours has 2 kB */
    LOGO_BYTES = 256 << 10, /* it is in every document */
    LOGO_PIXELS = 4096,     /* width or height */
    SECTIONS_MAX = 12,
};

/* Relative luminance of sRGB: WCAG 2.1. */
static double
luminance(const char *colour)
{
    static const double weights[] = {0.2126, 0.7152, 0.0722};
    double sum = 0.0;
    for (size_t i = 0; i < 3; i++) {
        int value = 0;
        for (size_t digit = 1; digit < 3; digit++) {
            char c = colour[2 * i + digit];
            value = value * 16 + (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
        }
        double part = value / 255.0;
        sum +=
            weights[i] *
            (part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
}

static bool
check_contrast(const char *name, const char *colour, struct err *err)
{
    double contrast = 1.05 / (luminance(colour) + 0.05);
    if (contrast < 4.5) {
        err_set(err, ERR_INPUT,
            "the colour %s %s cannot be read on white: contrast %.1f, want "
            "4.5 (WCAG 2.1, 1.4.3)",
            name, colour, contrast);
        return false;
    }
    return true;
}

/* Verdicts are told apart by colour too, beside symbol and word. */
static bool
check_colours(const xmlNode *colours, struct err *err)
{
    static const struct {
        const char *name, *usual;
    } known[] = {{"accent", "#1E3A5F"}, {"ink", "#1F2937"}, {"good", "#15693B"},
        {"caution", "#B45309"}, {"bad", "#A11D33"}};
    enum {
        FIRST_VERDICT = 2,
        COUNT = 5
    };
    const char *given[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        const char *value = xml_attribute(colours, known[i].name);
        given[i] = value == NULL ? known[i].usual : value;
        if (!check_contrast(known[i].name, given[i], err)) {
            return false;
        }
        for (size_t j = FIRST_VERDICT; j < i; j++) {
            if (strcmp(given[i], given[j]) == 0) {
                err_set(err, ERR_INPUT,
                    "the colours %s and %s are the same: %s", known[j].name,
                    known[i].name, given[i]);
                return false;
            }
        }
    }
    return true;
}

static uint32_t
number_at(struct span bytes, size_t at)
{
    uint32_t value = 0;
    for (size_t i = 0; i < 4; i++) {
        value = value << 8 | (unsigned char)bytes.ptr[at + i];
    }
    return value;
}

/* PNG, third edition: signature, then IHDR with width and height. */
static bool
check_png(struct span bytes, struct err *err)
{
    static const char start[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    if (bytes.len < 33 || memcmp(bytes.ptr, start, sizeof start - 1) != 0) {
        err_set(err, ERR_INPUT, "the logo is no PNG picture");
        return false;
    }
    uint32_t width = number_at(bytes, 16);
    uint32_t height = number_at(bytes, 20);
    if (width == 0 || height == 0 || width > LOGO_PIXELS ||
        height > LOGO_PIXELS) {
        err_set(err, ERR_LIMIT, "the logo has %u x %u pixels, at most %d",
            (unsigned)width, (unsigned)height, LOGO_PIXELS);
        return false;
    }
    return true;
}

static const char *
data_address(struct arena *arena, struct span bytes, struct err *err)
{
    struct text text;
    text_init(&text, 2 * LOGO_BYTES);
    text_puts(&text, "data:image/png;base64,");
    text_put_base64(&text, bytes);
    char *out = text_done(&text, err)
                    ? span_string(arena, text_span(&text), err)
                    : NULL;
    text_release(&text);
    return out;
}

static bool
load_logo(struct call *call, const char *path, struct brand *brand,
    struct digest *digest, struct err *err)
{
    int fd = -1;
    int64_t size = 0;
    struct span bytes;
    bool ok = file_open(path, &fd, &size, err) &&
              file_read_fd(call->arena, fd, LOGO_BYTES, &bytes, err) &&
              check_png(bytes, err) && digest_add(digest, bytes, err);
    if (fd >= 0) {
        close(fd);
    }
    brand->logo = ok ? data_address(call->arena, bytes, err) : NULL;
    if (brand->logo == NULL) {
        err_in_file(err, path);
    }
    return brand->logo != NULL;
}

static bool
read_parts(struct call *call, const char *dir, struct brand *brand,
    struct digest *digest, struct err *err)
{
    xmlDoc *doc = NULL;
    bool ok = false;
    if (!xml_parse(brand->xml, &doc, err)) {
        goto out;
    }
    const xmlNode *root = xmlDocGetRootElement(doc);
    const xmlNode *colours = xml_child(root, BRAND_NS, "colours");
    const xmlNode *logo = xml_child(root, BRAND_NS, "logo");
    size_t sections = 0;
    for (const xmlNode *section = xml_child(root, BRAND_NS, "section");
         section != NULL; section = xml_next(section, BRAND_NS, "section")) {
        sections++;
    }
    if (sections > SECTIONS_MAX) {
        err_set(
            err, ERR_LIMIT, "%zu sections, at most %d", sections, SECTIONS_MAX);
        goto out;
    }
    if (sections > 0 && xml_child(root, BRAND_NS, "organisation") == NULL) {
        err_set(err, ERR_INPUT,
            "sections are shown under the name of an "
            "organisation, and none is named");
        goto out;
    }
    if (colours != NULL && !check_colours(colours, err)) {
        err_at_line(err, xmlGetLineNo((xmlNode *)(uintptr_t)colours));
        goto out;
    }
    if (logo != NULL) {
        const char *path =
            file_join(call->arena, dir, xml_attribute(logo, "file"), err);
        ok = path != NULL && load_logo(call, path, brand, digest, err);
        goto out;
    }
    ok = true;
out:
    xmlFreeDoc(doc);
    return ok;
}

bool
brand_load(struct call *call, struct brand *out, struct err *err)
{
    struct brand brand = {.logo = ""};
    const char *dir = options_value(&call->options, "template", NULL);
    struct digest *digest = NULL;
    bool ok = false;
    if (dir == NULL) {
        *out = brand;
        return true;
    }
    const char *path = file_join(call->arena, dir, "brand.xml", err);
    const char *schema =
        file_join(call->arena, call->templates_dir, "brand.rng", err);
    if (path == NULL || schema == NULL ||
        !file_read(call->arena, path, BRAND_BYTES, &brand.xml, err)) {
        goto out;
    }
    digest = digest_open(err);
    ok = digest != NULL &&
         render_conforms(call->arena, schema, brand.xml, err) &&
         digest_add(digest, brand.xml, err) &&
         read_parts(call, dir, &brand, digest, err) &&
         digest_finish(digest, brand.sha256, err);
    if (ok) {
        *out = brand;
    } else {
        err_in_file(err, path);
    }
out:
    digest_close(digest);
    return ok;
}
