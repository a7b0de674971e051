#include "gate/policy.h"

#include "base/yaml.h"

enum {
    AGE_DIGITS = 5 /* of max-age-days: 273 years */
};

struct reading {
    struct arena *arena;
    struct gate_policy policy;
};

typedef bool (*policy_read)(
    struct reading *reading, const struct node *value, struct err *err);

static bool
refuse(const struct node *node, struct err *err, const char *wanted)
{
    err_set(err, ERR_INPUT, "cannot read the policy: '%.*s' must be %s",
        (int)(node->key.len > 40 ? 40 : node->key.len), node->key.ptr, wanted);
    err_at_line(err, node->line);
    return false;
}

static bool
read_version(struct reading *reading, const struct node *value, struct err *err)
{
    (void)reading;
    return span_is(node_text(value), "1") || refuse(value, err, "1");
}

static bool
read_verdict(struct reading *reading, const struct node *value, struct err *err)
{
    if (span_is(node_text(value), "fit"))
        reading->policy.least_verdict = VERDICT_FIT;
    else if (span_is(node_text(value), "conditional"))
        reading->policy.least_verdict = VERDICT_CONDITIONAL;
    else
        return refuse(value, err, "'fit' or 'conditional'");
    return true;
}

static bool
read_age(struct reading *reading, const struct node *value, struct err *err)
{
    struct span text = node_text(value);
    int64_t days = 0;

    if (text.len == 0 || text.len > AGE_DIGITS)
        return refuse(value, err, "a number of days of 1 to 5 digits");
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return refuse(value, err, "a number of days of 1 to 5 digits");
        days = days * 10 + (text.ptr[i] - '0');
    }
    reading->policy.max_age_days = days;
    return true;
}

static bool
read_answer(const struct node *value, bool *out, struct err *err)
{
    if (span_is(node_text(value), "yes"))
        *out = true;
    else if (span_is(node_text(value), "no"))
        *out = false;
    else
        return refuse(value, err, "'yes' or 'no'");
    return true;
}

static bool
read_trial(struct reading *reading, const struct node *value, struct err *err)
{
    return read_answer(value, &reading->policy.allow_trial, err);
}

static bool
read_waivers(struct reading *reading, const struct node *value, struct err *err)
{
    return read_answer(value, &reading->policy.forbid_waivers, err);
}

static bool
read_packs(struct reading *reading, const struct node *value, struct err *err)
{
    struct span *packs;

    if (value->kind != NODE_LIST)
        return refuse(value, err, "a list of rule packs");
    packs = arena_alloc_array(
        reading->arena, value->child_count + 1, sizeof *packs, err);
    if (packs == NULL)
        return false;
    for (const struct node *item = value->first; item != NULL;
         item = item->next) {
        if (node_text(item).len == 0)
            return refuse(value, err, "a list of rule packs");
        if (!span_copy(
                reading->arena, node_text(item), &packs[item->index], err))
            return false;
    }
    reading->policy.packs = packs;
    reading->policy.pack_count = value->child_count;
    return true;
}

/* To add a key: one row here, its reader above, a line in policy.h. */
static const struct {
    const char *key;
    policy_read read;
} keys[] = {
    {"auditor-policy", read_version},
    {"verdict", read_verdict},
    {"max-age-days", read_age},
    {"allow-trial", read_trial},
    {"forbid-waivers", read_waivers},
    {"packs", read_packs},
};

static bool
read_key(struct reading *reading, const struct node *value, struct err *err)
{
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (span_is(value->key, keys[i].key))
            return keys[i].read(reading, value, err);
    err_set(err, ERR_INPUT, "cannot read the policy: '%.*s' is no key of it",
        (int)(value->key.len > 40 ? 40 : value->key.len), value->key.ptr);
    err_at_line(err, value->line);
    return false;
}

void
gate_policy_default(struct gate_policy *out)
{
    *out = (struct gate_policy){
        .least_verdict = VERDICT_FIT,
        .max_age_days = GATE_MAX_AGE_DAYS,
    };
}

bool
gate_policy_load(struct arena *arena, struct span yaml, struct gate_policy *out,
    struct err *err)
{
    struct reading reading = {.arena = arena};
    const struct node *root;

    gate_policy_default(&reading.policy);
    if (!yaml_load(arena, yaml, &root, err))
        return false;
    if (node_find(root, "auditor-policy") == NULL) {
        err_set(err, ERR_INPUT,
            "cannot read the policy: it does not begin with "
            "'auditor-policy: 1'");
        err_at_line(err, 1);
        return false;
    }
    for (const struct node *value = root->first; value != NULL;
         value = value->next)
        if (!read_key(&reading, value, err))
            return false;
    *out = reading.policy;
    return true;
}
