"""A throw-away authority, and signatures of the profile made by hand, so that
a forger who holds a good key can be played as well."""
import base64
import datetime
import hashlib
import re

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

NOW = datetime.datetime(2026, 11, 23, 9, 30)
DAY = datetime.timedelta(days=1)
ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551
SIGNING = x509.ObjectIdentifier('1.3.6.1.5.5.7.3.36')
DS = 'http://www.w3.org/2000/09/xmldsig#'
XADES = 'http://uri.etsi.org/01903/v1.3.2#'
SHA256_URI = 'http://www.w3.org/2001/04/xmlenc#sha256'
EXC = 'http://www.w3.org/2001/10/xml-exc-c14n#'
METHOD = 'http://www.w3.org/2001/04/xmldsig-more#%s-sha256'
USAGES = ('digital_signature', 'content_commitment', 'key_encipherment',
          'data_encipherment', 'key_agreement', 'key_cert_sign', 'crl_sign',
          'encipher_only', 'decipher_only')


def usage(*names):
    return x509.KeyUsage(**{name: name in names for name in USAGES})


def b64(data):
    return base64.b64encode(data).decode()


class Authority:
    """A root with its list, which issues what a row of the table asks for."""

    def __init__(self, name='Forge root', key=None, issuer=None, **changes):
        self.key = key or ec.generate_private_key(ec.SECP256R1())
        self.revoked = []
        self.below = []
        self.name = x509.Name([x509.NameAttribute(
            x509.NameOID.COMMON_NAME, name)])
        changes = {'ca': True, 'ku': usage('key_cert_sign', 'crl_sign'),
                   'eku': None, **changes}
        self.cert = (issuer or self).certificate(
            self.name, self.key.public_key(), **changes)

    def certificate(self, subject, public, ca=False, start=NOW - DAY,
                    end=NOW + 90 * DAY, digest=hashes.SHA256(),
                    ku=usage('digital_signature', 'content_commitment'),
                    eku=(SIGNING,), serial=None, extra=(), path=None,
                    basic=True):
        builder = x509.CertificateBuilder(
            self.name, subject, public,
            serial or x509.random_serial_number(), start, end)
        if basic:
            builder = builder.add_extension(
                x509.BasicConstraints(ca, path), True)
        if ku:
            builder = builder.add_extension(ku, True)
        if eku:
            builder = builder.add_extension(
                x509.ExtendedKeyUsage(eku), False)
        builder = builder.add_extension(
            x509.SubjectKeyIdentifier.from_public_key(public), False)
        builder = builder.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(
                self.key.public_key()), False)
        for extension, critical in extra:
            builder = builder.add_extension(extension, critical)
        return builder.sign(self.key, digest)

    def signer(self, subject='Forge signer', key=None, above=(), **changes):
        key = key or ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(
            x509.NameOID.COMMON_NAME, subject)])
        cert = self.certificate(name, key.public_key(), **changes)
        return Signer(key, [der(cert)] + list(above))

    def list_pem(self, start=NOW - DAY, end=NOW + 30 * DAY, key=None,
                 digest=hashes.SHA256(), extra=()):
        builder = x509.CertificateRevocationListBuilder(
            self.name, start, end)
        builder = builder.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(
                self.key.public_key()), False)
        builder = builder.add_extension(x509.CRLNumber(1), False)
        for serial in self.revoked:
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder(
                    serial, NOW - DAY / 2).build())
        for extension in extra:
            builder = builder.add_extension(extension, True)
        made = builder.sign(key or self.key, digest)
        return made.public_bytes(serialization.Encoding.PEM)

    def pem(self):
        return self.cert.public_bytes(serialization.Encoding.PEM)


def key_pem(key):
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption())


def der(cert):
    return cert.public_bytes(serialization.Encoding.DER)


