"""Every service, as a citizen, a clerk and a client of its API use it. A task counts as finished only when
its last page says so, to people and in its marker."""

import csv
import io
import re
import xml.etree.ElementTree as xml
import zipfile

import pytest

from client import PERSONS, Browser

TASKS = {
    "portal": ("contact-details", {}),
    "tax-filing": ("tax-return", {}),
    "civil-registry": ("birth-certificate", {"remarks": "<b>për shkollë</b> & \"më\""}),
    "health-prescriptions": ("prescription", {}),
    "business-licences": ("business-licence", {"company_number": "J91402501L", "trade_name": "Te Ura", "area": "40",
                                               "begins_on": "2026-09-01"}),
    "court-records": ("hearing-date", {}),
}
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def is_national_number(text):
    """FACTS of the numbers, written a second time and differently."""
    if not re.fullmatch(r"[0-9A-T]\d{8}[A-W]", text):
        return False
    letters = "WABCDEFGHIJKLMNOPQRSTUV"
    values = [int(c) if c.isdigit() else letters.index(c) for c in text[:9]]
    return letters[sum(max(1, i) * v for i, v in enumerate(values)) % 23] == text[9]


@pytest.fixture(scope="session")
def clerk(service):
    browser = Browser(service)
    assert browser.log_in_clerk().status == 303
    return browser


@pytest.fixture(scope="session")
def citizens(service, clerk):
    """National numbers of people whom this service knows."""
    register = clerk.get("/api/v1").json["register"]
    items = clerk.get(f"/api/v1/{register}?per_page=20").json["items"]
    return sorted({item["national_number"] for item in items})


@pytest.mark.parametrize("language", ["en", "sq"])
def test_a_citizen_finishes_the_task(service, citizens, language):
    task, changes = TASKS[service.kind]
    browser = Browser(service, language)
    assert f'<html lang="{language}">' in browser.get("/").text
    assert browser.get(f"/tasks/{task}").status == 200
    assert browser.get(f"/tasks/{task}/1").headers["Location"].startswith("/login")
    assert browser.log_in_citizen(citizens[0]).status == 303
    page = browser.finish_task(task, changes)
    assert page.finished() == task
    receipt = re.search(r"[A-Z]{3}-\d{6}-[0-9A-Z]{6}", page.text).group(0)
    assert receipt in Browser(service).get(f"/receipts?number={receipt}").text
    assert "<b>" not in page.text
    assert receipt in browser.get("/me").text
    stranger = Browser(service)
    stranger.log_in_citizen(citizens[1])
    assert stranger.get(f"/tasks/{task}/finished/{receipt}").status == 404


def test_steps_cannot_be_skipped(service, citizens):
    task, _ = TASKS[service.kind]
    browser = Browser(service)
    browser.log_in_citizen(citizens[0])
    assert browser.get(f"/tasks/{task}/2").headers["Location"] == f"/tasks/{task}/1"
    assert browser.get(f"/tasks/{task}/99").status == 404


def test_refused_answers_are_said(service, citizens):
    task, _ = TASKS[service.kind]
    browser = Browser(service)
    browser.log_in_citizen(citizens[0])
    page = browser.get(f"/tasks/{task}/1")
    name = next(field for field in page.fields() if field != "csrf")
    refused = browser.post(f"/tasks/{task}/1", {**page.fields(), name: "x" * 300})
    assert refused.status == 422
    assert 'role="alert"' in refused.text and f'href="#{name}"' in refused.text


def test_the_api_finishes_the_task(service, citizens):
    task, changes = TASKS[service.kind]
    pages = Browser(service)
    pages.log_in_citizen(citizens[0])
    answers = {}
    for step in range(1, 8):
        page = pages.get(f"/tasks/{task}/{step}")
        fields = {**page.fields(), **{k: v for k, v in changes.items() if k in page.fields()}}
        pages.post(f"/tasks/{task}/{step}", fields)
        answers.update(fields)
        if len(fields) == 1:
            break
    answers.pop("csrf")
    browser = Browser(service)
    opened = browser.post_json("/api/v1/session", {"national_number": citizens[0], "password": "demo-" + citizens[0][-4:]})
    assert opened.status == 201
    token = opened.json["csrf_token"]
    assert browser.post_json(f"/api/v1/tasks/{task}", answers).status == 403
    assert browser.post_json(f"/api/v1/tasks/{task}", [1], token).status == 400
    refused = browser.post_json(f"/api/v1/tasks/{task}", {}, token)
    assert refused.status == 422 and refused.json["fields"]
    sent = browser.post_json(f"/api/v1/tasks/{task}", answers, token)
    assert sent.status == 201 and sent.json["task_finished"] == task
    assert browser.get(f"/api/v1/receipts/{sent.json['receipt']}").json["status"] == "submitted"
    assert browser.get("/api/v1/me").json["national_number"] == citizens[0]


