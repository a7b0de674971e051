"""Forgeries of a sealed PDF."""
import re

from forge_sign import Cms, gap, sign_pdf


def swap(old, new):
    """Bytes replaced by as many others, after signing."""
    def make(base):
        assert len(old) == len(new) and old in base.pdf
        return base.pdf.replace(old, new, 1)
    return make


def span(text):
    """Another ByteRange, in the same room."""
    def make(base):
        start = base.pdf.index(b'/ByteRange [') + 11
        stop = base.pdf.index(b']', start)
        new = text(base.pdf) if callable(text) else text
        return base.pdf[:start] + new.ljust(stop - start) + base.pdf[stop:]
    return make


def signed_span(text):
    """The same, by one who holds the key."""
    def make(base):
        new = text(base.pdf) if callable(text) else text
        return sign_pdf(base.pdf, Cms(base.signer), span=new)
    return make


def filled(fill):
    return lambda base: sign_pdf(base.pdf, Cms(base.signer), fill=fill)


def resigned(old, new):
    """Bytes replaced by as many others, then signed by a good key."""
    def make(base):
        assert len(old) == len(new) and old in base.pdf
        return sign_pdf(base.pdf.replace(old, new, 1), Cms(base.signer))
    return make


def update(body, keep=b'/Root 1 0 R'):
    """A later revision that holds the objects `body` gives: {number: text}"""
    def make(base):
        pdf = base.pdf
        objects = body(pdf) if callable(body) else body
        size = int(re.search(rb'/Size (\d+)', pdf).group(1))
        before = int(re.findall(rb'startxref\s+(\d+)', pdf)[-1])
        out, table = pdf, b''
        for number, text in sorted(objects.items()):
            table += b'%d 1\n%010d 00000 n \n' % (number, len(out))
            out += b'%d 0 obj\n%s\nendobj\n' % (number, text)
        size = max([size] + [n + 1 for n in objects])
        return out + (b'xref\n%strailer\n<< %s /Size %d /Prev %d >>\n'
                      b'startxref\n%d\n%%%%EOF\n' % (
                          table, keep, size, before, len(out)))
    return make


def object_of(pdf, number):
    found = re.search(rb'(?:^|\n)%d 0 obj\s(.*?)\sendobj' % number, pdf, re.S)
    return found.group(1)


def catalog(more):
    def body(pdf):
        text = object_of(pdf, 1).rstrip()
        assert text.endswith(b'>>')
        return {1: text[:-2] + more + b'\n>>'}
    return body


def page(pdf):
    """The number of the first page and its text."""
    found = re.search(rb'\n(\d+) 0 obj\s<<\s/Type\s*/Page\b.*?endobj', pdf, re.S)
    number = int(found.group(1))
    return number, object_of(pdf, number)


def evil_page(pdf):
    number, text = page(pdf)
    size = int(re.search(rb'/Size (\d+)', pdf).group(1))
    draw = b'BT /F1 20 Tf 50 700 Td (FIT) Tj ET'
    text = re.sub(rb'/Contents \d+ 0 R', b'/Contents %d 0 R' % size, text)
    return {number: text, size: b'<< /Length %d >>\nstream\n%s\nendstream' % (
        len(draw), draw)}


def evil_note(pdf):
    number, text = page(pdf)
    size = int(re.search(rb'/Size (\d+)', pdf).group(1))
    text = re.sub(rb'/Annots\s*\[[^]]*\]', b'', text).rstrip()
    return {number: text[:-2] + b' /Annots [%d 0 R] >>' % size,
            size: b'<< /Type /Annot /Subtype /FreeText /Rect [50 600 400 750] '
                  b'/Contents (FIT) /DA (/Helv 20 Tf) >>'}


def end(pdf):
    return len(pdf)


def hole(pdf):
    begin, _ = gap(pdf)
    return b'[0 %d %d %d' % (begin - 60, gap(pdf)[1], len(pdf) - gap(pdf)[1])


def short(pdf):
    return b'[0 %d %d %d' % (*gap(pdf), len(pdf) - gap(pdf)[1] - 9)


