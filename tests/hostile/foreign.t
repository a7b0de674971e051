#!/bin/sh
# What other programs signed is never VALID, and INVALID only when it is broken.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"

keys_make "$tmp/keys"
trust=$tmp/keys/ca.pem
audit_make "$tmp/a"
audit_run "$tmp/a" >"$out"

mkdir "$tmp/made"
check "the files are made" /usr/bin/python3 -B "$TESTS/hostile/foreign.py" \
    "$tmp/keys/signer.key" "$tmp/keys/signer.pem" \
    "$tmp/a/dossiers/7b/dossier.fr.pdf" "$tmp/made"
for file in "$tmp/made"/*.pdf; do
    name=${file##*/}
    case $name in
    INVALID-*) want=1 ;;
    *) want=6 ;;
    esac
    exits $want "$name" auditor verify "$file" --trust "$trust"
    says "$name: the word" "^${name%%-*}: "
    case $name in
    *-changed.pdf | *-other-content.pdf)
        says "$name: the bytes are the reason" \
            'failed +foreign-signature-intact +HASH_FAILURE'
        ;;
    INVALID-*)
        says "$name: the form is the reason" 'failed .*FORMAT_FAILURE'
        ;;
    *-other-subfilter.pdf) ;;
    *)
        says "$name: it is intact" 'passed +foreign-signature-intact'
        says "$name: why it is not VALID" \
            'uncertain +(pdf-s|cms-form)[a-z-]* +SIG_CONSTRAINTS_FAILURE .'
        ;;
    esac
done
# XML: a template of another shape, filled by xmlsec1.
# template NAME [WORDS OF THE SIGNED PROPERTIES]
fingerprint=$(openssl x509 -in "$tmp/keys/signer.pem" -outform DER |
    openssl dgst -sha256 -binary | base64)
template() {
    dsig=http://www.w3.org/2000/09/xmldsig#
    more=http://www.w3.org/2001/04/xmldsig-more#
    cat >"$tmp/made/$1.template" <<END
<dossier xmlns="urn:auditor:dossier:1"><verdict value="fit"/>
<ds:Signature xmlns:ds="$dsig" Id="S"><ds:SignedInfo>
<ds:CanonicalizationMethod
 Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>
<ds:SignatureMethod Algorithm="${more}ecdsa-sha256"/>
<ds:Reference URI="$3"><ds:Transforms>
<ds:Transform Algorithm="${dsig}enveloped-signature"/></ds:Transforms>
<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha512"/>
<ds:DigestValue/></ds:Reference>
<ds:Reference URI="#P" Type="http://uri.etsi.org/01903#SignedProperties">
<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>
<ds:DigestValue/></ds:Reference>
</ds:SignedInfo><ds:SignatureValue/>
<ds:KeyInfo><ds:X509Data/></ds:KeyInfo>
<ds:Object><xades:QualifyingProperties Target="#S"
 xmlns:xades="http://uri.etsi.org/01903/v1.3.2#">
<xades:SignedProperties Id="P"><xades:SignedSignatureProperties>
<xades:SigningTime>2026-11-23T10:30:00+01:00</xades:SigningTime>
<xades:SigningCertificateV2><xades:Cert><xades:CertDigest>
<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>
<ds:DigestValue>$2</ds:DigestValue>
</xades:CertDigest></xades:Cert></xades:SigningCertificateV2>
</xades:SignedSignatureProperties></xades:SignedProperties>
</xades:QualifyingProperties></ds:Object></ds:Signature></dossier>
END
    check "$1 is signed" xmlsec1 --sign --output "$tmp/made/$1.xml" \
        --privkey-pem "$tmp/keys/signer.key,$tmp/keys/signer.pem" \
        --id-attr:Id 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties' \
        "$tmp/made/$1.template"
}
template theirs "$fingerprint" ''
theirs=$tmp/made/theirs.xml
exits 6 "XAdES of another shape" auditor verify "$theirs" --trust "$trust"
says "it is INDETERMINATE" '^INDETERMINATE: unchanged since another program signed it, '
says "it is intact" 'passed +foreign-signature-intact'
says "the signer is bound" 'passed +xml-signer-bound'
says "the signer is told" 'signed with the key .*"auditor trial signer"'
exits 6 "nothing that is asked for makes XML VALID" auditor verify "$theirs" \
    --trust "$trust" --level B-B --expect-signer 'auditor trial signer'

