#!/bin/sh
# The tests of Core Rule Set 4 from a clone of it, BULKHEAD_CRS4, in process or through a gateway: run_crs4.sh BULKHEAD|--through SOURCE
set -eu
bulkhead=$1
source=$2
engine="$source/tests/conformance/engine.conf"

if [ -z "${BULKHEAD_CRS4:-}" ]; then
  echo "skipped: BULKHEAD_CRS4 is not set (the folder of a clone of Core Rule Set 4)"
  exit 77
fi
setup="$BULKHEAD_CRS4/crs-setup.conf.example"
rules="$BULKHEAD_CRS4/rules/*.conf"
regression="$BULKHEAD_CRS4/tests/regression"
if [ ! -d "$regression/tests" ]; then
  echo "BULKHEAD_CRS4=$BULKHEAD_CRS4 has no tests/regression/tests"
  exit 1
fi
set -- "$regression/tests" --overrides "$regression/nginx-overrides.yaml" --expected "$source/tests/conformance/crs4.yaml"
if [ "$bulkhead" = --through ]; then
  exec /usr/bin/python3 "$source/tests/conformance/through.py" albedo "$@" --expected "$source/tests/conformance/crs4_through.yaml" \
    -- "$engine" "$setup" "$rules"
fi
exec "$bulkhead" rules test "$@" --rules "$engine" --rules "$setup" --rules "$rules"
