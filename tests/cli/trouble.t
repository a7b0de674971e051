#!/bin/sh
# What goes wrong is told in one line, with its exit status, and leaves
# nothing half done.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"

keys_make "$tmp/keys"
audit_make "$tmp/a"

# no_half NAME FOLDER: no dossier, and no temporary file, below it
no_half() {
    check "$1" test -z "$(find "$2" -type f ! -name lock ! -name '*.db*')"
}

exits 2 "no key" auditor run "$tmp/a"
says "no key: how to make one" 'auditor keygen'
one_line "no key, one line"
exits 4 "a key that is not there" auditor run "$tmp/a" \
    --key "$tmp/none.key" --cert "$tmp/keys/signer.pem"
says "the missing key is named" 'none\.key'
one_line "a missing key, one line"
cp "$tmp/keys/signer.key" "$tmp/open.key"
chmod 644 "$tmp/open.key"
exits 2 "a key that others can read" auditor run "$tmp/a" \
    --key "$tmp/open.key" --cert "$tmp/keys/signer.pem"
keys_make "$tmp/other"
exits 2 "a key of another certificate" auditor run "$tmp/a" \
    --key "$tmp/other/signer.key" --cert "$tmp/keys/signer.pem"
check "nothing was published" test ! -e "$tmp/a/dossiers"

exits 4 "an output folder that cannot be made" \
    audit_run "$tmp/a" -o /proc/dossiers
one_line "which is told in one line"
touch "$tmp/file"
exits 4 "a file where the folder should be" audit_run "$tmp/a" -o "$tmp/file"
if [ "$(id -u)" != 0 ]; then
    mkdir -m 555 "$tmp/closed"
    exits 4 "a folder that is not ours" audit_run "$tmp/a" -o "$tmp/closed"
    no_half "nothing is in it" "$tmp/closed"
fi

# A disk that is full, where we may mount one.
mkdir "$tmp/disk"
if mount -t tmpfs -o size=128k none "$tmp/disk" 2>/dev/null; then
    audit_make "$tmp/full"
    exits 4 "a full disk" audit_run "$tmp/full" -o "$tmp/disk"
    says "a full disk is named" 'No space left'
    check "no temporary file is left" test -z \
        "$(find "$tmp/disk" -name '.*' -type f)"
    for folder in "$tmp"/disk/*/; do
        check "an option is whole or absent" test \
            "$(find "$folder" -type f | wc -l)" -eq 0 -o \
            "$(find "$folder" -type f | wc -l)" -eq 3
    done
    umount "$tmp/disk"
    exits 0 "the next run makes up for it" audit_run "$tmp/full" \
        -o "$tmp/enough"
    check "all is there" test "$(find "$tmp/enough" -type f | wc -l)" = 9
fi

# Evidence that cannot be read is named, kept out, and stops nothing.
audit_make "$tmp/b"
printf '{"results": {"qcm_fr": {"acc,none": 0.9, "acc,none": 0.1}}}' \
    >"$tmp/b/7b/doubled.json"
head -c 30 "$tmp/b/7b/model.safetensors" >"$tmp/b/7b/broken.safetensors"
exits 0 "a malformed file does not stop a run" audit_run "$tmp/b"
says "it is named" 'broken\.safetensors'
says "the count is told" '^[0-9]+ files of evidence, [1-9] refused'
check "the dossier names it" grep -q 'path="7b/broken.safetensors"' \
    "$tmp/b/dossiers/7b/dossier.xml"
check "as refused" grep -q 'status="refused"' "$tmp/b/dossiers/7b/dossier.xml"
exits 3 "ingest answers that a file was refused" auditor ingest "$tmp/b"

# Files that disagree are told, not settled.
audit_make "$tmp/c"
sed 's/0\.64/0.71/' "$tmp/c/7b/results.json" >"$tmp/c/7b/again.json"
exits 0 "files that disagree do not stop a run" audit_run "$tmp/c"
exits 0 "they are seen" auditor ingest "$tmp/c"
says "as conflicts" '[1-9][0-9]* conflicts$'
check "the dossier shows both" grep -q '<conflict ' \
    "$tmp/c/dossiers/7b/dossier.xml"

# Dossiers are no evidence: they may not lie among it.
audit_make "$tmp/f"
exits 2 "an output folder inside the audit" audit_run "$tmp/f" -o "$tmp/f/out"
one_line "one line says why"
check "and is not left behind" test ! -e "$tmp/f/out"
exits 0 "but for the usual one" audit_run "$tmp/f" -o "$tmp/f/dossiers"

# Without a readable audit.yaml nothing can be judged.
mkdir "$tmp/d"
exits 3 "a folder without audit.yaml" audit_run "$tmp/d"
one_line "one line says so"
audit_make "$tmp/e"
echo 'colour: blue' >>"$tmp/e/audit.yaml"
exits 3 "an unknown key in audit.yaml" audit_run "$tmp/e"
says "with its line" 'audit\.yaml: line [0-9]+'
exits 4 "a folder that is not there" audit_run "$tmp/none"
finish
