# Tests of the program as people use it, in the Test Anything Protocol:
#   . "${TESTS:-tests}/tap.sh"
#   check "it is so" test -f file
#   exits 2 "it refuses" auditor run      # output in $out and $err
#   says "it tells why" 'pattern'         # in the output of the last `exits`
#   finish
# Each test has a folder of its own in $tmp, the same clock and no locale.

AUDITOR=${AUDITOR:-build/auditor}
TESTS=${TESTS:-tests}
tests_run=0
tests_failed=0
tmp=$(mktemp -d)
out=$tmp/out
err=$tmp/err
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' HUP INT TERM
export LC_ALL=C.UTF-8 TZ=UTC
export SOURCE_DATE_EPOCH=1795426200 # 2026-11-23T09:30:00Z

auditor() {
    "$AUDITOR" "$@"
}

# report 0|1 NAME
report() {
    tests_run=$((tests_run + 1))
    if [ "$1" = 0 ]; then
        echo "ok $tests_run - $2"
    else
        tests_failed=$((tests_failed + 1))
        echo "not ok $tests_run - $2"
        sed 's/^/# /' "$out" "$err" 2>/dev/null | cut -c1-300 | head -20
    fi
}

# check NAME COMMAND...
check() {
    check_name=$1
    shift
    if "$@" >"$out" 2>"$err"; then
        report 0 "$check_name"
    else
        report 1 "$check_name"
    fi
}

# refuses NAME COMMAND...: the command says no
refuses() {
    check_name=$1
    shift
    if "$@" >"$out" 2>"$err"; then
        report 1 "$check_name"
    else
        report 0 "$check_name"
    fi
}

# exits STATUS NAME COMMAND...
exits() {
    exits_want=$1
    exits_name=$2
    shift 2
    exits_got=0
    "$@" >"$out" 2>"$err" || exits_got=$?
    if [ "$exits_got" = "$exits_want" ]; then
        report 0 "$exits_name"
    else
        echo "# exit status $exits_got, want $exits_want: $*"
        report 1 "$exits_name"
    fi
}

# says NAME PATTERN: the output just seen holds it
says() {
    if cat "$out" "$err" | grep -qE -e "$2"; then
        report 0 "$1"
    else
        echo "# no line matches $2"
        report 1 "$1"
    fi
}

# one_line NAME: the diagnostics just seen are one line
one_line() {
    if [ "$(wc -l <"$err")" = 1 ]; then
        report 0 "$1"
    else
        report 1 "$1"
    fi
}

# same NAME FILE FILE
same() {
    check "$1" cmp "$2" "$3"
}

finish() {
    echo "1..$tests_run"
    [ "$tests_failed" = 0 ]
    exit
}
