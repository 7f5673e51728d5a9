#!/usr/bin/python3
"""What a drill writes as JSON has the form that schema/drill-report.schema.json promises, and the schema is not so wide
that it would take something else.
"""
import argparse
import copy
import json
import pathlib
import subprocess
import sys
import tempfile

import jsonschema


def broken(report):
    """Reports that the schema must refuse, with what is wrong."""
    def change(what, edit):
        other = copy.deepcopy(report)
        edit(other)
        return what, other

    yield change("a key too many", lambda r: r.update(more=1))
    yield change("a key of an arm missing", lambda r: r["arms"][0].pop("seconds"))
    yield change("a verdict that there is not", lambda r: r["arms"][0]["attacks"][0].update(verdict="fine"))
    yield change("a count below zero", lambda r: r["arms"][0]["tasks"].update(finished=-1))
    yield change("an arm that was not played, without a reason", lambda r: r["arms"][4].update(not_played=""))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--preview", required=True)
    parser.add_argument("--source", required=True, type=pathlib.Path)
    arguments = parser.parse_args()
    schema = json.loads((arguments.source / "schema/drill-report.schema.json").read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([arguments.preview, folder], check=True)
        reports = {path.name: json.loads(path.read_text()) for path in sorted(pathlib.Path(folder).glob("*.json"))
                   if not path.name.startswith("board-")}  # those are of the scoreboard
    # The second's arrays of the largest report are many and all alike.
    for arm in reports["largest.json"]["arms"]:
        del arm["seconds"][1:]
    for name, report in reports.items():
        wrong += [f"{name}: {error.json_path}: {error.message[:200]}" for error in validator.iter_errors(report)]
    wrong += [f"the schema takes {what}" for what, report in broken(reports["sample.json"]) if validator.is_valid(report)]
    print("\n".join(wrong) or f"{len(reports)} reports fit the schema")
    return 1 if wrong or not reports else 0


if __name__ == "__main__":
    sys.exit(main())
