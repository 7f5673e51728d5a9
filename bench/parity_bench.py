#!/usr/bin/python3
"""Does the inspector find the same rules as libmodsecurity?

Core Rule Set 4 (the folder that BULKHEAD_CRS4 names), on the payloads of ../shared/data/payloads in query, path, form, multipart,
JSON, XML, cookie and header, on what can be made of them to get past rules (`twisted`), in bodies that are not as they should be
(`broken`), and on the requests of ../shared/data/traffic/apache-access-2015.log. What differs is grouped by rule; why is told in
docs/measurements.md. `noauditlog` is taken out of the rules before both read them: libmodsecurity does not tell of a rule that has
it."""

import argparse
import base64
import collections
import csv
import html
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import urllib.parse

from measure import ROOT, at_least, end, print_machine

from harness import BIN

DATA = ROOT.parent / "shared" / "data"
SAME_MIN = 0.999
# Told, not held to anything: libmodsecurity reads such bodies otherwise than the services behind.
TOLD_ONLY = {"broken"}

SETTINGS = """
SecRuleEngine DetectionOnly
SecRequestBodyAccess On
SecResponseBodyAccess On
SecResponseBodyMimeType text/html text/plain
SecRule REQUEST_HEADERS:Content-Type "^application/json" "id:200001,phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=JSON"
SecRule REQUEST_HEADERS:Content-Type "^text/xml" "id:200000,phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=XML"
SecRule REQBODY_ERROR "!@eq 0" "id:200002,phase:2,t:none,log,pass,msg:'%{{reqbody_error_msg}}'"
SecRule MULTIPART_STRICT_ERROR "!@eq 0" "id:200003,phase:2,t:none,log,pass,msg:'strict'"
SecRule MULTIPART_UNMATCHED_BOUNDARY "@eq 1" "id:200004,phase:2,t:none,log,pass,msg:'boundary'"
SecAction "id:900000,phase:1,pass,t:none,nolog,setvar:tx.blocking_paranoia_level={level},setvar:tx.detection_paranoia_level={level}"
"""

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
FIELDS = [["Host", "portal.example"], ["User-Agent", AGENT], ["Accept", "text/html,*/*;q=0.8"], ["Accept-Language", "sq,en;q=0.5"]]


def posted(kind, body):
    return {"method": "POST", "target": "/", "body": body,
            "fields": [*FIELDS, ["Content-Type", kind], ["Content-Length", str(len(body.encode("latin-1")))]]}


def got(target="/", *fields):
    return {"method": "GET", "target": target, "fields": [*FIELDS, *fields]}


def quoted(payload):
    return urllib.parse.quote(payload, safe="", encoding="latin-1")


def part(payload):
    return posted("multipart/form-data; boundary=boundary",
                  f'--boundary\r\nContent-Disposition: form-data; name="q"\r\n\r\n{payload}\r\n--boundary--\r\n')


def piecewise(share, change):
    """Changes about one character in `share`."""
    return lambda text, dice: "".join(change(c) if dice.random() < 1 / share else c for c in text)


