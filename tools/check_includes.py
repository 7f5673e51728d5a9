#!/usr/bin/env python3
"""Fails on any include that tools/include_rules.txt does not allow.

    check_includes.py               checks the tree this script lies in
    check_includes.py --root DIR    checks another one
    check_includes.py --self-test   shows on made-up trees that every kind of bad include is found

Looked at are the C and C++ files of src/, nginx/, daemon/, cli/, demo/, drill/ and include/. Includes of what is
not ours (<vector>, <nginx.h>) are nobody's business here.
"""

import argparse
import pathlib
import re
import sys
import tempfile
import unittest

RULES = "tools/include_rules.txt"
PROGRAMS = ("nginx", "daemon", "cli", "demo", "drill")  # top-level folders with a line of their own
SOURCE_SUFFIXES = {".h", ".hh", ".hpp", ".c", ".cc", ".cpp"}
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')
RULE = re.compile(r"^([a-z_]+)(?: (tests))?:\s*(.*)$")


class Rules:
    """The table: which folders each folder may include, and which its tests may besides."""

    def __init__(self, text):
        self.allowed = {}
        self.for_tests = {}
        self.errors = []
        for number, line in enumerate(text.splitlines(), 1):
            line = line.split("#")[0].strip()
            if line:
                self._read(line, number)
        for number, name in self._unknown_names():
            self.errors.append(f"{RULES}:{number}: names a folder that has no line: {name}")

    def _read(self, line, number):
        match = RULE.match(line)
        if not match:
            self.errors.append(f"{RULES}:{number}: not `folder: folders` or `folder tests: folders`")
            return
        folder, tests, names = match.groups()
        table = self.for_tests if tests else self.allowed
        if folder in table:
            self.errors.append(f"{RULES}:{number}: a second line for {folder}")
        table[folder] = (number, set(names.split()))

    def _unknown_names(self):
        for table in (self.allowed, self.for_tests):
            for folder, (number, names) in table.items():
                for name in sorted(names | {folder}):
                    if name not in self.allowed and name not in ("*", "include"):
                        yield number, name

    def knows(self, folder):
        return folder in self.allowed or folder == "include"

    def allows(self, folder, included, is_test):
        if folder == included:
            return True
        if folder == "include":
            return False  # the contract includes nothing of ours
        names = set(self.allowed[folder][1])
        if is_test and folder in self.for_tests:
            names |= self.for_tests[folder][1]
        if folder == "nginx":
            return included in names  # C at the edge: not even base
        return included in ("base", "include") or included in names or ("*" in names and included not in PROGRAMS)


def folder_of(path, root):
    """The name that the table uses for the folder of `path`, or None when the rule does not reach it."""
    parts = path.relative_to(root).parts
    if parts[0] == "src":
        return parts[1] if len(parts) > 2 else None
    return parts[0]


def sources(root):
    for top in ("src", "include", *PROGRAMS):
        for path in sorted((root / top).rglob("*")):
            if path.suffix in SOURCE_SUFFIXES and "node_modules" not in path.parts:
                yield path


def included_folder(name, quoted, path, root):
    """Whose folder `#include "name"` reaches: (folder, error). Both None: not ours."""
    first, slash, _ = name.partition("/")
    if (root / "include" / name).is_file():
        return "include", None
    ours = (root / "src" / first).is_dir() or first in PROGRAMS
    if slash and ours:
        if ".." in name.split("/"):
            return None, f'"{name}" climbs out of its folder: write "folder/file.h"'
        base = root if first in PROGRAMS else root / "src"
        return (first, None) if (base / name).is_file() else (None, f'"{name}" does not exist')
    if not quoted or (not slash and name.endswith(".inc")):
        return None, None  # *.inc is text that the build makes from a file that lies beside
    if path.relative_to(root).parts[0] in PROGRAMS and (path.parent / name).is_file() and ".." not in name:
        return folder_of(path, root), None
    return None, f'"{name}" is not "folder/file.h" of ours'


def check_file(path, folder, root, rules):
    shown = path.relative_to(root)
    is_test = path.stem.endswith("_test") or path.stem.endswith("_for_test")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        included, error = included_folder(match[2], match[1] == '"', path, root)
        if error:
            yield f"{shown}:{number}: {error}"
        elif included and not rules.allows(folder, included, is_test):
            yield f'{shown}:{number}: {folder} may not include {included} ("{match[2]}")'


