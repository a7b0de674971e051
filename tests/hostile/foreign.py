"""Make PDF files that another program signed: foreign.py KEY CERT DOSSIER OUT

With cross-reference streams and object streams or without, intact and broken.
The names of the files begin with what a verifier must say at most.
"""
import os
import re
import subprocess
import sys
import zlib

ROOM = 8192  # digits of Contents


class Pdf:
    """A file that grows by revisions with cross-reference tables or streams."""

    def __init__(self, start, streams):
        self.out = bytearray(start)
        self.streams = streams
        self.offsets = {}
        self.previous = None
        self.size = 0

    def add(self, number, body):
        self.size = max(self.size, number + 1)
        self.offsets[number] = len(self.out)
        self.out += b'%d 0 obj\n%s\nendobj\n' % (number, body)

    def stream(self, number, head, data):
        self.add(number, b'<< %s /Length %d >>\nstream\n%s\nendstream' % (
            head, len(data), data))

    def finish(self, extra=b''):
        if self.streams:
            self.size += 1
            at = len(self.out)
            self.offsets[self.size - 1] = at
        else:
            at = len(self.out)
        words = b'/Root 1 0 R /Size %d%s%s' % (self.size, extra, b'' if
            self.previous is None else b' /Prev %d' % self.previous)
        numbers = sorted(self.offsets)
        if self.streams:
            rows = b''.join(b'\1' + self.offsets[n].to_bytes(4, 'big') + b'\0'
                            for n in numbers)
            index = b' '.join(b'%d 1' % n for n in numbers)
            data = zlib.compress(rows)
            self.out += (b'%d 0 obj\n<< /Type /XRef %s /W [1 4 1] /Index [%s] '
                         b'/Filter /FlateDecode /Length %d >>\nstream\n%s\n'
                         b'endstream\nendobj\n' % (self.size - 1, words, index,
                                                   len(data), data))
        else:
            self.out += b'xref\n'
            for n in numbers:
                self.out += b'%d 1\n%010d 00000 n \n' % (n, self.offsets[n])
            self.out += b'trailer\n<< %s >>\n' % words
        self.out += b'startxref\n%d\n%%%%EOF\n' % at
        self.previous = at
        self.offsets = {}


def blank(streams):
    pdf = Pdf(b'%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', streams)
    pdf.add(1, b'<< /Type /Catalog /Pages 2 0 R >>')
    if streams:  # pages in an object stream: nothing but the catalog is plain
        first = b'<< /Type /Pages /Count 1 /Kids [3 0 R] >>'
        second = b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] >>'
        head = b'2 0 3 %d ' % (len(first) + 1)
        pdf.stream(5, b'/Type /ObjStm /N 2 /First %d /Filter /FlateDecode' %
                   len(head), zlib.compress(head + first + b' ' + second))
    else:
        pdf.add(2, b'<< /Type /Pages /Count 1 /Kids [3 0 R] >>')
        pdf.add(3, b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] >>')
    pdf.finish()
    return pdf


def one_table(pdf):
    """A copy that will close its one revision with a plain table from 0 on."""
    made = OneTable(bytes(pdf.out), False)
    made.offsets = dict(pdf.offsets)
    made.size = pdf.size
    return made


class OneTable(Pdf):
    def finish(self, extra=b''):
        at = len(self.out)
        self.out += b'xref\n0 %d\n0000000000 65535 f \n' % self.size
        for number in range(1, self.size):
            self.out += b'%010d 00000 n \n' % self.offsets[number]
        self.out += (b'trailer\n<< /Root 1 0 R /Size %d >>\nstartxref\n%d\n'
                     b'%%%%EOF\n' % (self.size, at))


def sign(pdf, number, signer, more=b'', sub=b'/ETSI.CAdES.detached',
         span=None, cms=None):
    """Add a signature dictionary as object `number`, and fill it."""
    pdf.add(1, b'<< /Type /Catalog /Pages 2 0 R /AcroForm << /SigFlags 3 '
               b'/Fields [%d 0 R] >> >>' % (number + 1))
    pdf.add(number + 1, b'<< /FT /Sig /T (S%d) /Subtype /Widget /Rect [0 0 0 0]'
                        b' /V %d 0 R >>' % (number, number))
    pdf.add(number, b'<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter %s '
                    b'/M (D:20261123093000Z) %s /Contents <%s> '
                    b'/ByteRange [%s] >>' % (sub, more, b'0' * ROOM,
                                             b' ' * 40))
    pdf.finish()
    data = bytes(pdf.out)
    hole = data.rindex(b'<' + b'0' * ROOM)
    end = hole + ROOM + 2
    numbers = [0, hole, end, len(data) - end]
    if span:
        numbers = span(numbers)
    text = b' '.join(b'%d' % n for n in numbers).ljust(40)
    at = data.rindex(b'/ByteRange [' + b' ' * 40)
    data = data[:at + 12] + text + data[at + 52:]
    covered = data[numbers[0]:numbers[0] + numbers[1]] + \
        data[numbers[2]:numbers[2] + numbers[3]]
    der = (cms or signer)(covered)
    pdf.out = bytearray(data[:hole + 1] + der.hex().encode().ljust(ROOM, b'0') +
                        data[end - 1:])
    return pdf


