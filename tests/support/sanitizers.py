"""What a sanitizer's build needs of the tests that start real programs, and where it tells what it found.

CMake sets BULKHEAD_PRELOAD to AddressSanitizer's runtime in such a build, and to nothing in any other. nginx is Debian's and
not sanitized: our module can only be loaded into it when the runtime was there first. bulkheadd starts nginx too, and hands
its environment on. Only nginx and our own programs get the runtime: others, such as ps, hang with it.

What is found goes to files of a folder, whoever was watching the program's own streams; a test that leaves one there fails.
Leaks are looked for in our own programs, which ask for it by name (`OURS`), not in nginx, which ends without giving back what it
keeps in pools for as long as it lives."""

import atexit
import os
import pathlib
import shutil
import tempfile

PRELOAD = os.environ.get("BULKHEAD_PRELOAD", "")
# What nginx and our programs find in their environment, and what ours find besides.
ALL = {}
OURS = {}

_reports = pathlib.Path(tempfile.mkdtemp(prefix="bulkhead-sanitizer-")) if PRELOAD else None

if PRELOAD:
    atexit.register(shutil.rmtree, _reports, ignore_errors=True)
    _common = f"log_path={_reports}/found:print_stacktrace=1"
    ALL["LD_PRELOAD"] = PRELOAD
    ALL["UBSAN_OPTIONS"] = _common
    ALL["ASAN_OPTIONS"] = _common + ":detect_leaks=0"
    OURS["ASAN_OPTIONS"] = _common + ":detect_leaks=1"
    OURS["LSAN_OPTIONS"] = f"print_suppressions=0:suppressions={pathlib.Path(__file__).with_name('leaks_of_others.txt')}"


def environment(more=None):
    """The whole environment for nginx or a program of ours."""
    return {**os.environ, **ALL, **(more or {})}


def preload(*libraries):
    """LD_PRELOAD for a program that also needs `libraries`: the runtime insists on being first."""
    return ":".join(filter(None, [PRELOAD, *map(str, libraries)]))


def take_reports():
    """What was found since the last time, as text; empty when nothing was."""
    found = sorted(_reports.iterdir()) if _reports else []
    text = "\n".join(path.read_text(errors="replace")[:6000] for path in found)
    for path in found:
        path.unlink()
    return text
