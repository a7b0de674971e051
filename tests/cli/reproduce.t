#!/bin/sh
# Same evidence, same time, a key whose signatures are repeatable: same bytes.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"

keys_make "$tmp/keys" --rsa
audit_make "$tmp/one"
mkdir -p "$tmp/deeper/down"
cp -R "$tmp/one" "$tmp/deeper/down/two"
exits 0 "one run" audit_run "$tmp/one" --at 2026-11-23T09:30:00Z
exits 0 "another, elsewhere, in another time zone and language" \
    env TZ=Asia/Tokyo LC_ALL=fr_FR.UTF-8 "$AUDITOR" run "$tmp/deeper/down/two" \
    --key "$tmp/keys/signer.key" --cert "$tmp/keys/signer.pem" \
    --at 2026-11-23T09:30:00Z
for file in comparison.xml comparison.fr.pdf comparison.en.pdf \
    7b/dossier.xml 7b/dossier.fr.pdf 7b/dossier.en.pdf \
    1b/dossier.xml 1b/dossier.fr.pdf 1b/dossier.en.pdf; do
    same "$file is byte-identical" "$tmp/one/dossiers/$file" \
        "$tmp/deeper/down/two/dossiers/$file"
done

# The order in which a folder was filled is no input.
mkdir -p "$tmp/three/1b" "$tmp/three/7b"
for file in audit.yaml 7b/results.json 7b/model.safetensors \
    1b/results.json 1b/model.safetensors; do
    cp "$tmp/one/$file" "$tmp/three/$file"
done
exits 0 "a folder filled the other way round" audit_run "$tmp/three"
same "its dossier is byte-identical" "$tmp/one/dossiers/7b/dossier.xml" \
    "$tmp/three/dossiers/7b/dossier.xml"
finish