# What attackers do to a payload so that a filter sees another one.
TWISTS = [
    piecewise(3, lambda c: f"%{ord(c):02x}"),
    piecewise(3, lambda c: f"%25{ord(c):02X}"),
    piecewise(3, lambda c: f"%u00{ord(c):02x}"),
    piecewise(3, lambda c: f"%uff{(ord(c) - 0x20) & 0xff:02x}"),
    piecewise(3, lambda c: f"&#x{ord(c):x};"),
    piecewise(3, lambda c: f"&#{ord(c)}"),
    piecewise(3, lambda c: f"\\x{ord(c):02x}"),
    piecewise(3, lambda c: f"\\u00{ord(c):02x}"),
    piecewise(4, lambda c: f"\\{ord(c):o}"),
    piecewise(4, lambda c: f"\\{ord(c):x} "),
    piecewise(4, lambda c: f"\\{c}"),
    piecewise(3, lambda c: c.swapcase() if c.isascii() else c),
    piecewise(5, lambda c: c + "\0"),
    piecewise(5, lambda c: chr(0xc0 | ord(c) >> 6) + chr(0x80 | ord(c) & 0x3f)),
    piecewise(5, lambda c: c + "\xe2\x80\x8b"),
    piecewise(5, lambda c: c + "\xa0"),
    piecewise(5, lambda c: c + '"'),
    piecewise(5, lambda c: c + "^"),
    lambda text, dice: text.replace(" ", dice.choice(["/**/", "\t", "\n", "\r\n", "\v", "+", "/*!50000*/", "--\n", "#\n", "${IFS}"])),
    lambda text, dice: base64.b64encode(text.encode("latin-1")).decode(),
    lambda text, dice: text.encode("latin-1").hex(),
    lambda text, dice: "/" + "../" * dice.randrange(5) + "./" + text + "//..\\..\\",
    lambda text, dice: text[:dice.randrange(len(text) + 1)],
    lambda text, dice: text * dice.randrange(1, 9),
    lambda text, dice: dice.choice(["&amp;", "<!--", "-->", "*/", "/*", "`", "'", "=", "[", "]", "{", "()", ";", "|", "%", "%u", "%0"]) + text,
    lambda text, dice: text + "".join(chr(dice.randrange(256)) for _ in range(dice.randrange(1, 9))),
]


def twisted(payload):
    """The payload as one who wants to get past rules would write it, in a form field; the same each time."""
    dice = random.Random(payload)
    for twist in dice.sample(TWISTS, dice.randrange(1, 4)):
        payload = twist(payload, dice)
    name = dice.choice(["q", "a[b]", "x.y", "id", "_", "q q", dice.choice(TWISTS)("name", dice)])
    return posted("application/x-www-form-urlencoded", quoted(name) + "=" + quoted(payload[:20_000]))


def broken(payload):
    """The payload in a body of some form, a few bytes of which are not as they should be; the same each time."""
    dice = random.Random("broken" + payload)
    request = dice.choice([PLACES[place] for place in ("form", "multipart", "json", "xml")])(payload)
    body = request["body"]
    for _ in range(dice.randrange(1, 4)):
        at, end = sorted(dice.randrange(len(body) + 1) for _ in range(2))
        body = dice.choice([
            lambda: body[:at] + body[at + 1:],
            lambda: body[:at] + dice.choice(["\0", "\r", "\n", "\r\n", "-", "--", '"', "'", ";", "=", "&", "{", "[", "<", ">", "%", "\\", " ", "\t",
                                             "--boundary", "\xff", "\xc3\xa9"]) + body[at:],
            lambda: body[:at],
            lambda: body[:at] + body[at:min(end, at + 40)] + body[at:],
            lambda: body[:at] + chr(dice.randrange(256)) + body[at + 1:],
            lambda: body.replace("\r\n", "\n"),
        ])()
    request["body"] = body
    request["fields"] = [*request["fields"][:-1], ["Content-Length", str(len(body))]]
    return request


PLACES = {
    "broken": broken,
    "twisted": twisted,
    "query": lambda payload: got("/?q=" + quoted(payload)),
    "path": lambda payload: got("/" + quoted(payload)),
    "multipart": part,
    "xml": lambda payload: posted("text/xml", f"<form><q>{html.escape(payload)}</q></form>"),
    "form": lambda payload: posted("application/x-www-form-urlencoded", "q=" + urllib.parse.quote_plus(payload, encoding="latin-1")),
    "json": lambda payload: posted("application/json", json.dumps({"q": payload}, ensure_ascii=True)),
    "cookie": lambda payload: got("/", ["Cookie", "q=" + quoted(payload)]),
    "header": lambda payload: got("/", ["Referer", re.sub(r"[\x00-\x1f\x7f]", " ", payload)]),
}


def payloads():
    with open(DATA / "payloads" / "httpparams-train.csv", encoding="latin-1", newline="") as file:
        return [row["payload"] for row in csv.DictReader(file)]


