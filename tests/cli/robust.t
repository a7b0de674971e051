#!/bin/sh
# Pages that are hard to lay out: each is laid out in a few seconds with
# nothing over anything else, or refused with a reason.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"

python3 "$TESTS/robust_pages.py" "$tmp" || exit 1
while read -r name status words; do
    exits "$status" "$name" timeout 20 "$AUDITOR" render "$tmp/$name.fo" \
        --areas "$tmp/$name.xml" -o "$tmp/$name.pdf"
    if [ "$status" = 0 ]; then
        check "$name: nothing overlaps" \
            python3 "$TESTS/overlaps.py" "$tmp/$name.xml" 20 40 260 220
    else
        says "$name: the reason" "$words"
        check "$name: nothing is written" test ! -e "$tmp/$name.pdf"
    fi
done <"$tmp/list"

# The checker sees what it is there to see.
cat >"$tmp/bad.xml" <<'END'
<areas><page width="300000" height="300000">
<line><text x="20000" y="60000" width="90000" size="10000">under</text></line>
<line><text x="50000" y="63000" width="90000" size="10000">over</text></line>
</page></areas>
END
exits 1 "text over text is seen" \
    python3 "$TESTS/overlaps.py" "$tmp/bad.xml" 20 40 260 220
exits 1 "text outside is seen" \
    python3 "$TESTS/overlaps.py" "$tmp/bad.xml" 20 40 60 220
finish
