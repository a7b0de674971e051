# awk -f doors.awk doors.txt FILE...: what stands where it may not? Comments
# and the insides of strings do not count.
function code_of(line,    out, c, i, quote) {
    out = ""
    quote = ""
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (in_comment) {
            if (c == "*" && substr(line, i + 1, 1) == "/") {
                in_comment = 0
                i++
            }
        } else if (quote != "") {
            if (c == "\\") {
                i++
            } else if (c == quote) {
                quote = ""
            }
        } else if (c == "/" && substr(line, i + 1, 1) == "*") {
            in_comment = 1
            i++
        } else if (c == "/" && substr(line, i + 1, 1) == "/") {
            return out
        } else {
            if (c == "\"" || c == "'") {
                quote = c
            }
            out = out c
        }
    }
    return out
}
function is_allowed(row,    i, count, paths) {
    count = split(where[row], paths, " ")
    for (i = 1; i <= count; i++) {
        if (index(FILENAME, paths[i]) == 1) {
            return 1
        }
    }
    return 0
}
FILENAME == ARGV[1] {
    if ($0 !~ /^#[ ]/ && split($0, half, "\t") == 2) {
        rows++
        what[rows] = half[1]
        # mawk knows no \<: a word begins at the line or after a non-word.
        sub(/^\\</, "(^|[^A-Za-z0-9_.>])", what[rows])
        sub(/\\>$/, "([^A-Za-z0-9_]|$)", what[rows])
        where[rows] = half[2]
    }
    next
}
FNR == 1 {
    in_comment = 0
}
{
    code = code_of($0)
    for (row = 1; row <= rows; row++) {
        if (code ~ what[row] && !is_allowed(row)) {
            print FILENAME ":" FNR ": only in " where[row] ": " $0
            failed = 1
        }
    }
}
END {
    exit failed
}
