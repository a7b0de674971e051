"""Forgeries of a sealed XML file."""
from lxml import etree

from forge_sign import (DS, EXC, SHA256_URI, XmlSeal, alg, b64, raw, reference,
                        sha, split_xml)

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
ROOT = '<dossier xmlns="urn:auditor:dossier:1" trial="no" version="1">'
MORE = 'http://www.w3.org/2001/04/xmldsig-more#'


def body(base):
    return base.xml.decode().split('?>\n', 1)[1].rstrip('\n')


def signature(base):
    text = body(base)
    start = text.rindex('<ds:Signature ')
    return text[start:text.rindex('</dossier>')]


def evil(base):
    """The document without its signature, with another verdict."""
    before, _ = split_xml(base.xml)
    at = before.index('<verdict value="') + len('<verdict value="')
    return before[:at] + 'fit' + before[before.index('"', at):]


def text(form):
    return lambda base: (HEAD + form(base) + '\n').encode()


def edited(edit):
    """Another signature element around the same digests, after signing."""
    return text(lambda base: body(base).replace(
        signature(base), edit(signature(base), base)))


def seal(base):
    return XmlSeal(base.signer, *split_xml(base.xml))


def signed(change):
    """Whatever is changed was signed by one who holds a good key."""
    def make(base):
        made = seal(base)
        change(made, base)
        return made.make()
    return make


def references(*changes):
    """Of the two references; a change gets and gives the list."""
    def change(made, _):
        made.references = made.two()
        for one in changes:
            made.references = one(made.references, made)
    return signed(change)


def first(old, new):
    return lambda refs, _: [refs[0].replace(old, new)] + refs[1:]


def transformed(*transforms, data=None):
    def change(made, _):
        made.references = [
            reference(sha(made.data if data is None else data),
                      'Id="auditor-document" URI=""', transforms),
            made.two()[1]]
    return signed(change)


def info(old, new):
    def change(made, _):
        made.edit_info = lambda found: found.replace(old, new)
    return signed(change)


def attribute(name, value):
    def change(made, _):
        setattr(made, name, value)
    return signed(change)


def key_info(edit):
    def change(made, base):
        made.key_info = edit(made.key_info, base)
    return signed(change)


def content(old, new):
    """Signed as the document says it; the document says too much."""
    def change(made, _):
        assert old in made.before
        made.before = made.before.replace(old, new, 1)
        made.data = made.before + made.after
    return signed(change)


def prefixed(prefix):
    return lambda base: prefix + base.xml


def unsigned_properties(made, _):
    made.more = made.properties


def hidden(wrap):
    """In canonical form, so that more than the form must be refused."""
    def make(base):
        tree = etree.fromstring(
            wrap(evil(base), body(base), signature(base)))
        form = etree.tostring(tree, method='c14n', exclusive=True)
        return (HEAD + form.decode() + '\n').encode()
    return make


def value_of(whole):
    return whole.split('signature-value">', 1)[1].split('<', 1)[0]


