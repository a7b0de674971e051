#!/bin/sh
# Any 10 MB are judged at once and in little memory, whatever they cost a
# naive reader. The time allowed is loose, for busy machines, so the reason is
# looked at as well.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"

keys_make "$tmp/keys"
audit_make "$tmp/a"
audit_run "$tmp/a" >"$out"
mkdir "$tmp/bombs"
check "the bombs are made" python3 "$TESTS/hostile/bombs.py" \
    "$tmp/a/dossiers/7b/dossier.fr.pdf" "$tmp/bombs"

# in_bounds FILE: 5 s, and 256 MiB beside the program itself
in_bounds() {
    (
        # A sanitizer reserves address space far beyond what it uses.
        if ! nm -D "$AUDITOR" 2>/dev/null | grep -q __asan; then
            # shellcheck disable=SC3045 # dash has it
            ulimit -v 400000
        fi
        timeout 5 "$AUDITOR" verify "$1" --trust "$tmp/keys/ca.pem"
    )
}

for bomb in "$tmp/bombs"/*.xml; do
    exits 1 "${bomb##*/} is refused within bounds" in_bounds "$bomb"
    says "${bomb##*/}: at the limit, before it is parsed" \
        '^INVALID: .*(it has over|it has more|it declares over) '
done
exits 1 "tree.pdf is refused within bounds" in_bounds "$tmp/bombs/tree.pdf"
says "tree.pdf: INVALID" '^INVALID: '
finish
