"""Forgeries by one who holds a good key and writes whole files: other objects
in a PDF, files further signed, certificates that no library would issue."""
import re
import zlib

import foreign

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from forge_objects import Objects, stream_of, with_stream
from forge_sign import Cms, Signer, XmlSeal, b64, sign_pdf, split_xml, tlv
from forge_xml import evil


def objects(edit, signer=lambda base: base.signer):
    """The PDF with other objects, sound in form, signed by a good key."""
    def make(base):
        pdf = Objects(base.pdf)
        edit(pdf, base)
        return sign_pdf(pdf.write(), Cms(signer(base)))
    return make


def replaced(part, old, new):
    """In the object that has `part`."""
    def edit(pdf, _):
        pdf.change(part, lambda text: re.sub(old, new, text, count=1,
                                             flags=re.S))
    return objects(edit)


def catalog(more):
    return replaced(b'/Type /Catalog', rb'\n>>\s*endobj',
                    b'\n' + more + b'\n>>\nendobj')


def added(body):
    return objects(lambda pdf, _: pdf.add(body))


def embedded(content):
    """Another file embedded, its size right."""
    def edit(pdf, base):
        data = content(base)

        def other(text):
            text = re.sub(rb'/Size \d+', b'/Size %d' % len(data), text)
            return with_stream(text, data)
        pdf.change(b'/Type /EmbeddedFile', other)
    return edit


def evil_file(base):
    """The embedded dossier with another verdict, its signature as it was."""
    before, _ = split_xml(base.xml)
    return base.xml.replace(before.encode(), evil(base).encode())


def strangers_file(base):
    return XmlSeal(base.stranger, *split_xml(base.xml)).make()


def twice_embedded(pdf, _):
    pdf.change(b'/Type /Catalog', lambda text: re.sub(
        rb'/Names \[(\(dossier.xml\) \d+ 0 R)\]', rb'/Names [\1 \1]', text))


def page_text(edit):
    """The content of the first page that has text, edited."""
    def change(pdf, _):
        for at, (number, text) in enumerate(pdf.items):
            if b'stream\n' in text[:400] and b' Tf' in stream_of(text):
                new = edit(stream_of(text))
                assert new != stream_of(text)
                pdf.items[at] = (number, with_stream(text, new))
                return
    return objects(change)


def other_glyph(content):
    """The last digit that is shown on the page, as another one."""
    at = max(content.rfind(b'<00%02X>' % digit) for digit in range(0x13, 0x1d))
    if at < 0:
        at = max(content.rfind(b'00%02X>' % d) for d in range(0x13, 0x1d)) - 1
    digit = int(content[at + 3:at + 5], 16)
    return content[:at + 3] + b'%02X' % (
        0x13 + (digit - 0x13 + 1) % 10) + content[at + 5:]


def without_text(content):
    """The last words of the page left out."""
    at = content.rindex(b'BT ')
    start = content.index(b'[', at)
    return content[:start] + b'[' + content[content.index(b']', start):]


def lying_map(pdf, _):
    """What the first font says its glyphs mean: two digits changed over."""
    for at, (number, text) in enumerate(pdf.items):
        if b'stream\n' in text[:400] and b'beginbfchar' in stream_of(text):
            new = stream_of(text).replace(b'<0030>', b'<XXXX>').replace(
                b'<0031>', b'<0030>').replace(b'<XXXX>', b'<0031>')
            pdf.items[at] = (number, with_stream(text, new))
            return


def swapped_words(content):
    """Two paragraphs of the page changed over."""
    parts = re.findall(rb'/P <</MCID \d+>> BDC.*?EMC\n', content, re.S)
    one, two = parts[1], parts[2]
    return content.replace(one, b'#1').replace(two, one).replace(b'#1', two)


# further signatures: the program itself makes the honest ones

def tail(base):
    """Of the approved file: what is sealed, and what stands behind it."""
    assert base.approved.startswith(base.pdf)
    return base.pdf, base.approved[len(base.pdf):]


def approved(old, new):
    def make(base):
        sealed, more = tail(base)
        assert len(old) == len(new) and old in more
        return sealed + more.replace(old, new, 1)
    return make


def hexadecimal(data):
    return re.search(rb'/Contents <([0-9a-f]+)>', data).group(1)


def bent_approval(base):
    sealed, more = tail(base)
    at = more.index(b'/Contents <') + 700
    return sealed + more[:at] + (b'1' if more[at:at + 1] == b'0' else b'0') + \
        more[at + 1:]


def copied_approval(base):
    """Of another dossier by the same approver."""
    sealed, more = tail(base)
    theirs = hexadecimal(base.other_approved[len(base.other_pdf):])
    return sealed + more.replace(hexadecimal(more), theirs)


def first_left_out(base):
    """The second approval alone."""
    sealed, more = tail(base)
    return sealed + base.approved_twice[len(base.approved):]


