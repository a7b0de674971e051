#!/bin/sh
# The main job: what is published, when, and what is kept of what was.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"

keys_make "$tmp/keys" --rsa
audit_make "$tmp/a"
(cd "$tmp/a" && find . -type f -exec sha256sum {} + | sort) >"$tmp/before"

exits 0 "a run publishes" audit_run "$tmp/a"
says "the table names the option" '^7b '
says "the table gives a verdict" '^1b .* not-fit$'
says "the number of files is told" '^9 files published in'
check "no diagnostics" test ! -s "$err"
for file in 7b/dossier.xml 7b/dossier.fr.pdf 7b/dossier.en.pdf \
    1b/dossier.xml 1b/dossier.fr.pdf 1b/dossier.en.pdf \
    comparison.xml comparison.fr.pdf comparison.en.pdf; do
    check "$file is there" test -s "$tmp/a/dossiers/$file"
done
check "nothing else is there" test \
    "$(find "$tmp/a/dossiers" -type f | wc -l)" = 9
check "evidence is untouched" sh -c \
    'cd "$1" && sha256sum --quiet -c "$2"' sh "$tmp/a" "$tmp/before"
exits 0 "the dossier is read back" auditor show "$tmp/a/dossiers/7b/dossier.xml"
says "a throw-away key is named as such" 'throw-away key'
exits 0 "and from its PDF" auditor show "$tmp/a/dossiers/7b/dossier.fr.pdf"
says "the verdict is the same" '^option 7b: insufficient-evidence'

# The same again.
find "$tmp/a/dossiers" -type f -exec sha256sum {} + | sort >"$tmp/published"
exits 0 "a second run is done" audit_run "$tmp/a"
says "it says that nothing changed" '^unchanged: the dossiers in .* stand'
check "it wrote nothing new" sh -c \
    'find "$1" -type f -exec sha256sum {} + | sort | cmp - "$2"' \
    sh "$tmp/a/dossiers" "$tmp/published"
exits 0 "nor at a later time" audit_run "$tmp/a" --at 2026-11-24
says "a later run is unchanged too" '^unchanged:'
exits 0 "the history has one run" auditor history "$tmp/a"
check "one run is one row" test "$(grep -c '  run  ' "$out")" = 1

# Changed evidence supersedes, and loses nothing.
cp "$tmp/a/dossiers/7b/dossier.xml" "$tmp/earlier.xml"
audit_option "$tmp/a" 7b seven 0.66
exits 0 "changed evidence is published" audit_run "$tmp/a" --at 2026-11-25
says "nine files again" '^9 files published'
same "the earlier dossier is kept" "$tmp/earlier.xml" \
    "$tmp/a/dossiers/7b/superseded/20261123T093000Z/dossier.xml"
check "the new one differs" sh -c '! cmp -s "$1" "$2"' sh \
    "$tmp/earlier.xml" "$tmp/a/dossiers/7b/dossier.xml"
check "its new value is in it" grep -q '0\.66' "$tmp/a/dossiers/7b/dossier.xml"
exits 0 "the history goes on" auditor history "$tmp/a"
says "the register knows what was superseded" 'superseded +7b'
check "two runs are two rows" test "$(grep -c '  run  ' "$out")" = 2
exits 0 "the ledger is intact" auditor register verify "$tmp/a"
says "its head is told" '^intact: [0-9]+ entries, head [0-9a-f]{64}'

# A published file that was tampered with does not stand.
echo '<!-- -->' >>"$tmp/a/dossiers/1b/dossier.xml"
exits 0 "a run repairs a changed file" audit_run "$tmp/a" --at 2026-11-26
says "it publishes again" 'files published'
exits 0 "the repaired file verifies" auditor verify --at 2026-11-26 \
    "$tmp/a/dossiers/1b/dossier.xml" --trust "$tmp/keys/ca.pem"

# Options of run.
audit_make "$tmp/b"
exits 0 "-o says where to" audit_run "$tmp/b" -o "$tmp/elsewhere" --lang en
check "one language, one PDF" test \
    "$(find "$tmp/elsewhere/7b" -name '*.pdf' | wc -l)" = 1
check "DIR/dossiers is not made then" test ! -e "$tmp/b/dossiers"

# Two pages for those who decide.
exits 0 "the executive form on top" audit_run "$tmp/b" -o "$tmp/two" \
    --form full,executive
says "fifteen files then" '^15 files published'
for file in 7b/executive.fr.pdf 7b/executive.en.pdf executive.fr.pdf; do
    check "$file has two pages" sh -c \
        'pdfinfo "$1" | grep -q "^Pages: *2$"' sh "$tmp/two/$file"
    check "$file embeds the signed XML" sh -c \
        'pdfdetach -save 1 -o "$2" "$1" && cmp "$2" "$3"' sh \
        "$tmp/two/$file" "$tmp/embedded.xml" "$(case $file in
        7b/*) echo "$tmp/two/7b/dossier.xml" ;;
        *) echo "$tmp/two/comparison.xml" ;; esac)"
    exits 0 "$file verifies" auditor verify "$tmp/two/$file" \
        --trust "$tmp/keys/ca.pem"
done
pdftotext "$tmp/two/7b/executive.en.pdf" "$tmp/two.txt"
check "what is left out is counted" grep -qE \
    '^and [0-9]+ more in the full dossier' "$tmp/two.txt"
exits 0 "the same forms again change nothing" audit_run "$tmp/b" \
    -o "$tmp/two" --form full,executive
says "it says so" '^unchanged:'
exits 2 "a form that is none" audit_run "$tmp/b" --form long
exits 2 "a form twice" audit_run "$tmp/b" --form full,full

audit_make "$tmp/c"
exits 1 "--fail-on not-fit answers the verdict" audit_run "$tmp/c" \
    --fail-on not-fit
check "and publishes all the same" test -s "$tmp/c/dossiers/comparison.xml"
exits 1 "assess answers the worst verdict" auditor assess "$tmp/c"
exits 5 "assess tells not enough evidence apart" \
    auditor assess "$tmp/c" --option 7b
exits 2 "assess of an option that is none" auditor assess "$tmp/c" --option 9b
exits 5 "todo lists what is missing" auditor todo "$tmp/c"
exits 1 "compare answers that no option suffices" auditor compare "$tmp/c"
exits 0 "a new folder is made" auditor init "$tmp/new" --sector medical
check "with its questionnaire" test -s "$tmp/new/declarations.yaml"
exits 4 "and not made twice" auditor init "$tmp/new" --sector medical
finish
