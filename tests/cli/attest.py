#!/usr/bin/python3
# Usage: attest.py ENVELOPE SIGNER.pem DOSSIER.xml AUDIT_DIR
# Judge an attestation without any code of the program: the signature over the
# pre-authentication encoding of DSSE, the key that it names, and every field of
# the statement against the dossier and the weight files themselves.
import base64
import hashlib
import json
import pathlib
import re
import sys
from collections import Counter

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from lxml import etree

envelope_path, signer_path, dossier_path, audit = sys.argv[1:]
NS = {'d': 'urn:auditor:dossier:1'}


def once(pairs):
    names = [name for name, _ in pairs]
    assert len(names) == len(set(names)), f'a name stands twice: {names}'
    return dict(pairs)


def parse(text):
    return json.loads(text, object_pairs_hook=once)


envelope = parse(pathlib.Path(envelope_path).read_text('utf-8'))
assert set(envelope) == {'payloadType', 'payload', 'signatures'}
kind = envelope['payloadType']
assert kind == 'application/vnd.in-toto+json'
payload = base64.b64decode(envelope['payload'], validate=True)
[signature] = envelope['signatures']
assert set(signature) == {'keyid', 'sig'}
value = base64.b64decode(signature['sig'], validate=True)

# The signature
encoded = b'DSSEv1 %d %s %d %s' % (
    len(kind), kind.encode(), len(payload), payload)
key = x509.load_pem_x509_certificate(
    pathlib.Path(signer_path).read_bytes()).public_key()
if isinstance(key, ec.EllipticCurvePublicKey):
    digest = hashes.SHA384() if key.curve.key_size == 384 else hashes.SHA256()
    key.verify(value, encoded, ec.ECDSA(digest))
else:
    key.verify(value, encoded, padding.PKCS1v15(), hashes.SHA256())
assert signature['keyid'] == hashlib.sha256(key.public_bytes(
    serialization.Encoding.DER,
    serialization.PublicFormat.SubjectPublicKeyInfo)).hexdigest()

# The statement
statement = parse(payload.decode('utf-8'))
dossier_bytes = pathlib.Path(dossier_path).read_bytes()
dossier = etree.fromstring(dossier_bytes)


def one(path):
    [found] = dossier.xpath(path, namespaces=NS)
    return str(getattr(found, 'text', None) or found)


weights = dossier.xpath('d:option/d:weights', namespaces=NS)
assert list(statement) == ['_type', 'subject', 'predicateType', 'predicate']
assert statement['_type'] == 'https://in-toto.io/Statement/v1'
assert statement['predicateType'] == 'urn:auditor:verdict:1'
assert statement['subject'] == [
    {'name': w.get('path'), 'digest': {'sha256': w.get('sha256')}}
    for w in weights] != []
for subject in statement['subject']:
    # The dossier shows what would reorder a line by its number.
    name = re.sub(r'U\+([0-9A-F]{4})', lambda number: chr(int(number[1], 16)),
                  subject['name'])
    file = pathlib.Path(audit, name)
    assert subject['digest']['sha256'] == hashlib.sha256(
        file.read_bytes()).hexdigest(), file
findings = dossier.xpath('d:findings/d:finding', namespaces=NS)
counted = Counter(f.get('outcome') for f in findings)
names = ['unknown', 'fail', 'waived', 'not-yet-applicable', 'not-applicable',
         'attested', 'pass']
predicate = statement['predicate']
assert predicate == {
    'verdict': one('d:verdict/@value'),
    'trial': one('@trial') == 'yes',
    'option': {
        'id': one('d:option/@id'),
        'label': one('d:option/@label'),
        'family': one('d:subject/@family'),
        'sector': one('d:subject/@sector'),
        'fictional': one('d:subject/@fictional') == 'yes'},
    'dossier': {
        'id': one('d:head/d:id'),
        'created': one('d:head/d:created'),
        'lawAsOf': one('d:head/d:law-as-of'),
        'digest': {'sha256': hashlib.sha256(dossier_bytes).hexdigest()}},
    'outcomes': {name: counted[name] for name in names},
    'open': [{name: f.get(name) for name in ('rule', 'severity', 'outcome')}
             for f in dossier.xpath('d:verdict/d:because', namespaces=NS)],
    'packs': [{'id': p.get('id'), 'version': p.get('version'),
               'digest': {'sha256': p.get('sha256')}}
              for p in dossier.xpath('d:packs/d:pack', namespaces=NS)],
    'weights': [{'name': w.get('path'), 'format': w.get('format'),
                 'bytes': int(w.get('bytes')),
                 'read': w.get('pointer') == 'no'} for w in weights],
    'tool': {'name': 'auditor', 'version': one('d:head/d:tool/@version')},
}, predicate
assert {(f['rule'], f['outcome']) for f in predicate['open']} == {
    (f.get('rule'), f.get('outcome')) for f in findings
    if f.get('outcome') in ('fail', 'unknown') and f.get('severity') != 'minor'}
print(predicate['verdict'], 'trial' if predicate['trial'] else 'in earnest')
