"""What must hold: a bench ends with 1 when one of its musts is missed, and says which, after its RESULT; bench/run ends with 1 when
one of its benches does. Shown with made-up figures: good ones, and the same with one figure that is not."""

import copy
import json
import pathlib
import shutil
import subprocess

import pytest

import drill_bench
import kill_bench
import measure
import order_bench
import parity_bench
import proxy_bench
import scale_bench
import soak_bench
import suite_parity_bench

HERE = pathlib.Path(__file__).resolve().parent

PHASE = {"load_ran": True, "failed": 0, "not_2xx": 0, "growth_kib": {"rss": soak_bench.GROWTH_KIB_MAX}}
ORDERS = {"load_ran": True, "late": 0, "p99_ms": 50}
SCALE = {"kib_per_service": 8, "daemon_start_s": 2, "nginx_start_s": 2, "late": 0, "order_p99_ms": 50, "all_late": 0, "all_order_p99_ms": 50,
         "after_all_wrong": 0, "after_all_page_p99_ms": 50, "after_all_daemon_p99_ms": scale_bench.DAEMON_MS_MAX}
KILL = {"daemon": {"load_ran": True, "failed": 0, "closed_without_it": 20, "orders_and_endings_kept": 20},
        "worker": {"load_ran": True, "failed": 400, "most_allowed": 400, "gauges_left": 0}, "times": 20}
TIMES = {"rps_module": 0.93, "rps_control": 0.93}
DAYS = {"calm_difference": 0.01, "july_difference": 0.01, "calm_nothing": 1_000, "calm_bulkhead": 999, "closure_tax": 1,
        "closure_others": 0, "report_bytes": 1_000_000}
GENERATOR = {"top_rps_of_one_core": 20_000, "half_p99_ms": 2, "half_lost": 0}
PARITY = {"broken": {"requests": 10_000, "found": 4_000, "same": 9_000},
          "query": {"requests": 10_000, "found": 4_000, "same": 9_990}, "access log": {"requests": 10_000, "found": 1, "same": 10_000}}
SUITES = {"4": {"passed": 5_000, "passed_libmodsecurity": 5_000}}
INSTRUCTIONS = {"instructions_bare": 1_000, "instructions_control": 1_010, "instructions_module": 2_000}

BENCHES = {
    "drill days": (drill_bench.musts_of_days, DAYS),
    "drill generator": (drill_bench.musts_of_generator, GENERATOR),
    "kill": (lambda figures: kill_bench.musts(**figures), KILL),
    "order": (order_bench.musts, ORDERS),
    "parity": (parity_bench.musts, PARITY),
    "scale": (scale_bench.musts, SCALE),
    "suite parity": (suite_parity_bench.musts, SUITES),
    "soak": (soak_bench.musts, {"orders": PHASE, "images": copy.deepcopy(PHASE)}),
    "proxy": (proxy_bench.musts, TIMES),
    "proxy --instructions": (proxy_bench.musts, INSTRUCTIONS),
}

MISSED = [
    ("drill days", "calm_difference", 0.011), ("drill days", "july_difference", 0.011), ("drill days", "calm_bulkhead", 998),
    ("drill days", "closure_tax", 0), ("drill days", "closure_others", 1), ("drill days", "report_bytes", 1_000_001),
    ("drill generator", "top_rps_of_one_core", 19_999), ("drill generator", "half_p99_ms", 2.001), ("drill generator", "half_lost", 1),
    ("kill", "daemon.load_ran", False), ("kill", "daemon.failed", 1), ("kill", "daemon.closed_without_it", 19),
    ("kill", "daemon.orders_and_endings_kept", 19), ("kill", "worker.load_ran", False), ("kill", "worker.failed", 401),
    ("kill", "worker.gauges_left", 1), ("parity", "query.same", 9_989), ("suite parity", "4.passed", 4_999),
    ("order", "load_ran", False), ("order", "late", 1), ("order", "p99_ms", 50.001), ("order", "p99_ms", None),
    *(("scale", key, limit + 1) for key, limit in SCALE.items()), ("scale", "all_order_p99_ms", None),
    *(("soak", f"{phase}.{key}", bad) for phase in ("orders", "images")
      for key, bad in (("load_ran", False), ("failed", 1), ("not_2xx", 1), ("growth_kib.rss", soak_bench.GROWTH_KIB_MAX + 1))),
    ("proxy", "rps_module", 0.9299), ("proxy", "rps_control", 0.9299), ("proxy", "rps_control", 1.0701),
    ("proxy --instructions", "instructions_control", 989), ("proxy --instructions", "instructions_control", 1_011),
]


def missed(musts):
    return [what for so, what in musts if not so]


@pytest.mark.parametrize("bench", BENCHES)
def test_good_figures_miss_nothing(bench):
    musts, good = BENCHES[bench]
    assert missed(musts(good)) == []


@pytest.mark.parametrize("bench, key, bad", MISSED)
def test_one_figure_that_is_not_good_is_named(bench, key, bad):
    musts, good = BENCHES[bench]
    figures = copy.deepcopy(good)
    *path, last = key.split(".")
    part = figures
    for step in path:
        part = part[step]
    part[last] = bad
    assert len(missed(musts(figures))) == 1, musts(figures)


def test_a_load_as_fast_as_it_can_was_there_in_every_second():
    from gateway_for_bench import load_ran
    assert load_ran({"rps_wanted": 0, "rps": 10, "rps_second_min": 1})
    assert not load_ran({"rps_wanted": 0, "rps": 10, "rps_second_min": 0})
    assert load_ran({"rps_wanted": 100, "rps": 95, "rps_second_min": 0})
    assert not load_ran({"rps_wanted": 100, "rps": 94, "rps_second_min": 90})


@pytest.mark.parametrize("late, code", [(0, 0), (3, 1)])
def test_the_result_comes_first_then_what_was_missed(capsys, late, code):
    with pytest.raises(SystemExit) as ended:
        measure.end([measure.at_most(late, 0, "orders that came late"), measure.at_least(2, 2, "of two")], late=late)
    assert ended.value.code == code
    first, *others = capsys.readouterr().out.splitlines()
    assert first.startswith("RESULT ") and json.loads(first.removeprefix("RESULT ")) == {"late": late}
    assert others == (["MISSED orders that came late: 3, at most 0"] if late else [])


@pytest.mark.parametrize("codes", [(0, 0), (1, 0), (0, 1)])
def test_a_run_ends_as_its_benches_do(tmp_path, codes):
    folder = tmp_path / "bench"
    folder.mkdir()
    shutil.copy(HERE / "run", folder)
    for name, code in zip("ab", codes):
        bench = folder / f"{name}_bench.py"
        bench.write_text(f"#!/bin/sh\necho 'RESULT {{\"figure\": 1}}'\n[ {code} = 0 ] || echo 'MISSED a figure: 1, at most 0'\nexit {code}\n")
        bench.chmod(0o755)
    done = subprocess.run([folder / "run"], capture_output=True, text=True)
    assert done.returncode == max(codes)
    summary = done.stdout.rsplit("\n\n", 1)[1].splitlines()
    expected = [f'RESULT {name}_bench {{"figure": 1}}' for name in "ab"]
    for name, code in zip("ab", codes):
        expected += [f"FAILED {name}_bench", f"MISSED {name}_bench a figure: 1, at most 0"] if code else []
    assert sorted(summary) == sorted(expected)
