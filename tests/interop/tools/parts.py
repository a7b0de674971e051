"""The parts of a sealed file that other tools can verify: parts.py FILE OUT

PDF, for each signature dictionary in the order of the file: OUT/N.cms, the
CMS; OUT/N.bytes, what its ByteRange covers; and where it is signed with a
time-stamp OUT/N.token, the token, and OUT/N.value, the signature value. A
document time-stamp is OUT/N.stamp instead of OUT/N.cms. XML: OUT/1.token and
OUT/1.value of the first SignatureTimeStamp.
"""
import base64
import os
import re
import sys

from lxml import etree

TOKEN = bytes.fromhex('060b2a864886f70d010910020e')  # id-aa-timeStampToken
SPACES = {'ds': 'http://www.w3.org/2000/09/xmldsig#',
          'x': 'http://uri.etsi.org/01903/v1.3.2#'}


def children(der):
    """Tag, content and whole of each DER value in a row."""
    at = 0
    while at < len(der):
        length, start = der[at + 1], at + 2
        if length & 0x80:
            count = length & 0x7f
            length = int.from_bytes(der[start:start + count], 'big')
            start += count
        yield der[at], der[start:start + length], der[at:start + length]
        at = start + length


def whole(der):
    """The first value, without what stands behind it."""
    return next(children(der))[2]


def signature_stamp(cms):
    """Signature value and the token over it, which may be None."""
    (_, outer, _), = children(cms)
    data = list(children(list(children(outer))[1][1]))[0][1]
    (_, info, _), = children(list(children(data))[-1][1])
    parts = list(children(info))
    if parts[-1][0] != 0xa1:
        return parts[-1][1], None
    for _, attribute, _ in children(parts[-1][1]):
        (_, _, name), (_, value, _) = children(attribute)
        if name == TOKEN:
            return parts[-2][1], value
    return parts[-2][1], None


def write(out, name, content):
    with open(os.path.join(out, name), 'wb') as file:
        file.write(content)


def take_pdf(pdf, out):
    found = re.finditer(
        rb'/Type /(Sig|DocTimeStamp)\s(?:(?!endobj).)*?endobj', pdf, re.S)
    for number, match in enumerate(found, 1):
        hexa = re.search(rb'/Contents <([0-9a-f]+)>', match[0])[1]
        span = list(map(int, re.search(
            rb'/ByteRange \[([ 0-9]+)\]', match[0])[1].split()))
        cms = whole(bytes.fromhex(hexa.decode()))
        write(out, '%d.bytes' % number,
              pdf[span[0]:span[0] + span[1]] + pdf[span[2]:span[2] + span[3]])
        if match[1] == b'DocTimeStamp':
            write(out, '%d.stamp' % number, cms)
            continue
        write(out, '%d.cms' % number, cms)
        value, token = signature_stamp(cms)
        if token:
            write(out, '%d.token' % number, token)
            write(out, '%d.value' % number, value)


def take_xml(xml, out):
    root = etree.fromstring(xml)
    token = root.find('.//x:SignatureTimeStamp/x:EncapsulatedTimeStamp',
                      SPACES)
    if token is not None:
        write(out, '1.token', base64.b64decode(token.text))
        write(out, '1.value', etree.tostring(
            root.find('.//ds:SignatureValue', SPACES), method='c14n',
            exclusive=True, with_tail=False))


if __name__ == '__main__':
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], 'rb') as sealed:
        content = sealed.read()
    os.makedirs(sys.argv[2], exist_ok=True)
    (take_pdf if content.startswith(b'%PDF-') else take_xml)(
        content, sys.argv[2])
