#ifndef RENDER_PDF_PDF_H
#define RENDER_PDF_PDF_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "render/area.h"
#include "render/render.h"

#include <hpdf.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The inside of the PDF writer. libharu numbers the objects, deflates the
 * streams and writes the cross-reference table; what stands in an object is
 * written here, as text. That keeps clear of libharu's own fonts, PDF/A,
 * XMP and attachment code, and of its locale-dependent reals.
 * Source: ISO 32000-1:2008 unless a comment says otherwise.
 */

/* One stretch of marked content: ISO 32000-1, 14.6. */
struct pdf_mark {
    int32_t tag;
    int32_t page;
    int32_t mcid;
};

/* An annotation that belongs to a tag: 14.7.4.3. */
struct pdf_annotation {
    int32_t tag; /* PDF_TAG_SIGNATURE: the signature field's own element */
    int32_t page;
    HPDF_Dict object;
};

enum {
    PDF_TAG_SIGNATURE = -2
};

enum {
    PDF_EM = 1000, /* glyph space units to the em, 9.2.4 */
    PDF_OBJECT_NUMBER_MASK = 0x00FFFFFF, /* the rest are libharu's flags */
};

/* A character code of a font: a glyph that stands for a text. */
struct pdf_code {
    uint16_t code;
    uint16_t glyph;
    struct span text; /* UTF-8; empty: part of what stands before */
    int32_t next;     /* another code of the same glyph, or -1 */
    int32_t width;    /* advance that a viewer gives it, 1/1000 em */
};

/*
 * A face in this document: Type0 over CIDFontType2 with Identity-H (9.7). A
 * code is the glyph's number in the face, so that subsets keep their numbers;
 * a glyph that stands for a second text (a space and a no-break space) gets
 * a further code, from the face's glyph count on.
 */
struct pdf_font {
    const struct font *face;
    HPDF_Dict object;
    uint32_t glyph_count;   /* of the whole face */
    int32_t *first_code;    /* by glyph: index in `codes`, or -1 */
    struct pdf_code *codes; /* in order of first use */
    size_t code_count;
    size_t code_capacity;
    uint32_t next_code; /* for a further text of a known glyph */
};

/* A picture of this document. */
struct pdf_image {
    const struct image *image;
    HPDF_Dict object;
};

/* A page that was painted. */
struct pdf_page {
    HPDF_Dict object;
    HPDF_Dict content; /* what is drawn on it */
};

struct pdf {
    struct arena *arena;
    struct arena scratch;                 /* cleared by who used it */
    struct libdeflate_compressor *zip;    /* pdf_deflate.c; or NULL */
    const struct area_document *document; /* NULL until all pages came */
    struct area_tags tags;                /* so far */
    const struct render_pdf_options *options;
    HPDF_Doc doc;
    HPDF_STATUS status; /* the first error that libharu reported */
    HPDF_UINT detail;
    HPDF_Dict resources; /* shared by all pages */

    struct pdf_page *pages;
    size_t page_count;
    size_t page_capacity;
    struct text body;      /* of the object being written */
    size_t expected_bytes; /* of the file, about */
    struct text file;      /* all of it, once it is saved */

    struct pdf_font *fonts; /* in order of first use */
    size_t font_count;

    struct pdf_image *images; /* in order of first use */
    size_t image_count;
    size_t image_capacity;

    struct pdf_mark *marks; /* in paint order */
    size_t mark_count;
    size_t mark_capacity;

    struct pdf_annotation *annotations;
    size_t annotation_count;
    size_t annotation_capacity;

    HPDF_Dict signature; /* the signature dictionary, or NULL */
    bool opacity[100];   /* percent that some page uses */
};

/* pdf_value.c: values in content streams and objects, never by printf of
   a float. */

/* Thousandths: 12500 is "12.5". */
void pdf_put_number(struct text *text, int64_t thousandths);
void pdf_put_integer(struct text *text, int64_t number);
/* 16 bits as four hex digits. */
void pdf_put_code(struct text *text, uint32_t unit);
/* A text string (7.9.2.2): ASCII as it is, all else as UTF-16BE. */
void pdf_put_text_string(struct text *text, struct span utf8);
/* Each code point as UTF-16BE hex digits, without delimiters. */
void pdf_put_utf16(struct text *text, struct span utf8);
/* A date (7.9.4), UTC. */
void pdf_put_date(struct text *text, int64_t time_s);
/* A reference to an indirect object, "12 0 R". */
void pdf_put_reference(struct text *text, HPDF_Dict object);

/* pdf_out.c: objects. */

MUST_CHECK bool pdf_open(struct pdf *pdf, struct err *err);
void pdf_close(struct pdf *pdf);
/* An indirect dictionary without entries, for references ahead of it. */
MUST_CHECK HPDF_Dict pdf_reserve(struct pdf *pdf, struct err *err);
/* The same with a stream; `compressed` deflates it. */
MUST_CHECK HPDF_Dict pdf_stream(
    struct pdf *pdf, struct span bytes, bool compressed, struct err *err);
/*
 * pdf_deflate.c: the bytes of a Flate stream, in the arena. The end of the
 * pages is an end, too: what comes then is made smaller.
 */
