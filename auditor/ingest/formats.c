#include "ingest/ingest.h"

#include "ingest/opaque.h"
#include "ingest/readers.h"

/*
 * To add a format: write read_X.c with its bid and read, add one row here,
 * add tests/golden/ingest/X/, and name it in auditor.1. The highest bid wins,
 * the earlier row at a tie.
 */
static const struct ingest_format formats[] = {
    {"hf-card", hf_card_bid, hf_card_read},
    {"hf-config", hf_config_bid, hf_config_read},
    {"git-lfs", git_lfs_bid, git_lfs_read},
    {"safetensors", safetensors_bid, safetensors_read},
    {"safetensors-index", safetensors_index_bid, safetensors_index_read},
    {"gguf", gguf_bid, gguf_read},
    {"lm-eval-0.3", lm_eval_03_bid, lm_eval_03_read},
    {"lm-eval-0.4", lm_eval_04_bid, lm_eval_04_read},
    {"lm-eval-samples", lm_eval_samples_bid, lm_eval_samples_read},
    {"codecarbon", codecarbon_bid, codecarbon_read},
    {"croissant", croissant_bid, croissant_read},
    {"cyclonedx", cyclonedx_bid, cyclonedx_read},
    {OPAQUE_FORMAT, opaque_bid, opaque_read},
};

const struct ingest_format *
ingest_formats(size_t *count_out)
{
    *count_out = sizeof(formats) / sizeof(*formats);
    return formats;
}
