# auditor: signed audit dossiers for every size option of an AI model.
# `make help` lists the targets. Two are all a newcomer needs:
# `make demo` and `make check`.

VERSION = 0.1.0
BUILD  ?= build
CC     ?= gcc
AR     ?= ar
PREFIX ?= /usr/local

STAGES = base model ingest store rule compare dossier seal render gate cli

PKGS = libxml-2.0 libxslt libexslt sqlite3 libcrypto xmlsec1-openssl \
       yaml-0.1 harfbuzz harfbuzz-subset libseccomp libqpdf zlib
PKG_CFLAGS = $(subst -I,-isystem ,$(shell pkg-config --cflags $(PKGS)))
PKG_LIBS   = $(shell pkg-config --libs $(PKGS)) -lhpdf -lunibreak \
             -lhyphen -lm

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

.PHONY: all
all: $(BUILD)/auditor

$(BUILD)/obj/%.o: auditor/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -c -o $@ $<

define stage_rule
$(BUILD)/lib/$(1).a: $(call objects,$(1))
	@mkdir -p $$(@D)
	@rm -f $$@
	$(AR) rcsD $$@ $$^
endef
$(foreach s,$(STAGES),$(eval $(call stage_rule,$(s))))

$(BUILD)/auditor: $(BUILD)/lib/cli.a $(LIBS)
	$(CC) $(LDFLAGS_ALL) -o $@ -Wl,--start-group $^ -Wl,--end-group \
	  $(PKG_LIBS)

# Unit tests: tests/unit/STAGE/test_NAME.c links only its stage, model, base.
UNIT_TESTS = $(patsubst tests/unit/%.c,$(BUILD)/unit/%,\
  $(sort $(wildcard tests/unit/*/test_*.c)))

$(BUILD)/unit/%: tests/unit/%.c
	@mkdir -p $(@D)
	$(MAKE) --no-print-directory BUILD=$(BUILD) \
	  $(patsubst %,$(BUILD)/lib/%.a,$(sort $(firstword $(subst /, ,$*)) model base))
	$(CC) $(CFLAGS_ALL) -Itests $(LDFLAGS_ALL) -o $@ $< -Wl,--start-group \
	  $(patsubst %,$(BUILD)/lib/%.a,$(sort $(firstword $(subst /, ,$*)) model base)) \
	  -Wl,--end-group $(PKG_LIBS) $(UNIT_LIBS) -lcmocka

# A test against a peer links the peer.
$(BUILD)/unit/base/test_json_peer: UNIT_LIBS = -ljansson

.PHONY: unit
unit: $(UNIT_TESTS)
	@set -e; for t in $(UNIT_TESTS); do echo "$$t"; $$t; done

# The readers over a folder of real files, under the sanitizers:
# make check-real SAMPLES=DIR
SAMPLES ?= ../shared/samples
SANITIZED = BUILD=$(BUILD)/sanitized CC=clang-14 OPTIMISE="-O1 -g" \
  SANITIZE="-fsanitize=address,undefined -fno-sanitize-recover=all" \
  CFLAGS=-Wno-unknown-warning-option

.PHONY: check-real
check-real:
	$(MAKE) --no-print-directory $(SANITIZED) $(BUILD)/sanitized/real/check_real
	$(BUILD)/sanitized/real/check_real $(SAMPLES)

$(BUILD)/real/check_real: tests/real/check_real.c $(BUILD)/lib/ingest.a \
  $(BUILD)/lib/model.a $(BUILD)/lib/base.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $< -Wl,--start-group \
	  $(filter %.a,$^) -Wl,--end-group $(PKG_LIBS)

.PHONY: clean
clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