def late(pdf):
    return b'[9 %d %d %d' % (gap(pdf)[0] - 9, gap(pdf)[1],
                             len(pdf) - gap(pdf)[1])


def wrapped_number(bits):
    return lambda pdf: b'[0 %d %d %d' % (
        *gap(pdf), len(pdf) - gap(pdf)[1] + 2 ** bits)


def copied_signature(pdf):
    """The catalog of a new revision leads to a copy of the signature."""
    size = int(re.search(rb'/Size (\d+)', pdf).group(1))
    at = pdf.index(b'/Type /Sig\n')
    number = int(re.findall(rb'\n(\d+) 0 obj', pdf[:at])[-1])
    return {size: object_of(pdf, number),
            size + 1: b'<< /FT /Sig /T (S) /V %d 0 R >>' % size,
            1: re.sub(rb'/Fields \[[^]]*\]', b'/Fields [%d 0 R]' % (size + 1),
                      object_of(pdf, 1))}


def other_file(pdf):
    found = re.search(rb'\n(\d+) 0 obj\s<<\s/Length[^>]*?/Type /EmbeddedFile',
                      pdf)
    return {int(found.group(1)): b'<< /Type /EmbeddedFile /Length 1 >>\n'
            b'stream\nx\nendstream'}


def moved(base):
    """What follows the signature pushed back, other bytes in its place."""
    begin, stop = gap(base.pdf)
    evil = b'\n/ByteRange [0 1 2 3] '
    made = base.pdf[:stop] + evil + base.pdf[stop:]
    start = made.index(b'/ByteRange [') + 11
    finish = made.index(b']', start)
    want = b'[0 %d %d %d' % (begin, stop + len(evil), len(base.pdf) - stop)
    return made[:start] + want.ljust(finish - start) + made[finish:]


