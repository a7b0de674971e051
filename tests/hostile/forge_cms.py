"""Forgeries of the signature in a PDF, by one who holds a good key, and
signatures with certificates that the policy must refuse."""
import hashlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa

from forge_sign import (DATA, DAY, NOW, RSA, SHA1, SHA256, Authority, Cms,
                        Signer, attribute, der, oid, pss, pss_fields, sign_pdf,
                        tlv, usage)

MD5 = tlv(0x30, oid('1.2.840.113549.2.5'), b'\5\0')
SHA512 = tlv(0x30, oid('2.16.840.1.101.3.4.2.3'))


def cms(**changes):
    def make(base):
        made = Cms(base.signer)
        for name, value in changes.items():
            setattr(made, name, value)
        return sign_pdf(base.pdf, made)
    return make


def attributes(*wanted, extra=()):
    """Of content type, message digest and signing certificate only those."""
    def make(base):
        made = Cms(base.signer)
        whole = made.attributes
        made.attributes = lambda digest: [
            part for name, part in zip(
                ('ess', 'digest', 'type'), whole(digest)) if name in wanted
        ] + list(extra)
        return sign_pdf(base.pdf, made)
    return make


def with_digest(name, function):
    return cms(digest_name=name, hash=function)


def other_ess(base):
    made = Cms(base.signer)
    made.ess = tlv(0x30, tlv(0x30, tlv(0x30, tlv(
        4, hashlib.sha256(base.stranger.certs[0]).digest()))))
    return sign_pdf(base.pdf, made)


def ess_octets(base):
    made = Cms(base.signer)
    made.ess = tlv(4, made.ess)
    return sign_pdf(base.pdf, made)


def high_s(base):
    made = Cms(base.signer)
    made.sign = lambda data: base.signer.sign(data, high=True)
    return sign_pdf(base.pdf, made)


def with_certificates(pick):
    def make(base):
        made = Cms(base.signer)
        made.certs = pick(base)
        return sign_pdf(base.pdf, made)
    return make


def by_pss(method, **words):
    """The PDF that is sealed by PSS, signed with these parameters instead."""
    def make(base):
        made = Cms(base.rsa)
        made.method = method
        made.sign = lambda data: base.rsa.sign_pss(data, **words)
        return sign_pdf(base.pss_pdf, made)
    return make


def pkcs1_named_pss(base):
    made = Cms(base.rsa)
    made.method = pss(pss_fields())
    return sign_pdf(base.pss_pdf, made)


honest_pss = by_pss(pss(pss_fields()))
PSS_MAKERS = {
    'pss-salt-0': by_pss(pss(pss_fields(salt=0)), salt=0),
    'pss-salt-20': by_pss(pss(pss_fields(salt=20)), salt=20),
    'pss-salt-64': by_pss(pss(pss_fields(salt=64)), salt=64),
    'pss-salt-other-than-named': by_pss(pss(pss_fields()), salt=20),
    'pss-mask-sha1': by_pss(
        pss(pss_fields(mask=SHA1)), mask=hashes.SHA1()),
    'pss-mask-other-than-named': by_pss(
        pss(pss_fields()), mask=hashes.SHA1()),
    'pss-digest-sha1': by_pss(
        pss(pss_fields(SHA1, SHA1, 20)), salt=20, digest=hashes.SHA1()),
    'pss-no-parameters': by_pss(pss()),
    'pss-no-fields': by_pss(
        pss(tlv(0x30)), salt=20, digest=hashes.SHA1()),
    'pss-null-parameters': by_pss(pss(b'\5\0')),
    'pss-digest-without-null': by_pss(pss(pss_fields(SHA256, SHA256))),
    'pss-trailer-written': by_pss(pss(pss_fields(
        more=tlv(0xa3, tlv(2, b'\1'))))),
    'pss-trailer-2': by_pss(pss(pss_fields(
        more=tlv(0xa3, tlv(2, b'\2'))))),
    'pss-named-pkcs1': by_pss(RSA),
    'pkcs1-named-pss': pkcs1_named_pss,
    'pss-named-with-ecdsa': cms(method=pss(pss_fields())),
}
CMS_MAKERS = {
    'cms-content': cms(content=tlv(0x30, DATA, tlv(0xa0, tlv(4, b'x')))),
    'cms-two-signers': cms(infos=lambda info: [info, info]),
    'cms-no-signer': cms(infos=lambda info: []),
    'cms-no-attributes': cms(attributes=lambda digest: []),
    'cms-no-ess': attributes('digest', 'type'),
    'cms-no-digest': attributes('ess', 'type'),
    'cms-no-type': attributes('ess', 'digest'),
    'cms-ess-version-1': attributes('digest', 'type', extra=[attribute(
        '1.2.840.113549.1.9.16.2.12', tlv(0x30, tlv(0x30, tlv(0x30, tlv(
            4, bytes(20))))))]),
    'cms-other-ess': other_ess,
    'cms-ess-octets': ess_octets,
    'cms-signing-time': attributes('ess', 'digest', 'type', extra=[attribute(
        '1.2.840.113549.1.9.5', tlv(0x17, b'261123093000Z'))]),
    'cms-two-digests': attributes('ess', 'digest', 'type', extra=[attribute(
        '1.2.840.113549.1.9.4', tlv(4, bytes(32)))]),
    'cms-sha1': with_digest(SHA1, hashlib.sha1),
    'cms-md5': with_digest(MD5, hashlib.md5),
    'cms-sha512': with_digest(SHA512, hashlib.sha512),
    'cms-other-type': cms(type=oid('1.2.840.113549.1.7.3')),
    'cms-no-type-at-all': cms(type=DATA),
    'cms-version-3': cms(version=3),
    'cms-unsigned-attribute': cms(unsigned=tlv(0xa1, attribute(
        '1.2.3.4', tlv(4, b'x')))),
    'cms-empty-unsigned': cms(unsigned=tlv(0xa1)),
    'cms-high-s': high_s,
    'cms-no-certificates': with_certificates(lambda b: []),
    'cms-other-certificate': with_certificates(
        lambda b: b.stranger.certs),
    'cms-extra-certificate': with_certificates(
        lambda b: b.signer.certs + b.stranger.certs),
    'cms-twice-certificate': with_certificates(
        lambda b: b.signer.certs * 2),
    'cms-empty-lists': cms(lists=tlv(0xa1)),
    'cms-long-length': cms(edit=lambda c: c[:1] + b'\x83\0' + c[2:]),
    'cms-indefinite': cms(edit=lambda c: b'\x30\x80' + c[4:] + b'\0\0'),
    'cms-of-another-file': lambda b: sign_pdf(
        b.pdf, Cms(b.signer), fill=lambda made, size: Cms(
            b.signer).make(b'another').hex().encode().ljust(size, b'0')),
    'cms-value-zero': cms(sign=lambda data: bytes.fromhex(
        '3006020100020100')),
    **PSS_MAKERS,
}


