#!/bin/sh
# The tests of Core Rule Set 4 from a clone of it, BULKHEAD_CRS4: run_crs4.sh BULKHEAD SOURCE
set -eu
bulkhead=$1
source=$2

if [ -z "${BULKHEAD_CRS4:-}" ]; then
  echo "skipped: BULKHEAD_CRS4 is not set (the folder of a clone of Core Rule Set 4)"
  exit 77
fi
if [ ! -d "$BULKHEAD_CRS4/tests/regression/tests" ]; then
  echo "BULKHEAD_CRS4=$BULKHEAD_CRS4 has no tests/regression/tests"
  exit 1
fi
exec "$bulkhead" rules test "$BULKHEAD_CRS4/tests/regression/tests" \
  --overrides "$BULKHEAD_CRS4/tests/regression/nginx-overrides.yaml" \
  --rules "$source/tests/conformance/engine.conf" --rules "$BULKHEAD_CRS4/crs-setup.conf.example" \
  --rules "$BULKHEAD_CRS4/rules/*.conf" --expected "$source/tests/conformance/crs4.yaml"