class Signer:
    def __init__(self, key, certs):
        self.key = key
        self.certs = certs  # DER, leaf first
        self.rsa = isinstance(key, rsa.RSAPrivateKey)

    def sign_pss(self, data, salt=32, digest=hashes.SHA256(), mask=None):
        return self.key.sign(data, padding.PSS(
            padding.MGF1(mask or digest), salt), digest)

    def sign(self, data, digest=hashes.SHA256(), high=False):
        if self.rsa:
            return self.key.sign(data, padding.PKCS1v15(), digest)
        if not isinstance(self.key, ec.EllipticCurvePrivateKey):
            return self.key.sign(data, digest)
        r, s = utils.decode_dss_signature(
            self.key.sign(data, ec.ECDSA(digest)))
        if self.key.curve.name == 'secp256r1' and (s > ORDER // 2) != high:
            s = ORDER - s
        return utils.encode_dss_signature(r, s)


# XML

def split_xml(signed):
    """The canonical document around the signature."""
    text = signed.decode()
    text = text[text.index('<', text.index('?>')):].rstrip('\n')
    start = text.rindex('<ds:Signature ')
    end = text.rindex('</ds:Signature>') + len('</ds:Signature>')
    return text[:start], text[end:]


def alg(name, uri):
    return '<ds:%s Algorithm="%s"></ds:%s>' % (name, uri, name)


def reference(digest, attributes, transforms):
    return ('<ds:Reference %s><ds:Transforms>%s</ds:Transforms>%s'
            '<ds:DigestValue>%s</ds:DigestValue></ds:Reference>' % (
                attributes, ''.join(alg('Transform', uri)
                                    for uri in transforms),
                alg('DigestMethod', SHA256_URI), digest))


def sha(text):
    data = text.encode() if isinstance(text, str) else text
    return b64(hashlib.sha256(data).digest())


def spaced(text, *prefixes):
    """The element as it stands alone: its namespaces declared."""
    spaces = {'ds': DS, 'xades': XADES}
    names = ''.join(' xmlns:%s="%s"' % (p, spaces[p]) for p in prefixes)
    return re.sub(r'^<([\w:]+)', r'<\1' + names.replace('\\', ''), text,
                  count=1)


def properties(signer, time='2026-11-23T09:30:00Z', digest=None):
    certs = ''.join(
        '<xades:Cert><xades:CertDigest>%s<ds:DigestValue>%s</ds:DigestValue>'
        '</xades:CertDigest></xades:Cert>' % (
            alg('DigestMethod', SHA256_URI), digest or sha(cert))
        for cert in signer.certs)
    return ('<xades:SignedProperties Id="auditor-properties">'
            '<xades:SignedSignatureProperties><xades:SigningTime>%s'
            '</xades:SigningTime><xades:SigningCertificateV2>%s'
            '</xades:SigningCertificateV2></xades:SignedSignatureProperties>'
            '<xades:SignedDataObjectProperties><xades:DataObjectFormat '
            'ObjectReference="#auditor-document"><xades:MimeType>text/xml'
            '</xades:MimeType></xades:DataObjectFormat>'
            '</xades:SignedDataObjectProperties></xades:SignedProperties>'
            % (time, certs))


def raw(signature):
    r, s = utils.decode_dss_signature(signature)
    return r.to_bytes(32, 'big') + s.to_bytes(32, 'big')


class XmlSeal:
    """A signature of the profile. Each part may be changed before `make`;
    what is made is signed as changed."""

    def __init__(self, signer, before, after):
        self.signer = signer
        self.before, self.after = before, after
        self.properties = properties(signer)
        self.data = before + after  # what the first reference digests
        self.references = None
        self.canonicalisation = EXC
        self.method = METHOD % ('rsa' if signer.rsa else 'ecdsa')
        self.edit_info = lambda info: info
        self.sign = lambda info: (
            signer.sign(info) if signer.rsa else raw(signer.sign(info)))
        self.key_info = '<ds:X509Data>%s</ds:X509Data>' % ''.join(
            '<ds:X509Certificate>%s</ds:X509Certificate>' % b64(cert)
            for cert in signer.certs)
        self.more = ''      # behind SignedProperties; or made of the value
        self.objects = ''   # behind the Object
        self.edit = lambda text: text

    def two(self):
        """The two references of the profile."""
        alone = spaced(self.properties, 'xades').replace(
            '<ds:DigestMethod', '<ds:DigestMethod xmlns:ds="%s"' % DS)
        alone = alone.replace('<ds:DigestValue',
                              '<ds:DigestValue xmlns:ds="%s"' % DS)
        return [
            reference(sha(self.data), 'Id="auditor-document" URI=""',
                      [DS + 'enveloped-signature', EXC]),
            reference(sha(alone), 'Type="http://uri.etsi.org/01903#Signed'
                      'Properties" URI="#auditor-properties"', [EXC])]

    def make(self):
        info = '<ds:SignedInfo>%s%s%s</ds:SignedInfo>' % (
            alg('CanonicalizationMethod', self.canonicalisation),
            alg('SignatureMethod', self.method),
            ''.join(self.references or self.two()))
        info = self.edit_info(info)
        value = self.sign(spaced(info, 'ds').encode())
        more = self.more(b64(value)) if callable(self.more) else self.more
        text = (
            '<ds:Signature xmlns:ds="%s" Id="auditor-signature">%s'
            '<ds:SignatureValue Id="auditor-signature-value">%s'
            '</ds:SignatureValue><ds:KeyInfo>%s</ds:KeyInfo><ds:Object><xades:QualifyingProperties '
            'xmlns:xades="%s" Target="#auditor-signature">%s%s'
            '</xades:QualifyingProperties></ds:Object>%s</ds:Signature>' % (
                DS, info, b64(value), self.key_info, XADES, self.properties,
                more, self.objects))
        return ('<?xml version="1.0" encoding="UTF-8"?>\n%s%s%s\n' % (
            self.before, self.edit(text), self.after)).encode()


# CMS

def tlv(tag, *parts):
    body = b''.join(parts)
    if len(body) < 128:
        return bytes([tag, len(body)]) + body
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8, 'big')
    return bytes([tag, 0x80 | len(size)]) + size + body


