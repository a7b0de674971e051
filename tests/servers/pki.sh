#!/bin/sh
# Make a real authority for tests: pki.sh DIR BASE_URL [KEY]
#
# KEY is that of the signer: p256 (the default), p384, rsa3072 or rsa4096.
#
# DIR gets ca.pem (root), sub.pem (issuing authority), signer.pem (with the
# issuing authority's certificate behind it), signer.key, approver.pem and
# approver.key of a second signer (P-256), tsa.pem, ocsp.pem, ca.crl (lists of
# both authorities, PEM), and the lists in DER that the distribution points
# BASE_URL/root.crl and BASE_URL/sub.crl name. The signers have an OCSP
# responder at BASE_URL/ocsp; the others have lists alone. They may sign mail
# too: NSS knows no usage for documents.
set -eu
dir=$1 url=$2
kind=${3:-p256} days=3650
mkdir -p "$dir"
cd "$dir"
for who in root sub; do
    mkdir -p "$who.db"
    : >"$who.db/index.txt"
    echo 1000 >"$who.db/serial"
    echo 01 >"$who.db/crlnumber"
done

cat >pki.conf <<CONF
[req]
distinguished_name = name
prompt = no
[name]
CN = unused
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[sub]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
crlDistributionPoints = URI:$url/root.crl
[signer]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,nonRepudiation
extendedKeyUsage = 1.3.6.1.5.5.7.3.36,emailProtection
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
crlDistributionPoints = URI:$url/sub.crl
authorityInfoAccess = OCSP;URI:$url/ocsp
[tsa]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
crlDistributionPoints = URI:$url/sub.crl
[ocsp]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = OCSPSigning
noCheck = ignored
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[ca_root]
database = root.db/index.txt
crlnumber = root.db/crlnumber
serial = root.db/serial
default_md = sha256
default_crl_days = 30
[ca_sub]
database = sub.db/index.txt
crlnumber = sub.db/crlnumber
serial = sub.db/serial
new_certs_dir = sub.db
default_md = sha256
default_crl_days = 30
policy = any
[any]
commonName = supplied
organizationName = optional
[tsa_default]
serial = tsa.serial
crypto_device = builtin
signer_cert = tsa.pem
certs = sub.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[tsa_section]
default_tsa = tsa_default
CONF
sed -i 's/^\[tsa_section\]$/[tsa_]/; s/^\[tsa_\]$/[ tsa ]/' pki.conf
# `openssl ts` wants its section under the name "tsa"; the extensions of the
# authority's certificate stand under another.
sed -i 's/^\[tsa\]$/[stamper]/; s/^\[ tsa \]$/[tsa]/' pki.conf
echo 01 >tsa.serial

key() { # name, kind
    case $2 in
    p256) openssl ecparam -name prime256v1 -genkey -noout -out "$1.key" ;;
    p384) openssl ecparam -name secp384r1 -genkey -noout -out "$1.key" ;;
    rsa*) openssl genrsa -out "$1.key" "${2#rsa}" 2>/dev/null ;;
    esac
}
key root p256
openssl req -new -x509 -key root.key -subj "/CN=Test root" -days "$days" \
    -config pki.conf -extensions root -sha256 -out ca.pem
issue() { # name, extensions, authority, subject, its key, kind
    key "$1" "${6:-p256}"
    openssl req -new -key "$1.key" -subj "$4" -config pki.conf -out "$1.csr"
    openssl x509 -req -in "$1.csr" -CA "$3" -CAkey "$5" -CAcreateserial \
        -days "$days" -sha256 -extfile pki.conf -extensions "$2" \
        -out "$1.pem" 2>/dev/null
}
issue sub sub ca.pem "/CN=Test issuing authority" root.key
issue leaf signer sub.pem "/O=Test/CN=Test signer" sub.key "$kind"
issue tsa stamper sub.pem "/CN=Test time-stamp authority" sub.key
issue ocsp ocsp sub.pem "/CN=Test responder" sub.key
issue second signer sub.pem "/O=Test/CN=Test approver" sub.key
mv leaf.key signer.key
mv second.key approver.key
chmod 600 ./*.key
cat leaf.pem sub.pem >signer.pem
cat second.pem sub.pem >approver.pem

# What the responder knows of the signers.
for who in leaf second; do
    serial=$(openssl x509 -in $who.pem -noout -serial | cut -d= -f2)
    end=$(openssl x509 -in $who.pem -noout -enddate | cut -d= -f2)
    name=$(openssl x509 -in $who.pem -noout -subject -nameopt compat)
    printf 'V\t%s\t\t%s\tunknown\t%s\n' \
        "$(date -u -d "$end" +%y%m%d%H%M%SZ)" "$serial" "${name#subject=}"
done >sub.db/index.txt

lists() {
    openssl ca -gencrl -config pki.conf -name ca_root -keyfile root.key \
        -cert ca.pem -out root.crl.pem 2>/dev/null
    openssl ca -gencrl -config pki.conf -name ca_sub -keyfile sub.key \
        -cert sub.pem -out sub.crl.pem 2>/dev/null
    cat root.crl.pem sub.crl.pem >ca.crl
    openssl crl -in root.crl.pem -outform DER -out root.crl
    openssl crl -in sub.crl.pem -outform DER -out sub.crl
}
lists
