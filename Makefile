# SPDX-License-Identifier: Apache-2.0
# `make` lists what can be done.
.DEFAULT_GOAL := help
.PHONY: help setup engine demo demo-stop test unit page-test journeys attack screenshots simulate bench fmt lint check fuzz clean
JOBS ?= $(shell nproc)
release := build/release

help: ## this list
	@echo "Karuna: where compassion at work breaks down, and whether what was done about it helped."
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## install what is missing to build and to test (Debian 12; root or sudo)
	@scripts/setup build test

engine: ## build the program: build/engine/karuna
	@scripts/setup build
	@scripts/web-build
	@cmake --preset release -DKARUNA_TESTS=OFF -B build/engine >build-engine.log 2>&1 || (cat build-engine.log; exit 1); rm -f build-engine.log
	@cmake --build build/engine --parallel $(JOBS)

demo: engine ## everything from packages to a living made-up hospital in the browser
	@scripts/demo build/engine/karuna

demo-stop: ## stop the server of the demonstration
	@scripts/demo build/engine/karuna stop

test: ## everything from packages to passed tests (long ones that passed on the same bytes are not run again: KARUNA_FRESH=1)
	@scripts/setup build test
	@scripts/web-build
	@cmake --preset release
	@cmake --build $(release) --parallel $(JOBS)
	@scripts/page-tools
	@ctest --test-dir $(release) --output-on-failure --parallel $(JOBS)

unit: ## only the tests that lie beside the code
	@cmake --preset release >/dev/null && cmake --build $(release) --parallel $(JOBS)
	@ctest --test-dir $(release) --output-on-failure --parallel $(JOBS) --label-regex '^unit$$'

journeys: ## whole waves, the long ones too (5,400 people of a real data set, some two minutes)
	@scripts/setup build test
	@scripts/web-build
	@cmake --preset release >/dev/null && cmake --build $(release) --parallel $(JOBS)
	@ctest --test-dir $(release) -C long -V --label-regex '^journey$$'

attack: ## run every attack, print the table and leave it in build/release/attacks.txt
	@scripts/setup build test
	@scripts/web-build
	@cmake --preset release >/dev/null && cmake --build $(release) --parallel $(JOBS)
	@ctest --test-dir $(release) -V --label-regex '^(privacy|attack)$$' >$(release)/attacks.log; code=$$?; \
	  { echo "$$($(release)/karuna --version) $$(date +%F)"; grep -oE 'ATTACK.*' $(release)/attacks.log; } >$(release)/attacks.txt; cat $(release)/attacks.txt; exit $$code

screenshots: ## a picture of every page, telephone and desktop, light and dark, empty and filled: build/screenshots
	@scripts/setup build test
	@scripts/web-build
	@cmake --preset release >/dev/null && cmake --build $(release) --parallel $(JOBS) --target karuna karuna-verify
	@scripts/page-tools
	@for group in respond studio; do KARUNA_BINARY=$(CURDIR)/$(release)/karuna node tests/browser/screenshots_$$group.mjs || exit 1; done

simulate: ## worlds with a known truth: coverage of intervals, size of tests, bias; makes docs/simulation.md (WORLD=icc prints one family)
	@scripts/setup build test
	@cmake --preset release >/dev/null && cmake --build $(release) --parallel $(JOBS) --target simulation_table
	@$(release)/tests/simulation/simulation_table --keep build/simulation $(if $(WORLD),--world "$(WORLD)",--out docs/simulation.md)

bench: ## time our methods and, where R is here, their peers; prints ratios and goals
	@scripts/setup build bench
	@cmake --preset bench >/dev/null && cmake --build build/bench --parallel $(JOBS)
	@build/bench/bench/karuna_bench $(BENCH)
	@scripts/page-weight

fmt: ## format the sources
	@scripts/setup check
	@git ls-files '*.cpp' '*.h' | xargs clang-format-19 -i

lint: ## clang-tidy over the sources, and the house's own rules
	@scripts/setup build test check
	@scripts/lint

check: ## the tests under sanitizers, the linter, and two minutes of fuzzing each
	@scripts/setup build test check
	@for preset in asan tsan; do cmake --preset $$preset && cmake --build build/$$preset --parallel $(JOBS) && \
	  ctest --test-dir build/$$preset --output-on-failure --parallel $(JOBS) --label-exclude 'privacy|simulation|browser' || exit 1; done
	@scripts/lint
	@$(MAKE) fuzz SECONDS_EACH=120

fuzz: ## fuzz every parser (SECONDS_EACH=600 each)
	@scripts/setup build check
	@cmake --preset fuzz && cmake --build build/fuzz --parallel $(JOBS)
	@scripts/fuzz build/fuzz $(or $(SECONDS_EACH),600)

clean: ## remove what was built
	@rm -rf build tests/browser/node_modules tests/interop/node_modules
