#!/usr/bin/python3
"""The JSON Schema for editors and the reader of the gateway agree.

Both judge every document of documents.txt. What must hold:
  * both take every `good` document, and both refuse every `bad` one;
  * the reader alone refuses a `beyond` document: what is wrong there compares parts of the file, counts bytes or does
    arithmetic, or is about YAML itself, which a schema cannot say;
  * the schema never refuses what the reader takes;
  * each mapping has the same keys, and the same required ones, on both sides, and docs/policy.md explains each;
  * the demo's policy and the examples in docs/policy.md are good.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import jsonschema
import yaml

HERE = pathlib.Path(__file__).parent


class CoreLoader(yaml.SafeLoader):
    """YAML with the types of the 1.2 core schema, as editors read it: `no` and 12:30 are text. Keys are text."""


CoreLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
     list("-+.0123456789")),
):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first)


def core_integer(loader, node):
    text = loader.construct_scalar(node)
    return int(text, 0) if text.startswith(("0o", "0x")) else int(text)


def text_keyed_mapping(loader, node):
    return {key.value: loader.construct_object(value, deep=True) for key, value in node.value}


CoreLoader.add_constructor("tag:yaml.org,2002:int", core_integer)
CoreLoader.add_constructor("tag:yaml.org,2002:map", text_keyed_mapping)


def documents(text):
    """Splits the table into (line, verdict, title, key, document); see the top of documents.txt."""
    snippets, result, current = {}, [], None
    for number, line in enumerate(text.splitlines(), 1):
        head = re.fullmatch(r"=== (snippet|good|bad|beyond): ([^|]*?)(?: \| (.*))?", line)
        if head:
            current = [number, head[1], head[2], head[3], []]
            result.append(current)
        elif current is None:
            assert not line or line.startswith("#"), f"documents.txt:{number}: text before the first header"
        elif (name := re.fullmatch(r"@(\w+)", line)):
            current[4].extend(snippets[name[1]])
        elif (wide := re.fullmatch(r"(.*)@repeat\((\d+), (.*)\)(.*)", line)):
            parts = ", ".join(wide[3].replace("#", str(i)) for i in range(int(wide[2])))
            current[4].append(wide[1] + parts + wide[4])
        elif (long := re.fullmatch(r"(.*)@times\((\d+), (.*)\)(.*)", line)):
            current[4].append(long[1] + long[3] * int(long[2]) + long[4])
        elif not line.startswith("#"):
            current[4].append(line)
        if current and current[1] == "snippet":
            snippets[current[2]] = current[4]
    return [(n, v, t, k, "\n".join(body) + "\n") for n, v, t, k, body in result if v != "snippet"]


def schema_refuses(validator, document):
    try:
        value = yaml.load(document, Loader=CoreLoader)
    except yaml.YAMLError:
        return None  # no tree, nothing for a schema to judge
    return next((f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(value)), "")


def judge(case, reader, schema):
    """What is wrong with the two verdicts on one document; nothing when they are as the table says."""
    _, expected, _, key, _ = case
    errors = [one for one in reader["diagnostics"] if one["severity"] == "error"]
    if reader["accepted"] != (not errors):
        yield "the reader both takes and refuses it"
    if reader["accepted"] != (expected == "good"):
        yield f"the reader {'takes' if reader['accepted'] else 'refuses'} it: {errors[:3]}"
    if key and key not in [one["key"] for one in errors]:
        yield f"no error of the reader is about {key}: {[one['key'] for one in errors]}"
    if key and {one["key"] for one in errors} != {key}:
        yield f"the reader finds more than {key}: {[(one['key'], one['message']) for one in errors]}"
    if expected == "bad" and not schema:
        yield "the schema takes it" if schema == "" else "it is no YAML, so the schema is not asked"
    if expected != "bad" and schema:
        yield f"the schema refuses it: {schema}"


def compare_keys(keys, schema):
    shapes = {"root": schema, **{name: schema["definitions"].get(name, {}) for name in keys if name != "root"}}
    for name, shape in shapes.items():
        if shape.get("additionalProperties") is not False:
            yield f"{name}: the schema lets unknown keys pass"
        if set(shape.get("properties", ())) != set(keys[name]["keys"]):
            yield f"{name}: keys differ: {set(shape.get('properties', ())) ^ set(keys[name]['keys'])}"
        if set(shape.get("required", ())) != set(keys[name]["required"]):
            yield f"{name}: required keys differ"
    closed = {name for name, one in schema["definitions"].items() if one.get("additionalProperties") is False}
    for name in closed - set(keys):
        yield f"{name}: a mapping that the reader does not know"


def undocumented(keys, page):
    return [f"docs/policy.md: `{key}` of {name} is not explained"
            for name, shape in keys.items() for key in shape["keys"] if f"`{key}`" not in page]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--verdict", required=True, help="the program policy_verdict")
    arguments.add_argument("--source", required=True, type=pathlib.Path, help="the source tree")
    given = arguments.parse_args()
    schema = json.loads((given.source / "schema" / "bulkhead.schema.json").read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    cases = documents((HERE / "documents.txt").read_text())
    demo = (given.source / "demo" / "bulkhead.yaml").read_text()
    cases.append((0, "good", "the demo", None, demo))
    page = (given.source / "docs" / "policy.md").read_text()
    cases += [(0, "good", "docs/policy.md", None, block) for block in re.findall(r"```yaml\n(.*?)```", page, re.S)]

    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for index, case in enumerate(cases):
            paths.append(pathlib.Path(folder) / f"{index:04}.yaml")
            paths[-1].write_text(case[4])
        ran = subprocess.run([given.verdict, "--keys", *map(str, paths)], check=True, capture_output=True, text=True)
    keys, *verdicts = map(json.loads, ran.stdout.splitlines())
    assert len(verdicts) == len(cases)

    wrong = [f"keys: {problem}" for problem in compare_keys(keys, schema)] + undocumented(keys, page)
    for case, reader in zip(cases, verdicts):
        refused = schema_refuses(validator, case[4])
        wrong += [f"documents.txt:{case[0]}: {case[1]}: {case[2]}: {problem}" for problem in judge(case, reader, refused)]
    count = {verdict: sum(case[1] == verdict for case in cases) for verdict in ("good", "bad", "beyond")}
    print(f"{len(cases)} documents: {count}; {len(wrong)} disagreements")
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
