#include "unit/ingest/reading.h"

#define OLD                                                                    \
    "timestamp,project_name,duration,emissions,energy_consumed,"               \
    "country_name,country_iso_code,region\n"
#define NEW                                                                    \
    "timestamp,project_name,run_id,experiment_id,duration,emissions,"          \
    "emissions_rate,cpu_energy,gpu_energy,ram_energy,energy_consumed,"         \
    "country_iso_code,region,codecarbon_version,cpu_model,gpu_model,"          \
    "longitude,latitude,tracking_mode,pue\n"

static void
units_are_converted_exactly(void **state)
{
    static struct reading reading;
    const struct claim *claim;
    struct span file = span_of(
        NEW "2026-03-01T10:00:00,triage,r1,e,1.5,3.435810400385386e-05,1,0,"
            "8.236909446627563e-05,,0.0004047892176375,FRA,\xc3\xaele,2.4.3,"
            "\"A, B\",,2.79,48.39,machine,1.0\n");

    (void)state;
    assert_true(codecarbon_bid(file) > 0);
    reading_run(&reading, codecarbon_read, file, "emissions.csv");
    assert_true(reading.ok);
    reading_is(&reading, ENTITY_ENERGY, "energy", "1457.241183495");
    reading_is(&reading, ENTITY_ENERGY, "co2", "0.03435810400385386");
    reading_is(&reading, ENTITY_ENERGY, "gpu-energy", "296.528740078592268");
    reading_is(&reading, ENTITY_ENERGY, "cpu-energy", "0");
    reading_is(&reading, ENTITY_ENERGY, "ram-energy", NULL);
    reading_is(&reading, ENTITY_ENERGY, "gpu", NULL);
    reading_is(&reading, ENTITY_ENERGY, "cpu", "A, B");
    reading_is(&reading, ENTITY_ENERGY, "date", "2026-03-01");
    reading_is(&reading, ENTITY_ENERGY, "duration", "1.5");
    reading_is(&reading, ENTITY_ENERGY, "tracking-mode", "machine");
    claim = reading_nth(&reading, ENTITY_ENERGY, "energy", 0);
    assert_true(claim != NULL && span_is(claim->unit, "kWh") &&
                span_is(claim->written, "0.0004047892176375") &&
                span_is(claim->place, "line 2 column energy_consumed") &&
                claim->method == CLAIM_MEASURED);
    reading_end(&reading);
}

static void
location_of_the_machine_is_never_kept(void **state)
{
    static struct reading reading;

    (void)state;
    reading_run(&reading, codecarbon_read,
        span_of(NEW "2026-03-01T10:00:00,p,r,e,1,1,1,1,1,1,1,FRA,r,2,c,g,"
                    "2.79321,48.39876,machine,1\n"),
        "emissions.csv");
    assert_true(reading.ok);
    for (size_t i = 0; i < reading.count; i++) {
        assert_false(span_is(reading.claims[i].value, "2.79321"));
        assert_false(span_is(reading.claims[i].value, "48.39876"));
    }
    reading_end(&reading);
}

static void
old_header_is_read_by_name(void **state)
{
    static struct reading reading;

    (void)state;
    reading_run(&reading, codecarbon_read,
        span_of(OLD "2021-06-29T11:00:38,p,210.4,0.001,2,Morocco,MAR,x\n"
                    "2021-06-30T11:00:38,p,210.4,0.001,3,Morocco,MAR,x\n"),
        "emissions.csv");
    assert_true(reading.ok);
    reading_is(&reading, ENTITY_ENERGY, "energy", "7200000");
    reading_is(&reading, ENTITY_ENERGY, "country", "MAR");
    assert_non_null(reading_nth(&reading, ENTITY_ENERGY, "energy", 1));
    reading_end(&reading);
}

static void
cells_that_are_no_number_are_refused(void **state)
{
    static const char *const cases[] = {
        OLD "2021-06-29T11:00:38,p,210.4,0.001,nan,M,MAR,x\n",
        OLD "2021-06-29T11:00:38,p,210.4,0.001,0x1p3,M,MAR,x\n",
        OLD "2021-06-29T11:00:38,p,210.4,\"0,001\",1,M,MAR,x\n",
        OLD "yesterday,p,210.4,0.001,1,M,MAR,x\n",
        OLD "2021-06-29T11:00:38,p,210.4,0.001,1,M\n",
    };
    static struct reading reading;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        reading_run(
            &reading, codecarbon_read, span_of(cases[i]), "emissions.csv");
        if (reading.ok) {
            fail_msg("accepted: %s", cases[i]);
        }
        assert_int_equal(reading.err.code, ERR_INPUT);
        reading_end(&reading);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_are_converted_exactly),
        cmocka_unit_test(location_of_the_machine_is_never_kept),
        cmocka_unit_test(old_header_is_read_by_name),
        cmocka_unit_test(cells_that_are_no_number_are_refused),
    };

    return cmocka_run_group_tests_name("read_codecarbon", tests, NULL, NULL);
}