def oid(dotted):
    first, second, *rest = map(int, dotted.split('.'))
    out = bytes([40 * first + second])
    for number in rest:
        piece = [number & 127]
        while number > 127:
            number >>= 7
            piece.insert(0, number & 127 | 128)
        out += bytes(piece)
    return tlv(6, out)


DATA = oid('1.2.840.113549.1.7.1')
SHA256 = tlv(0x30, oid('2.16.840.1.101.3.4.2.1'))
ECDSA = tlv(0x30, oid('1.2.840.10045.4.3.2'))
RSA = tlv(0x30, oid('1.2.840.113549.1.1.1'), b'\5\0')
SHA1 = tlv(0x30, oid('1.3.14.3.2.26'), b'\5\0')
SHA256_NULL = tlv(0x30, oid('2.16.840.1.101.3.4.2.1'), b'\5\0')


def pss(*fields):
    """RSASSA-PSS with these parameters."""
    return tlv(0x30, oid('1.2.840.113549.1.1.10'), *fields)


def pss_fields(digest=SHA256_NULL, mask=SHA256_NULL, salt=32, more=b''):
    return tlv(0x30, tlv(0xa0, digest),
               tlv(0xa1, tlv(0x30, oid('1.2.840.113549.1.1.8'), mask)),
               tlv(0xa2, tlv(2, bytes([salt]))), more)


def attribute(name, *values):
    return tlv(0x30, oid(name), tlv(0x31, *values))


class Cms:
    """Signed data of the profile, likewise."""

    def __init__(self, signer):
        self.signer = signer
        cert = x509.load_der_x509_certificate(signer.certs[0])
        self.issuer = cert.issuer.public_bytes()
        self.serial = tlv(2, cert.serial_number.to_bytes(
            cert.serial_number.bit_length() // 8 + 1, 'big'))
        self.type = oid('1.2.840.113549.1.7.2')
        self.content = tlv(0x30, DATA)
        self.digest_name = SHA256
        self.method = RSA if signer.rsa else ECDSA
        self.hash = hashlib.sha256
        self.ess = tlv(0x30, tlv(0x30, tlv(0x30, tlv(
            4, hashlib.sha256(signer.certs[0]).digest()))))
        self.attributes = lambda digest: [
            attribute('1.2.840.113549.1.9.16.2.47', self.ess),
            attribute('1.2.840.113549.1.9.4', tlv(4, digest)),
            attribute('1.2.840.113549.1.9.3', DATA)]
        self.sign = signer.sign
        self.unsigned = b''
        self.certs = list(signer.certs)
        self.infos = lambda info: [info]
        self.version = 1
        self.lists = b''
        self.edit = lambda cms: cms

    def make(self, covered):
        found = self.attributes(self.hash(covered).digest())
        found = b''.join(sorted(found))
        signed = tlv(0xa0, found) if found else b''
        value = self.sign(tlv(0x31, found) if found else covered)
        info = tlv(0x30, tlv(2, b'\1'),
                   tlv(0x30, self.issuer, self.serial), self.digest_name,
                   signed, self.method, tlv(4, value),
                   self.unsigned(value) if callable(self.unsigned)
                   else self.unsigned)
        data = tlv(0x30, tlv(2, bytes([self.version])),
                   tlv(0x31, self.digest_name), self.content,
                   tlv(0xa0, *sorted(self.certs)) if self.certs else b'',
                   self.lists, tlv(0x31, *self.infos(info)))
        return self.edit(tlv(0x30, self.type, tlv(0xa0, data)))


# PDF

def gap(pdf):
    """The place of the signature, with its brackets."""
    at = pdf.index(b'/Contents <', pdf.index(b'/Type /Sig\n')) + 10
    return at, pdf.index(b'>', at) + 1


def sign_pdf(pdf, cms, fill=None, span=None):
    """Sign as it stands: ByteRange is set unless `span` is; `fill` writes
    the gap's content from CMS and length."""
    begin, end = gap(pdf)
    want = span or b'[0 %d %d %d' % (begin, end, len(pdf) - end)
    start = pdf.index(b'/ByteRange [') + 11
    stop = pdf.index(b']', start)
    pdf = pdf[:start] + want.ljust(stop - start) + pdf[stop:]
    made = cms.make(pdf[:begin] + pdf[end:]).hex().encode()
    size = end - begin - 2
    made = fill(made, size) if fill else made.ljust(size, b'0')
    return pdf[:begin] + b'<' + made + b'>' + pdf[end:]