MAKERS = {
    # universal forgery
    'usf-contents-null': lambda b: re.sub(
        rb'/Contents <308[^>]*>',
        lambda m: b'/Contents null'.ljust(len(m.group(0))), b.pdf, count=1),
    'usf-contents-name': lambda b: re.sub(
        rb'/Contents <308[^>]*>',
        lambda m: b'/Contents /x'.ljust(len(m.group(0))), b.pdf, count=1),
    'usf-no-byte-range': swap(b'/ByteRange [', b'/ByteRangX ['),
    'usf-no-contents': lambda b: b.pdf.replace(
        b'/Contents <308', b'/ContentX <308', 1),
    'usf-byte-range-null': lambda b: re.sub(
        rb'/ByteRange \[[^]]*\]',
        lambda m: b'/ByteRange null'.ljust(len(m.group(0))), b.pdf, 1),
    'usf-byte-range-empty': span(b'['),
    'usf-byte-range-zero': span(b'[0 0 0 0'),
    'usf-byte-range-negative': span(lambda p: b'[0 -1 %d %d' % (
        gap(p)[1], len(p) - gap(p)[1])),
    'usf-contents-empty': filled(lambda cms, size: b''.ljust(size, b' ')),
    'usf-contents-zero': filled(lambda cms, size: b'0' * size),
    # arithmetic
    'range-past-end': signed_span(lambda p: b'[0 %d %d %d' % (
        *gap(p), len(p))),
    'range-2-31': signed_span(wrapped_number(31)),
    'range-2-32': signed_span(wrapped_number(32)),
    'range-2-63': signed_span(wrapped_number(63)),
    'range-2-64': signed_span(wrapped_number(64)),
    'range-six': signed_span(lambda p: b'[0 1 1 %d %d %d' % (
        gap(p)[0] - 1, gap(p)[1], len(p) - gap(p)[1])),
    'range-zeros': signed_span(lambda p: b'[00 %d %d %d' % (
        *gap(p), len(p) - gap(p)[1])),
    'range-plus': signed_span(lambda p: b'[0 +%d %d %d' % (
        *gap(p), len(p) - gap(p)[1])),
    'swa-moved': moved,
    'range-26-digits': signed_span(b'[0 ' + b'9' * 26 + b' 1 1'),
    'range-real': signed_span(lambda p: b'[0.0 %d %d %d' % (
        *gap(p), len(p) - gap(p)[1])),
    'range-three': signed_span(lambda p: b'[0 %d %d' % gap(p)),
    'range-two': signed_span(lambda p: b'[0 %d' % len(p)),
    'range-swapped': signed_span(lambda p: b'[%d %d 0 %d' % (
        gap(p)[1], len(p) - gap(p)[1], gap(p)[0])),
    'range-overlap': signed_span(lambda p: b'[0 %d %d %d' % (
        len(p) - 9, gap(p)[1], len(p) - gap(p)[1])),
    # coverage
    'signed-hole': signed_span(hole),
    'signed-without-tail': signed_span(short),
    'signed-without-head': signed_span(late),
    # the gap
    'gap-closed-early': filled(
        lambda cms, size: (cms + b'>/X <').ljust(size, b'0')),
    'gap-trailing-bytes': filled(
        lambda cms, size: (cms + b'deadbeef').ljust(size, b'0')),
    'gap-hidden-in-padding': filled(
        lambda cms, size: cms.ljust(size - 2, b'0') + b'41'),
    'gap-no-digit': filled(
        lambda cms, size: cms.ljust(size - 2, b'0') + b'zz'),
    'gap-space': filled(lambda cms, size: cms.ljust(size, b' ')),
    'gap-upper-case': filled(
        lambda cms, size: cms.upper().ljust(size, b'0')),
    # incremental saving
    'isa-page': update(evil_page),
    'isa-catalog': update(catalog(b'')),
    'isa-unused-object': update({90000: b'(x)'}),
    'isa-no-objects': update({}),
    'isa-copied-signature': update(copied_signature),
    'isa-file': update(other_file),
    'isa-no-table': lambda b: b.pdf + b'1 0 obj\n<< >>\nendobj\n%%EOF\n',
    'isa-comment': lambda b: b.pdf + b'%x\n',
    'isa-newline': lambda b: b.pdf + b'\n',
    'isa-nul': lambda b: b.pdf + b'\0',
    'isa-space': lambda b: b.pdf + b' ',
    # shadow
    'shadow-hide': update(evil_note),
    'shadow-replace-text': swap(b'/Reason <FEFF0044', b'/Reason <FEFF0045'),
    'shadow-layers': update(catalog(
        b' /OCProperties << /OCGs [] /D << >> >>')),
    'shadow-script': update(catalog(
        b' /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>')),
    # certification
    'certification-note': update(evil_note),
    'certification-level': swap(b'/P 2 /V /1.2', b'/P 3 /V /1.2'),
    # duplicate keys
    'twice-byte-range': resigned(
        b'/Filter /Adobe.PPKLite', b'/ByteRange[0 0 0 0 ]  '),
    'twice-escaped': resigned(
        b'/Filter /Adobe.PPKLite', b'/Byte#52ange [0 0 0 0]'),
    # another form
    'subfilter-x509': resigned(
        b'/ETSI.CAdES.detached', b'/adbe.x509.rsa_sha1 '),
    'subfilter-pkcs7': resigned(
        b'/ETSI.CAdES.detached', b'/adbe.pkcs7.detached'),
    'subfilter-pkcs7-sha1': resigned(
        b'/ETSI.CAdES.detached', b'/adbe.pkcs7.sha1    '),
    'subfilter-stamp': resigned(
        b'/ETSI.CAdES.detached', b'/ETSI.RFC3161       '),
    # polyglots
    'polyglot-head': lambda b: b'<html>' + b.pdf,
    'polyglot-zip': lambda b: b.pdf + b'PK\5\6' + bytes(18),
    'polyglot-two': lambda b: b.pdf + b.pdf,
    'polyglot-space': lambda b: b'\n' + b.pdf,
    # structure
    'prev-itself': update({1: b'<< >>'}, b'/Root 1 0 R /Prev 9'),
    'startxref-zero': lambda b: re.sub(
        rb'startxref\s+\d+', b'startxref\n0', b.pdf),
    'startxref-far': lambda b: re.sub(
        rb'startxref\s+\d+', b'startxref\n99999999', b.pdf),
    'encrypt': update({}, b'/Root 1 0 R /Encrypt << /Filter /Standard >>'),
}
