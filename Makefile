# What a person types. CMake and ctest do the work; nothing is decided here that they do not know.
#
#   make run     builds, starts the demo services behind a gateway on loopback, and says what to try
#   make demo    builds, plays July 2022 on two arms and opens a scoreboard
#   make test    builds and runs every test, as .ci/run does
#
# All install what is missing first (tools/setup); the rest below assumes that it is there or says so.

.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory
SHELL := /bin/bash

# Tests own their ports and folders and may run side by side; two at a time suits the smallest machine.
CTEST := ctest -j2

.PHONY: help setup build test run demo asan tsan fuzz bench lint lint-all format clean

help:
	@echo 'make setup     install what is missing: Debian packages, npm packages of the browser tests'
	@echo 'make build     release build in build/release'
	@echo 'make test      setup, build, all tests'
	@echo 'make run       setup, build, gateway and demo services on loopback until Ctrl-C'
	@echo 'make demo      setup, build, July 2022 played live: switched off by hand, beside Bulkhead'
	@echo 'make asan      all tests under AddressSanitizer and UBSan'
	@echo 'make tsan      unit tests under ThreadSanitizer'
	@echo 'make fuzz      every fuzz target for a few seconds (FUZZ_SECONDS=10)'
	@echo 'make bench     the measurements that the documents quote'
	@echo 'make lint      house rules, formatting, shellcheck; clang-tidy on what the last commit touched'
	@echo 'make lint-all  the same, clang-tidy on everything'
	@echo 'make format    apply clang-format'
	@echo 'make clean     remove build/'

setup:
	@tools/setup

build:
	@cmake --preset release
	@cmake --build --preset release

test: setup build
	@$(CTEST) --preset release

run: setup build
	@exec build/release/bin/bulkhead run --demo

demo: setup build
	@exec build/release/bin/bulkhead drill live july-2022

asan tsan:
	@cmake --preset $@
	@cmake --build --preset $@
	@$(CTEST) --preset $@

fuzz:
	@tools/setup fuzz
	@tools/fuzz $(FUZZ_SECONDS)

bench: build
	@tools/setup bench
	@bench/run

lint:
	@tools/setup lint
	@tools/lint

lint-all:
	@tools/setup lint
	@tools/lint --all

format:
	@tools/setup lint
	@tools/lint --format

clean:
	rm -rf build
