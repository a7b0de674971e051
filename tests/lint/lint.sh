#!/bin/sh
# Usage: tests/lint/lint.sh
# Check what STYLE asks and a machine can see; run in the top folder. Prints
# FILE:LINE: what is wrong. Exit status: 0 nothing found, 1 something.
set -u

here=tests/lint
failures=0
list=$(mktemp)
scripts=$(mktemp)
trap 'rm -f "$list" "$scripts"' EXIT

# Tracked files, and new ones that are not ignored.
files() {
    git ls-files --cached --others --exclude-standard -- "$@" |
        while IFS= read -r name; do
            if [ -f "$name" ]; then printf '%s\n' "$name"; fi
        done
}

check() {
    name=$1
    shift
    if "$@"; then
        echo "ok $name"
    else
        echo "FAILED $name"
        failures=$((failures + 1))
    fi
}

product() {
    files 'auditor/*.c' 'auditor/*.h'
}

layers() {
    product | xargs awk -f "$here/layers.awk" "$here/layers.txt"
}

doors() {
    product | xargs awk -f "$here/doors.awk" "$here/doors.txt"
}

file_sizes() {
    files '*.c' '*.h' '*.sh' '*.t' '*.py' | xargs awk '
        { lines[FILENAME]++ }
        END {
            for (name in lines) {
                if (lines[name] > 600) {
                    print name ": " lines[name] " lines, more than 600"
                    failed = 1
                }
            }
            exit failed
        }'
}

function_sizes() {
    files '*.c' '*.h' | ctags -x --languages=C --map-C=+.h --kinds-C=f \
        -L - --_xformat='%{input}	%{line}	%{end}	%{name}	%{signature}' |
        awk -f "$here/sizes.awk"
}

format() {
    files '*.c' '*.h' | xargs clang-format-14 --dry-run 2>&1 |
        sed -n 's/^\([^: ]*:[0-9]*\):.*clang-formatted.*/\1: format it/p' |
        sort -u -t: -k1,1 >"$list"
    cat "$list"
    [ ! -s "$list" ]
}

# No path of the machine that a file was written on ("person" is nobody).
machine_paths() {
    ! files | grep -v '^evidence/' |
        xargs grep -nIE '(^|[^A-Za-z0-9_.$}/-])/(work|root|home)/' |
        grep -v -e '/home/person/' -e '^tests/lint/lint.sh:'
}

shell() {
    files '*.sh' '*.t' .ci/run >"$scripts"
    # Scripts for `sh -c` are quoted on purpose; functions are called through
    # check and exits; tap.sh sets what audit.sh uses.
    xargs shellcheck -x -s sh -e SC2016,SC2317,SC2154 <"$scripts"
}

man_pages() {
    files 'auditor/*.[1-8]' >"$list"
    [ -s "$list" ] || return 0
    xargs mandoc -T lint -W warning <"$list"
}

# Every row of doors.txt is seen to refuse something: a check that can find
# nothing would pass for ever.
self_test() {
    folder=$(mktemp -d) || return 1
    mkdir -p "$folder/auditor/rule"
    printf '#include "store/store.h"\nint a = time(NULL);\n' \
        >"$folder/auditor/rule/planted.c"
    top=$(pwd)
    found=$(cd "$folder" && {
        awk -f "$top/$here/layers.awk" "$top/$here/layers.txt" \
            auditor/rule/planted.c
        awk -f "$top/$here/doors.awk" "$top/$here/doors.txt" \
            auditor/rule/planted.c
    })
    rm -rf "$folder"
    [ "$(printf '%s\n' "$found" | wc -l)" = 2 ]
}

check "lint finds a planted violation" self_test
check "a stage includes base/, model/ and itself" layers
check "one door for each library and call" doors
check "no file over 600 lines" file_sizes
check "no function over 60 lines or 5 inputs" function_sizes
check "clang-format-14" format
check "shellcheck" shell
check "man pages" man_pages
check "no machine paths" machine_paths

if [ "$failures" -gt 0 ]; then
    echo "$failures checks failed"
    exit 1
fi
echo "all checks passed"
