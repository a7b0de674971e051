#!/usr/bin/python3
"""Files that cost a naive reader much more than their size, and what the
program spends on each.

bombs.py KEYS DIR [NAME...]: write them into DIR, as many as can sealed with
the keys that forge.py made, so that all of the program reads them; then let
the commands of $AUDITOR that read sealed files look at each, and tell in the
Test Anything Protocol whether it ended on its own within 2 s of CPU and 256
MiB, and took none for VALID that is not. BOMBS=all: every such command, not
verify and show alone.
"""
import os
import re
import resource
import sys
import zlib

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

import forge_dss
import forge_small
import forge_stamp
from forge import AT, Keys, read, write
from forge_objects import Objects
from forge_sign import DS, Cms, XmlSeal, sign_pdf, tlv
from forge_whole import children

SIZE = 10 << 20
SECONDS = 2
BYTES = 256 << 20
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
ROOT = '<dossier xmlns="urn:auditor:dossier:1">'
TAIL = '</dossier>\n'


def whole(text):
    return (HEAD + ROOT + text + TAIL).encode()


def repeated(part):
    return whole(part * (SIZE // len(part)))


def names():
    return whole(''.join('<a%d></a%d>' % (i, i) for i in range(500000)))


def namespaces():
    opened, closed = '', ''
    for depth in range(60):
        numbers = range(depth * 31, depth * 31 + 31)
        declared = ' '.join('xmlns:n%d="u%d"' % (i, i) for i in numbers)
        used = ' '.join('n%d:a=""' % i for i in numbers)
        opened += '<e%d %s %s>' % (depth, declared, used)
        closed = '</e%d>' % depth + closed
    return whole(opened + '<n0:b></n0:b>' * 700000 + closed)


def inside(mark, more):
    """A sealed file with more behind the mark."""
    def make(keys):
        text = forge_small.small_xml(keys).decode()
        assert mark in text
        return text.replace(mark, mark + more, 1).encode()
    return make


def sealed(content):
    """All of it sealed by a good key."""
    return lambda keys: XmlSeal(keys.signer, ROOT + content,
                                TAIL.strip()).make()


def stamps(count, room):
    """Properties that nobody signed."""
    def make(keys):
        stamp = forge_stamp.stamp(forge_stamp.good)
        return forge_small.with_properties(
            keys, *[stamp] * count, forge_stamp.certificates(
                lambda b: [os.urandom(room) for _ in range(60)]))
    return make


def revocations(count):
    """A genuine list that is very long."""
    def make(keys):
        keys.root.revoked = list(range(1 << 64, (1 << 64) + count))
        try:
            return forge_small.with_properties(
                keys, forge_stamp.stamp(forge_stamp.good), forge_stamp.lists(
                    lambda b: [forge_stamp.root_list(b.root)]))
        finally:
            keys.root.revoked = []
    return make


def long_list(base, count):
    """A genuine list, written by hand: no library is quick enough."""
    parts = children(children(forge_stamp.root_list(base.root))[0])
    entry = tlv(0x17, b'261122093000Z')
    parts.insert(5, tlv(0x30, *[
        tlv(0x30, tlv(2, b'\1' + i.to_bytes(8, 'big')), entry)
        for i in range(count)]))
    body = tlv(0x30, *parts)
    return tlv(0x30, body, parts[1], tlv(3, b'\0' + base.root.key.sign(
        body, ec.ECDSA(hashes.SHA256()))))


# PDF

def material(*counts):
    """A sealed file, and behind it lists of so many entries."""
    return forge_dss.with_store(lambda base: {
        b'CRLs': [long_list(base, count) for count in counts]})


def sealed_of(keys, size):
    """A sealed file with that many bytes in it."""
    pdf = Objects(forge_small.small_pdf(keys))
    pdf.add(b'<</Length %d>>\nstream\n%s\nendstream' % (size, bytes(size)))
    return sign_pdf(pdf.write(), Cms(keys.signer))


def grown(count, size):
    """A large sealed file that was added to again and again."""
    def make(keys):
        out = sealed_of(keys, size)
        for turn in range(count):
            out = forge_dss.once_more(out, turn, os.urandom(100))
        return out
    return make


def signed_again(count, size):
    """A large sealed file with many further signatures."""
    def make(keys):
        out = sealed_of(keys, size)
        for _ in range(count):
            out = keys.further(out, 'approver', keys.stranger)
        return out
    return make


def pdf_bytes(objects, trailer=b''):
    out = [b'%PDF-1.7\n%\xe2\xe3\xcf\xd3\n']
    offsets, at = [], len(out[0])
    for number, body in enumerate(objects, 1):
        offsets.append(at)
        out.append(b'%d 0 obj\n' % number + body + b'\nendobj\n')
        at += len(out[-1])
    count = len(offsets) + 1
    out.append(b'xref\n0 %d\n0000000000 65535 f \n' % count)
    out.append(b''.join(b'%010d 00000 n \n' % one for one in offsets))
    out.append(b'trailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n'
               b'%%%%EOF\n' % (count, trailer, at))
    return b''.join(out)


def plain(*objects, trailer=b''):
    return lambda keys: pdf_bytes(
        [b'<< /Type /Catalog >>'] + list(objects), trailer)


def changed(edit):
    """A small sealed PDF with other objects, sealed again."""
    def make(keys):
        pdf = Objects(forge_small.small_pdf(keys))
        edit(pdf)
        return sign_pdf(pdf.write(), Cms(keys.signer))
    return make


def replaced(part, old, new):
    def edit(pdf):
        pdf.change(part, lambda text: text.replace(old, new, 1))
    return changed(edit)


def more_objects(body, count):
    def edit(pdf):
        first = max(n for n, _ in pdf.items) + 1
        pdf.items += [(n, b'%d 0 obj\n%s\nendobj\n' % (n, body))
                      for n in range(first, first + count)]
    return changed(edit)


def packed(data, filters=b'/FlateDecode', times=1):
    for _ in range(times):
        data = zlib.compress(data, 9)
    return b'/Filter %s /Length %d >>\nstream\n%s\nendstream' % (
        filters, len(data), data)


def embedded(stream):
    def edit(pdf):
        at = pdf.find(b'/Type /EmbeddedFile')
        number = pdf.items[at][0]
        pdf.items[at] = (number, b'%d 0 obj\n<< /Type /EmbeddedFile %s'
                         b'\nendobj\n' % (number, stream))
    return changed(edit)


def revisions(count):
    def make(keys):
        out = bytearray(forge_small.small_pdf(keys))
        for _ in range(count):
            before = int(out[out.rindex(b'startxref') + 10:
                             out.rindex(b'%%EOF')])
            at = len(out)
            out += (b'9 0 obj\nnull\nendobj\nxref\n9 1\n%010d 00000 n \n'
                    b'trailer\n<< /Size 10 /Root 1 0 R /Prev %d >>\n'
                    b'startxref\n%d\n%%%%EOF\n' % (at, before, at + 20))
        return bytes(out)
    return make


def prev_loop(keys):
    return forge_small.small_pdf(keys).replace(
        b'/Root 1 0 R', b'/Root 1 0 R /Prev 9', 1)


def contents(der):
    """A signature dictionary around anything."""
    def make(keys):
        room = max(len(der), 1500)
        pdf = forge_small.small_pdf(keys, room)
        begin = pdf.index(b'/Contents <') + 11
        digits = der.hex().encode().ljust(2 * room, b'0')
        return pdf[:begin] + digits + pdf[begin + 2 * room:]
    return make


def bag(count):
    """A CMS with very many certificates."""
    def make(keys):
        made = Cms(keys.signer)
        made.certs = made.certs * count
        size = len(made.make(b''))
        pdf = Objects(forge_small.small_pdf(keys, size + 100))
        return sign_pdf(pdf.write(), made)
    return make


def tree(keys):
    """Kids of the tree of embedded files that lead back to it."""
    pdf = Objects(forge_small.small_pdf(keys))
    number = pdf.add(b'')
    pdf.items[-1] = (number, b'%d 0 obj\n<< /Kids [%s] >>\nendobj\n' % (
        number, b'%d 0 R ' % number * 2000))
    pdf.change(b'/Catalog', lambda text: text.replace(
        b'/EmbeddedFiles << /Names [(dossier.xml) 6 0 R] >>',
        b'/EmbeddedFiles %d 0 R' % number))
    return sign_pdf(pdf.write(), Cms(keys.signer))


def page_content(data, filters=b'/FlateDecode'):
    def edit(pdf):
        number = pdf.add(b'<< ' + packed(data, filters))
        pdf.change(b'/Type /Page ', lambda text: text.replace(
            b'/MediaBox', b'/Contents %d 0 R /MediaBox' % number))
    return changed(edit)


def page_tree(kids):
    return replaced(b'/Type /Pages', b'/Kids [3 0 R]', b'/Kids [' + kids +
                    b']')


LETTERS = ' '.join('%c=""' % c for c in range(ord('a'), ord('z') + 1))
HOLE = b'<< /Type /Sig /ByteRange [0 1 2 3] /Contents <00> >>'
XML = {
    'attributes': lambda keys: repeated('<a %s></a>' % LETTERS),
    'attributes-of-one': lambda keys: whole('<a %s></a>' % ' '.join(
        'a%d=""' % i for i in range(900000))),
    'elements': lambda keys: repeated('<a/>'),
    'mixed': lambda keys: repeated('<a>x</a>'),
    'names': lambda keys: names(),
    'namespaces': lambda keys: namespaces(),
    'namespaces-of-one': lambda keys: whole('<a %s></a>' % ' '.join(
        'xmlns:a%d="u"' % i for i in range(500000))),
    'deep': lambda keys: whole('<a>' * (SIZE // 3)),
    'text': lambda keys: whole('x' * SIZE),
    'text-of-lines': lambda keys: whole('\n' * SIZE),
    'references': lambda keys: whole('&amp;' * (SIZE // 5)),
    'numbers': lambda keys: whole('&#60;' * (SIZE // 5)),
    'value': lambda keys: whole('<a b="%s"></a>' % ('x' * SIZE)),
    'signatures': lambda keys: repeated('<ds:Signature xmlns:ds="%s"></ds:Signature>' % DS),
    'open': lambda keys: (HEAD + ROOT + '<' * SIZE).encode(),
    'name': lambda keys: whole('<%s></a>' % ('a' * SIZE)),
    'sealed-text': lambda keys: sealed('x' * SIZE),
    'sealed-lines': lambda keys: sealed('&#xD;' * (SIZE // 5)),
    'sealed-elements': lambda keys: sealed('<a></a>' * 700000),
    'sealed-attributes': lambda keys: sealed('<a %s></a>' % ' '.join(
        '%c%c=""' % (a, b) for a in b'ab' for b in
        b'abcdefghijklmnopqrstuvwxyz') * 30000),
    'references-of-signature': lambda keys: inside(
        '</ds:SignatureMethod>', '<ds:Reference></ds:Reference>' * 300000),
    'certificate': lambda keys: inside('<ds:X509Certificate>', 'MII' + 'A' * SIZE),
    'certificates': lambda keys: inside('<ds:X509Data>', '<ds:X509Certificate>MIIA'
                           '</ds:X509Certificate>' * 200000),
    'value-of-signature': lambda keys: inside('Id="auditor-signature-value">', 'A' * SIZE),
    'digest': lambda keys: inside('<ds:DigestValue>', 'A' * SIZE),
    'transforms': lambda keys: inside('<ds:Transforms>', '<ds:Transform></ds:Transform>' *
                         300000),
    'time': lambda keys: inside('<xades:SigningTime>', '2' * SIZE),
    'stamps': lambda keys: stamps(8, 20000),
    'revocations': lambda keys: revocations(30000),
}
PDF = {
    'tree': lambda keys: tree,
    'nested': lambda keys: plain(b'[' * SIZE),
    'nested-dictionaries': lambda keys: plain(b'<</A' * (SIZE // 4)),
    'nested-strings': lambda keys: plain(b'(' * SIZE),
    'escapes': lambda keys: plain(b'(' + b'\\(' * (SIZE // 2) + b')'),
    'hexadecimal': lambda keys: plain(b'<' + b'0' * SIZE + b'>'),
    'values': lambda keys: plain(b'[' + b'0 ' * (SIZE // 2) + b']'),
    'keys': lambda keys: plain(b'<<' + b''.join(
        b'/A%d 0' % i for i in range(1000000)) + b'>>'),
    'comments': lambda keys: plain(b'%\n' * (SIZE // 2)),
    'objects': lambda keys: plain(*[b'0'] * 240000),
    'references': lambda keys: plain(*[b'%d 0 R' % (i + 3) for i in range(190000)]),
    'signatures': lambda keys: plain(*[HOLE] * 90000),
    'signatures-sealed': lambda keys: more_objects(HOLE, 90000),
    'arrays-sealed': lambda keys: more_objects(b'[' + b'0 ' * 500 + b']', 9000),
    'table': lambda keys: pdf_bytes([]).replace(
        b'0 1\n', b'0 199999\n') + b'0000000009 00000 n \n' * (SIZE // 20),
    'revisions': lambda keys: revisions(60),
    'revisions-many': lambda keys: revisions(50000),
    'grown': lambda keys: grown(60, 9 << 20),
    'signed-again': lambda keys: signed_again(16, 9 << 20),
    'lists': lambda keys: material(300000),
    'lists-many': lambda keys: material(*range(4000, 4060)),
    'prev': lambda keys: prev_loop,
    'ends': lambda keys: b'%PDF-1.7\n' + b'startxref\n9\n%%EOF\n' * (
        SIZE // 18),
    'marks': lambda keys: b'%PDF-1.7\n' + b'/ByteRange ' * (SIZE // 11),
    'flate': lambda keys: embedded(packed(bytes(100 << 20))),
    'flate-twice': lambda keys: embedded(packed(
        bytes(100 << 20), b'[/FlateDecode /FlateDecode]', 2)),
    'filters': lambda keys: embedded(packed(b'x', b'[' + b'/FlateDecode ' * 500000 + b']')),
    'flate-many': lambda keys: more_objects(b'<< ' + packed(bytes(5 << 20)), 1500),
    'contents-deep': lambda keys: contents(b'\x30\x80' * 2000000),
    'contents-long': lambda keys: contents(tlv(0x30, bytes(4 << 20))),
    'contents-form': lambda keys: contents(tlv(
        0x30, b'\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02',
        tlv(0xa0, b'\x30\x80' * 1000000))),
    'bag': lambda keys: bag(5000),
    'bag-small': lambda keys: bag(100),
    'pages-cycle': lambda keys: page_tree(b'2 0 R 3 0 R'),
    'pages-again': lambda keys: page_tree(b'3 0 R ' * 100000),
    'pages-flat': lambda keys: page_tree(b'2 0 R ' * 1000),
    'content-flate': lambda keys: page_content(bytes(100 << 20)),
    'content-operators': lambda keys: page_content(b'q Q\n' * 2000000),
    'content-saves': lambda keys: page_content(b'q ' * 4000000),
    'content-lines': lambda keys: page_content(b'0 0 m 9 9 l S\n' * 700000),
    'content-text': lambda keys: page_content(b'BT (x) Tj ET\n' * 700000),
    'annotations': lambda keys: replaced(
        b'/Type /Page ', b'/Annots [4 0 R]',
        b'/Annots [' + b'4 0 R ' * 1000000 + b']'),
}
COMMANDS = {
    'verify': ['verify', '--deep', '--replay', '{file}', '--trust', '{trust}',
               '--at', AT],
    'show': ['show', '{file}'],
    'export': ['export', '{file}', '--to', 'html', '--lang', 'en', '-o',
               '{out}'],
    'gate': ['gate', '{file}', '--trust', '{trust}', '--at', AT, '--weights',
             '{trust}'],
}
ALLOWED = (1, 2, 3, 5, 6)
# Only these are genuine, whatever they cost, so that a verifier may say so;
# what stands in them can be shown.
GENUINE = ('sealed', 'pages', 'content', 'annotations', 'flate-many',
           'stamps', 'revocations', 'lists', 'signed-again')
# These are over a limit, and must be refused for that alone.
LIMITED = ('attributes', 'attributes-of-one', 'elements', 'mixed', 'names',
           'namespaces', 'namespaces-of-one', 'deep', 'value', 'open', 'name',
           'certificate', 'digest', 'time', 'nested', 'values', 'keys',
           'hexadecimal', 'objects', 'flate')
LIMIT = re.compile(r'than fit|(is|has|nest|declares) over |too (deeply|long|many)'
                   r'|1 to \d+ objects|over the limit')


def put(make, keys, path):
    """In a process of its own: what a child is said to take begins with what
    its parent had."""
    child = os.fork()
    if child == 0:
        made = make(keys)
        write(made(keys) if callable(made) else made, path)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0


def spend(program, command, names):
    """Exit status, CPU seconds, bytes, and the first words."""
    words = [word.format(**names) for word in command]
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(writer, 1)
        os.dup2(writer, 2)
        os.close(reader)
        resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
        try:
            os.execv(program, ['auditor'] + words)
        finally:
            os._exit(127)
    os.close(writer)
    told = b''
    while True:
        piece = os.read(reader, 65536)
        if not piece:
            break
        told = (told + piece)[:4000]
    os.close(reader)
    _, status, used = os.wait4(child, 0)
    return (os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime,
            used.ru_maxrss << 10, told.decode(errors='replace'))


def judge(name, what, spent):
    """Did it end well, and within bounds?"""
    status, seconds, size, told = spent
    allowed = status in ALLOWED or (
        status == 0 and (name.startswith(GENUINE) or what == 'show'))
    if name in LIMITED and what == 'verify' and not LIMIT.search(told):
        return False
    return allowed and ('SANITIZED' in os.environ or
                        (seconds <= SECONDS and size <= BYTES))


def main():
    folder, program = sys.argv[2], os.environ['AUDITOR']
    keys = Keys(sys.argv[1])
    only = sys.argv[3:]
    wanted = None if os.environ.get('BOMBS') == 'all' else 2
    names = {'trust': os.path.join(sys.argv[1], 'ca.pem'),
             'out': os.path.join(folder, 'out')}
    count, good, most = 0, True, [0, 0]
    for ending, bombs in ('.xml', XML), ('.pdf', PDF):
        for name, make in bombs.items():
            if only and name + ending not in only:
                continue
            names['file'] = os.path.join(folder, name + ending)
            put(make, keys, names['file'])
            for what, command in list(COMMANDS.items())[:wanted]:
                spent = spend(program, command, names)
                status, seconds, size, told = spent
                fine = judge(name, what, spent)
                most = [max(most[0], seconds), max(most[1], size >> 20)]
                if os.path.exists(names['out']):
                    os.unlink(names['out'])
                count += 1
                good = good and fine
                print('%s %d - %s: %s' % ('ok' if fine else 'not ok', count,
                                          name + ending, what))
                if not fine or only:
                    print('# %d in %.2f s, %d MiB: %s' % (
                        status, seconds, size >> 20,
                        told[:160].split('\n')[0]))
            os.unlink(names['file'])
    print('# at most %.2f s and %d MiB' % tuple(most))
    print('1..%d' % count)
    return 0 if good and count > 0 else 1


if __name__ == '__main__':
    sys.exit(main())