def approvals_swapped(base):
    sealed, more = tail(base)
    return sealed + base.approved_twice[len(base.approved):] + more


COUNTER = re.compile(
    rb'<xades:CounterSignature>.*?</xades:CounterSignature>', re.S)


def counter(edit):
    def make(base):
        new = edit(base)
        assert new not in (base.counter, base.counter_twice, base.xml)
        return new
    return make


def one(data):
    return COUNTER.search(data).group()


def counters(data):
    return COUNTER.findall(data)


# certificates whose DER is written by hand, and signed again by the root

def children(data):
    """The parts of a constructed value, whole."""
    head = 2 + (data[1] & 0x7f if data[1] & 0x80 else 0)
    parts, at = [], head
    while at < len(data):
        size, skip = data[at + 1], 2
        if size & 0x80:
            skip += size & 0x7f
            size = int.from_bytes(data[at + 2:at + skip], 'big')
        parts.append(data[at:at + skip + size])
        at += skip + size
    return parts


def rewritten(edit):
    """A good certificate, its parts edited: version, serial, algorithm ..."""
    def make(root):
        good = root.signer()
        parts = children(children(good.certs[0])[0])
        body = tlv(0x30, *edit(parts))
        value = root.key.sign(body, ec.ECDSA(hashes.SHA256()))
        cert = tlv(0x30, body, children(good.certs[0])[1],
                   tlv(3, b'\0' + value))
        return Signer(good.key, [cert])
    return make


def serial(number):
    return rewritten(lambda p: p[:1] + [tlv(2, number)] + p[2:])


def same_key(base):
    """Another certificate for the same key, put where the signed one was."""
    other = base.root.signer('Forge director', key=base.signer.key)
    made = XmlSeal(base.signer, *split_xml(base.xml))
    made.key_info = '<ds:X509Data><ds:X509Certificate>%s</ds:' \
        'X509Certificate></ds:X509Data>' % b64(other.certs[0])
    return made.make()


def same_key_pdf(base):
    other = base.root.signer('Forge director', key=base.signer.key)
    made = Cms(other)
    wrong = Cms(base.signer)
    made.ess = wrong.ess
    return sign_pdf(base.pdf, made)


def foreign_changed(base):
    pdf = foreign.sign(foreign.blank(False), 10, Cms(base.signer).make)
    return bytes(pdf.out).replace(b'0 300 300', b'0 300 301')


