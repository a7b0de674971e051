#include "render/image/image.h"

#include <string.h>

#include <png.h>

/* The door to libpng. */

static uint32_t
read_u32(const char *bytes)
{
    const uint8_t *at = (const uint8_t *)bytes;

    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
           (uint32_t)at[2] << 8 | at[3];
}

/*
 * Pixels to the metre, of a chunk pHYs before the data (11.3.5.3). libpng's
 * simple interface does not tell; the chunks were not yet judged, so that
 * whatever is wrong with them means "not said".
 */
static uint32_t
read_density(struct span bytes)
{
    enum {
        SIGNATURE = 8,
        HEAD = 8,    /* length and type */
        AROUND = 12, /* with the checksum */
        PHYS = 9,
    };
    size_t at = SIGNATURE;

    while (bytes.len - at >= AROUND) {
        size_t length = read_u32(bytes.ptr + at);
        const char *type = bytes.ptr + at + 4;
        if (length > bytes.len - at - AROUND || memcmp(type, "IDAT", 4) == 0)
            return 0;
        if (memcmp(type, "pHYs", 4) == 0 && length == PHYS)
            return bytes.ptr[at + HEAD + 8] == 1 ? read_u32(bytes.ptr + at + 8)
                                                 : 0;
        at += AROUND + length;
    }
    return 0;
}

/* Part the samples of each pixel: colour, and how opaque it is. */
static bool
part(struct arena *arena, const png_byte *pixels, uint32_t channels,
    struct image *image, struct err *err)
{
    size_t count = (size_t)image->width * image->height;
    char *colour = arena_alloc(arena, count * image->channels, err);
    char *alpha = arena_alloc(arena, count, err);
    bool opaque = true;

    if (colour == NULL || alpha == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        memcpy(colour + i * image->channels, pixels + i * channels,
            image->channels);
        alpha[i] = (char)pixels[i * channels + image->channels];
        opaque = opaque && pixels[i * channels + image->channels] == 255;
    }
    image->colour = (struct span){colour, count * image->channels};
    image->alpha =
        opaque ? (struct span){NULL, 0} : (struct span){alpha, count};
    return true;
}

static bool
refuse(png_image *png, struct err *err)
{
    err_set(err, ERR_INPUT, "the picture is no sound PNG: %s",
        png->message[0] == '\0' ? "no reason given" : png->message);
    png_image_free(png);
    return false;
}

bool
image_read_png(
    struct arena *arena, struct span bytes, struct image *out, struct err *err)
{
    png_image png = {.version = PNG_IMAGE_VERSION};
    struct image image = {.per_metre = read_density(bytes)};
    bool grey;
    png_byte *pixels;

    if (png_image_begin_read_from_memory(&png, bytes.ptr, bytes.len) == 0)
        return refuse(&png, err);
    if (!image_check_size(png.width, png.height, err)) {
        png_image_free(&png);
        return false;
    }
    grey = (png.format & PNG_FORMAT_FLAG_COLOR) == 0;
    png.format = grey ? PNG_FORMAT_GA : PNG_FORMAT_RGBA; /* 8 bits, sRGB */
    image.width = png.width;
    image.height = png.height;
    image.channels = grey ? 1 : 3;
    pixels = arena_alloc(arena, PNG_IMAGE_SIZE(png), err);
    if (pixels == NULL) {
        png_image_free(&png);
        return false;
    }
    if (png_image_finish_read(&png, NULL, pixels, 0, NULL) == 0 ||
        PNG_IMAGE_FAILED(png))
        return refuse(&png, err);
    png_image_free(&png);
    if (!part(arena, pixels, image.channels + 1, &image, err))
        return false;
    *out = image;
    return true;
}
