#!/usr/bin/env python3
"""bombs.py SEALED.pdf DIR: write files that cost a naive reader much more
than their size: many nodes, names or namespaces in XML, a PDF whose tree of
embedded files leads back to itself again and again."""
import os
import re
import sys

SIZE = 10 * 1024 * 1024
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
ROOT = '<dossier xmlns="urn:auditor:dossier:1">'
TAIL = '</dossier>\n'


def repeated(part):
    return ROOT + part * (SIZE // len(part)) + TAIL


def many_names():
    parts = ('<a%d></a%d>' % (i, i) for i in range(500000))
    return ROOT + ''.join(parts) + TAIL


def many_namespaces():
    opened, closed = '', ''
    for depth in range(60):
        numbers = range(depth * 31, depth * 31 + 31)
        names = ' '.join('xmlns:n%d="u%d"' % (i, i) for i in numbers)
        used = ' '.join('n%d:a=""' % i for i in numbers)
        opened += '<e%d %s %s>' % (depth, names, used)
        closed = '</e%d>' % depth + closed
    return ROOT + opened + '<n0:b></n0:b>' * 700000 + closed + TAIL


def pdf_bytes(objects):
    out = b'%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b'%d 0 obj\n' % number + body + b'\nendobj\n'
    start = len(out)
    count = len(objects) + 1
    out += b'xref\n0 %d\n0000000000 65535 f \n' % count
    out += b''.join(b'%010d 00000 n \n' % at for at in offsets)
    return out + (b'trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n'
                  b'%%%%EOF\n' % (count, start))


def tree(sealed):
    """The signature's place and range are right; its value is another's."""
    value = re.search(rb'/Contents\s*<([0-9a-f]+)>', sealed).group(1)
    span = b'0 0 0 0'
    while True:
        out = pdf_bytes([
            b'<< /Type /Catalog /AcroForm << /Fields [2 0 R] /SigFlags 3 >> '
            b'/Names << /EmbeddedFiles 4 0 R >> >>',
            b'<< /FT /Sig /V 3 0 R >>',
            b'<< /Type /Sig /Filter /Adobe.PPKLite '
            b'/SubFilter /ETSI.CAdES.detached /M (D:20261123093000Z) '
            b'/ByteRange [' + span + b'] /Contents <' + value + b'> >>',
            b'<< /Kids [' + b'4 0 R ' * 2000 + b'] >>'])
        begin = out.index(b'/Contents <') + 10
        end = out.index(b'>', begin) + 1
        right = b'0 %d %d %d' % (begin, end, len(out) - end)
        if right == span:
            return out
        span = right


def main():
    with open(sys.argv[1], 'rb') as sealed:
        bombs = {'tree.pdf': tree(sealed.read())}
    letters = ' '.join('%c=""' % c for c in range(ord('a'), ord('z') + 1))
    for name, text in {
            'attributes.xml': repeated('<a %s></a>' % letters),
            'elements.xml': repeated('<a/>'),
            'mixed.xml': repeated('<a>x</a>'),
            'names.xml': many_names(),
            'namespaces.xml': many_namespaces()}.items():
        bombs[name] = (HEAD + text).encode()
    for name, content in bombs.items():
        with open(os.path.join(sys.argv[2], name), 'wb') as out:
            out.write(content)


main()
