"""Usage: alter.py ENVELOPE HOW OUT [OTHER-ENVELOPE]

Forge an attestation: payload (a better verdict), type, signature (one bit), key
(another keyid and signature, those of the other envelope), or subject (the
statement of the other envelope under the signature of this one).
"""
import base64
import json
import sys

path, how, out, *others = sys.argv[1:]
with open(path, encoding='utf-8') as file:
    envelope = json.load(file)
payload = base64.b64decode(envelope['payload'])
[signature] = envelope['signatures']
if others:
    with open(others[0], encoding='utf-8') as file:
        other = json.load(file)
if how == 'payload':
    changed = payload.replace(b'"verdict": "conditional"', b'"verdict": "fit"')
    assert changed != payload
    envelope['payload'] = base64.b64encode(changed).decode()
elif how == 'type':
    envelope['payloadType'] = 'application/json'
elif how == 'signature':
    value = bytearray(base64.b64decode(signature['sig']))
    value[-1] ^= 1
    signature['sig'] = base64.b64encode(value).decode()
elif how == 'key':
    envelope['signatures'] = other['signatures']
elif how == 'subject':
    envelope['payload'] = other['payload']
else:
    sys.exit(__doc__)
with open(out, 'w', encoding='utf-8') as file:
    json.dump(envelope, file)