def test_a_clerk_works_the_queue(service, clerk):
    queue = clerk.get("/clerk/queue")
    item = re.search(r'href="(/clerk/queue/\d+)"', queue.text).group(1)
    page = clerk.get(item)
    assert page.finished() is None
    decided = clerk.post(item, {"csrf": page.csrf(), "decision": "approve", "note": "<i>në rregull</i>"})
    assert decided.status == 303
    page = clerk.get(decided.headers["Location"])
    assert page.finished() == "queue-item"
    assert "&lt;i&gt;" in page.text and "<i>" not in page.text


def test_a_client_works_the_queue(service):
    browser = Browser(service)
    token = browser.post_json("/api/v1/session", {"clerk": "clerk-02", "password": "demo-clerk-02"}).json["csrf_token"]
    before = browser.get("/api/v1/queue").json
    one = before["items"][0]
    decided = browser.post_json(f"/api/v1/queue/{one['id']}", {"decision": "refuse", "note": "jo"}, token)
    assert decided.status == 200 and decided.json["status"] == "refused"
    assert browser.get("/api/v1/queue").json["total"] == before["total"] - 1
    assert browser.post_json(f"/api/v1/queue/{one['id']}", {"decision": "refuse"}, token).status == 409


def test_the_register_has_pages_and_details(service, clerk):
    first = clerk.get("/clerk/records")
    assert 'rel="next"' in first.text
    detail = re.search(r'href="(/clerk/records/\d+)"', first.text).group(1)
    assert clerk.get(detail).status == 200
    register = clerk.get("/api/v1").json["register"]
    whole = clerk.get(f"/api/v1/{register}?per_page=100&page=1").json
    assert len(whole["items"]) == min(100, whole["total"])
    after_the_last = clerk.get(f"/api/v1/{register}?page=999999").json
    assert after_the_last["items"] == []
    assert clerk.get(f"/api/v1/{register}/{whole['items'][0]['id']}").json == whole["items"][0]


def test_the_csv_export_holds_everybody(service, clerk):
    page = clerk.get("/clerk/records.csv")
    assert page.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(page.body.decode("utf-8-sig"))))
    register = clerk.get("/api/v1").json["register"]
    assert len(rows) - 1 == clerk.get(f"/api/v1/{register}").json["total"]
    numbers = [cell for row in rows[1:] for cell in row if re.fullmatch(r"[0-9A-T]\d{8}[A-W]", cell)]
    assert len(numbers) >= len(rows) - 1 and all(map(is_national_number, numbers))
    if service.kind in ("portal", "tax-filing", "civil-registry"):
        assert len(rows) - 1 == PERSONS


def test_the_xlsx_export_opens(service, clerk):
    page = clerk.get("/clerk/records.xlsx", Accept_Language="sq")
    archive = zipfile.ZipFile(io.BytesIO(page.body))
    assert archive.testzip() is None
    parts = {name: xml.fromstring(archive.read(name)) for name in archive.namelist()}
    for relation in parts["xl/_rels/workbook.xml.rels"]:
        assert f"xl/{relation.get('Target')}" in parts
    rows = parts["xl/worksheets/sheet1.xml"].find(f"{SHEET}sheetData").findall(f"{SHEET}row")
    csv_rows = list(csv.reader(io.StringIO(clerk.get("/clerk/records.csv").body.decode("utf-8-sig"))))
    assert len(rows) == len(csv_rows)
    cells = ["".join(cell.itertext()) for cell in rows[1].findall(f"{SHEET}c")]
    assert cells == [cell for cell in csv_rows[1] if cell]
    heads = ["".join(cell.itertext()) for cell in rows[0].findall(f"{SHEET}c")]
    assert "Numri personal" in heads or "NIPT" in heads


def test_an_export_of_a_search_is_the_search(service, clerk):
    register = clerk.get("/api/v1").json["register"]
    total = clerk.get(f"/api/v1/{register}?q=a").json["total"]
    assert 0 < total
    rows = list(csv.reader(io.StringIO(clerk.get("/clerk/records.csv?q=a").body.decode("utf-8-sig"))))
    assert len(rows) - 1 == total
