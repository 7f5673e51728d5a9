#!/bin/sh
# What must hold: the real program ends with 0, 1 or 2 as promised, says failures on its error stream only, and prints no
# colour into a pipe. Shown by running it without a daemon.
set -u
program=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
unset BULKHEAD_STATE BULKHEAD_URL BULKHEAD_TOKEN_FILE BULKHEAD_CA_FILE
failures=0

# expect CODE WORDS...: runs the program with WORDS and compares its exit code.
expect() {
  code=$1
  shift
  "$program" "$@" --state "$folder" >"$folder/out" 2>"$folder/err" </dev/null
  got=$?
  if [ "$got" -ne "$code" ]; then
    echo "bulkhead $*: exit $got, expected $code"
    failures=$((failures + 1))
  fi
  if [ "$code" -ne 0 ] && [ ! -s "$folder/err" ]; then
    echo "bulkhead $*: failed without a word"
    failures=$((failures + 1))
  fi
  if grep -q "$(printf '\033')" "$folder/out" "$folder/err"; then
    echo "bulkhead $*: an escape sequence in a pipe"
    failures=$((failures + 1))
  fi
}

expect 0 version
expect 0 close --help
expect 0 completion bash
expect 1 status
expect 1 close tax --reason r
expect 1 close tax --direct --reason r
expect 1 check "$folder/none.yaml"
expect 1 status --url http://gateway.example
expect 2 close
expect 2 close tax --cause weather --reason r
expect 2 colse
expect 2 compile
expect 2 render nginx --nonsense

[ "$failures" -eq 0 ]