WHOLE_MAKERS = {
    'foreign-changed': foreign_changed,
    'active-open-action': catalog(
        b'/OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>'),
    'active-launch': added(b'<< /S /Launch /F (x) >>'),
    'active-layers': catalog(b'/OCProperties <</OCGs [] /D <<>>>>'),
    'active-additional': catalog(b'/AA <</WC 1 0 R>>'),
    'active-xfa': replaced(b'/Type /Catalog', rb'/SigFlags 3',
                           b'/SigFlags 3 /XFA []'),
    'active-external': added(
        b'<< /F (http://127.0.0.1/x) /Length 0 >>\nstream\n\nendstream'),
    'active-names': replaced(b'/Type /Catalog', rb'/Names <<',
                             b'/Names <</JavaScript <<>> '),
    'active-permissions': replaced(b'/Type /Catalog', rb'/Perms <<',
                                   b'/Perms <</UR3 1 0 R '),
    'signature-second-dictionary': added(
        b'<< /Type /Sig /Filter /Adobe.PPKLite /ByteRange [0 0 0 0] >>'),
    'signature-second-field': replaced(
        b'/Type /Catalog', rb'/Fields \[(\d+ 0 R)\]', rb'/Fields [\1 \1]'),
    'signature-text-field': added(b'<< /FT /Tx /T (x) /V (fit) >>'),
    'dictionary-unknown-key': replaced(
        b'/Type /Sig\n', rb'/Reason <[0-9A-F]*>', b'/Changes [0 0 0]'),
    'dictionary-no-time': replaced(
        b'/Type /Sig\n', rb'/M \(D:\d+Z\)', b'/Name (x)'),
    'dictionary-lock-3': replaced(b'/Type /Sig\n', rb'/P 2', b'/P 3'),
    'claimed-future': replaced(
        b'/Type /Sig\n', rb'/M \(D:2026', b'/M (D:2027'),
    'embedded-size': replaced(
        b'/Type /EmbeddedFile', rb'/Size \d+', b'/Size 7'),
    'embedded-uf': replaced(
        b'/UF', rb'/UF ?(\([^)]*\)|<[^>]*>)', b'/UF (fit.xml)'),
    'embedded-f': replaced(
        b'/UF', rb'/F ?(\([^)]*\)|<[^>]*>)', b'/F (fit.xml)'),
    'embedded-twice': objects(twice_embedded),
    'embedded-second': added(
        b'<< /Type /EmbeddedFile /Length 1 >>\nstream\nx\nendstream'),
    'embedded-second-specification': added(
        b'<< /Type /Filespec /F (dossier.xml) /UF (dossier.xml) >>'),
    'embedded-not-associated': replaced(
        b'/Type /Catalog', rb'/AF \[\d+ 0 R\]', b''),
    'embedded-changed': objects(embedded(evil_file)),
    'embedded-not-sealed': objects(embedded(
        lambda b: ''.join(split_xml(b.xml)).encode())),
    'embedded-nothing': objects(embedded(lambda b: b'')),
    'embedded-bomb': objects(lambda pdf, _: pdf.change(
        b'/Type /EmbeddedFile', lambda text: with_stream(
            text, zlib.compress(bytes(60 << 20), 9)).replace(
                b'/Length', b'/Filter/FlateDecode/Length', 1))),
    'embedded-by-stranger': objects(embedded(strangers_file)),
    'signed-by-stranger': lambda b: sign_pdf(b.pdf, Cms(b.stranger)),
    'approval-bent': bent_approval,
    'approval-copied': copied_approval,
    'approval-first-left-out': first_left_out,
    'approvals-swapped': approvals_swapped,
    'approval-twice': lambda b: b.approved + tail(b)[1],
    'approval-role': approved(
        b'/Reason <feff0061007000700072006f007600650072>\n',
        b'/Reason <feff00610075006400690074006f0072>   \n '),
    'approval-shown': approved(b'/Rect [-1 -1 -1 -1]', b'/Rect [10 10 9 9  ]'),
    'approval-renamed': approved(b'(Signature2)', b'(Signature9)'),
    'approval-untrusted': lambda b: b.approved_untrusted,
    'approval-sealed-changed': lambda b: b.approved[:3000] + bytes(
        [b.approved[3000] ^ 1]) + b.approved[3001:],
    'counter-copied': counter(lambda b: b.counter.replace(
        one(b.counter), one(b.other_counter))),
    'counter-role': counter(lambda b: b.counter.replace(
        b'ClaimedRole>auditor<', b'ClaimedRole>approver<')),
    'counter-twice': counter(lambda b: b.counter.replace(
        one(b.counter), one(b.counter) * 2)),
    'counter-swapped': counter(lambda b: b.counter_twice.replace(
        b''.join(counters(b.counter_twice)),
        b''.join(counters(b.counter_twice)[::-1]))),
    'counter-first-left-out': counter(lambda b: b.counter_twice.replace(
        counters(b.counter_twice)[0], b'')),
    'counter-as-signature': counter(lambda b: re.sub(
        rb'<ds:Signature .*</ds:Signature>',
        lambda m: re.search(rb'<ds:Signature .*</ds:Signature>',
                            one(b.counter), re.S).group(), b.counter,
        count=1, flags=re.S)),
    'counter-untrusted': lambda b: b.counter_untrusted,
    'keyinfo-same-key': same_key,
    'cms-same-key': same_key_pdf,
}

# of these, what the pages show is compared: --deep
SHOWN_MAKERS = {
    'shown-invisible': page_text(
        lambda c: c.replace(b'BT ', b'BT 3 Tr ', 1)),
    'shown-white': page_text(lambda c: c.replace(
        b'0.122 0.161 0.216 rg', b'1 1 1 rg', 1)),
    'shown-small': page_text(lambda c: re.sub(rb'Tf', b'Tf', re.sub(
        rb'/F1 8 Tf', b'/F1 0.3 Tf', c, count=1))),
    'shown-off-page': page_text(lambda c: c.replace(
        b'BT /F1 8 Tf 79.37', b'BT /F1 8 Tf 7937', 1)),
    'shown-lying-map': objects(lying_map),
    'shown-left-out': page_text(without_text),
    'shown-other-digit': page_text(other_glyph),
    'shown-swapped': page_text(swapped_words),
    'shown-drawn': page_text(lambda c: re.sub(
        rb'(\d+)\.\d+ m (\d+)', rb'\1.5 m \2', c, count=1)),
    'shown-covered': page_text(lambda c: c +
        b'/Artifact BMC\n1 1 1 rg\n0 0 595 841 re f\nEMC\n'),
}

HAND_CERT_MAKERS = {
    'cert-version-1': rewritten(lambda p: p[1:-1]),
    'cert-version-2': rewritten(
        lambda p: [tlv(0xa0, tlv(2, b'\1'))] + p[1:]),
    'cert-serial-zero': serial(b'\0'),
    'cert-serial-negative': serial(b'\x80'),
    'cert-serial-long': serial(b'\1' * 21),
    'cert-bent-extension': rewritten(lambda p: p[:-1] + [
        p[-1].replace(b'\x55\x1d\x13\x01\x01\xff\x04\x02\x30\x00',
                      b'\x55\x1d\x13\x01\x01\xff\x04\x02\x30\x01')]),
    'cert-ca-that-signs': lambda root: root.signer(ca=True),
}