def check(root):
    """All findings, and how many files were looked at."""
    rules = Rules((root / RULES).read_text(encoding="utf-8"))
    findings = list(rules.errors)
    unknown = set()
    count = 0
    for path in sources(root):
        count += 1
        folder = folder_of(path, root)
        if folder is None:
            findings.append(f"{path.relative_to(root)}: files lie in a folder of src/, not beside them")
        elif rules.knows(folder):
            findings.extend(check_file(path, folder, root, rules))
        elif folder not in unknown:
            unknown.add(folder)
            findings.append(f"{path.relative_to(root)}: folder {folder} has no line in {RULES}")
    return findings, count


class SelfTest(unittest.TestCase):
    """Each row: a file, one line in it, and what must be said of it (None: nothing)."""

    RULES_TEXT = "base:\nos: # a comment\ngate: os\ncontrol: *\ngate tests: compile\ncompile:\nnginx: include\ncli: control\ndemo:\n"
    HEADERS = ("src/base/a.h", "src/os/a.h", "src/gate/a.h", "src/compile/a.h", "src/stray/a.h", "include/bulkhead/b.h", "cli/a.h")
    ROWS = (
        ("src/os/x.cc", '#include "base/a.h"', None),
        ("src/os/x.cc", '#include "os/a.h"', None),
        ("src/os/x.cc", "#include <vector>", None),
        ("demo/x.cc", '#include "style.css.inc"', None),
        ("src/os/x.cc", '#include "bulkhead/b.h"', None),
        ("src/gate/x.cc", '  #  include "os/a.h"', None),
        ("src/control/x.cc", '#include "gate/a.h"', None),
        ("src/gate/deep/x.cc", '#include "os/a.h"', None),
        ("src/gate/x_test.cc", '#include "compile/a.h"', None),
        ("cli/x.cc", '#include "cli/a.h"', None),
        ("nginx/x.c", '#include "bulkhead/b.h"', None),
        ("src/os/x.cc", '#include "gate/a.h"', "os may not include gate"),
        ("src/os/x.cc", "#include <gate/a.h>", "os may not include gate"),
        ("src/gate/x.cc", '#include "compile/a.h"', "gate may not include compile"),
        ("src/os/x_test.cc", '#include "compile/a.h"', "os may not include compile"),
        ("src/control/x.cc", '#include "cli/a.h"', "control may not include cli"),
        ("src/gate/x.cc", '#include "a.h"', "is not"),
        ("src/gate/x.cc", '#include "../os/a.h"', "climbs out"),
        ("src/gate/x.cc", '#include "gate/../os/a.h"', "climbs out"),
        ("src/gate/x.cc", '#include "os/none.h"', "does not exist"),
        ("nginx/x.c", '#include "gate/a.h"', "nginx may not include gate"),
        ("nginx/x.c", '#include "base/a.h"', "nginx may not include base"),
        ("include/bulkhead/x.h", '#include "base/a.h"', "include may not include base"),
        ("src/stray/x.cc", "", "folder stray has no line"),
        ("src/x.cc", "", "not beside them"),
    )

    def findings_of(self, name, line, rules=None):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            files = {path: "" for path in self.HEADERS if "stray" not in path or "stray" in name}
            files |= {RULES: self.RULES_TEXT if rules is None else rules, name: line + "\n"}
            for path, text in files.items():
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text, encoding="utf-8")
            return check(root)[0]

    def test_rows(self):
        for name, line, expected in self.ROWS:
            with self.subTest(name=name, line=line):
                findings = "\n".join(self.findings_of(name, line))
                if expected is None:
                    self.assertEqual(findings, "")
                else:
                    self.assertIn(expected, findings)

    def test_bad_tables(self):
        for rules, expected in (("base\n", "not `folder: folders`"), ("base:\nbase:\n", "second line"),
                                ("base: nowhere\n", "no line: nowhere")):
            with self.subTest(rules=rules):
                self.assertIn(expected, "\n".join(self.findings_of("src/base/x.cc", "", rules)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent.parent)
    parser.add_argument("--self-test", action="store_true")
    arguments = parser.parse_args()
    if arguments.self_test:
        unittest.main(argv=[sys.argv[0]])
    findings, count = check(arguments.root)
    print("\n".join(findings + [f"{count} files, {len(findings)} findings"]))
    if count == 0:
        print("no source file found: wrong --root?")
    return 1 if findings or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