CLOSE = '</dossier>'
MAKERS = {
    # wrapping
    'wrap-1-in-object': hidden(lambda e, o, s: e + s.replace(
        '</ds:Signature>',
        '<ds:Object>%s</ds:Object></ds:Signature>' % o) + CLOSE),
    'wrap-2-first-child': hidden(
        lambda e, o, s: e.replace('>', '>' + o, 1) + s + CLOSE),
    'wrap-3-last-child': hidden(lambda e, o, s: e + o + CLOSE),
    'wrap-4-around': hidden(lambda e, o, s: ROOT + o + CLOSE),
    'wrap-5-signature-first': hidden(lambda e, o, s: e.replace(
        '>', '>' + s, 1) + o + CLOSE),
    'wrap-6-in-signature-object': hidden(lambda e, o, s: e + s.replace(
        '<ds:Object>', '<ds:Object>' + o, 1) + CLOSE),
    'wrap-7-extension': hidden(
        lambda e, o, s: e + '<x>%s</x>' % o + s + CLOSE),
    'wrap-8-extension-object': hidden(lambda e, o, s: e + s.replace(
        '</ds:Object>', '</ds:Object><ds:Object><x>%s</x></ds:Object>' % o)
        + CLOSE),
    'wrap-foreign-root': hidden(
        lambda e, o, s: '<r>' + e + CLOSE + o + '</r>'),
    'wrap-two-signatures': hidden(
        lambda e, o, s: o.replace(CLOSE, s + CLOSE)),
    'wrap-id-root': text(lambda b: body(b).replace(
        '<dossier ', '<dossier Id="auditor-properties" ', 1)),
    'wrap-xml-id': text(lambda b: body(b).replace(
        '<dossier ', '<dossier xml:id="auditor-document" ', 1)),
    'wrap-id-child': content(
        '<verdict ', '<verdict ID="auditor-properties" '),
    'wrap-assertion-id': content(
        '<verdict ', '<verdict AssertionID="auditor-properties" '),
    'wrap-other-name-of-id': content(
        '<verdict ', '<verdict of="auditor-document" '),
    'wrap-signature-not-last': text(lambda b: body(b).replace(
        CLOSE, '<x></x>' + CLOSE)),
    'second-properties': signed(unsigned_properties),
    'extra-object': attribute(
        'objects', '<ds:Object>This dossier is fit.</ds:Object>'),
    'content-changed': hidden(lambda e, o, s: e + s + CLOSE),
    # references
    'reference-no-properties': references(lambda refs, _: refs[:1]),
    'reference-no-document': references(lambda refs, _: refs[1:]),
    'reference-three': references(lambda refs, _: refs + refs[:1]),
    'reference-thousand': references(
        lambda refs, _: refs + refs[1:] * 1000),
    'reference-none': info('<ds:Reference ', '<ds:Referencf '),
    'reference-no-uri': references(first(' URI=""', '')),
    'reference-file': references(
        first('URI=""', 'URI="file:///etc/passwd"')),
    'reference-http': references(
        first('URI=""', 'URI="http://127.0.0.1:9/"')),
    'reference-xpointer': references(
        first('URI=""', 'URI="#xpointer(/)"')),
    'reference-xpointer-id': references(
        first('URI=""', 'URI="#xpointer(id(\'auditor-document\'))"')),
    'reference-manifest': references(first(
        'URI=""', 'Type="http://www.w3.org/2000/09/xmldsig#Manifest" URI=""')),
    'reference-order': references(lambda refs, _: refs[::-1]),
    # transforms
    'transform-xpath': references(first(alg('Transform', EXC), (
        '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-'
        '19991116"><ds:XPath>not(ancestor-or-self::*[local-name()='
        '"verdict"])</ds:XPath></ds:Transform>') + alg('Transform', EXC))),
    'transform-xslt': references(first(alg('Transform', EXC), (
        '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-'
        '19991116"><xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/'
        'Transform" version="1.0"><xsl:template match="/">x</xsl:template>'
        '</xsl:stylesheet></ds:Transform>'))),
    'transform-many': transformed(*[DS + 'enveloped-signature'] * 2000),
    'transform-base64': transformed(DS + 'base64'),
    'transform-none': transformed(),
    'transform-order': transformed(EXC, DS + 'enveloped-signature'),
    'transform-with-comments': transformed(
        DS + 'enveloped-signature', EXC + 'WithComments'),
    # algorithms
    'algorithm-rsa-sha1': attribute('method', DS + 'rsa-sha1'),
    'algorithm-rsa-md5': attribute('method', MORE + 'rsa-md5'),
    'algorithm-hmac': attribute('method', DS + 'hmac-sha1'),
    'algorithm-hmac-sha256': attribute('method', MORE + 'hmac-sha256'),
    'algorithm-unknown': attribute('method', 'urn:none'),
    'algorithm-other-kind': attribute('method', MORE + 'rsa-sha256'),
    'algorithm-sha384-of-p256': attribute('method', MORE + 'ecdsa-sha384'),
    'algorithm-pss': attribute(
        'method', 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1'),
    'algorithm-sha512': attribute('method', MORE + 'ecdsa-sha512'),
    'algorithm-digest-sha512': info(
        SHA256_URI, 'http://www.w3.org/2001/04/xmlenc#sha512'),
    'algorithm-hmac-length': info(
        'ecdsa-sha256"></ds:SignatureMethod>',
        'ecdsa-sha256"><ds:HMACOutputLength>1</ds:HMACOutputLength>'
        '</ds:SignatureMethod>'),
    'algorithm-digest-sha1': info(SHA256_URI, DS + 'sha1'),
    'algorithm-digest-md5': info(SHA256_URI, MORE + 'md5'),
    'algorithm-c14n': attribute(
        'canonicalisation', 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'),
    'value-empty': attribute('sign', lambda _: b''),
    'value-zero': attribute('sign', lambda _: bytes(64)),
    'value-short': attribute('sign', lambda _: b'\1'),
    'value-der': signed(lambda made, base: setattr(
        made, 'sign', base.signer.sign)),
    # key information
    'keyinfo-key-value': key_info(lambda k, b: (
        '<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>AQAB</ds:Modulus>'
        '<ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>')),
    'keyinfo-value-beside': key_info(lambda k, b: k + (
        '<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>AQAB</ds:Modulus>'
        '<ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>')),
    'keyinfo-retrieval': key_info(
        lambda k, b: '<ds:RetrievalMethod URI="http://127.0.0.1:9/"'
        '></ds:RetrievalMethod>' + k),
    'keyinfo-retrieval-loop': key_info(
        lambda k, b: '<ds:RetrievalMethod URI="#auditor-signature"'
        '></ds:RetrievalMethod>' + k),
    'keyinfo-name': key_info(
        lambda k, b: '<ds:KeyName>signer</ds:KeyName>'),
    'keyinfo-list': key_info(lambda k, b: k.replace(
        '</ds:X509Data>', '<ds:X509CRL>MAA=</ds:X509CRL></ds:X509Data>')),
    'keyinfo-issuer': key_info(lambda k, b: k.replace(
        '<ds:X509Data>', '<ds:X509Data><ds:X509SubjectName>CN=Forge signer'
        '</ds:X509SubjectName>')),
    'keyinfo-reference': key_info(
        lambda k, b: '<dsig11:KeyInfoReference xmlns:dsig11="http://www.w3.org'
        '/2009/xmldsig11#" URI="#auditor-signature"></dsig11:KeyInfoReference>'
        + k),
    'keyinfo-certificate-in-lines': key_info(
        lambda k, b: k.replace('MII', 'M\nII', 1)),
    'keyinfo-none': key_info(lambda k, b: ''),
    'keyinfo-twice': key_info(lambda k, b: k + k),
    'keyinfo-other-certificate': key_info(
        lambda k, b: k.replace(b64(b.signer.certs[0]),
                               b64(b.stranger.certs[0]))),
    # comments and the like
    'comment': text(lambda b: body(b).replace('<verdict', '<!-- --><verdict')),
    'comment-in-text': text(lambda b: body(b).replace(
        'urgency', 'urg<!-- -->ency', 1)),
    'comment-in-signature': edited(lambda s, b: s.replace(
        '<ds:DigestValue>', '<ds:DigestValue><!-- -->', 1)),
    'instruction': text(
        lambda b: body(b).replace('<verdict', '<?x y?><verdict')),
    'cdata': text(
        lambda b: body(b).replace('<verdict', '<![CDATA[]]><verdict')),
    'comment-behind': text(lambda b: body(b) + '<!-- -->'),
    # document types
    'dtd': text(lambda b: '<!DOCTYPE dossier []>' + body(b)),
    'dtd-external-file': text(
        lambda b: '<!DOCTYPE dossier SYSTEM "file:///etc/passwd">' + body(b)),
    'dtd-default-attribute': text(
        lambda b: '<!DOCTYPE dossier [<!ATTLIST verdict x CDATA "fit">]>'
        + body(b)),
    'dtd-id': text(
        lambda b: '<!DOCTYPE dossier [<!ATTLIST verdict value ID #IMPLIED>]>'
        + body(b)),
    'dtd-entity': text(
        lambda b: '<!DOCTYPE dossier [<!ENTITY v "fit">]>' + body(b).replace(
            'urgency', '&v;', 1)),
    'entity-unknown': text(lambda b: body(b).replace('urgency', '&v;', 1)),
    'entity-predefined': text(lambda b: body(b).replace(
        'urgency', 'urgenc&#121;', 1)),
    'dtd-parameter-entity': text(
        lambda b: '<!DOCTYPE d [<!ENTITY % p SYSTEM "file:///x">%p;]>'
        + body(b)),
    # encodings
    'encoding-utf-7': lambda b: b.xml.replace(b'"UTF-8"', b'"UTF-7"', 1),
    'encoding-utf-16': lambda b: b.xml.decode().encode('utf-16'),
    'encoding-latin-1': lambda b: b.xml.replace(
        b'"UTF-8"', b'"ISO-8859-1"', 1),
    'encoding-bom': prefixed(b'\xef\xbb\xbf'),
    'encoding-invalid': lambda b: b.xml.replace(b'urgency', b'urg\xffncy', 1),
    'encoding-nul': lambda b: b.xml.replace(b'urgency', b'urg\0ncy', 1),
    # form
    'form-second-root': lambda b: b.xml + b'<x></x>',
    'form-empty': lambda b: b'',
    'form-no-signature': text(lambda b: ''.join(split_xml(b.xml))),
    'form-trailing-space': lambda b: b.xml + b' ',
    'form-empty-tag': lambda b: b.xml.replace(
        b'></ds:Transform>', b'/>', 1),
    'form-relative-namespace': lambda b: b.xml.replace(
        b'"urn:auditor:facts:1"', b'"urn{auditor:facts:1"', 1),
    'form-declaration': lambda b: b.xml.replace(b'"UTF-8"', b"'UTF-8'", 1),
    'form-other-target': lambda b: b.xml.replace(
        b'Target="#auditor-signature"', b'Target="#auditor-signaturf"', 1),
    'form-other-type': content(
        '"urn:auditor:dossier:1"', '"urn:auditor:dossier:2"'),
    'form-signature-within': content(
        '<verdict ', '<Signature></Signature><verdict '),
    'claimed-future-xml': signed(lambda made, base: setattr(
        made, 'properties', made.properties.replace(
            'Time>2026-', 'Time>2027-'))),
    'value-in-lines': edited(lambda s, b: s.replace(
        'signature-value">', 'signature-value">\n', 1)),
    'value-of-another': edited(lambda s, b: s.replace(
        value_of(s), value_of(b.other_xml.decode()))),
    'signature-of-another': edited(lambda s, b: b.other_xml.decode()[
        b.other_xml.decode().rindex('<ds:Signature '):
        b.other_xml.decode().rindex('</dossier>')]),
    'value-high-s': signed(lambda made, base: setattr(
        made, 'sign', lambda info: raw(base.signer.sign(info, high=True)))),
    'properties-no-format': signed(lambda made, base: setattr(
        made, 'properties', made.properties.replace(
            'ObjectReference="#auditor-document"', 'ObjectReference="#x"'))),
    'properties-other-role': signed(lambda made, base: setattr(
        made, 'properties', made.properties.replace(
            '</xades:SignedSignatureProperties>', '<xades:SignerRoleV2>'
            '<xades:ClaimedRoles><xades:ClaimedRole>notary'
            '</xades:ClaimedRole></xades:ClaimedRoles></xades:SignerRoleV2>'
            '</xades:SignedSignatureProperties>'))),
    'properties-changed': edited(lambda s, b: s.replace(
        'SigningTime>2026-11-23T09', 'SigningTime>2026-11-23T08')),
    'form-no-end-of-line': lambda b: b.xml[:-1],
}
