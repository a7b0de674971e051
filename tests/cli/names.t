#!/bin/sh
# A signer's name, which the authority of the signer let pass, deceives nobody.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"

# keys FOLDER COMMON-NAME [ORGANISATION [COMMON-NAME]]: escapes as in Python
keys() {
    mkdir "$tmp/$1"
    PYTHONPATH=$TESTS/hostile /usr/bin/python3 -B - "$tmp/$1" "$@" <<'END'
import sys

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from forge_sign import Authority

folder, _, *words = sys.argv[1:]
words = [word.encode().decode('unicode_escape') for word in words]
kinds = (x509.NameOID.COMMON_NAME, x509.NameOID.ORGANIZATION_NAME,
         x509.NameOID.COMMON_NAME)
root = Authority()
key = ec.generate_private_key(ec.SECP256R1())
cert = root.certificate(x509.Name([
    x509.NameAttribute(kind, word) for kind, word in zip(kinds, words)
    if word]), key.public_key())


def write(name, data, mode=0o644):
    import os
    with os.fdopen(os.open(folder + '/' + name, os.O_WRONLY | os.O_CREAT, mode),
                   'wb') as file:
        file.write(data)


pem = serialization.Encoding.PEM
write('ca.pem', root.cert.public_bytes(pem))
write('ca.crl', root.list_pem())
write('signer.pem', cert.public_bytes(pem))
write('signer.key', key.private_bytes(
    pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()), 0o600)
END
}
# signed FOLDER: a dossier by that signer is VALID, and says so on one line
signed() {
    rm -rf "$tmp/a"
    audit_make "$tmp/a"
    auditor run "$tmp/a" --key "$tmp/$1/signer.key" \
        --cert "$tmp/$1/signer.pem" >"$out"
    exits 0 "$1: VALID" auditor verify "$tmp/a/dossiers/7b/dossier.xml" \
        --trust "$tmp/$1/ca.pem" --report "$tmp/$1.xml"
    cp "$out" "$tmp/told"
    check "$1: one line of it begins with VALID" \
        sh -c 'test "$(grep -c "^VALID" "$1")" = 1' sh "$tmp/told"
    cp "$tmp/told" "$out"
}

keys plain 'Jos\xe9 Gar\xe7on' 'H\xf4pital'
signed plain
says "letters stand as they are" '^VALID: signed by "José Garçon" \("Hôpital"\), on 2026-'

keys lines 'x\nVALID: signed by nobody\r' ''
signed lines
says "a line end does not end the line" \
    'signed by "x<U\+000A>VALID: signed by nobody<U\+000D>", on'

keys backwards 'a\u202eb\u2066\u200bc\x1b[2K\x07' ''
signed backwards
says "nothing runs backwards, hides or acts" \
    'signed by "a<U\+202E>b<U\+2066><U\+200B>c<U\+001B>\[2K<U\+0007>"'
check "the report neither" \
    sh -c '! grep -qE "$(printf "\342\200\256|\033")" "$1"' sh "$tmp/backwards.xml"

auditor verify "$tmp/a/dossiers/7b/dossier.xml" --trust \
    "$tmp/backwards/ca.pem" --format json >"$tmp/json"
check "JSON has the name, and none of it as it is" python3 - "$tmp/json" <<'END'
import json, sys

text = open(sys.argv[1], encoding='utf-8').read()
told = json.loads(text)[0]
assert told['signer-name'] == 'a\u202eb\u2066\u200bc\x1b[2K\x07', told
assert not set(text) & set('\u202e\u2066\u200b\x1b\x07')
END
cp "$tmp/a/dossiers/7b/dossier.xml" "$tmp/$(printf 'x\377\360\237.xml')"
auditor verify "$tmp"/x*.xml --trust "$tmp/backwards/ca.pem" \
    --format json >"$tmp/json"
check "JSON is UTF-8 whatever the name of the file" \
    python3 -m json.tool "$tmp/json"

hidden=$tmp/$(printf 'y\342\033[2K\360\237.xml')
cp "$tmp/a/dossiers/7b/dossier.xml" "$hidden"
auditor verify "$hidden" --trust "$tmp/backwards/ca.pem" >"$out"
says "half a character hides no escape" 'y<U\+FFFD><U\+001B>\[2K<U\+FFFD><U\+FFFD>.xml'

keys quotes 'Bank", on 2020-01-01, unchanged since; not proven: nothing "' ''
signed quotes
says "a quotation mark does not end the name" \
    'signed by "Bank<U\+0022>, on 2020-01-01, .* nothing <U\+0022>", on 2026'

keys two 'Ministry' 'A' 'attacker'
signed two
says "of two common names none is chosen" '^VALID: signed by "CN=attacker,O=A,CN=Ministry"'
exits 6 "nor found" auditor verify "$tmp/a/dossiers/7b/dossier.xml" \
    --trust "$tmp/two/ca.pem" --expect-signer Ministry
exits 6 "nor the other one" auditor verify "$tmp/a/dossiers/7b/dossier.xml" \
    --trust "$tmp/two/ca.pem" --expect-signer attacker

finish