def logged():
    """The requests of an access log in Apache's combined form."""
    form = re.compile(r'\S+ \S+ \S+ \[[^]]*\] "((?:[^"\\]|\\.)*)" \d+ \S+ "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)')  # one line is cut off
    with open(DATA / "traffic" / "apache-access-2015.log", encoding="latin-1") as file:
        for number, line in enumerate(file.read().splitlines(), 1):
            request, referer, agent = (unescaped(text) for text in form.match(line).groups())
            method, target, _ = request.split(" ", 2)
            fields = [["Host", "semicomplete.com"], ["Accept", "*/*"]]
            fields += [[name, text] for name, text in (("User-Agent", agent), ("Referer", referer)) if text != "-"]
            if method == "POST":
                fields.append(["Content-Length", "0"])
            yield {"name": f"log:{number}", "method": method, "target": target, "fields": fields}


def unescaped(text):
    """Apache writes \\", \\\\, \\t and \\xHH for what would break the line."""
    return re.sub(r"\\(x[0-9a-fA-F]{2}|.)", lambda at: chr(int(at[1][1:], 16)) if at[1][0] == "x" and len(at[1]) == 3
                  else {"n": "\n", "t": "\t", "r": "\r"}.get(at[1], at[1]), text)


def rule_files(checkout, level, folder):
    """Files for both engines: settings, set-up and rules as they are, apart from noauditlog."""
    settings = folder / "settings.conf"
    settings.write_text(SETTINGS.format(level=level))
    rules = folder / "rules"
    rules.mkdir()
    for path in sorted((checkout / "rules").iterdir()):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".conf":
            text = re.sub(r"\bnoauditlog,", "", text)
        (rules / path.name).write_text(text, encoding="utf-8")
    return [settings, checkout / "crs-setup.conf.example", rules / "*.conf"]


def compare(files, requests):
    """How many there were, in how many something was found, and the differences."""
    words = [str(BIN / "inspect_parity")]
    for file in files:
        words += ["--rules", str(file)]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as sent:
        for request in requests:
            sent.write(json.dumps(request, ensure_ascii=False) + "\n")
        sent.seek(0)
        done = subprocess.run(words, stdin=sent, capture_output=True, text=True, check=True)
    *differences, total = map(json.loads, done.stdout.splitlines())
    return total["requests"], total["found"], differences


def show(name, count, found, differences, examples):
    same = count - len(differences)
    print(f"{name:>12}: {same:,} of {count:,} the same ({same / count:.3%}); rules in {found:,}")
    groups = collections.defaultdict(list)
    for one in differences:
        groups[(tuple(one["ours"]), tuple(one["theirs"]))].append(one["name"])
    for (ours, theirs), names in sorted(groups.items(), key=lambda group: -len(group[1])):
        words = [f"only {who} {' '.join(map(str, ids))}" for who, ids in (("bulkhead", ours), ("libmodsecurity", theirs)) if ids]
        print(f"{'':>14}{len(names)} times {', '.join(words)}")
        for text in names[:examples]:
            print(f"{'':>16}{text[:200]}")
    return {"requests": count, "found": found, "same": same}


def musts(figures):
    return [at_least(one["same"] / one["requests"], SAME_MIN, f"{name}: share with the same rules")
            for name, one in figures.items() if name not in TOLD_ONLY]


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--paranoia", type=int, default=1, help="only level 1 is held to anything")
    parser.add_argument("--step", type=int, default=1, help="only every so many-th payload and request")
    parser.add_argument("--places", nargs="*", default=list(PLACES), choices=list(PLACES))
    parser.add_argument("--examples", type=int, default=1)
    return parser.parse_args()


def main():
    options = parse()
    checkout = os.environ.get("BULKHEAD_CRS4")
    if not checkout:
        print("skipped: BULKHEAD_CRS4 is not set (the folder of a clone of Core Rule Set 4)")
        return
    if not DATA.is_dir():
        print("skipped: no data at ../shared/data")
        return
    print_machine(paranoia=options.paranoia)
    rounds = {place: [{"name": f"{place}: {payload}", **PLACES[place](payload)} for payload in payloads()[::options.step]]
              for place in options.places}
    rounds["access log"] = list(logged())[::options.step]
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        files = rule_files(pathlib.Path(checkout), options.paranoia, pathlib.Path(folder))
        for name, requests in rounds.items():
            figures[name] = show(name, *compare(files, requests), options.examples)
    end(musts(figures) if options.paranoia == 1 else [], paranoia=options.paranoia, **figures)


if __name__ == "__main__":
    sys.exit(main())
