#include "render/chart/chart.h"

#include "base/limits.h"
#include "base/xml.h"
#include "render/chart/draw.h"

enum {
    SIDE_MAX_PT = 2000,
    MAGNITUDE_MAX = 30, /* powers of ten: no figure of ours is beyond */
};

/* To add a kind of chart: write its file, declare it in draw.h, add a row. */
static const struct {
    const char *name;
    bool (*draw)(struct drawing *drawing, struct err *err);
} kinds[] = {
    {"scatter", scatter_draw},
    {"bars", bars_draw},
    {"spark", spark_draw},
    {"interval", interval_draw},
};

struct span
draw_attribute(const xmlNode *node, const char *name)
{
    const char *value = xml_attribute(node, name);
    return span_trim(span_of(value == NULL ? "" : value));
}

bool
draw_value(const xmlNode *node, const char *name, struct scale_value *out,
    struct err *err)
{
    struct span text = draw_attribute(node, name);
    struct scale_value value = {.known = text.len > 0};
    if (value.known && !decimal_parse(text, &value.exact, err)) {
        return false;
    }
    int32_t top = value.exact.exponent + value.exact.count;
    if (value.exact.count > 0 &&
        (top > MAGNITUDE_MAX || top < -MAGNITUDE_MAX)) {
        value.known = false;
    }
    *out = value;
    return true;
}

bool
draw_children(const struct drawing *drawing, const char *name,
    const xmlNode *out[CHART_ITEMS_MAX], size_t *count, struct err *err)
{
    size_t found = 0;
    for (const xmlNode *node = xml_child(drawing->spec, CHART_NS, name);
         node != NULL; node = xml_next(node, CHART_NS, name)) {
        if (found == CHART_ITEMS_MAX) {
            err_set(err, ERR_LIMIT, "a chart has over %d of '%s'",
                CHART_ITEMS_MAX, name);
            return false;
        }
        out[found++] = node;
    }
    *count = found;
    return true;
}

static bool
read_side(const xmlNode *spec, const char *name, int32_t *out, struct err *err)
{
    struct span text = draw_attribute(spec, name);
    int32_t side = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9' || side > SIDE_MAX_PT) {
            side = SIDE_MAX_PT + 1;
            break;
        }
        side = side * 10 + (text.ptr[i] - '0');
    }
    if (side > SIDE_MAX_PT) {
        err_set(err, ERR_INPUT, "a chart's %s is no number of points: '%.40s'",
            name, text.ptr);
        return false;
    }
    *out = side * 100;
    return true;
}

static bool
draw_kind(struct drawing *drawing, struct err *err)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (xml_is(drawing->spec, CHART_NS, kinds[i].name)) {
            return kinds[i].draw(drawing, err);
        }
    }
    err_set(err, ERR_INPUT, "there is no chart '%.60s'",
        (const char *)drawing->spec->name);
    return false;
}

bool
chart_draw(
    struct arena *arena, const xmlNode *spec, struct span *out, struct err *err)
{
    struct pen pen;
    struct drawing drawing = {
        .arena = arena,
        .spec = spec,
        .pen = &pen,
        .language = draw_attribute(spec, "lang"),
        .alt = draw_attribute(spec, "alt"),
    };
    bool ok = false;
    text_init(&pen.out, LIMIT_TEXT_BYTES);
    if (!read_side(spec, "width", &drawing.width, err) ||
        !read_side(spec, "height", &drawing.height, err) ||
        !draw_kind(&drawing, err)) {
        goto out;
    }
    ok = text_done(&pen.out, err) &&
         span_copy(arena, text_span(&pen.out), out, err);
out:
    text_release(&pen.out);
    return ok;
}