def main():
    key, cert, dossier, out = sys.argv[1:]

    def openssl(*options):
        def run(content):
            return subprocess.run(
                ['openssl', 'cms', '-sign', '-binary', '-outform', 'DER',
                 '-signer', cert, '-inkey', key, *options],
                input=content, stdout=subprocess.PIPE, check=True).stdout
        return run

    cades = openssl('-cades')

    def signed(streams, **options):
        return sign(blank(streams), 10, cades, **options)

    files = {}
    for streams in True, False:
        name = 'stream' if streams else 'table'
        one = bytes(signed(streams).out)
        files['INDETERMINATE-%s' % name] = one
        files['INDETERMINATE-%s-plain-cms' % name] = bytes(sign(
            blank(streams), 10, openssl(), sub=b'/adbe.pkcs7.detached').out)
        files['INDETERMINATE-%s-twice' % name] = bytes(
            sign(signed(streams), 20, cades).out)
        files['INDETERMINATE-%s-other-subfilter' % name] = bytes(
            signed(streams, sub=b'/adbe.x509.rsa_sha1').out)
        material = signed(streams)
        material.stream(30, b'', b'certificate')
        material.add(31, b'<< /Type /DSS /Certs [30 0 R] >>')
        material.add(1, b'<< /Type /Catalog /Pages 2 0 R /DSS 31 0 R >>')
        material.finish()
        files['INDETERMINATE-%s-material' % name] = bytes(material.out)
        page = signed(streams)
        page.add(3, b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>')
        page.finish()
        files['INVALID-%s-page-behind' % name] = bytes(page.out)
        page.add(32, b'<< /Type /DSS >>')
        page.add(1, b'<< /Type /Catalog /Pages 2 0 R /DSS 32 0 R >>')
        page.finish()
        files['INVALID-%s-page-and-material-behind' % name] = bytes(page.out)
        files['INVALID-%s-bytes-behind' % name] = one + b'%x\n'
        files['INVALID-%s-line-behind' % name] = one + b'\n'
        files['INVALID-%s-changed' % name] = one.replace(
            b'/M (D:2026', b'/M (D:2025')
        files['INVALID-%s-one-of-two-changed' % name] = \
            files['INDETERMINATE-%s-twice' % name].replace(
                b'/T (S10)', b'/T (S11)')
        files['INVALID-%s-cut' % name] = one[:-1]
        files['INVALID-%s-other-content' % name] = bytes(
            signed(streams, cms=lambda content: cades(content + b' ')).out)
        files['INVALID-%s-with-content' % name] = bytes(
            signed(streams, cms=openssl('-cades', '-nodetach')).out)
        files['INVALID-%s-no-cms' % name] = bytes(
            signed(streams, cms=lambda content: b'\x30\x03\x02\x01\x01').out)
        files['INVALID-%s-empty-contents' % name] = bytes(
            signed(streams, cms=lambda content: b'').out)
        for what, span in {
                'without-head': lambda n: [9, n[1] - 9, n[2], n[3]],
                'without-tail': lambda n: [n[0], n[1], n[2], n[3] - 60],
                'hole-too-wide': lambda n: [n[0], n[1] - 9, n[2], n[3]],
                'hole-too-late': lambda n: [n[0], n[1], n[2] + 9, n[3] - 9],
                'nothing': lambda n: [0, 0, 0, 0],
                'past-the-end': lambda n: [n[0], n[1], n[2], n[3] + 1],
                'huge': lambda n: [0, 2 ** 31, 2 ** 32, 1]}.items():
            files['INVALID-%s-range-%s' % (name, what)] = bytes(
                signed(streams, span=span).out)
        files['INVALID-%s-two-ranges' % name] = bytes(signed(
            streams, more=b'/ByteRange [0 1 2 3]').out)
        files['INVALID-%s-escaped-range' % name] = bytes(signed(
            streams, more=b'/Byte#52ange [0 1 2 3]').out)
        files['INVALID-%s-range-in-text' % name] = bytes(signed(
            streams, more=b'/Reason (/ByteRange [0 1 2 3])').out)
        files['INVALID-%s-padding' % name] = re.sub(
            rb'00>', b'01>', one)
        files['INVALID-%s-digit' % name] = re.sub(rb'00>', b'0x>', one)
        loop = signed(streams)
        loop.out = bytearray(re.sub(
            rb'startxref\n\d+\n%%EOF\n\Z', b'startxref\n0\n%%EOF\n', loop.out))
        files['INVALID-%s-startxref' % name] = bytes(loop.out)
    prev = blank(False)
    prev.previous = len(prev.out)
    prev.finish()
    files['INVALID-prev-itself'] = bytes(sign(prev, 10, cades).out)
    plain = blank(False)
    plain.out = bytearray(b'%PDF-1.7\n')
    plain.offsets = {}
    plain.previous = None
    plain.add(2, b'<< /Type /Pages /Count 1 /Kids [3 0 R] >>')
    plain.add(3, b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] >>')
    for name, words in {'our-form-no-data': {},
                        'our-form-plain-cms': {'cms': openssl()}}.items():
        files['INDETERMINATE-' + name] = bytes(
            sign(one_table(plain), 4, cades, **words).out)
    files['INVALID-our-form-changed'] = files[
        'INDETERMINATE-our-form-no-data'].replace(b'0 300 300', b'0 300 301')
    ours = Pdf(open(dossier, 'rb').read(), False)
    ours.size = 100000
    ours.previous = int(re.findall(rb'startxref\s+(\d+)', ours.out)[-1])
    files['INDETERMINATE-ours-and-theirs'] = bytes(
        sign(ours, 100000, cades).out)
    for name, data in files.items():
        with open(os.path.join(out, name + '.pdf'), 'wb') as file:
            file.write(data)


if __name__ == '__main__':
    main()
