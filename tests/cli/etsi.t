#!/bin/sh
# The report of ETSI TS 119 102-2 says what verify says, and fits its schema.
# SPECS: folder of the published schemas, which are not part of this repository.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"

specs=${SPECS:-$TESTS/../../shared/specs}
keys_make "$tmp/keys"
keys_make "$tmp/other"
audit_make "$tmp/a"
audit_run "$tmp/a" >"$out"
xml=$tmp/a/dossiers/7b/dossier.xml
pdf=$tmp/a/dossiers/7b/dossier.fr.pdf
trust=$tmp/keys/ca.pem

if [ ! -d "$specs/etsi-119102-2" ]; then
    echo "# the schema is not looked at: '$specs' is not there"
fi
# fits NAME FILE
fits() {
    [ -d "$specs/etsi-119102-2" ] || return 0
    check "$1 fits the schema" env XML_CATALOG_FILES="$specs/catalog.xml" \
        xmllint --nonet --noout \
        --schema "$specs/etsi-119102-2/1910202xmlSchema.xsd" "$2"
}

evil=$(printf '%s/a<b>&"\342\200\256\001.xml' "$tmp")
sed 's/0\.64/0.94/' "$xml" >"$evil"
LC_ALL=C sed 's/(D:2026/(D:2025/' "$pdf" >"$tmp/page.pdf"
echo nothing >"$tmp/nothing"
exits 1 "a report about many files" auditor verify "$xml" "$pdf" "$evil" \
    "$tmp/page.pdf" "$tmp/nothing" --trust "$trust" --report "$tmp/many.xml"
fits "the report about many files" "$tmp/many.xml"
exits 6 "a report about a file that nobody trusts" auditor verify "$xml" "$pdf" \
    --trust "$tmp/other/ca.pem" --report "$tmp/other.xml" --replay --level B-T
fits "the report about a file that nobody trusts" "$tmp/other.xml"
exits 1 "a report about what has no format" auditor verify "$tmp/nothing" \
    --trust "$trust" --report "$tmp/none.xml"
fits "the report about what has no format" "$tmp/none.xml"

openssl x509 -in "$tmp/keys/signer.pem" -outform DER -out "$tmp/signer.der"
openssl x509 -in "$trust" -outform DER -out "$tmp/ca.der"
check "the reports say what verify says" python3 - "$tmp" <<'END'
import base64, hashlib, sys
from xml.etree import ElementTree

ns = {'v': 'http://uri.etsi.org/19102/v1.4.1#',
      'ds': 'http://www.w3.org/2000/09/xmldsig#'}
urn = 'urn:etsi:019102:'


def read(name):
    root = ElementTree.parse(sys.argv[1] + '/' + name).getroot()
    return root, root.findall('v:SignatureValidationReport', ns)


def status(report):
    node = report.find('v:SignatureValidationStatus', ns)
    sub = node.find('v:SubIndication', ns)
    return (node.find('v:MainIndication', ns).text.replace(urn, ''),
            '' if sub is None else sub.text.replace(urn, ''))


root, many = read('many.xml')
assert [status(one) for one in many] == [
    ('mainindication:total-passed', ''),
    ('mainindication:total-passed', ''),
    ('mainindication:total-failed', 'subindication:HASH_FAILURE'),
    ('mainindication:total-failed', 'subindication:HASH_FAILURE'),
    ('mainindication:total-failed', 'subindication:FORMAT_FAILURE'),
], [status(one) for one in many]
der = open(sys.argv[1] + '/signer.der', 'rb').read()
objects = {one.get('id'): base64.b64decode(one.find('.//v:base64', ns).text)
           for one in root.iter('{%s}ValidationObject' % ns['v'])}
assert set(objects) == {'certificate-1', 'certificate-1-1', 'certificate-2',
                        'certificate-2-1'}, objects
anchor = open(sys.argv[1] + '/ca.der', 'rb').read()
for number, one in enumerate(many[:2], 1):
    signer = one.find('v:SignerInformation', ns)
    reference = signer.find('v:SignerCertificate', ns).get('VOReference')
    assert reference == 'certificate-%d' % number and objects[reference] == der
    assert 'CN=auditor trial signer' in signer.find('v:Signer', ns).text
    chain = one.find('.//v:CertificateChain', ns)
    reference = chain.find('v:TrustAnchor', ns).get('VOReference')
    assert objects[reference] == anchor
    digest = one.find('.//v:CertID/ds:DigestValue', ns).text
    assert base64.b64decode(digest) == hashlib.sha256(der).digest()
    assert one.find('.//v:SigningTime/v:Time', ns).text == '2026-11-23T09:30:00Z'
    assert one.find('.//v:BestSignatureTime/v:POETime', ns).text == \
        '2026-11-23T09:30:00Z'
    states = {node.text for node in one.findall(
        './/v:ValidationConstraint/v:ValidationStatus/v:MainIndication', ns)}
    assert states == {urn + 'mainindication:passed'}, states
for one in many[2:]:  # nothing is told of a signer who is not bound
    assert one.find('v:SignerInformation', ns) is None
    assert one.find('v:SignatureAttributes', ns) is None
name = many[2].find('.//v:DAIdentifier', ns).text
assert 'a<b>&"' in name and '\u202e' not in name, name
names = {node.text: node for node in many[2].iter(
    '{%s}ValidationConstraintIdentifier' % ns['v'])}
assert 'urn:auditor:check:xml-document-digest' in names, names

root, other = read('other.xml')
for one in other:
    assert status(one)[0] == 'mainindication:indeterminate', status(one)
    assert status(one)[1] == 'subindication:NO_CERTIFICATE_CHAIN_FOUND'
    names = {node.text.rsplit(':', 1)[1] for node in one.iter(
        '{%s}ValidationConstraintIdentifier' % ns['v'])}
    assert {'level-reached', 'rules-replayed'} <= names, names
END

cp "$tmp/none.xml" "$tmp/before"
exits 4 "a report that is there already" auditor verify "$xml" \
    --trust "$trust" --report "$tmp/none.xml"
same "it is not overwritten" "$tmp/none.xml" "$tmp/before"
exits 4 "a file that is not there" auditor verify "$xml" "$tmp/gone.xml" \
    --trust "$trust" --report "$tmp/half.xml"
check "nothing half-written" test ! -e "$tmp/half.xml"
finish
