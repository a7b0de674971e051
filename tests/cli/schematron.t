#!/bin/sh
# A stock ISO Schematron engine fails the same assertions as we do, over the
# facts of every option of the example audits.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"

audit_make "$tmp/example"
for folder in "$tmp/example" "$TESTS"/../evidence/*/; do
    [ -f "$folder/audit.yaml" ] || continue
    name=$(basename "$folder")
    sed -n 's/^  - id: \([a-z0-9.-]*\)$/\1/p' "$folder/audit.yaml" |
        sort -u >"$tmp/ids"
    while read -r option; do
        auditor assess "$folder" --option "$option" --facts \
            >"$tmp/facts.xml" 2>"$err"
        [ -s "$tmp/facts.xml" ] || continue # the id of a criterion
        auditor assess "$folder" --option "$option" --failures |
            sort >"$tmp/ours"
        check "a stock engine reads the packs for $name $option" \
            "$TESTS/cli/schematron.py" "$tmp/facts.xml" "$TESTS/../rules"
        sort "$out" >"$tmp/theirs"
        same "both fail the same assertions for $name $option" \
            "$tmp/ours" "$tmp/theirs"
    done <"$tmp/ids"
done
finish
