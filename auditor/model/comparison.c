#include "model/comparison.h"

static const char *const answer_names[] = {
    [ANSWER_UNKNOWN] = "unknown",
    [ANSWER_NO] = "no",
    [ANSWER_UNDECIDED] = "undecided",
    [ANSWER_YES] = "yes",
};

static const char *const choice_names[] = {
    [CHOICE_NONE] = "none",
    [CHOICE_KEEP] = "keep",
    [CHOICE_COMPRESS] = "compress",
    [CHOICE_REPLACE] = "replace",
};

const char *
answer_name(enum answer answer)
{
    return answer_names[answer];
}

const char *
choice_name(enum choice_kind choice)
{
    return choice_names[choice];
}
