# Sourced, with `here` set: finds the browser and what drives it, or ends with what to do about it.
: "${CHROMIUM:=$(command -v chromium || echo /usr/bin/chromium)}"
export CHROMIUM

fail() { echo "$(basename "$0"): $1" >&2; exit 1; }
[ -x "$CHROMIUM" ] || fail "no browser at $CHROMIUM: install Debian's chromium or set CHROMIUM"
command -v node >/dev/null || fail "node is missing: install Debian's nodejs"
[ -d "$here/node_modules/playwright-core" ] && [ -d "$here/node_modules/axe-core" ] ||
  fail "node_modules is missing: run 'npm ci' in tests/browser (make setup does)"