# changed NAME SED: the file of theirs, changed, is INVALID
changed() {
    sed "$2" "$theirs" >"$tmp/changed.xml"
    refuses "$1 is a change" cmp -s "$theirs" "$tmp/changed.xml"
    exits 1 "$1" auditor verify "$tmp/changed.xml" --trust "$trust"
    says "$1: INVALID" '^INVALID: '
}
changed "another verdict" 's/"fit"/"FIT"/'
says "the document was changed" 'foreign-signature-intact +HASH_FAILURE'
changed "another time" 's/T10:30/T11:30/'
changed "another signature value" 's/<ds:SignatureValue>...../<ds:SignatureValue>AAAAA/'
says "the value does not fit" 'foreign-signature-intact +SIG_CRYPTO_FAILURE'
changed "an element that stands around it" 's/<dossier/<x><dossier/; s/<.dossier>/&<\/x>/'
changed "a comment" 's/<verdict/<!-- --><verdict/'
changed "a document type" '1s/$/<!DOCTYPE dossier>/'
changed "an identifier that stands twice" 's/<ds:KeyInfo/& Id="P"/'
changed "two signatures" 's/<.dossier>/<ds:Signature xmlns:ds="http:\/\/www.w3.org\/2000\/09\/xmldsig#"\/>&/'

template other "$(printf %032d 0 | base64)" ''
exits 6 "properties that name another certificate" \
    auditor verify "$tmp/made/other.xml" --trust "$trust"
says "who signed is not known" 'uncertain +xml-signer-bound'
if grep -q 'auditor trial signer' "$out"; then
    report 1 "nobody is named"
else
    report 0 "nobody is named"
fi
template part "$fingerprint" '#P'
exits 6 "a signature over nothing but its properties" \
    auditor verify "$tmp/made/part.xml" --trust "$trust"
says "it covers no document" 'it does not cover the whole document'

# What takes long to canonicalise, or to find, is at the limit.
check "bombs are made" python3 - "$theirs" "$tmp" <<'END'
import sys

theirs = open(sys.argv[1], 'rb').read()
at = theirs.index(b'<verdict')
names = b' '.join(b'xmlns:n%d="u:%d"' % (n, n) for n in range(400 // 8))
nest = b''.join(b'<q%d %s>' % (n, names.replace(b'u:', b'u:%d' % n))
                for n in range(8))
bombs = {'namespaces.xml': theirs[:at] + nest + b'<a></a>' * 400000 + b''.join(
    b'</q%d>' % n for n in range(7, -1, -1)) + theirs[at:]}
head, end = b'%PDF-1.7\n1 0 obj ', b'\nstartxref\n9\n%%EOF\n'
for name, middle in {'ranges': b'/ByteRange ' * 900000,
                     'arrays': b'<</ByteRange [' + b'0 ' * 4900000,
                     'nested': b'<<' * 4900000,
                     'objects': b' obj' * 2400000}.items():
    bombs[name + '.pdf'] = head + middle + end
for name, data in bombs.items():
    with open(sys.argv[2] + '/bomb-' + name, 'wb') as file:
        file.write(data)
END
exits 6 "namespaces in scope of 400000 elements" \
    timeout 5 "$AUDITOR" verify "$tmp/bomb-namespaces.xml" --trust "$trust"
for bomb in "$tmp"/bomb-*.pdf; do
    exits 1 "${bomb##*/} is refused in time" \
        timeout 5 "$AUDITOR" verify "$bomb" --trust "$trust"
done

exits 6 "whom nobody trusts is no more INVALID" auditor verify \
    "$tmp/made/INDETERMINATE-stream.pdf" --trust "$trust" --at 2040-01-01
says "that is told too" 'uncertain +certificate-time'
says "the signer is told" 'signed with the key .*"auditor trial signer"'
exits 6 "nothing that is asked for makes it VALID" auditor verify \
    "$tmp/made/INDETERMINATE-stream.pdf" --trust "$trust" --level B-B \
    --expect-signer 'auditor trial signer'
finish
