#!/bin/sh
# What is published has the shape that the schemas publish, and the schemas
# refuse what has not.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"

templates=$TESTS/../templates
work=$tmp/audit

# shellcheck disable=SC2317 # called through check
fits() {
    xmllint --nonet --noout --schema "$templates/$1.xsd" "$2"
}

# spoils NAME SCHEMA FILE FROM TO: one word changed, and it fits no longer
spoils() {
    sed "s|$4|$5|" "$3" >"$tmp/spoilt.xml"
    refuses "$1: the change changes" cmp -s "$3" "$tmp/spoilt.xml"
    refuses "$1" fits "$2" "$tmp/spoilt.xml"
}

audit_make "$work"
# What a schema could have forgotten: a refused file, criteria in exponent
# notation and of the other direction, waivers in force and expired, people.
ln -s /dev/null "$work/7b/link.json"
cat >"$work/declarations.yaml" <<'END'
auditor: 1
declarations:
  - name: human-oversight
    value: yes
    statement: a nurse decides
    role: head of department
    date: 2026-03-01
END
cat >>"$work/audit.yaml" <<'END'
  - id: leakage
    task: leak
    metric: rate
    gating: no
    lower-is-better: yes
    maximum: 2.5e-2
    set-on: 2026-02-01T08:00:00+01:00
people:
  - role: clinical safety officer
    duty: accepts the residual risk
waivers:
  - rule: ISO-ISO-02
    role: clinical safety officer
    reason: planned for the next release
    until: 2027-01-31
  - rule: ISO-ISO-04
    option: 1b
    role: clinical safety officer
    reason: was planned
    until: 2026-01-31
END
keys_make "$tmp/keys"
exits 0 "the audit runs" audit_run "$work"
check "the dossier of 7b fits" fits dossier "$work/dossiers/7b/dossier.xml"
check "the dossier of 1b fits" fits dossier "$work/dossiers/1b/dossier.xml"
check "the comparison fits" fits comparison "$work/dossiers/comparison.xml"

dossier=$work/dossiers/7b/dossier.xml
check "the weights are named" grep -q "<weights " "$dossier"
check "a waiver is shown" grep -q 'outcome="waived"' "$dossier"
check "an expired waiver is shown" grep -q 'expired="yes"' \
    "$work/dossiers/1b/dossier.xml"
check "a refused file is shown" grep -q 'status="refused"' "$dossier"

spoils "an unknown outcome" dossier "$dossier" 'outcome="fail"' 'outcome="ok"'
spoils "an unknown severity" dossier "$dossier" 'severity="major"' \
    'severity="high"'
spoils "an unknown verdict" dossier "$dossier" '<verdict value="[a-z-]*"' \
    '<verdict value="compliant"'
spoils "a digest cut short" dossier "$dossier" 'sha256="[0-9a-f]*"' \
    'sha256="0123"'
spoils "a source that is no evidence" dossier "$dossier" \
    '<source evidence="E[0-9]*"' '<source evidence="E999"'
spoils "a fact of no vocabulary" dossier "$dossier" '<family ' '<clan '
spoils "a number that is none" dossier "$dossier" 'bytes="[0-9]*"' 'bytes="1e3"'
spoils "a section left out" dossier "$dossier" '<findings>.*</findings>' ''
spoils "an attribute of no meaning" dossier "$dossier" 'trial="yes"' \
    'trial="yes" status="approved"'
spoils "a third language" dossier "$dossier" 'xml:lang="fr"' 'xml:lang="de"'
spoils "an unknown choice" comparison "$work/dossiers/comparison.xml" \
    '<choice kind="[a-z]*"' '<choice kind="best"'
spoils "a result of no option" comparison "$work/dossiers/comparison.xml" \
    'option="7b"' 'option="700b"'
spoils "an outcome of no option" comparison "$work/dossiers/comparison.xml" \
    '<outcome option="7b"' '<outcome option="70b"'
spoils "an audit of no option" dossier "$dossier" \
    '\(<audit [^>]*option="\)7b"' '\1700b"'
spoils "an answer that is none" comparison "$work/dossiers/comparison.xml" \
    'met="[a-z]*"' 'met="maybe"'
finish
