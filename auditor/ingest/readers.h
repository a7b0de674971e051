#ifndef INGEST_READERS_H
#define INGEST_READERS_H

#include "ingest/ingest.h"

/*
 * The readers behind the table in formats.c: each format has a bid on the
 * first bytes of a file and a read that turns the file into claims. See
 * struct ingest_format for the contract of both.
 */
typedef bool ingest_read(
    const struct ingest_input *input, struct claim_sink *sink, struct err *err);
typedef int ingest_bid(struct span head);

/* Hugging Face model and data set cards: YAML front matter and Markdown. */
ingest_bid hf_card_bid;
ingest_read hf_card_read;

/* Transformers, PEFT, GPTQ and AWQ configurations, known by their keys. */
ingest_bid hf_config_bid;
ingest_read hf_config_read;

/* Pointer of Git LFS, specification v1. */
ingest_bid git_lfs_bid;
ingest_read git_lfs_read;

/* Weight files: the header is checked whole, tensor data is not read. */
ingest_bid safetensors_bid;
ingest_read safetensors_read;
ingest_bid gguf_bid;
ingest_read gguf_read;

/* Index of the shards of a model. */
ingest_bid safetensors_index_bid;
ingest_read safetensors_index_read;

/* Results of lm-evaluation-harness, both layouts. */
ingest_bid lm_eval_03_bid;
ingest_read lm_eval_03_read;
ingest_bid lm_eval_04_bid;
ingest_read lm_eval_04_read;

/* Its samples log, streamed: questions are counted, no text is kept. */
ingest_bid lm_eval_samples_bid;
ingest_read lm_eval_samples_read;

/* emissions.csv of CodeCarbon, every header generation. */
ingest_bid codecarbon_bid;
ingest_read codecarbon_read;

/* MLCommons Croissant 1.0 and 1.1 with the RAI vocabulary. */
ingest_bid croissant_bid;
ingest_read croissant_read;

/* CycloneDX bills of materials 1.4 to 1.7, JSON. */
ingest_bid cyclonedx_bid;
ingest_read cyclonedx_read;

#endif
