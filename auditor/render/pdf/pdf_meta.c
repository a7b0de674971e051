#include "render/pdf/pdf.h"

#include "base/clock.h"
#include "base/limits.h"

#include <hpdf_utils.h>
#include <string.h>

/*
 * What the document says about itself: the information dictionary (14.3.3),
 * the same in XMP (ISO 16684-1), with the identification of PDF/A-3a
 * (ISO 19005-3, 6.6.4) and PDF/UA-1 (ISO 14289-1, 5), and the colour space
 * that its colours are meant in (ISO 19005-3, 6.2.3).
 */
static const char creator[] = "auditor " AUDITOR_VERSION;
static const char producer[] =
    "auditor " AUDITOR_VERSION " (libharu " HPDF_VERSION_TEXT ")";

static void
put_info(struct text *body, const char *key, struct span value)
{
    if (value.len == 0)
        return;
    text_printf(body, "/%s ", key);
    pdf_put_text_string(body, value);
    text_putc(body, '\n');
}

bool
pdf_info_write(struct pdf *pdf, struct err *err)
{
    struct text *body = &pdf->body;

    (void)HPDF_Dict_RemoveElement(pdf->doc->info, "Producer");
    put_info(body, "Title", pdf->document->title);
    put_info(body, "Author", pdf->options->author);
    put_info(body, "Subject", pdf->options->subject);
    put_info(body, "Creator", span_of(creator));
    put_info(body, "Producer", span_of(producer));
    text_puts(body, "/CreationDate ");
    pdf_put_date(body, pdf->options->created_s);
    text_puts(body, "\n/ModDate ");
    pdf_put_date(body, pdf->options->created_s);
    return pdf_fill(pdf, pdf->doc->info, err);
}

/* `before`, the escaped value and `after`, unless the value is empty. */
static void
put_xmp(
    struct text *xmp, const char *before, struct span value, const char *after)
{
    if (value.len == 0)
        return;
    text_puts(xmp, before);
    text_put_xml(xmp, value);
    text_puts(xmp, after);
}

static const char xmp_begin[] =
    "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
    "<rdf:Description rdf:about=\"\"\n"
    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
    " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n"
    " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n"
    " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"\n"
    " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n"
    "<pdfaid:part>3</pdfaid:part>\n"
    "<pdfaid:conformance>A</pdfaid:conformance>\n"
    "<pdfuaid:part>1</pdfuaid:part>\n"
    "<dc:format>application/pdf</dc:format>\n";

/* ISO 19005-3, 6.6.2.3.3: a schema that XMP does not know is described. */
static const char xmp_extension[] =
    "</rdf:Description>\n"
    "<rdf:Description rdf:about=\"\"\n"
    " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\"\n"
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\"\n"
    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\n"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/"
    "</pdfaSchema:namespaceURI>\n"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaProperty:name>part</pdfaProperty:name>\n"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
    "<pdfaProperty:category>internal</pdfaProperty:category>\n"
    "<pdfaProperty:description>part of ISO 14289 that the document follows"
    "</pdfaProperty:description>\n"
    "</rdf:li></rdf:Seq></pdfaSchema:property>\n"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas>\n"
    "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>";

static void
put_packet(const struct pdf *pdf, struct text *xmp)
{
    char date[CLOCK_TEXT_BYTES];
    struct span when;

    clock_text(pdf->options->created_s, date);
    when = span_of(date);
    text_puts(xmp, xmp_begin);
    put_xmp(xmp, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">",
        pdf->document->title, "</rdf:li></rdf:Alt></dc:title>\n");
    put_xmp(xmp, "<dc:creator><rdf:Seq><rdf:li>", pdf->options->author,
        "</rdf:li></rdf:Seq></dc:creator>\n");
    put_xmp(xmp, "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">",
        pdf->options->subject, "</rdf:li></rdf:Alt></dc:description>\n");
    put_xmp(xmp, "<dc:language><rdf:Bag><rdf:li>", pdf->document->lang,
        "</rdf:li></rdf:Bag></dc:language>\n");
    put_xmp(xmp, "<xmp:CreatorTool>", span_of(creator), "</xmp:CreatorTool>\n");
    put_xmp(xmp, "<pdf:Producer>", span_of(producer), "</pdf:Producer>\n");
    put_xmp(xmp, "<xmp:CreateDate>", when, "</xmp:CreateDate>\n");
    put_xmp(xmp, "<xmp:ModifyDate>", when, "</xmp:ModifyDate>\n");
    put_xmp(xmp, "<xmp:MetadataDate>", when, "</xmp:MetadataDate>\n");
    text_puts(xmp, xmp_extension);
}

bool
pdf_xmp_write(struct pdf *pdf, HPDF_Dict *out, struct err *err)
{
    struct text xmp;
    HPDF_Dict object = NULL;

    text_init(&xmp, LIMIT_STRING_BYTES);
    put_packet(pdf, &xmp);
    if (text_done(&xmp, err)) /* readable by tools that know no PDF */
        object = pdf_stream(pdf, text_span(&xmp), /* compressed= */ false, err);
    text_release(&xmp);
    if (object == NULL)
        return false;
    text_puts(&pdf->body, "/Type /Metadata\n/Subtype /XML");
    if (!pdf_fill(pdf, object, err))
        return false;
    *out = object;
    return true;
}

bool
pdf_intent_write(struct pdf *pdf, HPDF_Dict *out, struct err *err)
{
    uint8_t bytes[PDF_PROFILE_BYTES];
    HPDF_Dict intent = pdf_reserve(pdf, err);
    HPDF_Dict profile = NULL;

    pdf_profile_build(bytes);
    profile = pdf_stream(
        pdf, (struct span){(const char *)bytes, sizeof bytes}, true, err);
    if (intent == NULL || profile == NULL)
        return false;
    text_puts(&pdf->body, "/N 3");
    if (!pdf_fill(pdf, profile, err))
        return false;
    text_puts(&pdf->body, "/Type /OutputIntent\n/S /GTS_PDFA1\n"
                          "/OutputConditionIdentifier (sRGB IEC61966-2.1)\n"
                          "/RegistryName (http://www.color.org)\n"
                          "/Info (sRGB IEC61966-2.1)\n/DestOutputProfile ");
    pdf_put_reference(&pdf->body, profile);
    if (!pdf_fill(pdf, intent, err))
        return false;
    *out = intent;
    return true;
}
