"""The smallest files that are VALID: for what tries every byte, or very many.
They hold no data that a reader of dossiers would take."""
from forge_objects import Objects
from forge_sign import Cms, XmlSeal, sign_pdf
import forge_stamp

DOCUMENT = ('<dossier xmlns="urn:auditor:dossier:1" trial="no" version="1">'
            '<verdict value="fit"></verdict>', '</dossier>')


def small_xml(base, more=''):
    made = XmlSeal(base.signer, *DOCUMENT)
    made.more = more
    return made.make()


def with_properties(base, *parts):
    return small_xml(base, lambda value: forge_stamp.properties(
        *[part(base, value) for part in parts]))


def small_pdf(base, room=1500, unsigned=b''):
    data = small_xml(base)
    bodies = [
        b'<< /Type /Catalog /Pages 2 0 R /AF [6 0 R] '
        b'/Names << /EmbeddedFiles << /Names [(dossier.xml) 6 0 R] >> >> '
        b'/AcroForm << /SigFlags 3 /Fields [4 0 R] >> >>',
        b'<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
        b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Annots [4 0 R] >>',
        b'<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature1) /F 132 '
        b'/Rect [0 0 0 0] /P 3 0 R /V 5 0 R >>',
        b'<<\n/Type /Sig\n/Filter /Adobe.PPKLite\n/SubFilter '
        b'/ETSI.CAdES.detached\n/M (D:20261123093000Z)\n/ByteRange [' +
        b' ' * 24 + b']\n/Contents <' + b'00' * room + b'>\n>>',
        b'<< /Type /Filespec /F (dossier.xml) /UF (dossier.xml) '
        b'/EF << /F 7 0 R /UF 7 0 R >> >>',
        b'<< /Type /EmbeddedFile /Length %d /Params << /Size %d >> >>\n'
        b'stream\n%s\nendstream' % (len(data), len(data), data)]
    out, offsets = b'%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(out))
        out += b'%d 0 obj\n%s\nendobj\n' % (number, body)
    pdf = out + b'xref\n0 8\n0000000000 65535 f\r\n' + b''.join(
        b'%010d 00000 n\r\n' % at for at in offsets) + (
        b'trailer\n<< /Root 1 0 R /Size 8 >>\nstartxref\n%d\n%%%%EOF\n' %
        len(out))
    made = Cms(base.signer)
    made.unsigned = unsigned
    return sign_pdf(Objects(pdf).write(), made)


def stamped_pdf(base):
    return small_pdf(base, 4000, lambda value: forge_stamp.attribute_of(
        forge_stamp.good(base).make(value)))


def small_files(base):
    stamp = forge_stamp.stamp(forge_stamp.good)
    root = forge_stamp.certificates(
        lambda b: [forge_stamp.der(b.root.cert)])
    listed = forge_stamp.lists(lambda b: [forge_stamp.root_list(b.root)])
    return {
        'plain.xml': small_xml(base),
        'stamped.xml': with_properties(base, stamp),
        'material.xml': with_properties(base, stamp, root, listed),
        'counter.xml': base.further(small_xml(base), 'auditor', base.stranger),
        'plain.pdf': small_pdf(base),
        'stamped.pdf': stamped_pdf(base),
        'approved.pdf': base.further(small_pdf(base), 'approver',
                                     base.stranger),
    }
