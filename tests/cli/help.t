#!/bin/sh
# Help, usage errors and the exit statuses that need no evidence.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"

exits 0 "--help lists the verbs" auditor --help
says "the list names run" '^  run '
sed -n 's/^  \([a-z]*\)  *[a-z].*/\1/p' "$out" >"$tmp/verbs"
check "there are verbs" test -s "$tmp/verbs"
while read -r verb; do
    exits 0 "$verb --help" auditor "$verb" --help
    says "$verb --help prints its usage" "^usage: auditor $verb"
    check "$verb --help prints no diagnostics" test ! -s "$err"
    exits 2 "$verb refuses an unknown option" auditor "$verb" --no-such-option
    says "$verb names the unknown option" "unknown option '--no-such-option'"
done <"$tmp/verbs"

# The manual names every verb and every option, and no other.
page=$TESTS/../auditor/auditor.1
while read -r verb; do
    auditor "$verb" --help >"$tmp/help"
    sed -n 's/^  \(-., \)\{0,1\}--\([a-z-]*\).*/\2/p' "$tmp/help" | sort >"$tmp/told"
    sed -n "/^\.Ss $verb /,/^\.S[sh] /p" "$page" |
        sed -n 's/^\.It .*Fl Fl \([a-z-]*\).*/\1/p' | sort >"$tmp/written"
    check "auditor.1 has the options of $verb" diff "$tmp/told" "$tmp/written"
done <"$tmp/verbs"

exits 0 "--version" auditor --version
says "the version is a number" '^auditor [0-9]+\.[0-9]+'
exits 2 "no verb is a usage error" auditor
one_line "no verb, one line"
exits 2 "an unknown verb is a usage error" auditor frobnicate
says "the unknown verb is named" frobnicate
exits 2 "run without a folder" auditor run
exits 2 "an option without its argument" auditor run "$tmp" --key
exits 2 "a time that is none" auditor assess "$tmp" --at yesterday
exits 2 "verify without a trust anchor" auditor verify "$AUDITOR"
says "trust comes from the caller" '--trust'
exits 2 "init without a sector" auditor init "$tmp/new"
exits 2 "an unknown rule" auditor explain NO-SUCH-RULE
exits 2 "history of a folder without a register" auditor history "$tmp"
exits 2 "a data folder that is none" auditor rules list --data "$tmp"
exits 0 "the packs pass their lint" auditor rules lint
exits 0 "the rules are listed" auditor rules list

exits 4 "a full disk below standard output is told" \
    sh -c '"$1" rules list >/dev/full' sh "$AUDITOR"
finish
