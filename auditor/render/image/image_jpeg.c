#include "render/image/image.h"

#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

/*
 * The door to libjpeg, which leaves by longjmp where a file is broken. The
 * picture goes into the PDF as it is, once all of it was decoded; what was
 * decoded is thrown away.
 */
struct decoder {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    jmp_buf broken;
    char message[JMSG_LENGTH_MAX];
};

static void
leave(j_common_ptr jpeg)
{
    struct decoder *decoder = jpeg->client_data;

    jpeg->err->format_message(jpeg, decoder->message);
    longjmp(decoder->broken, 1);
}

/* A warning tells of data that is cut off or damaged: as bad as an error. */
static void
judge(j_common_ptr jpeg, int level)
{
    if (level < 0)
        leave(jpeg);
}

static bool
kind_fits(const struct jpeg_decompress_struct *jpeg, struct err *err)
{
    if (jpeg->num_components == 1 || jpeg->num_components == 3)
        return true;
    err_set(err, ERR_INPUT,
        "the picture is a JPEG of %d colours (CMYK?): want grey or RGB, as "
        "the rest of the document",
        jpeg->num_components);
    return false;
}

/* JFIF density: 1 in dots an inch, 2 in dots a centimetre. */
static uint32_t
density(const struct jpeg_decompress_struct *jpeg)
{
    if (jpeg->saw_JFIF_marker == 0 || jpeg->X_density != jpeg->Y_density)
        return 0;
    if (jpeg->density_unit == 1)
        return (uint32_t)(jpeg->X_density / 0.0254 + 0.5);
    return jpeg->density_unit == 2 ? jpeg->X_density * 100U : 0;
}

/* Everything between setjmp and the end: no object of ours is made here. */
static bool
decode(struct decoder *decoder, struct span bytes, JSAMPLE *row,
    struct image *image, struct err *err)
{
    struct jpeg_decompress_struct *jpeg = &decoder->jpeg;
    JSAMPROW rows[1] = {row};

    jpeg_mem_src(
        jpeg, (const unsigned char *)bytes.ptr, (unsigned long)bytes.len);
    (void)jpeg_read_header(jpeg, TRUE);
    if (!image_check_size(jpeg->image_width, jpeg->image_height, err) ||
        !kind_fits(jpeg, err))
        return false;
    image->width = jpeg->image_width;
    image->height = jpeg->image_height;
    image->channels = (uint32_t)jpeg->num_components;
    image->per_metre = density(jpeg);
    (void)jpeg_start_decompress(jpeg);
    while (jpeg->output_scanline < jpeg->output_height)
        (void)jpeg_read_scanlines(jpeg, rows, 1);
    (void)jpeg_finish_decompress(jpeg);
    return true;
}

bool
image_read_jpeg(
    struct arena *arena, struct span bytes, struct image *out, struct err *err)
{
    struct decoder *decoder = arena_alloc(arena, sizeof *decoder, err);
    struct image *image = arena_alloc(arena, sizeof *image, err);
    JSAMPLE *row = arena_alloc(arena, (size_t)IMAGE_SIDE_MAX * 4, err);
    volatile bool ok = false;

    if (decoder == NULL || image == NULL || row == NULL)
        return false;
    *image = (struct image){.jpeg = true, .colour = bytes};
    decoder->jpeg.err = jpeg_std_error(&decoder->errors);
    decoder->errors.error_exit = leave;
    decoder->errors.emit_message = judge;
    if (setjmp(decoder->broken) == 0) {
        jpeg_create_decompress(&decoder->jpeg);
        decoder->jpeg.client_data = decoder;
        ok = decode(decoder, bytes, row, image, err);
    } else {
        err_set(err, ERR_INPUT, "the picture is no sound JPEG: %s",
            decoder->message);
    }
    jpeg_destroy_decompress(&decoder->jpeg);
    if (ok)
        *out = *image;
    return ok;
}
