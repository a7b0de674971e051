#ifndef RENDER_IMAGE_IMAGE_H
#define RENDER_IMAGE_IMAGE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * PNG and JPEG pictures, as a PDF holds them. All of a picture is decoded
 * before any of it is used, so that a file that is none, or is broken or cut
 * off, is refused here and not by a reader's viewer.
 */
enum image_limit {
    IMAGE_BYTES_MAX = 8 << 20,   /* of the file: a photograph of a page */
    IMAGE_SIDE_MAX = 16384,      /* pixels */
    IMAGE_PIXELS_MAX = 16 << 20, /* two pages at 300 dots an inch */
};

struct image {
    uint32_t width, height; /* pixels */
    uint32_t channels;      /* of the colour: 1 grey, 3 RGB */
    uint32_t per_metre;     /* pixels; 0 = not said */
    struct span colour;     /* 8 bits a sample, rows from the top; or JPEG */
    struct span alpha;      /* 8 bits, 255 = opaque; empty: all opaque */
    bool jpeg;              /* `colour` is the file as it is */
};

/*
 * Decode a picture into the arena. ERR_INPUT for what is neither PNG nor
 * JPEG, broken, or of a kind that we do not embed; ERR_LIMIT when too big.
 */
MUST_CHECK bool image_read(
    struct arena *arena, struct span bytes, struct image *out, struct err *err);
/* By libpng. ISO/IEC 15948:2004. */
MUST_CHECK bool image_read_png(
    struct arena *arena, struct span bytes, struct image *out, struct err *err);
/* By libjpeg. ITU-T T.81; JFIF 1.02. */
MUST_CHECK bool image_read_jpeg(
    struct arena *arena, struct span bytes, struct image *out, struct err *err);
/* Is a picture of this size within the limits? */
MUST_CHECK bool image_check_size(
    uint32_t width, uint32_t height, struct err *err);

/*
 * The bytes that an address names: a data: URI (RFC 2397) in base64, or a
 * file below `folder`. No links are followed, nothing is fetched; without a
 * folder (NULL) only data: URIs can be had.
 */
MUST_CHECK bool image_load(struct arena *arena, const char *folder,
    struct span address, struct span *out, struct err *err);

#endif