MUST_CHECK bool pdf_deflate(
    struct pdf *pdf, struct span bytes, struct span *out, struct err *err);
void pdf_deflate_end(struct pdf *pdf);
/* Give the dictionary the entries in pdf->body, which is emptied. */
MUST_CHECK bool pdf_fill(struct pdf *pdf, HPDF_Dict object, struct err *err);
/* Did libharu report an error so far? */
MUST_CHECK bool pdf_check(struct pdf *pdf, struct err *err);
/* pdf->file: all bytes, with the file identifier and the ByteRange right. */
MUST_CHECK bool pdf_save(struct pdf *pdf, struct span *out, struct err *err);

/* pdf_font.c */

/* The document's use of a face; NULL on failure. `number` names it: /F1. */
MUST_CHECK struct pdf_font *pdf_font_use(
    struct pdf *pdf, const struct font *font, size_t *number, struct err *err);
/* The character code of a glyph that stands for `text`; NULL on failure. */
MUST_CHECK const struct pdf_code *pdf_font_code(struct pdf *pdf,
    struct pdf_font *font, uint32_t glyph, struct span text, struct err *err);
/* Advance that a viewer gives the glyph, 1/1000 em. */
int32_t pdf_font_width(const struct pdf_font *font, uint32_t glyph);
/* pdf_embed.c: write all font objects, after all pages were painted. */
MUST_CHECK bool pdf_font_finish(struct pdf *pdf, struct err *err);
/* The resource entries "/F1 5 0 R ..." into pdf->body. */
void pdf_font_resources(struct pdf *pdf);

/* pdf_cmap.c: the ToUnicode map of a font, 9.10.3. */
void pdf_cmap_put(
    struct text *text, const struct pdf_code *codes, size_t count);

/* pdf_paint.c and pdf_text.c: content streams. */
struct pdf_painter {
    struct pdf *pdf;
    struct text content;
    int32_t page;        /* index */
    int32_t page_height; /* y is turned upside down */
    int32_t tag;         /* of the open marked content */
    bool marked;         /* some marked content is open */
    int32_t mcid;        /* of the next */
    bool coloured;       /* `colour` is what the viewer has */
    struct area_colour colour;
};

/* The next page: of `area` nothing is needed afterwards. */
MUST_CHECK bool pdf_paint_page(
    struct pdf *pdf, const struct area_page *area, struct err *err);
void pdf_paint_colour(
    struct pdf_painter *painter, struct area_colour colour, bool stroke);
void pdf_paint_opacity(struct pdf_painter *painter, uint8_t percent);
MUST_CHECK bool pdf_paint_text(
    struct pdf_painter *painter, const struct area_op *op, struct err *err);

/* pdf_image.c */
MUST_CHECK bool pdf_paint_image(
    struct pdf_painter *painter, const struct area_op *op, struct err *err);
/* The resource entries "/I1 5 0 R ..." into pdf->body. */
void pdf_image_resources(struct pdf *pdf);

/* pdf_tags.c: the structure tree. Annotations and marks are complete. */

/* A figure that has nothing to say is no figure but an artifact. */
bool pdf_tag_is_decoration(const struct area_tag *tag);
MUST_CHECK bool pdf_tags_write(
    struct pdf *pdf, HPDF_Dict *root_out, struct err *err);

/* pdf_link.c: destinations and link annotations. */
MUST_CHECK bool pdf_link_write(struct pdf *pdf, struct err *err);
/* "[5 0 R /XYZ null 700 null]" for the id; ERR_INPUT when there is none. */
MUST_CHECK bool pdf_put_destination(
    struct pdf *pdf, struct span id, struct err *err);
/* Remember an annotation of a tag; its StructParent goes into the body. */
MUST_CHECK bool pdf_annotation_add(
    struct pdf *pdf, struct pdf_annotation annotation, struct err *err);

/* pdf_outline.c: bookmarks; NULL through `out` when there are none. */
MUST_CHECK bool pdf_outline_write(
    struct pdf *pdf, HPDF_Dict *out, struct err *err);

/* pdf_meta.c: Info, XMP and output intent. */
MUST_CHECK bool pdf_info_write(struct pdf *pdf, struct err *err);
MUST_CHECK bool pdf_xmp_write(struct pdf *pdf, HPDF_Dict *out, struct err *err);
MUST_CHECK bool pdf_intent_write(
    struct pdf *pdf, HPDF_Dict *out, struct err *err);

/* pdf_profile.c: an sRGB profile (ICC.1:2010, IEC 61966-2-1). */
enum {
    PDF_PROFILE_BYTES = 488
};
void pdf_profile_build(uint8_t out[PDF_PROFILE_BYTES]);

/* pdf_attach.c: the file specification of the attachment. */
MUST_CHECK bool pdf_attach_write(
    struct pdf *pdf, HPDF_Dict *out, struct err *err);

/* pdf_sign.c: the signature field and its dictionary. */
MUST_CHECK bool pdf_sign_write(
    struct pdf *pdf, HPDF_Dict *field_out, struct err *err);
/* Put the four numbers into the ByteRange of the finished file. */
MUST_CHECK bool pdf_sign_patch(
    const struct pdf *pdf, char *bytes, size_t count, struct err *err);

#endif