# certificates: (authority) -> signer

def issued(**changes):
    return lambda root: root.signer(**changes)


def revoked(root):
    made = root.signer()
    root.revoked.append(
        x509.load_der_x509_certificate(made.certs[0]).serial_number)
    return made


def below(**changes):
    """Through an authority between root and signer, changed so."""
    def make(root):
        between = Authority('Forge between', issuer=root, **changes)
        root.below.append(between)
        return between.signer(above=[der(between.cert)])
    return make


def look_alike(root):
    return Authority('Forge root').signer()


def self_signed(_):
    made = Authority('Forge signer', ca=False, eku=None)
    return Signer(made.key, [der(made.cert)])


def rsa_key(bits, exponent=65537):
    return lambda root: root.signer(
        key=rsa.generate_private_key(exponent, bits))


def curve(kind):
    return lambda root: root.signer(key=ec.generate_private_key(kind))


def limited(root):
    name = x509.DirectoryName(x509.Name([x509.NameAttribute(
        x509.NameOID.ORGANIZATION_NAME, 'Elsewhere')]))
    return below(extra=[(x509.NameConstraints([name], None), True)])(root)


def too_deep(root):
    """One authority more than the path length of the first allows."""
    one = Authority('Forge one', issuer=root, path=0)
    two = Authority('Forge two', issuer=one)
    root.below += [one, two]
    return two.signer(above=[der(two.cert), der(one.cert)])


OTHER = x509.UnrecognizedExtension(
    x509.ObjectIdentifier('1.2.3.4.5'), b'\5\0')
def authority_revoked(root):
    made = below()(root)
    root.revoked.append(root.below[0].cert.serial_number)
    return made


CERT_MAKERS = {
    'cert-dsa': lambda root: root.signer(key=dsa.generate_private_key(2048)),
    'cert-ca-revoked': authority_revoked,
    'cert-expired': issued(end=NOW - DAY / 2),
    'cert-future': issued(start=NOW + DAY),
    'cert-server': issued(eku=[x509.ExtendedKeyUsageOID.SERVER_AUTH]),
    'cert-any-eku': issued(eku=[
        x509.ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE]),
    'cert-no-eku': issued(eku=None),
    'cert-time-stamping': issued(eku=[
        x509.ExtendedKeyUsageOID.TIME_STAMPING]),
    'cert-wrong-usage': issued(ku=usage('key_encipherment')),
    'cert-no-usage': issued(ku=None),
    'cert-signs-certificates': issued(ku=usage(
        'digital_signature', 'key_cert_sign')),
    'cert-ca': issued(ca=True, ku=usage(
        'digital_signature', 'key_cert_sign')),
    'cert-rsa-1024': rsa_key(1024),
    'cert-rsa-2048': rsa_key(2048),
    'cert-rsa-exponent-3': rsa_key(3072, 3),
    'cert-secp256k1': curve(ec.SECP256K1()),
    'cert-p224': curve(ec.SECP224R1()),
    'cert-sha1': issued(digest=hashes.SHA1()),
    'cert-critical-unknown': issued(extra=[(OTHER, True)]),
    'cert-look-alike': look_alike,
    'cert-self-signed': self_signed,
    'cert-revoked': revoked,
    'cert-leaf-as-ca': below(ca=False, ku=usage('digital_signature')),
    'cert-path-length': too_deep,
    'cert-ca-no-cert-sign': below(ku=usage('crl_sign')),
    'cert-ca-expired': below(end=NOW - DAY / 2),
    'cert-ca-sha1': below(digest=hashes.SHA1()),
    'cert-name-constraints': limited,
    'cert-no-basic-constraints-ca': below(basic=False),
}
