#!/bin/sh
# Keys in every form that they have: PEM and PKCS#12 with passphrase, and on a
# token (SoftHSM2). Where the secrets are, and where they are not.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"

secret=Xq7-tr0mbone-4711
pin=58120944
umask 077
printf '%s\n' "$secret" >"$tmp/pass"
printf '%s' "$pin" >"$tmp/pin"
printf 'another\n' >"$tmp/wrong"

# A token with both keys and their certificates.
module=/usr/lib/softhsm/libsofthsm2.so
spy=$(echo /usr/lib/*/pkcs11-spy.so)
mkdir "$tmp/tokens"
SOFTHSM2_CONF=$tmp/softhsm.conf
export SOFTHSM2_CONF
echo "directories.tokendir = $tmp/tokens" >"$SOFTHSM2_CONF"
check "there is a token" softhsm2-util --init-token --free --label audit \
    --pin "$pin" --so-pin 1234567890

on_token() {
    pkcs11-tool --module "$module" --token-label audit --login --pin "$pin" "$@"
}
# put_cert FILE ID LABEL
put_cert() {
    openssl x509 -in "$1" -outform DER -out "$tmp/cert.der"
    on_token --write-object "$tmp/cert.der" --type cert --id "$2" --label "$3"
}
# put_key KEYS ID LABEL
put_key() {
    softhsm2-util --import "$1/signer.key" --token audit --pin "$pin" \
        --id "$2" --label "$3" && put_cert "$1/signer.pem" "$2" "$3"
}

keys_make "$tmp/p256"
keys_make "$tmp/rsa" --rsa
check "P-256 on the token" put_key "$tmp/p256" 01 p256
check "RSA-3072 on the token" put_key "$tmp/rsa" 02 rsa
for kind in p256 rsa; do
    openssl pkcs8 -topk8 -v2 aes-256-cbc -in "$tmp/$kind/signer.key" \
        -passout "pass:$secret" -out "$tmp/$kind/locked.key"
    openssl pkcs12 -export -inkey "$tmp/$kind/signer.key" \
        -in "$tmp/$kind/signer.pem" -certfile "$tmp/$kind/ca.pem" \
        -passout "pass:$secret" -out "$tmp/$kind/signer.p12"
done

# Every form of key publishes what everybody accepts.
turn=0
# publishes NAME KIND OPTION...
publishes() {
    name=$1 kind=$2 turn=$((turn + 1)) folder=$tmp/audit$turn
    shift 2
    audit_make "$folder"
    exits 0 "$name: run" auditor run "$folder" --lang en "$@"
    check "$name: nothing on standard error" test ! -s "$err"
    for file in 7b/dossier.xml 1b/dossier.en.pdf comparison.xml \
        comparison.en.pdf; do
        exits 0 "$name: $file is VALID" auditor verify \
            "$folder/dossiers/$file" --trust "$tmp/$kind/ca.pem"
    done
    check "$name: sound for xmlsec1" xmlsec1 --verify \
        --trusted-pem "$tmp/$kind/ca.pem" --enabled-key-data x509 \
        --verification-gmt-time "2026-11-23 09:30:00" --id-attr:Id \
        'http://uri.etsi.org/01903/v1.3.2#:SignedProperties' \
        "$folder/dossiers/7b/dossier.xml"
    exits 0 "$name: read by pdfsig" pdfsig -nocert \
        "$folder/dossiers/7b/dossier.en.pdf"
    says "$name: sound for pdfsig" 'Signature is Valid'
}

for kind in p256 rsa; do
    publishes "$kind, PEM with passphrase" "$kind" \
        --key "$tmp/$kind/locked.key" --cert "$tmp/$kind/signer.pem" \
        --passphrase-file "$tmp/pass"
    publishes "$kind, PKCS#12" "$kind" --key "$tmp/$kind/signer.p12" \
        --passphrase-file "$tmp/pass"
    : >"$tmp/spied"
    PKCS11SPY=$module PKCS11SPY_OUTPUT=$tmp/spied
    export PKCS11SPY PKCS11SPY_OUTPUT
    publishes "$kind, token" "$kind" --key "pkcs11:token=audit;object=$kind" \
        --module "$spy" --passphrase-file "$tmp/pin"
    unset PKCS11SPY PKCS11SPY_OUTPUT
    # 2 options and a comparison, XML and PDF, and the one that is a test.
    check "$kind, token: a run signs 7 times" \
        test "$(grep -c '^[0-9]*: C_Sign$' "$tmp/spied")" = 7
    check "$kind, token: and logs in once" \
        test "$(grep -c '^[0-9]*: C_Login$' "$tmp/spied")" = 1
done
publishes "token, module in the URI" p256 --passphrase-file "$tmp/pin" \
    --key "pkcs11:token=audit;id=%01?module-path=$module" \
    --cert "$tmp/p256/signer.pem"

# A further signature with a key on a token.
for file in 7b/dossier.en.pdf 7b/dossier.xml; do
    exits 0 "sign $file with the token" auditor sign "$folder/dossiers/$file" \
        --role approver --key "pkcs11:token=audit;object=rsa" \
        --module "$module" --passphrase-file "$tmp/pin" \
        -o "$tmp/signed.${file##*.}"
    cat "$tmp/p256/ca.pem" "$tmp/rsa/ca.pem" >"$tmp/trust.pem"
    cat "$tmp/p256/ca.crl" "$tmp/rsa/ca.crl" >"$tmp/trust.crl"
    exits 0 "what the token signed is VALID" auditor verify \
        "$tmp/signed.${file##*.}" --trust "$tmp/trust.pem"
    says "the token's signer is told" 'further signed by .* as approver'
done
exits 0 "the same key is the same signer: nothing is new" auditor run "$folder" \
    --lang en --key "$tmp/p256/signer.p12" --passphrase-file "$tmp/pass"
says "the same signer is told" '^unchanged'

openssl pkcs12 -export -legacy -inkey "$tmp/p256/signer.key" \
    -in "$tmp/p256/signer.pem" -passout "pass:$secret" -out "$tmp/p256/old.p12"
exits 0 "a PKCS#12 file in ciphers of old" auditor run "$folder" --lang en \
    --key "$tmp/p256/old.p12" --passphrase-file "$tmp/pass"

exits 0 "a module that the system knows" auditor run "$folder" --lang en \
    --key 'pkcs11:token=audit;object=p256' --passphrase-file "$tmp/pin"
says "the key on the token is the same signer" '^unchanged'

# P-384 below an issuer, whose certificate is on the token too. All is of now.
pki=$tmp/pki
mkdir "$pki"
check "there is an authority" sh "$TESTS/servers/pki.sh" "$pki" \
    http://127.0.0.1:9
grep -v '^authorityInfoAccess' "$pki/pki.conf" >"$tmp/p384.conf"
openssl ecparam -name secp384r1 -genkey -noout -out "$pki/p384.key"
openssl req -new -key "$pki/p384.key" -subj '/O=Test/CN=Test P-384' \
    -config "$tmp/p384.conf" -out "$pki/p384.csr"
openssl x509 -req -in "$pki/p384.csr" -CA "$pki/sub.pem" \
    -CAkey "$pki/sub.key" -CAcreateserial -days 30 -sha384 \
    -extfile "$tmp/p384.conf" -extensions signer -out "$pki/p384.pem" 2>"$err"
openssl ec -in "$pki/p384.key" -outform DER -out "$tmp/key.der" 2>"$err"
check "P-384 on the token" on_token --write-object "$tmp/key.der" \
    --type privkey --id 04 --label p384
check "with its certificate" put_cert "$pki/p384.pem" 04 p384
check "and its issuer" put_cert "$pki/sub.pem" 99 issuer
(
    unset SOURCE_DATE_EPOCH
    audit_make "$tmp/c"
    auditor run "$tmp/c" --lang en --key 'pkcs11:token=audit;object=p384' \
        --module "$module" --passphrase-file "$tmp/pin" >"$out" 2>"$err"
    auditor verify "$tmp/c/dossiers/7b/dossier.xml" --trust "$pki/ca.pem"
    auditor verify "$tmp/c/dossiers/7b/dossier.en.pdf" --trust "$pki/ca.pem"
) >"$tmp/p384" 2>&1
check "P-384 on a token: XML and PDF are VALID" \
    test "$(grep -c '^VALID: signed by "Test P-384"' "$tmp/p384")" = 2

# A key that wants its PIN for each signature, as cards of qualified signers.
openssl ec -in "$tmp/p256/signer.key" -outform DER -out "$tmp/key.der" 2>"$err"
check "a key that asks each time" on_token --write-object "$tmp/key.der" \
    --type privkey --id 03 --label careful --always-auth
check "has a certificate" put_cert "$tmp/p256/signer.pem" 03 careful
publishes "token that asks each time" p256 --passphrase-file "$tmp/pin" \
    --key "pkcs11:token=audit;object=careful" --module "$module"

# Refusals: one line, nothing secret in it, nothing written.
audit_make "$tmp/b"
# refused STATUS NAME PATTERN OPTION...
refused() {
    status=$1 name=$2 pattern=$3
    shift 3
    exits "$status" "refused: $name" auditor run "$tmp/b" "$@" </dev/null
    one_line "in one line: $name"
    says "with the reason: $name" "$pattern"
    refuses "without a secret: $name" grep -e "$secret" -e "$pin" "$out" "$err"
    check "without a trace: $name" test ! -e "$tmp/b/dossiers"
}
p12="--key $tmp/p256/signer.p12"
token="--module $module --key pkcs11:token=audit"
# shellcheck disable=SC2086 # options
{
    refused 2 "wrong passphrase of PKCS#12" 'not the right one' $p12 \
        --passphrase-file "$tmp/wrong"
    refused 2 "wrong passphrase of PEM" 'not the right one' \
        --key "$tmp/rsa/locked.key" --cert "$tmp/rsa/signer.pem" \
        --passphrase-file "$tmp/wrong"
    refused 2 "wrong PIN" 'the PIN is not the right one' \
        $token';object=rsa' --passphrase-file "$tmp/wrong"
    chmod 644 "$tmp/pass"
    refused 2 "a passphrase file that others can read" 'want mode 0600' $p12 \
        --passphrase-file "$tmp/pass"
    chmod 600 "$tmp/pass"
    for mode in 640 604 620; do
        chmod $mode "$tmp/p256/signer.p12"
        refused 2 "a key file of mode $mode" 'want mode 0600' $p12 \
            --passphrase-file "$tmp/pass"
    done
    chmod 600 "$tmp/p256/signer.p12"
    ln -s signer.p12 "$tmp/p256/link.p12"
    refused 4 "a link to a key" 'cannot open' --key "$tmp/p256/link.p12" \
        --passphrase-file "$tmp/pass"
    printf '%s\nmore\n' "$secret" >"$tmp/lines"
    refused 2 "a passphrase of two lines" 'more than one line' $p12 \
        --passphrase-file "$tmp/lines"
    : >"$tmp/empty"
    refused 2 "an empty passphrase" 'empty' $p12 \
        --passphrase-file "$tmp/empty"
    head -c 2000 /dev/zero | tr '\0' x >"$tmp/long"
    refused 2 "an endless passphrase" 'over 511 bytes' $p12 \
        --passphrase-file "$tmp/long"
    refused 2 "a descriptor that is not open" 'open descriptor' $p12 \
        --passphrase-fd 77
    refused 2 "two sources" 'one of' $p12 --passphrase-fd 0 \
        --passphrase-file "$tmp/pass"
    refused 2 "a PIN in the URI" 'with a PIN in it' \
        $token";object=rsa?pin-value=$pin"
    refused 2 "a PIN in the URI, spelt otherwise" 'RFC 7512' \
        $token";object=rsa?p%69n-value=$pin"
    refused 2 "a token that is not there" 'no such token' \
        $token'x;object=rsa' --passphrase-file "$tmp/pin"
    refused 2 "a key that is not there" 'no such private key' \
        $token';object=none' --passphrase-file "$tmp/pin"
    refused 2 "a key that is not named" 'more than one key' \
        $token --passphrase-file "$tmp/pin"
    refused 2 "a module that is not there" 'cannot load the PKCS#11 module' \
        --module "$tmp/none.so" --key 'pkcs11:object=rsa'
    refused 2 "a token's key with another certificate" 'not the key of' \
        $token';object=p256' --passphrase-file "$tmp/pin" \
        --cert "$tmp/rsa/signer.pem"
    put_cert "$tmp/rsa/signer.pem" 03 second >"$out" 2>"$err"
    refused 2 "two certificates for a key" 'not exactly one certificate' \
        $token';object=careful' --passphrase-file "$tmp/pin"
    refused 2 "a key of its own with another certificate" 'not the key of' \
        --key "$tmp/rsa/signer.key" --cert "$tmp/p256/signer.pem"
    refused 2 "a key without certificate" 'give --cert' \
        --key "$tmp/p256/signer.key"
}
# A token that fails: at the test of the key, and with a run under way.
FAULTY_MODULE=$module
export FAULTY_MODULE
faulty() {
    FAULTY_HOW=$1 FAULTY_AT=$2 auditor run "$tmp/b" --lang en \
        --key 'pkcs11:token=audit;object=rsa' --module "$FAULTY_TOKEN" \
        --passphrase-file "$tmp/pin"
}
exits 2 "a first signature that is wrong" faulty flip 1
says "it is told" 'not the key of the certificate'
exits 6 "a signature that is wrong" faulty flip 4
one_line "one line: a signature that is wrong"
says "it is told" 'a signature that its certificate does not verify'
exits 4 "a module that crashes" faulty crash 5
one_line "one line: a module that crashes"
says "it is told" 'the process that holds the key ended early'
check "of the options one is there, whole" test \
    "$(cd "$tmp/b/dossiers" && echo *)" = "7b"
check "and nothing but it, of both runs" test \
    "$(cd "$tmp/b/dossiers/7b" && echo *)" = \
    "dossier.en.pdf dossier.xml superseded"
exits 0 "it was good enough for publication" auditor verify \
    "$tmp/b/dossiers/7b/dossier.en.pdf" --trust "$tmp/rsa/ca.pem"
exits 0 "the token works again" faulty flip 0
rm -rf "$tmp/b/dossiers" "$tmp/b/.auditor"

# setsid: without a terminal there is nobody to ask.
exits 2 "nobody to ask" setsid -w "$AUDITOR" run "$tmp/b" \
    --key "$tmp/p256/signer.p12"
says "what to do is told" 'give --passphrase-file or --passphrase-fd'

# From outside: see keys.py.
# seen NAME SECRET CASE WORDS...
seen() {
    seen_name=$1 seen_secret=$2
    shift 2
    check "$seen_name" env KEYS_SECRET="$seen_secret" \
        python3 "$TESTS/cli/keys.py" "$@"
}
run_b="$AUDITOR run $tmp/b -o $tmp/b-out"
# shellcheck disable=SC2086 # words
{
    seen "the passphrase is asked on the terminal" "$secret" prompt \
        $run_b $p12 --lang en
    rm -rf "$tmp/b-out" "$tmp/b/.auditor"
    seen "the PIN is asked on the terminal" "$pin" prompt $run_b \
        $token';object=p256' --lang en
    rm -rf "$tmp/b-out" "$tmp/b/.auditor"
    seen "a wrong one is refused" "$secret" wrong $run_b $p12
    seen "Ctrl-C gives the terminal back" "$secret" interrupt $run_b $p12
    seen "nothing is left when stopped" "$secret" stopped $run_b $p12 \
        --passphrase-fd 3
    refuses "none of them wrote anything" test -e "$tmp/b-out"
    seen "key and passphrase are in no other process" "$secret" memory \
        "$tmp/p256/signer.key" $run_b $p12 --passphrase-fd 3
    rm -rf "$tmp/b-out" "$tmp/b/.auditor"
    seen "without its key a run publishes nothing more" "$secret" killed \
        "$tmp/b-out" $run_b $p12 --passphrase-fd 3
    exits 0 "and the next run finishes the work" $run_b $p12 \
        --passphrase-file "$tmp/pass"
    for file in 7b/dossier.fr.pdf 1b/dossier.xml comparison.en.pdf; do
        exits 0 "$file of the next run is VALID" auditor verify \
            "$tmp/b-out/$file" --trust "$tmp/p256/ca.pem"
    done
}

# Nothing that was written has a secret in it. (The files that gave them, and
# the log of the spy, which is a trap of PINs, are left out.)
rm "$tmp/pass" "$tmp/pin" "$tmp/lines" "$tmp/spied"
refuses "no file has the passphrase or the PIN" \
    grep -rl -e "$secret" -e "$pin" "$tmp"
finish
