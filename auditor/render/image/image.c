#include "render/image/image.h"

bool
image_check_size(uint32_t width, uint32_t height, struct err *err)
{
    if (width == 0 || height == 0) {
        err_set(err, ERR_INPUT, "the picture has no pixels");
        return false;
    }
    if (width > IMAGE_SIDE_MAX || height > IMAGE_SIDE_MAX ||
        width * height > IMAGE_PIXELS_MAX) {
        err_set(err, ERR_LIMIT,
            "the picture has %u by %u pixels: over %d a side or %d in all",
            (unsigned)width, (unsigned)height, IMAGE_SIDE_MAX,
            IMAGE_PIXELS_MAX);
        return false;
    }
    return true;
}

/* To add a format: its first bytes and its reader. */
static const struct {
    struct span start;
    bool (*read)(struct arena *arena, struct span bytes, struct image *out,
        struct err *err);
} formats[] = {
    {{"\x89PNG\r\n\x1A\n", 8}, image_read_png},
    {{"\xFF\xD8\xFF", 3}, image_read_jpeg},
};

bool
image_read(
    struct arena *arena, struct span bytes, struct image *out, struct err *err)
{
    if (bytes.len > IMAGE_BYTES_MAX) {
        err_set(
            err, ERR_LIMIT, "the picture has over %d bytes", IMAGE_BYTES_MAX);
        return false;
    }
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        struct span start = formats[i].start;
        if (bytes.len >= start.len &&
            span_equal((struct span){bytes.ptr, start.len}, start)) {
            return formats[i].read(arena, bytes, out, err);
        }
    }
    err_set(err, ERR_INPUT, "the picture is neither PNG nor JPEG");
    return false;
}
