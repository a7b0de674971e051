"""A sealed PDF of one revision taken apart into its objects and written again,
so that what a forger changes leaves a file that is sound in form."""
import re
import zlib


class Objects:
    def __init__(self, pdf):
        start = int(re.search(rb'startxref\s+(\d+)', pdf).group(1))
        table = re.match(rb'xref\s+0 (\d+)\s', pdf[start:])
        first = start + table.end()
        offsets = {n: int(pdf[first + 20 * n:first + 20 * n + 10])
                   for n in range(1, int(table.group(1)))}
        order = sorted(offsets, key=offsets.get)
        ends = [offsets[n] for n in order[1:]] + [start]
        self.head = pdf[:offsets[order[0]]]
        # number and text from "N 0 obj" on, in the order of the file
        self.items = [(n, pdf[offsets[n]:end]) for n, end in zip(order, ends)]
        self.trailer = pdf[first + 20 * int(table.group(1)):
                           pdf.rindex(b'startxref')]
        self.end = pdf[re.search(rb'startxref\s+\d+', pdf).end():]

    def find(self, part):
        """The place in `items` of the first object that has this text."""
        return next(i for i, (_, text) in enumerate(self.items)
                    if part in text)

    def change(self, part, edit):
        """Edit the text of the first object that has this text."""
        at = self.find(part)
        number, text = self.items[at]
        new = edit(text)
        assert new != text
        self.items[at] = (number, new)

    def add(self, body):
        number = max(n for n, _ in self.items) + 1
        self.items.append((number, b'%d 0 obj\n%s\nendobj\n' % (number, body)))
        return number

    def write(self):
        out, offsets = self.head, {}
        parts = []
        at = len(out)
        for number, text in self.items:
            offsets.setdefault(number, at)
            parts.append(text)
            at += len(text)
        size = max(offsets) + 1
        table = b''.join(
            b'%010d 00000 n\r\n' % offsets[n] if n in offsets
            else b'0000000000 65535 f\r\n' for n in range(1, size))
        trailer = re.sub(rb'/Size \d+', b'/Size %d' % size, self.trailer)
        return with_range(b''.join(
            [out] + parts + [b'xref\n0 %d\n0000000000 65535 f\r\n' % size,
                             table, trailer, b'startxref\n%d' % at, self.end]))


def with_range(pdf):
    """The ByteRange that is right for the first signature, where one is."""
    dictionary = pdf.find(b'/Type /Sig\n')
    begin = pdf.find(b'/Contents <', dictionary) + 10
    start = pdf.find(b'/ByteRange [', dictionary) + 11
    if dictionary < 0 or begin < 10 or start < 11:
        return pdf
    end, stop = pdf.index(b'>', begin) + 1, pdf.index(b']', start)
    want = b'[0 %d %d %d' % (begin, end, len(pdf) - end)
    return pdf[:start] + want.ljust(stop - start) + pdf[stop:]


def stream_of(text):
    """The decoded bytes of an object that is a stream."""
    begin = text.index(b'stream\n') + 7
    data = text[begin:text.rindex(b'endstream')]
    return zlib.decompressobj().decompress(data) \
        if b'FlateDecode' in text else data


def with_stream(text, data):
    """The same object around other bytes, not compressed."""
    head = text[:text.index(b'stream\n')]
    head = head.replace(b'/Filter/FlateDecode', b'').replace(
        b'/Filter /FlateDecode', b'')
    head = re.sub(rb'/Length \d+( 0 R)?', b'/Length %d' % len(data), head)
    return head + b'stream\n' + data + b'\nendstream\nendobj\n'
