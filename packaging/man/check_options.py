#!/usr/bin/env python3
"""Fails when a program's --help names an option that its man page does not.

    check_options.py PROGRAM PAGE
"""

import pathlib
import re
import subprocess
import sys

OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")


def main():
    program, page = sys.argv[1:]
    said = subprocess.run([program, "--help"], capture_output=True, text=True, check=True, timeout=10).stdout
    page_text = pathlib.Path(page).read_text(encoding="utf-8")
    written = re.sub(r"\\f[BIR]", " ", page_text).replace("\\-", "-")
    options = sorted(set(OPTION.findall(said)))
    missing = [option for option in options if option not in OPTION.findall(written)]
    for option in missing:
        print(f"{page}: {option} of `{program} --help` is not in it")
    print(f"{len(options)} options, {len(missing)} findings")
    return 1 if missing or not options else 0


if __name__ == "__main__":
    sys.exit(main())
