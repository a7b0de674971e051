# auditor: signed audit dossiers for every size option of an AI model.
# `make help` lists the targets. Two are all a newcomer needs:
# `make demo` and `make check`.

VERSION = 0.1.0
BUILD  ?= build
ifeq ($(origin CC),default)
CC = gcc
endif
AR     ?= ar
PREFIX ?= /usr/local

STAGES = base model ingest store rule compare dossier seal render gate cli

PKGS = libxml-2.0 libxslt libexslt sqlite3 libcrypto xmlsec1-openssl \
       yaml-0.1 p11-kit-1 harfbuzz harfbuzz-subset libpng libjpeg libseccomp \
       zlib libdeflate
PKG_CFLAGS := $(subst -I,-isystem ,$(shell pkg-config --cflags $(PKGS) \
  2>/dev/null))
PKG_LIBS   := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lhpdf \
  -lunibreak -lunistring -lhyphen -lm

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
  -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
  -Wwrite-strings -Wcast-qual -Wcast-align -Wformat=2 -Wundef -Wvla \
  -Wswitch-enum -Wimplicit-fallthrough -Wfloat-equal -Wdouble-promotion \
  -Wlogical-op -Wduplicated-cond -Wduplicated-branches -Walloca \
  -Wnull-dereference
HARDEN = -D_FORTIFY_SOURCE=2 -fstack-protector-strong \
  -fstack-clash-protection -fcf-protection -fPIE
OPTIMISE ?= -O2 -g $(HARDEN)
SANITIZE ?=
WERROR   ?=
CFLAGS_ALL = -std=c11 -D_POSIX_C_SOURCE=200809L $(WARNINGS) $(WERROR) \
  $(OPTIMISE) $(SANITIZE) -ffile-prefix-map=$(CURDIR)=. \
  -DAUDITOR_VERSION='"$(VERSION)"' -Iauditor $(PKG_CFLAGS) $(CFLAGS) -MMD -MP
LDFLAGS_ALL = -pie -Wl,-z,relro,-z,now $(SANITIZE) $(LDFLAGS)

sources = $(sort $(wildcard auditor/$(1)/*.c auditor/$(1)/*/*.c))
objects = $(patsubst auditor/%.c,$(BUILD)/obj/%.o,$(call sources,$(1)))
LIBS = $(foreach s,$(filter-out cli,$(STAGES)),$(BUILD)/lib/$(s).a)

# `make V=1` prints whole commands.
Q   = $(if $(V),,@)
say = $(if $(V),,@printf '  %-4s %s\n' $(1) $@)

# A sub-make after the packages are there, on all processors unless -j is set.
JOBS := $(shell nproc 2>/dev/null || echo 1)
again = $(MAKE) --no-print-directory \
  $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(JOBS))

.PHONY: all
all: $(BUILD)/auditor  ## build the program (the default)

$(BUILD)/obj/%.o: auditor/%.c
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(CFLAGS_ALL) $(CFLAGS_FILE) -c -o $@ $<

# Where an installed program finds its rules and templates.
DATA_DIR = $(PREFIX)/share/auditor
$(BUILD)/obj/cli/data.o: CFLAGS_FILE = -DAUDITOR_DATA='"$(DATA_DIR)"'
$(BUILD)/obj/cli/data.o: $(BUILD)/data-dir
$(BUILD)/data-dir: FORCE
	@mkdir -p $(@D)
	@echo '$(DATA_DIR)' | cmp -s - $@ || echo '$(DATA_DIR)' >$@
.PHONY: FORCE
FORCE:

define stage_rule
$(BUILD)/lib/$(1).a: $(call objects,$(1))
	@mkdir -p $$(@D)
	@rm -f $$@
	$$(call say,AR)
	$$(Q)$(AR) rcsD $$@ $$^
endef
$(foreach s,$(STAGES),$(eval $(call stage_rule,$(s))))

