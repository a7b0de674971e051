"""Time-stamps of RFC 3161 and validation material in forged files, by an
authority below the same root: what an honest one would give, and worse."""
import hashlib
import re

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from forge_objects import Objects
from forge_sign import (DAY, ECDSA, EXC, NOW, RSA, SHA1, SHA256, Cms, XmlSeal,
                        alg, attribute, b64, der, oid, sign_pdf, spaced,
                        split_xml, tlv, usage)

TST_INFO = oid('1.2.840.113549.1.9.16.1.4')
STAMPING = x509.ExtendedKeyUsageOID.TIME_STAMPING
DSA = tlv(0x30, oid('2.16.840.1.101.3.4.3.2'))


def stamper(root, key=None, critical=True, eku=(STAMPING,), **changes):
    """The key and certificate of a time-stamp authority."""
    extra = [(x509.ExtendedKeyUsage(eku), critical)] if eku else []
    return root.signer('Forge stamper', key=key, eku=None, extra=extra,
                       ku=usage('digital_signature'), **changes)


class Token:
    """A time-stamp; each part may be changed before `make`."""

    def __init__(self, authority, at=NOW):
        self.authority = authority
        self.at = at
        self.digest_name = SHA256
        self.hash = hashlib.sha256
        self.method = RSA if authority.rsa else ECDSA
        self.unsigned = b''
        self.infos = lambda info: [info]
        self.type = TST_INFO
        self.more_info = b''  # behind the time
        self.ess = None

    def make(self, stamped):
        cert = x509.load_der_x509_certificate(self.authority.certs[0])
        serial = tlv(2, cert.serial_number.to_bytes(
            cert.serial_number.bit_length() // 8 + 1, 'big'))
        info = tlv(
            0x30, tlv(2, b'\1'), oid('1.2.3.4.1'),
            tlv(0x30, self.digest_name, tlv(4, self.hash(stamped).digest())),
            tlv(2, b'\1'), tlv(0x18, self.at.strftime('%Y%m%d%H%M%SZ').encode(
            )), self.more_info)
        ess = self.ess or tlv(0x30, tlv(0x30, tlv(0x30, tlv(
            4, hashlib.sha256(self.authority.certs[0]).digest()))))
        found = b''.join(sorted([
            attribute('1.2.840.113549.1.9.16.2.47', ess),
            attribute('1.2.840.113549.1.9.4',
                      tlv(4, self.hash(info).digest())),
            attribute('1.2.840.113549.1.9.3', self.type)]))
        signer = tlv(
            0x30, tlv(2, b'\1'), tlv(0x30, cert.issuer.public_bytes(), serial),
            self.digest_name, tlv(0xa0, found), self.method,
            tlv(4, self.sign(tlv(0x31, found))), self.unsigned)
        return tlv(0x30, oid('1.2.840.113549.1.7.2'), tlv(0xa0, tlv(
            0x30, tlv(2, b'\3'), tlv(0x31, self.digest_name),
            tlv(0x30, self.type, tlv(0xa0, tlv(4, info))),
            tlv(0xa0, *sorted(self.authority.certs)),
            tlv(0x31, *self.infos(signer)))))

    def sign(self, data):
        if isinstance(self.authority.key, dsa.DSAPrivateKey):
            return self.authority.key.sign(data, hashes.SHA256())
        return self.authority.sign(data)


def attribute_of(*tokens):
    """The unsigned attributes of a CMS that hold these."""
    return tlv(0xa1, *[attribute('1.2.840.113549.1.9.16.2.14', token)
                       for token in tokens])


def pdf_stamped(token, *more):
    """The dossier signed with that time-stamp of its value as attribute."""
    def make(base):
        made = Cms(base.signer)

        made.unsigned = lambda value: attribute_of(
            *[one(base).make(value) for one in (token,) + more])
        pdf = Objects(base.pdf)  # with room for the token
        pdf.change(b'/Type /Sig\n', lambda text: text.replace(
            b'/Contents <', b'/Contents <' + bytes(8000).hex().encode()))
        return sign_pdf(pdf.write(), made)
    return make


def properties(*parts):
    return ('<xades:UnsignedProperties><xades:UnsignedSignatureProperties>%s'
            '</xades:UnsignedSignatureProperties></xades:UnsignedProperties>'
            % ''.join(parts))


def element(token, value):
    stamped = spaced('<ds:SignatureValue Id="auditor-signature-value">%s'
                     '</ds:SignatureValue>' % value, 'ds')
    return ('<xades:SignatureTimeStamp>%s<xades:EncapsulatedTimeStamp>%s'
            '</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>' % (
                alg('CanonicalizationMethod', EXC),
                b64(token.make(stamped.encode()))))


def xml_with(*parts):
    """The dossier with unsigned properties: each part gets base and value."""
    def make(base):
        made = XmlSeal(base.signer, *split_xml(base.xml))
        made.more = lambda value: properties(
            *[part(base, value) for part in parts])
        return made.make()
    return make


def stamp(token):
    return lambda base, value: element(token(base), value)


def elsewhere(token):
    """A time-stamp over the value of another file."""
    return lambda base, value: element(token(base), b64(bytes(64)))


def certificates(pick):
    def part(base, _):
        return '<xades:CertificateValues>%s</xades:CertificateValues>' % (
            ''.join('<xades:EncapsulatedX509Certificate>%s</xades:'
                    'EncapsulatedX509Certificate>' % b64(one)
                    for one in pick(base)))
    return part


def lists(pick):
    def part(base, _):
        return ('<xades:RevocationValues><xades:CRLValues>%s</xades:CRLValues>'
                '</xades:RevocationValues>' % ''.join(
                    '<xades:EncapsulatedCRLValue>%s</xades:'
                    'EncapsulatedCRLValue>' % b64(one) for one in pick(base)))
    return part


def good(base):
    return Token(stamper(base.root))


def changed(**changes):
    def make(base):
        token = good(base)
        for name, value in changes.items():
            setattr(token, name, value)
        return token
    return make


def by(**changes):
    return lambda base: Token(stamper(base.root, **changes))


def by_key(make_key, method=None):
    def make(base):
        token = Token(stamper(base.root, key=make_key()))
        token.method = method or token.method
        return token
    return make


def strange(base):
    """An authority that nobody trusts, of the same name."""
    return Token(stamper(type(base.root)('Forge root')))


def other_ess(base):
    token = good(base)
    token.ess = tlv(0x30, tlv(0x30, tlv(0x30, tlv(4, bytes(32)))))
    return token


def self_made(base):
    """The signer stamps itself."""
    return Token(base.signer)


def root_list(root, **changes):
    return x509.load_pem_x509_crl(root.list_pem(**changes)).public_bytes(
        Encoding.DER)


def bent(data):
    return data[:-1] + bytes([data[-1] ^ 1])


def foreign_root(base):
    return type(base.root)('Forge elsewhere')


def look_alike(base):
    other = type(base.root)('Forge root')
    return certificates(lambda b: [der(other.cert)])(base, '') + lists(
        lambda b: [root_list(other)])(base, '')


def doubled(name, *parts):
    """One element of it twice, the same."""
    def make(base):
        return re.sub(rb'<xades:%s>.*?</xades:%s>' % ((name.encode(),) * 2),
                      lambda m: m.group() * 2, xml_with(*parts)(base),
                      flags=re.S)
    return make


LATE = NOW + DAY
STAMP_HONEST = {
    'stamped XML': xml_with(stamp(good)),
    'stamped PDF': pdf_stamped(good),
    'XML with material': xml_with(
        stamp(good), certificates(lambda b: [der(b.root.cert)]),
        lists(lambda b: [root_list(b.root)])),
}
MAKERS = {
    'stamp-of-another': xml_with(elsewhere(good)),
    'stamp-of-another-pdf': pdf_stamped(
        lambda b: type('Other', (), {'make': lambda _, value: good(b).make(
            b'another')})()),
    'stamp-twice': xml_with(stamp(good), elsewhere(good)),
    'stamp-twice-pdf': pdf_stamped(good, good),
    'stamp-doubled': doubled('SignatureTimeStamp', stamp(good)),
    'stamp-behind-material': xml_with(
        certificates(lambda b: [der(b.root.cert)]), stamp(good)),
    'material-again': xml_with(stamp(good), certificates(
        lambda b: [der(b.root.cert)]), certificates(lambda b: [])),
    'material-lists-first': xml_with(
        stamp(good), lists(lambda b: [root_list(b.root)]),
        certificates(lambda b: [der(b.root.cert)])),
    'material-list-doubled': doubled('EncapsulatedCRLValue', stamp(good), lists(
        lambda b: [root_list(b.root)])),
    'stamp-late': xml_with(stamp(changed(at=LATE))),
    'stamp-late-pdf': pdf_stamped(changed(at=LATE)),
    'stamp-untrusted': xml_with(stamp(strange)),
    'stamp-untrusted-pdf': pdf_stamped(strange),
    'stamp-no-eku': xml_with(stamp(by(eku=None))),
    'stamp-eku-not-critical': xml_with(stamp(by(critical=False))),
    'stamp-eku-two': xml_with(stamp(by(eku=(
        STAMPING, x509.ExtendedKeyUsageOID.SERVER_AUTH)))),
    'stamp-by-signer': xml_with(stamp(self_made)),
    'stamp-expired-authority': xml_with(stamp(by(end=NOW - DAY / 2))),
    'stamp-ca': xml_with(stamp(by(ca=True))),
    'stamp-dsa': xml_with(stamp(by_key(
        lambda: dsa.generate_private_key(2048), DSA))),
    'stamp-rsa-1024': xml_with(stamp(by_key(
        lambda: rsa.generate_private_key(65537, 1024)))),
    'stamp-sha1': xml_with(stamp(changed(
        digest_name=SHA1, hash=hashlib.sha1))),
    'stamp-other-ess': xml_with(stamp(other_ess)),
    'stamp-two-signers': xml_with(stamp(changed(
        infos=lambda info: [info, info]))),
    'stamp-no-signer': xml_with(stamp(changed(infos=lambda info: []))),
    'stamp-unsigned-attribute': xml_with(stamp(changed(
        unsigned=tlv(0xa1, attribute('1.2.3.4', tlv(4, b'x')))))),
    'stamp-other-content': xml_with(stamp(changed(
        type=oid('1.2.840.113549.1.7.1')))),
    'stamp-critical-extension': xml_with(stamp(changed(more_info=tlv(
        0xa1, tlv(0x30, oid('1.2.3.4'), b'\1\1\xff', tlv(4, b'\5\0')))))),
    'stamp-bent': xml_with(lambda b, value: element(good(b), value).replace(
        '</xades:EncapsulatedTimeStamp>', '', 1)[:-40] + 'AAAA</xades:'
        'EncapsulatedTimeStamp></xades:SignatureTimeStamp>'),
    'material-strange': xml_with(stamp(good), certificates(
        lambda b: [der(foreign_root(b).cert)])),
    'material-stranger': xml_with(stamp(good), certificates(
        lambda b: b.stranger.certs)),
    'material-twice': xml_with(stamp(good), certificates(
        lambda b: [der(b.root.cert)] * 2)),
    'material-malformed': xml_with(stamp(good), certificates(
        lambda b: [der(b.root.cert)[:-1]])),
    'material-bent': xml_with(stamp(good), certificates(
        lambda b: [bent(der(b.root.cert))])),
    'material-strange-list': xml_with(stamp(good), lists(
        lambda b: [root_list(foreign_root(b))])),
    'material-forged-list': xml_with(stamp(good), lists(
        lambda b: [root_list(b.root, key=foreign_root(b).key)])),
    # by another of the same name, who is brought along
    'unlisted-look-alike-list': xml_with(
        stamp(good), lambda b, value: look_alike(b)),
    'material-bent-list': xml_with(stamp(good), lists(
        lambda b: [bent(root_list(b.root))])),
}
