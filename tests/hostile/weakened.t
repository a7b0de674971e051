#!/bin/sh
# Every check of the program's list is needed: with any one of them switched
# off a forgery passes, or is no longer refused for that reason. The switch is
# in a program of the tests alone: tests/hostile/weaken.c.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"

WEAK=${WEAK:-build/hostile/weakened}
export WEAK
forge() {
    AUDITOR=$AUDITOR /usr/bin/python3 -B "$TESTS/hostile/forge.py" "$@"
}
refuses "the program that is shipped has no such switch" \
    grep -aqi weaken "$AUDITOR"
check "the program of this test has one" grep -aqi weaken "$WEAK"
check "a name that is no check ends it" sh -c \
    'WEAKENED=none "$1" --help; test $? = 99' sh "$WEAK"

forge keys "$tmp/keys"
audit_make "$tmp/a"
audit_run "$tmp/a" >"$out"
forge weaken "$tmp/keys" "$tmp/a/dossiers" "$TESTS/hostile/weakened.txt" \
    >"$tmp/told" 2>"$err"
grep '^#' "$tmp/told"
while read -r line; do
    case $line in
    ok*) report 0 "${line#* - }" ;;
    not*) report 1 "${line#* - }" ;;
    esac
done <"$tmp/told"
check "all of it was judged" grep -q '^1\.\.[1-9][0-9]' "$tmp/told"
finish