$(BUILD)/auditor: $(BUILD)/lib/cli.a $(LIBS)
	$(call say,LD)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ -Wl,--start-group $^ -Wl,--end-group \
	  $(PKG_LIBS)

# A program made of one file of tests/ and the archives that it names.
link_test = $(Q)$(CC) $(CFLAGS_ALL) -MF $@.d -MT $@ -Itests $(LDFLAGS_ALL) \
  -o $@ $< -Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(PKG_LIBS)

# Unit tests: tests/unit/STAGE/test_NAME.c links only its stage, model, base.
UNIT_TESTS = $(patsubst tests/unit/%.c,$(BUILD)/unit/%,\
  $(sort $(wildcard tests/unit/*/test_*.c)))
define unit_rule
$(BUILD)/unit/$(1)/%: tests/unit/$(1)/%.c \
  $(patsubst %,$(BUILD)/lib/%.a,$(sort $(1) model base))
	@mkdir -p $$(@D)
	$$(call say,LD)
	$$(link_test) $$(UNIT_LIBS) -lcmocka
endef
$(foreach s,$(STAGES),$(eval $(call unit_rule,$(s))))

# A test against a peer links the peer.
$(BUILD)/unit/base/test_json_peer: UNIT_LIBS = -ljansson

.PHONY: unit
unit: $(UNIT_TESTS)  ## build and run the unit tests alone
	@$(PROVE) $(UNIT_TESTS)

CLI_TESTS = $(sort $(wildcard tests/cli/*.t tests/golden/*.t \
  tests/hostile/*.t))
TEST_ENV  = AUDITOR=$(abspath $(BUILD)/auditor) TESTS=$(CURDIR)/tests \
  MUTATE=$(abspath $(BUILD)/hostile/mutate) \
  WEAK=$(abspath $(BUILD)/hostile/weakened) \
  FAULTY_TOKEN=$(abspath $(BUILD)/hostile/faulty_token.so) \
  CMOCKA_MESSAGE_OUTPUT=TAP \
  LC_ALL=C.UTF-8 TZ=UTC
PROVE     = $(TEST_ENV) prove -j$(JOBS) -e ''

.PHONY: test-programs
test-programs: $(BUILD)/auditor $(UNIT_TESTS) $(BUILD)/hostile/mutate \
  $(BUILD)/hostile/weakened $(BUILD)/hostile/faulty_token.so

.PHONY: check
check:  ## install the test tools, build, pass every test
	@sh tests/deps.sh build test
	+@$(again) test-programs
	@$(PROVE) $(UNIT_TESTS) $(CLI_TESTS)

.PHONY: demo
demo:  ## install what is missing, build, audit evidence/ with a trial key
	@sh tests/deps.sh build
	+@$(again) all
	@sh tests/demo.sh $(BUILD)/auditor evidence $(BUILD)/demo

.PHONY: golden
golden: $(BUILD)/auditor  ## write tests/golden anew; the diff is the review
	@$(TEST_ENV) GOLDEN=write sh tests/golden/evidence.t
	@$(TEST_ENV) GOLDEN=write sh tests/golden/areas.t

# Signed files must not be VALID after any change: make check makes a sample
# of all changes, this target every one, which takes hours.
.PHONY: hostile
hostile: $(BUILD)/auditor $(BUILD)/hostile/mutate  ## change sealed files everywhere
	@$(TEST_ENV) MUTATIONS=all BOMBS=all prove -v -e '' tests/hostile/bombs.t \
	  tests/hostile/mutate.t

# The program with a switch for each check: tests/hostile/weaken.c.
$(BUILD)/hostile/weakened: tests/hostile/weaken.c $(BUILD)/lib/cli.a $(LIBS)
	@mkdir -p $(@D)
	$(call say,LD)
	$(link_test) -Wl,--wrap=checklist_refuse -Wl,--wrap=checklist_decide

$(BUILD)/hostile/mutate: tests/hostile/mutate.c $(BUILD)/lib/seal.a \
  $(BUILD)/lib/model.a $(BUILD)/lib/base.a
	@mkdir -p $(@D)
	$(call say,LD)
	$(link_test)

$(BUILD)/hostile/faulty_token.so: tests/hostile/faulty_token.c
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(CFLAGS_ALL) -MF $@.d -MT $@ -fPIC -shared -o $@ $< -ldl

# Every PDF and FO that the demo and tests/render/ give, through other tools.
# A tool that its registry does not give is told, and is no failure.
.PHONY: interop
interop: demo  ## check outputs with EU DSS, pyHanko, veraPDF, FOP ...
	@sh tests/deps.sh build interop
	+@$(again) $(BUILD)/interop/to_fo
	@sh tests/interop/run.sh $(BUILD) || [ $$? = 77 ]

$(BUILD)/interop/to_fo: tests/interop/to_fo.c $(BUILD)/lib/render.a \
  $(BUILD)/lib/model.a $(BUILD)/lib/base.a
	@mkdir -p $(@D)
	$(call say,LD)
	$(link_test)

.PHONY: bench
bench: demo  ## CPU, memory and size against peers; each limit is told
	@sh tests/deps.sh build bench
	+@$(again) $(BUILD)/bench/seal_bench
	@missed=0; sh tests/bench/bench.sh $(BUILD) || missed=1; \
	  sh tests/bench/seal.sh $(BUILD) || missed=1; exit $$missed

$(BUILD)/bench/seal_bench: tests/bench/seal_bench.c $(BUILD)/lib/seal.a \
  $(BUILD)/lib/model.a $(BUILD)/lib/base.a
	@mkdir -p $(@D)
	$(call say,LD)
	$(link_test)

.PHONY: lint
lint:  ## layers, sizes, banned calls, format, scripts, man pages
	@sh tests/deps.sh lint
	@sh tests/lint/lint.sh

# The readers over a folder of real files, under the sanitizers:
# make check-real SAMPLES=DIR
SAMPLES ?= ../shared/samples
SANITIZED = BUILD=$(BUILD)/sanitized CC=clang-14 OPTIMISE="-O1 -g" \
  SANITIZE="-fsanitize=address,undefined -fno-sanitize-recover=all" \
  CFLAGS=-Wno-unknown-warning-option

.PHONY: check-real
check-real:  ## the readers over a folder of real files: SAMPLES=DIR
	@sh tests/deps.sh build real
	+@$(again) $(SANITIZED) $(BUILD)/sanitized/real/check_real
	$(BUILD)/sanitized/real/check_real $(SAMPLES)

$(BUILD)/real/check_real: tests/real/check_real.c $(BUILD)/lib/ingest.a \
  $(BUILD)/lib/model.a $(BUILD)/lib/base.a
	@mkdir -p $(@D)
	$(call say,LD)
	$(link_test)

# Hostile input of renderer and verifiers, under the sanitizers. What was found stands in
# $(BUILD)/fuzzed/fuzz/: crash-* and timeout-*; run the program on it again.
SECONDS ?= 60
FUZZED = BUILD=$(BUILD)/fuzzed CC=clang-14 OPTIMISE="-O1 -g" \
  SANITIZE="-fsanitize=address,undefined,fuzzer-no-link \
  -fno-sanitize-recover=all" CFLAGS=-Wno-unknown-warning-option
FUZZ_DIR = $(BUILD)/fuzzed/fuzz

.PHONY: fuzz
fuzz: fuzz-render fuzz-verify  ## fuzz renderer and verifiers: SECONDS=60 each

.PHONY: fuzz-render
fuzz-render:
	@sh tests/deps.sh build real
	+@$(again) $(FUZZED) $(FUZZ_DIR)/fuzz_fo
	@mkdir -p $(FUZZ_DIR)/corpus
	LSAN_OPTIONS=suppressions=tests/fuzz/leaks.supp \
	  $(FUZZ_DIR)/fuzz_fo -max_total_time=$(SECONDS) -timeout=20 \
	  -rss_limit_mb=1500 -max_len=20000 -use_value_profile=0 \
	  -print_final_stats=1 -artifact_prefix=$(FUZZ_DIR)/ \
	  -dict=tests/fuzz/fo.dict $(FUZZ_DIR)/corpus tests/render tests/fuzz/fo

# The files to begin with are sealed anew with a throw-away key.
.PHONY: fuzz-verify
fuzz-verify: $(BUILD)/auditor
	@sh tests/deps.sh build test real
	+@$(again) $(FUZZED) $(FUZZ_DIR)/fuzz_verify
	@mkdir -p $(FUZZ_DIR)/verify-corpus
	@$(TEST_ENV) /usr/bin/python3 -B tests/hostile/forge.py small \
	  $(FUZZ_DIR)/sealed
	FUZZ_SEEDS=$(FUZZ_DIR)/sealed \
	  $(FUZZ_DIR)/fuzz_verify -max_total_time=$(SECONDS) -timeout=20 \
	  -rss_limit_mb=1500 -max_len=20000 -use_value_profile=0 \
	  -print_final_stats=1 -artifact_prefix=$(FUZZ_DIR)/ \
	  -dict=tests/fuzz/verify.dict $(FUZZ_DIR)/verify-corpus $(FUZZ_DIR)/sealed

$(BUILD)/fuzz/fuzz_verify: tests/fuzz/fuzz_verify.c $(BUILD)/lib/seal.a \
  $(BUILD)/lib/model.a $(BUILD)/lib/base.a
	@mkdir -p $(@D)
	$(call say,LD)
	$(link_test) -fsanitize=fuzzer

$(BUILD)/fuzz/fuzz_fo: tests/fuzz/fuzz_fo.c $(BUILD)/lib/render.a \
  $(BUILD)/lib/model.a $(BUILD)/lib/base.a
	@mkdir -p $(@D)
	$(call say,LD)
	$(link_test) -fsanitize=fuzzer

INSTALLED_DATA = $(wildcard rules/*.sch rules/*.xml rules/*.xsd \
  templates/*.xsl templates/*.xml templates/*.xsd templates/*.rng)
MAN1 = $(wildcard auditor/*.1)
MAN5 = $(wildcard auditor/*.5)

.PHONY: install
install: $(BUILD)/auditor  ## install below PREFIX (/usr/local)
	install -D -m 755 $(BUILD)/auditor $(DESTDIR)$(PREFIX)/bin/auditor
	for f in $(INSTALLED_DATA); do \
	  install -D -m 644 $$f $(DESTDIR)$(DATA_DIR)/$$f || exit; done
	for f in $(MAN1); do install -D -m 644 $$f \
	  $(DESTDIR)$(PREFIX)/share/man/man1/$${f##*/} || exit; done
	for f in $(MAN5); do install -D -m 644 $$f \
	  $(DESTDIR)$(PREFIX)/share/man/man5/$${f##*/} || exit; done

.PHONY: uninstall
uninstall:  ## remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/auditor
	rm -f $(MAN1:auditor/%=$(DESTDIR)$(PREFIX)/share/man/man1/%)
	rm -f $(MAN5:auditor/%=$(DESTDIR)$(PREFIX)/share/man/man5/%)
	rm -rf $(DESTDIR)$(DATA_DIR)

.PHONY: clean
clean:  ## remove everything that was built
	rm -rf $(BUILD)

.PHONY: help
help:  ## print this list
	@sed -n 's/^\([a-z-]*\):.*  ## /\1: /p' Makefile | \
	  while IFS=: read -r t d; do printf '%-12s%s\n' "$$t" "$$d"; done

-include $(shell find $(BUILD)/obj $(BUILD)/unit $(BUILD)/real $(BUILD)/hostile \
  -name '*.d' 2>/dev/null)
