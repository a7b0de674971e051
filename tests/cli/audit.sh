# A small audit folder of two options, made where a test needs one.

# audit_option DIR ID TENSOR SCORE: weights with one tensor, one evaluation
audit_option() {
    mkdir -p "$1/$2"
    # A safetensors file: the length of the header, the header, the tensor.
    header='{"'$3'":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}'
    {
        # shellcheck disable=SC2059 # an escape of one byte
        printf "\\$(printf %03o "${#header}")\\0\\0\\0\\0\\0\\0\\0"
        printf '%sabcd' "$header"
    } >"$1/$2/model.safetensors"
    cat >"$1/$2/results.json" <<END
{
  "results": {"qcm_fr": {"alias": "qcm_fr",
    "acc,none": $4, "acc_stderr,none": 0.0031}},
  "configs": {"qcm_fr": {"task": "qcm_fr", "num_fewshot": 0,
    "metadata": {"version": 1.0}}},
  "versions": {"qcm_fr": 1.0},
  "n-samples": {"qcm_fr": {"original": 24000, "effective": 24000}},
  "config": {"model": "hf", "model_args": "pretrained=example/$2",
    "limit": null},
  "model_name": "example/$2",
  "date": 1781510400.0,
  "lm_eval_version": "0.4.9"
}
END
}

# audit_make DIR
audit_make() {
    mkdir -p "$1"
    audit_option "$1" 7b seven 0.64
    audit_option "$1" 1b one 0.52
    cat >"$1/audit.yaml" <<'END'
auditor: 1
subject:
  family: Example
  fictional: yes
  sector: medical
  title-en: Emergency triage assistant
  title-fr: Assistant de tri aux urgences
  purpose-en: Helps the triage nurse to order patients by urgency.
  purpose-fr: Aide l’infirmière d’accueil à classer les patients par urgence.
  provider: Example hospital
  language: [fr]
  jurisdiction: [EU, FR]
  role: deployer
  risk-class: high
  risk-route: annex-i
  generative: yes
  personal-data: yes
options:
  - id: 7b
    label: Example 7B
    relation: base
    model-name: [example/7b]
    folder: 7b
  - id: 1b
    label: Example 1B
    relation: base
    model-name: [example/1b]
    folder: 1b
criteria:
  - id: qcm-fr
    task: qcm_fr
    metric: acc
    filter: none
    language: fr
    jurisdiction: FR
    kind: accuracy
    slice: whole
    gating: yes
    minimum: 0.60
    loss-max: 0.02
    set-by: clinical safety officer
    set-on: 2026-02-01
    basis: agreed with the department
END
}

# keys_make DIR [OPTION...]: a throw-away authority and key
keys_make() {
    auditor keygen "$@" >"$out"
}

# audit_run DIR [OPTION...]: with the key in $tmp/keys
audit_run() {
    auditor run "$@" --key "$tmp/keys/signer.key" --cert "$tmp/keys/signer.pem"
}
