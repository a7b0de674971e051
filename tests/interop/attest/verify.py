"""Usage: verify.py ENVELOPE PUBLIC-KEY BLOB

Verify an attestation with securesystemslib, read its payload as in-toto's own
Statement with no field unknown, and look the blob up among its subjects. Prints
the verdict. Exit status 0, or 1 with the name of what was refused.
"""
import hashlib
import json
import sys

from cryptography.hazmat.primitives.serialization import (
    Encoding, PublicFormat, load_pem_public_key)
from google.protobuf import json_format
from in_toto_attestation.v1.statement import Statement
from in_toto_attestation.v1.statement_pb2 import Statement as Message
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import SSlibKey

SCHEMES = {'secp256r1': 'ecdsa-sha2-nistp256', 'secp384r1': 'ecdsa-sha2-nistp384'}


def read(path):
    with open(path, 'rb') as file:
        return file.read()


envelope_path, key_path, blob_path = sys.argv[1:]
envelope = Envelope.from_dict(json.loads(read(envelope_path)))
public = load_pem_public_key(read(key_path))
# By default a keyid is the digest of the library's own form of a key.
key = SSlibKey.from_crypto(
    public,
    keyid=hashlib.sha256(public.public_bytes(
        Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest(),
    scheme=SCHEMES[public.curve.name] if hasattr(public, 'curve')
    else 'rsa-pkcs1v15-sha256')
try:
    envelope.verify([key], threshold=1)
except VerificationError:
    sys.exit('signature')
if envelope.payload_type != 'application/vnd.in-toto+json':
    sys.exit('payload type')
statement = Statement.copy_from_pb(json_format.Parse(envelope.payload, Message()))
statement.validate()
if statement.pb.predicate_type != 'urn:auditor:verdict:1':
    sys.exit('predicate type')
digest = hashlib.sha256(read(blob_path)).hexdigest()
if digest not in [subject.digest['sha256'] for subject in statement.pb.subject]:
    sys.exit('subject')
print(statement.pb.predicate['verdict'])
