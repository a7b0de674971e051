"""Validation material put behind a sealed PDF, which anybody can: as the
program itself would write it, and worse."""
import hashlib
import re

import forge_small
from forge_sign import der
from forge_stamp import bent, foreign_root, root_list

CATALOG = (b'/Type /Catalog\n/Pages 2 0 R\n/AF [6 0 R]\n'
           b'/Names << /EmbeddedFiles << /Names [(dossier.xml) 6 0 R] >> >>\n'
           b'/AcroForm << /SigFlags 3 /Fields [4 0 R] >>\n')
ENTRIES = {b'Certs': b'Cert', b'CRLs': b'CRL', b'OCSPs': b'OCSP'}


def revision(pdf, objects):
    """Behind the file: {number: text}, with table and trailer."""
    at = int(re.findall(rb'startxref\s+(\d+)', pdf)[-1])
    out, offsets = pdf, {}
    for number, text in sorted(objects.items()):
        offsets[number] = len(out)
        out += b'%d 0 obj\n%s\nendobj\n' % (number, text)
    table, last = b'', None
    for number in sorted(offsets):
        if last is None or number != last + 1:
            run = 1
            while number + run in offsets:
                run += 1
            table += b'%d %d\n' % (number, run)
        table += b'%010d 00000 n\r\n' % offsets[number]
        last = number
    return out + (b'xref\n%strailer\n<<\n/Root 1 0 R\n/Size %d\n/Prev %d\n>>\n'
                  b'startxref\n%d\n%%%%EOF\n' % (
                      table, max(offsets) + 1, at, len(out)))


def store(pdf, material, name=None, more=b''):
    """The objects of a revision that adds {kind: [DER]}."""
    value = bytes.fromhex(
        re.search(rb'/Contents <([0-9a-f]+)>', pdf).group(1).decode())
    name = name or hashlib.sha1(value).hexdigest().upper().encode()
    objects, arrays = {}, {}
    for kind in ENTRIES:
        for one in material.get(kind, ()):
            number = 8 + len(objects)
            objects[number] = b'<</Length %d>>\nstream\n%s\nendstream' % (
                len(one), one)
            arrays.setdefault(kind, []).append(b'%d 0 R' % number)
    number = 8 + len(objects)
    objects[number] = b'<<\n/Type /DSS\n%s/VRI <<\n/%s <</Type /VRI%s>>\n' \
        b'>>\n%s>>' % (
            b''.join(b'/%s [%s]\n' % (kind, b' '.join(found))
                     for kind, found in arrays.items()), name,
            b''.join(b' /%s [%s]' % (ENTRIES[kind], b' '.join(found))
                     for kind, found in arrays.items()), more)
    objects[1] = b'<<\n%s/DSS %d 0 R\n>>' % (CATALOG, number)
    return objects


def once_more(pdf, turn, one):
    """A revision with one more certificate, behind `turn` such revisions on a
    small file that has one object more."""
    size = 9 + 2 * turn
    value = re.search(rb'/Contents <([0-9a-f]+)>', pdf).group(1)
    name = hashlib.sha1(bytes.fromhex(value.decode())).hexdigest().upper()
    array = b'[%s]' % b' '.join(b'%d 0 R' % (9 + 2 * i)
                                for i in range(turn + 1))
    return revision(pdf, {
        size: b'<</Length %d>>\nstream\n%s\nendstream' % (len(one), one),
        size + 1: b'<<\n/Type /DSS\n/Certs %s\n/VRI <<\n/%s <</Type /VRI '
                  b'/Cert %s>>\n>>\n>>' % (array, name.encode(), array),
        1: b'<<\n%s/DSS %d 0 R\n>>' % (CATALOG, size + 1)})


def with_store(material, edit=lambda objects: None, **words):
    def make(base):
        pdf = forge_small.small_pdf(base)
        objects = store(pdf, material(base), **words)
        edit(objects)
        return revision(pdf, objects)
    return make


def good(base):
    return {b'Certs': [der(base.root.cert)], b'CRLs': [root_list(base.root)]}


def twice(base):
    pdf = forge_small.small_pdf(base)
    once = revision(pdf, store(pdf, good(base)))
    return once + once[len(pdf):]


def two(base):
    return [der(base.root.cert), base.signer.certs[0]]


DSS_HONEST = {
    'PDF with material': with_store(good),
    'PDF with two certificates': with_store(
        lambda b: {b'Certs': sorted(two(b))})}
DSS_MAKERS = {
    'dss-strange-certificate': with_store(
        lambda b: {b'Certs': [der(foreign_root(b).cert)]}),
    'dss-strangers-certificate': with_store(
        lambda b: {b'Certs': b.stranger.certs}),
    'dss-bent-certificate': with_store(
        lambda b: {b'Certs': [bent(der(b.root.cert))]}),
    'dss-certificate-twice': with_store(
        lambda b: {b'Certs': [der(b.root.cert)] * 2}),
    'dss-other-order': with_store(
        lambda b: {b'Certs': sorted(two(b))[::-1]}),
    'dss-list-twice': with_store(
        lambda b: {b'CRLs': [root_list(b.root)] * 2}),
    'dss-no-certificate': with_store(lambda b: {b'Certs': [b'x']}),
    'dss-more-than-certificate': with_store(
        lambda b: {b'Certs': [der(b.root.cert) + b'\0']}),
    'dss-strange-list': with_store(
        lambda b: {b'CRLs': [root_list(foreign_root(b))]}),
    'dss-forged-list': with_store(
        lambda b: {b'CRLs': [root_list(b.root, key=foreign_root(b).key)]}),
    'dss-no-answer': with_store(lambda b: {b'OCSPs': [b'\x30\3\x0a\1\6']}),
    'dss-of-another-signature': with_store(good, name=b'00' * 20),
    'dss-more-words': with_store(good, more=b'/X 1\n'),
    'dss-more-objects': with_store(
        good, lambda objects: objects.update({max(objects) + 1: b'(x)'})),
    'dss-and-page': with_store(good, lambda objects: objects.update({
        3: b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>'})),
    'dss-and-file': with_store(good, lambda objects: objects.update({
        7: b'<</Type /EmbeddedFile /Length 1>>\nstream\nx\nendstream'})),
    'dss-other-catalog': with_store(good, lambda objects: objects.update({
        1: objects[1].replace(b'/Pages 2', b'/Pages 3')})),
    'dss-empty': with_store(lambda b: {}),
    'dss-again': twice,
}
