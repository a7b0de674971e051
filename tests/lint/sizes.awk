# ctags -x --_xformat='%{input}	%{line}	%{end}	%{name}	%{signature}' | this:
# which function is longer than 60 lines or takes more than 5 inputs?
BEGIN {
    FS = "\t"
    shaped_by_a_library["keep_silent"] = 1
    shaped_by_a_library["sax_start_element"] = 1
}
{
    lines = $3 - $2 + 1
    if (lines > 60) {
        print $1 ":" $2 ": " $4 " has " lines " lines, more than 60"
        failed = 1
    }
    inputs = 0
    count = split($5, parameters, ",")
    for (i = 1; i <= count; i++) {
        # What every fallible function has, and what it gives back, is no
        # input; nor are the parameters of a pointer to a function.
        inputs += parameters[i] !~ /struct (arena|err) \*|out\)?$|\(.*\(/
    }
    if (inputs > 5 && !($4 in shaped_by_a_library)) {
        print $1 ":" $2 ": " $4 " takes " inputs " inputs, more than 5"
        failed = 1
    }
}
END {
    exit failed
}
