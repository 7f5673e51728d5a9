#!/usr/bin/env python3
"""Fails on any link in our Markdown files that leads nowhere: to a file, a folder or a heading of ours.

    check_docs.py               checks the tree this script lies in
    check_docs.py --root DIR    checks another one
    check_docs.py --self-test   shows on made-up files that bad links are found

Links that leave the tree (https:, mailto:) are not followed: the tests need no network.
"""

import argparse
import pathlib
import re
import sys
import tempfile
import unittest
import urllib.parse

SKIPPED = {".git", "build", "var", "node_modules", ".pytest_cache", "__pycache__"}
FENCE = re.compile(r"^\s*(```|~~~)")
CODE = re.compile(r"(`+).*?\1")
INLINE = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
REFERENCE = re.compile(r"^\s*\[[^\]]+\]:\s+<?([^\s>]+)>?")
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*\s*$")
ELSEWHERE = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def prose_lines(text):
    """(number, line) of what is not inside a code fence."""
    fence = None
    for number, line in enumerate(text.splitlines(), 1):
        mark = FENCE.match(line)
        if mark and fence in (None, mark[1]):
            fence = None if fence else mark[1]
        elif fence is None:
            yield number, line


def anchors(path):
    """The anchors of a file's headings, as the usual forges make them."""
    found = set()
    for _, line in prose_lines(path.read_text(encoding="utf-8")):
        heading = HEADING.match(line)
        if not heading:
            continue
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading[1]).lower()
        anchor = re.sub(r"[^\w\- ]", "", text).replace(" ", "-")
        number, unique = 0, anchor
        while unique in found:
            number += 1
            unique = f"{anchor}-{number}"
        found.add(unique)
    return found


def links(text):
    for number, line in prose_lines(text):
        line = CODE.sub("", line)
        for match in INLINE.finditer(line):
            yield number, match[1]
        reference = REFERENCE.match(line)
        if reference:
            yield number, reference[1]


def fault_of(target, path, root):
    """What is wrong with a link in `path`, or None."""
    if ELSEWHERE.match(target):
        return None
    name, _, anchor = target.partition("#")
    name = urllib.parse.unquote(name)
    if name.startswith("/"):
        return "begins with a slash: write it relative to this file"
    goal = (path.parent / name).resolve() if name else path
    if not goal.is_relative_to(root):
        return "leaves the tree"
    if not goal.exists():
        return "does not exist"
    if anchor and goal.suffix == ".md" and anchor not in anchors(goal):
        return f"has no heading #{anchor}"
    return None


def documents(root):
    for path in sorted(root.rglob("*.md")):
        if not SKIPPED.intersection(path.relative_to(root).parts):
            yield path


def check(root):
    root = root.resolve()
    findings = []
    count = 0
    for path in documents(root):
        for number, target in links(path.read_text(encoding="utf-8")):
            count += 1
            fault = fault_of(target, path, root)
            if fault:
                findings.append(f"{path.relative_to(root)}:{number}: {target}: {fault}")
    return findings, count


class SelfTest(unittest.TestCase):
    ROWS = (
        ("[a](other.md)", None),
        ("[a](docs/deep.md#a-heading-and-code)", None),
        ("[a](#here)", None),
        ("[a](docs)", None),
        ("![picture](other.md \"title\")", None),
        ("[a](https://example.org/none.md)", None),
        ("`[a](none.md)` in code", None),
        ("```\n[a](none.md)\n```", None),
        ("[ref]: other.md", None),
        ("[a](none.md)", "does not exist"),
        ("[ref]: none.md", "does not exist"),
        ("[a](other.md) [b](none.md)", "does not exist"),
        ("[a](other.md#none)", "has no heading"),
        ("[a](#none)", "has no heading"),
        ("[a](../outside.md)", "leaves the tree"),
        ("[a](/other.md)", "begins with a slash"),
    )

    def test_rows(self):
        for text, expected in self.ROWS:
            with self.subTest(text=text), tempfile.TemporaryDirectory() as folder:
                root = pathlib.Path(folder)
                (root / "docs").mkdir()
                (root / "docs/deep.md").write_text("# A heading, and `code`\n")
                (root / "other.md").write_text("# Other\n")
                (root / "README.md").write_text(f"# Here\n\n{text}\n")
                findings = "\n".join(check(root)[0])
                if expected is None:
                    self.assertEqual(findings, "")
                else:
                    self.assertIn(expected, findings)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent.parent)
    parser.add_argument("--self-test", action="store_true")
    arguments = parser.parse_args()
    if arguments.self_test:
        unittest.main(argv=[sys.argv[0]])
    findings, count = check(arguments.root)
    print("\n".join(findings + [f"{count} links, {len(findings)} findings"]))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
