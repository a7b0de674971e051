#!/bin/sh
# Every command that the README and the man pages show does what they say: its
# exit status (a comment "# exit N" where it is not 0), and in the README also
# the output shown. "..." stands for lines left out, a final "…" for the rest
# of a line. All run in order, in a copy of the worked examples.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"

top=$(cd "$TESTS/.." && pwd)
AUDITOR=$(realpath "$AUDITOR")
mkdir "$tmp/bin"
ln -s "$AUDITOR" "$tmp/bin/auditor"
PATH=$tmp/bin:$PATH

# Lines "COMMAND<tab>STATUS", each followed by the lines shown below it.
readme_examples() {
    awk '
        function flush() {
            if (command == "") {
                return
            }
            status = 0
            if (match(command, /  # exit [0-9]+$/)) {
                status = substr(command, RSTART + 9)
                command = substr(command, 1, RSTART - 1)
            }
            print "$\t" status "\t" command
            printf "%s", shown
            command = ""
            shown = ""
        }
        /^```console$/ { inside = 1; next }
        /^```/ { flush(); inside = 0 }
        !inside { next }
        /^#/ { flush(); next }
        /^\$ / || more {
            if (!more) {
                flush()
            }
            command = more ? command $0 : substr($0, 3)
            more = sub(/\\$/, "", command)
            next
        }
        { shown = shown "=\t" $0 "\n" }
    ' "$1"
}

man_examples() {
    sed -n '/^\.Sh EXAMPLES/,/^\.Sh [^E]/s/^\$ //p' "$1" |
        sed 's/\(.*\)  # exit \([0-9]*\)$/$\t\2\t\1/; t
            s/^/$\t0\t/'
}

# shown_in FILE LINE: does the output hold the line, or begin so?
shown_in() {
    case $2 in
    ... | '') return 0 ;;
    *…) grep -qF -e "${2%…}" "$1" ;;
    *) grep -qxF -e "$2" "$1" ;;
    esac
}

# run_examples FOLDER PAGE <examples
run_examples() {
    cp -R "$top/evidence" "$1"
    awk '/^```xml$/ { inside = 1; next } /^```/ { inside = 0 } inside' \
        "$top/templates/README.md" >"$1/page.fo"
    count=0
    tab=$(printf '\t')
    while IFS=$tab read -r kind first rest; do
        if [ "$kind" = "=" ]; then
            if ! shown_in "$out" "$first$rest"; then
                echo "# not in the output: $first$rest"
                report 1 "$2: the output of $command"
            fi
            continue
        fi
        command=$rest
        count=$((count + 1))
        # shellcheck disable=SC2016 # expanded by the inner shell
        exits "$first" "$2: $rest" sh -c 'cd "$1" && eval "$2"' sh "$1" "$rest"
    done
    check "$2 shows commands" test "$count" -gt 0
}

readme_examples "$top/README.md" >"$tmp/readme"
run_examples "$tmp/try" README.md <"$tmp/readme"
auditor --help | sed -n 's/^  \([a-z]*\)  *[a-z].*/\1/p' >"$tmp/verbs"
while read -r verb; do
    check "the README shows $verb" \
        grep -q "auditor $verb " "$top/README.md"
done <"$tmp/verbs"

sed -n "/^build='/,/'\$/p" "$top/tests/deps.sh" | sed 's/^build=//' |
    tr "' " '\n' | grep . >"$tmp/packages"
check "the packages to build with are listed" test -s "$tmp/packages"
while read -r package; do
    check "the README names $package" \
        grep -qE "[ ^]$package( |$)" "$top/README.md"
done <"$tmp/packages"

readme_examples "$top/templates/README.md" >"$tmp/templates"
run_examples "$tmp/templates-try" templates/README.md <"$tmp/templates"

for page in "$top"/auditor/*.[1-8]; do
    [ -f "$page" ] || continue
    man_examples "$page" >"$tmp/man"
    [ -s "$tmp/man" ] || continue
    run_examples "$tmp/man-$(basename "$page")" "$(basename "$page")" \
        <"$tmp/man"
done
finish
