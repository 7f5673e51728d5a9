#!/bin/sh
# The tests of Core Rule Set 3.3.4 against Debian's rules, in process or through a gateway: run_crs334.sh BULKHEAD|--through SOURCE
set -eu
bulkhead=$1
source=$2
tests="$source/../shared/data/crs-3.3.4-tests"
engine="$source/tests/conformance/engine.conf"
rules=/usr/share/modsecurity-crs/owasp-crs.load

if [ ! -d "$tests" ]; then
  echo "skipped: the tests of Core Rule Set 3.3.4 are not at ../shared/data/crs-3.3.4-tests"
  exit 77
fi
if [ ! -f "$rules" ]; then
  echo "skipped: $rules is missing (package modsecurity-crs)"
  exit 77
fi
set -- "$tests" --expected "$source/tests/conformance/crs334.yaml"
if [ "$bulkhead" = --through ]; then
  exec /usr/bin/python3 "$source/tests/conformance/through.py" httpbin "$@" -- "$engine" "$rules"
fi
exec "$bulkhead" rules test "$@" --rules "$engine" --rules "$rules"
