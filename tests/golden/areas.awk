# An area tree of `auditor render --areas` in short, for tests/golden/areas.t.

function value(name,    start, rest) {
    start = index($0, " " name "=\"")
    if (start == 0) {
        return ""
    }
    rest = substr($0, start + length(name) + 3)
    return substr(rest, 1, index(rest, "\"") - 1)
}

function points(name) {
    return sprintf("%.0f", value(name) / 1000)
}

function put_words() {
    sub(/ +$/, "", words)
    if (words != "") {
        print "  " place " " turned words
    }
    words = ""
}

/^ <page / {
    print "page " value("label") ": " points("width") " x " points("height")
}

/<text / {
    part = $0
    sub(/^[^>]*>/, "", part)
    sub(/<\/text>$/, "", part)
    if (words == "") {
        turned = value("turns") == "" ? "" : "turned " value("turns") ": "
        place = points("x") "," points("y")
    }
    words = words part
    if (/^  <text/) { # of a picture, in no line
        put_words()
    }
}

/^  <\/line>/ {
    put_words()
}

/<(fill|line|rule|image|clip) .*height=/ {
    kind = $0
    sub(/^ */, "", kind)
    sub(/ .*/, ">", kind)
    weight = value("thickness")
    print "  " kind " " points("x") "," points("y") " " points("width") " x " \
        points("height") " " value("colour") \
        (weight == "" ? "" : " " weight / 1000 " pt")
}

/^ <tag / && value("role") ~ /^(Note|Figure|TH)$/ {
    tags[value("role")]++
}

END {
    for (role in tags) {
        found[++count] = role ": " tags[role]
    }
    for (i = 1; i <= count; i++) {
        for (k = i + 1; k <= count; k++) {
            if (found[k] < found[i]) {
                other = found[i]
                found[i] = found[k]
                found[k] = other
            }
        }
        print "tags " found[i]
    }
}
