#!/bin/sh
# Every attack of the table forge.txt, made at test time, is refused: none is
# VALID, none breaks the bounds, each for a reason of its class.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"

forge() {
    /usr/bin/python3 -B "$TESTS/hostile/forge.py" "$@"
}
forge keys "$tmp/keys"
audit_make "$tmp/a"
audit_run "$tmp/a" >"$out"
"$AUDITOR" run "$tmp/a" -o "$tmp/by-pss" --lang fr --rsa-pss \
    --key "$tmp/keys/rsa.key" --cert "$tmp/keys/rsa.pem" >"$out"
mv "$tmp/by-pss" "$tmp/a/dossiers/by-pss"
AUDITOR=$AUDITOR forge judge "$tmp/keys" "$tmp/a/dossiers" \
    "$TESTS/hostile/forge.txt"
