"""A whole gateway for a test: real nginx with the module, the real daemon, the real command line, and upstreams.

Everything lies in the test's own folder and listens on ports of its own. Nothing here waits for a length of time:
`until` looks again until something is so, and fails at a deadline."""

import http.client
import http.server
import json
import os
import pathlib
import signal
import socket
import socketserver
import struct
import subprocess
import sys
import threading
import time

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))

import sanitizers  # noqa: E402

BIN = pathlib.Path(os.environ.get("BULKHEAD_BIN", ROOT / "build/release/bin"))
LIB = pathlib.Path(os.environ.get("BULKHEAD_LIB", ROOT / "build/release/lib"))
MODULE = LIB / "ngx_http_bulkhead_module.so"
FAULT_SHIM = LIB / "fault_shim.so"
# Debian keeps nginx where an ordinary user's PATH does not look.
os.environ["PATH"] = os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin"
DEADLINE_S = float(os.environ.get("BULKHEAD_TEST_DEADLINE_S", "20"))

ANA_TOKEN = "token-of-ana-for-tests"
BESA_TOKEN = "token-of-besa-for-tests"
DRITAN_TOKEN = "token-of-dritan-for-tests"


def until(what, look, deadline_s=DEADLINE_S):
    """Returns the first truthy value of `look()`; `what` says in the failure what never came."""
    end = time.monotonic() + deadline_s
    while True:
        value = look()
        if value:
            return value
        assert time.monotonic() < end, f"not so after {deadline_s} s: {what}"
        time.sleep(0.005)


def free_ports(count):
    """Ports that are free now, all different; held together so that none is given twice."""
    held = []
    for _ in range(count):
        s = socket.socket()
        s.bind(("127.0.0.1", 0))
        held.append(s)
    ports = [s.getsockname()[1] for s in held]
    for s in held:
        s.close()
    return ports


def programs_with_files_in(folder):
    """Process ids that hold a file below the folder open: an orphaned worker of nginx names no folder, but has its log."""
    holders = set()
    for link in pathlib.Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if os.readlink(link).startswith(f"{folder}/"):
                holders.add(link.parts[2])
        except OSError:
            continue
    return holders


class Faults:
    """The file that tests/support/fault_shim.c looks at."""

    def __init__(self, path):
        self.path = path
        self.clock_ms, self.disk_full, self.no_threads, self.slept_ms = 0, False, False, 0
        self._write()

    def _write(self):
        # In place: the shim has the file mapped.
        with open(self.path, "r+b" if self.path.exists() else "w+b") as file:
            file.write(struct.pack("qqqq", self.clock_ms, self.disk_full, self.no_threads, self.slept_ms))

    def set_clock_ahead(self, ms):
        self.clock_ms = ms
        self._write()

    def set_disk_full(self, full):
        self.disk_full = full
        self._write()

    def set_no_threads(self, none):
        self.no_threads = none
        self._write()

    def set_slept(self, ms):
        self.slept_ms = ms
        self._write()

    def environment(self):
        return {"LD_PRELOAD": sanitizers.preload(FAULT_SHIM), "BULKHEAD_FAULT_FILE": str(self.path)}


class Upstream:
    """A service's own server: says which one it is, and what it was asked."""

    def __init__(self, name):
        self.name = name
        self.requests = []
        self.hold = None  # an Event: requests to /hold wait for it
        upstream = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                if self.path != "/probe":  # the daemon's own
                    upstream.requests.append((self.command, self.path, dict(self.headers.items()), len(body)))
                if "/hold" in self.path and upstream.hold is not None:
                    upstream.hold.wait(DEADLINE_S)
                text = json.dumps({"service": upstream.name, "path": self.path, "headers": list(self.headers.items())}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                if self.path.startswith("/login"):
                    self.send_header("Set-Cookie", "session=s-" + self.path.rsplit("/", 1)[-1] + "; Path=/; HttpOnly")
                self.end_headers()
                self.wfile.write(b"" if self.command == "HEAD" else text)

            do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = do_PATCH = answer

            def log_message(self, *_):
                pass

        class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Process:
    """A program of ours (or nginx) that ends with the test, with what it wrote kept in a file."""

    def __init__(self, name, words, folder, env=None):
        self.log = folder / f"{name}.log"
        with open(self.log, "ab") as log:
            self.popen = subprocess.Popen([str(w) for w in words], stdout=log, stderr=log, cwd=folder,
                                          env=sanitizers.environment(env), start_new_session=True)

    @property
    def pid(self):
        return self.popen.pid

    def alive(self):
        return self.popen.poll() is None

    def stop(self, with_signal=signal.SIGTERM):
        if self.alive():
            self.popen.send_signal(with_signal)
            try:
                self.popen.wait(DEADLINE_S)
            except subprocess.TimeoutExpired:
                self.popen.kill()
                self.popen.wait(DEADLINE_S)
        return self.popen.returncode

    def text(self):
        return self.log.read_text(errors="replace")


class Gateway:
    """bulkheadd + nginx over one state folder. `services` are the policy's services, by name, as in bulkhead.yaml."""

    def __init__(self, folder, services, *, gateway=None, agency=None, faults=False, workers=2, tls=False, compartments=None):
        self.folder = pathlib.Path(folder)
        self.state = self.folder / "state"
        self.state.mkdir(mode=0o755)
        self.port, self.tls_port, self.api_port = free_ports(3)
        self.faults = Faults(self.folder / "faults") if faults else None
        self.daemon = None
        self.nginx = None
        self.nginx_configuration = self.state / "nginx" / "nginx.conf"
        self.policy = {
            "agency": agency or {
                "name": {"en": "Agency of Tests", "sq": "Agjencia e Testeve"},
                "contact": {"en": "Telephone 1800", "sq": "Telefoni 1800"},
                "languages": ["en", "sq"],
            },
            "gateway": {"listen": [f"127.0.0.1:{self.port}"], "workers": workers, **(gateway or {})},
            "operators": {
                "ana": {"name": "Ana", "role": "duty", "token": self.token_hash(ANA_TOKEN)},
                "besa": {"name": "Besa", "role": "chief", "token": self.token_hash(BESA_TOKEN)},
                "dritan": {"name": "Dritan", "role": "auditor", "token": self.token_hash(DRITAN_TOKEN)},
            },
            "services": services,
        }
        if compartments:
            self.policy["compartments"] = compartments
        if tls:
            self._make_certificate()
            self.policy["gateway"]["listen"].append({"address": f"127.0.0.1:{self.tls_port}", "tls": True})
            self.policy["gateway"]["certificates"] = [
                {"certificate": str(self.folder / "cert.pem"), "key": str(self.folder / "key.pem")}]
        self.policy_path = self.folder / "bulkhead.yaml"
        self.write_policy()

    @staticmethod
    def token_hash(token):
        import hashlib
        return "sha256:" + hashlib.sha256(token.encode()).hexdigest()

    def _make_certificate(self):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-keyout", str(self.folder / "key.pem"), "-out", str(self.folder / "cert.pem"), "-days", "30",
                        "-subj", "/CN=gateway.test", "-addext", "subjectAltName=DNS:tax.test,DNS:portal.test,DNS:gateway.test"],
                       check=True, capture_output=True)

    def write_policy(self):
        self.policy_path.write_text(yaml.safe_dump(self.policy, allow_unicode=True, sort_keys=False))

    def _env(self):
        return {**sanitizers.OURS, **(self.faults.environment() if self.faults else {})}

    # -- life ---------------------------------------------------------------------------------------------------------

    def start(self):
        self.start_daemon()
        self.start_nginx()
        return self

    def start_daemon(self, *extra):
        if os.geteuid() == 0:
            extra = ("--nginx-user", "root", *extra)
        self.daemon = Process("bulkheadd", [BIN / "bulkheadd", "--state", self.state, "--policy", self.policy_path,
                                            "--listen", f"127.0.0.1:{self.api_port}", "--module", MODULE, *extra], self.folder, self._env())
        until("the daemon answers", self._daemon_answers)
        return self.daemon

    def _daemon_answers(self):
        assert self.daemon.alive(), "bulkheadd ended: " + self.daemon.text()[-2000:]
        try:
            return self.api("GET", "/api/v1/status", ANA_TOKEN)[0] == 200
        except OSError:
            return False

    def render(self, *extra):
        words = [BIN / "bulkhead", "render", "nginx", self.policy_path, "--state", self.state, "--module", MODULE, *extra]
        if os.geteuid() == 0:
            words += ["--user", "root"]
        done = subprocess.run([str(w) for w in words], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        for folder in ("nginx", "nginx/logs", "nginx/temp", "site"):
            (self.state / folder).mkdir(exist_ok=True)
        self.nginx_configuration.write_text(done.stdout)

    def nginx_words(self, *extra):
        return ["nginx", "-p", self.state / "nginx", "-c", self.nginx_configuration, "-e",
                self.state / "nginx" / "error.log", *extra]

    def start_nginx(self):
        self.render()
        self.nginx = Process("nginx", self.nginx_words("-g", "daemon off;"), self.folder,
                             self.faults.environment() if self.faults else None)
        until("nginx listens", self._nginx_listens)
        until("workers are at work", lambda: len(self.worker_pids()) >= self.policy["gateway"]["workers"])

    def _nginx_listens(self):
        assert self.nginx.alive(), "nginx ended: " + self.nginx.text()[-2000:] + self.error_log()[-2000:]
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def stop(self):
        for process in (self.nginx, self.daemon):
            if process is not None:
                process.stop()

    def worker_pids(self):
        """Pids of nginx's live workers."""
        out = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(self.nginx.pid)], capture_output=True, text=True).stdout
        return [int(line.split()[0]) for line in out.splitlines() if "worker process" in line and "shutting" not in line]

    def error_log(self):
        path = self.state / "nginx" / "error.log"
        other = self.state / "nginx" / "logs" / "error.log"
        return "".join(p.read_text(errors="replace") for p in (path, other) if p.exists())

    def heartbeat(self):
        """What the daemon wrote down in control.seg at its last tick: (boot clock, real-time clock), in ms."""
        with open(self.state / "control.seg", "rb") as segment:
            return struct.unpack_from("qq", segment.read(48), 32)  # src/segment/control_layout.h

    def wait_for_tick(self):
        """Returns the real-time clock, in ms, at a tick of the daemon that began after this call and has ended."""
        before = self.heartbeat()
        seen = until("a tick begins", lambda: (now := self.heartbeat())[0] > before[0] and now)
        # What a tick does comes after its heartbeat: the next one says that it is done.
        until("the next tick begins", lambda: self.heartbeat()[0] > seen[0])
        return seen[1]

    # -- asking ---------------------------------------------------------------------------------------------------------

    def request(self, method, host, path="/", headers=None, body=None, timeout=DEADLINE_S, source="127.0.0.1"):
        """One request through the gateway: (status, headers, body)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout, source_address=(source, 0))
        try:
            connection.request(method, path, body=body, headers={"Host": host, **(headers or {})})
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def get(self, host, path="/", **options):
        return self.request("GET", host, path, **options)

    def raw(self, data, timeout=5):
        """Bytes as they are, and all bytes that come back until the gateway closes or says no more."""
        with socket.create_connection(("127.0.0.1", self.port), timeout) as s:
            s.sendall(data)
            s.settimeout(timeout)
            received = b""
            try:
                while chunk := s.recv(65536):
                    received += chunk
                    if b"\r\n\r\n" in received and _is_whole(received):
                        break
            except (TimeoutError, socket.timeout):
                pass
            return received

    def api(self, method, path, token=None, body=None):
        """The daemon's REST over TCP: (status, JSON or text)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.api_port, timeout=DEADLINE_S)
        try:
            headers = {"Content-Type": "application/json"} if body is not None else {}
            if token:
                headers["Authorization"] = "Bearer " + token
            connection.request(method, path, body=None if body is None else json.dumps(body), headers=headers)
            response = connection.getresponse()
            text = response.read()
            is_json = "json" in (response.headers.get("Content-Type") or "")
            return response.status, json.loads(text) if is_json else text.decode()
        finally:
            connection.close()

    def cli(self, *words, token=ANA_TOKEN, check=True, env=None):
        """The command line, as the person of `token`; returns the finished process."""
        token_file = self.folder / ("token-" + str(abs(hash(token))))
        token_file.write_text(token + "\n")
        token_file.chmod(0o600)
        done = subprocess.run([str(BIN / "bulkhead"), *map(str, words), "--state", str(self.state), "--url",
                               f"http://127.0.0.1:{self.api_port}", "--token-file", str(token_file)],
                              capture_output=True, text=True, stdin=subprocess.DEVNULL, env=sanitizers.environment({**self._env(), **(env or {})}),
                              timeout=60)
        if check:
            assert done.returncode == 0, f"bulkhead {words}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def order(self, scope, level, token=ANA_TOKEN, expect=201, **fields):
        body = {"scope": scope, "level": level, "reason": "test", **fields}
        if level != "open":
            body.setdefault("cause", "load")
            if body["cause"] != "compromise":
                body.setdefault("for", "30m")  # as long as one person may close an essential service
        status, answer = self.api("POST", "/api/v1/orders", token, body)
        assert status == expect, (status, answer)
        return answer

    def status(self):
        code, status = self.api("GET", "/api/v1/status", ANA_TOKEN)
        assert code == 200, status
        return status

    def service_status(self, name):
        return next(s for s in self.status()["services"] if s["name"] == name)


def _is_whole(response):
    head, _, body = response.partition(b"\r\n\r\n")
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return len(body) >= int(value)
    return b"\r\n0\r\n\r\n" in response


class Load:
    """Steady requests on keep-alive connections until stopped; counts answers by status, and what failed."""

    def __init__(self, gateway, host, path="/", connections=8):
        self.gateway, self.host, self.path = gateway, host, path
        self.answers, self.failures = {}, []
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self._run, daemon=True) for _ in range(connections)]
        for thread in self.threads:
            thread.start()

    def _run(self):
        connection = None
        while not self.stopping.is_set():
            try:
                if connection is None:
                    connection = http.client.HTTPConnection("127.0.0.1", self.gateway.port, timeout=DEADLINE_S)
                connection.request("GET", self.path, headers={"Host": self.host})
                response = connection.getresponse()
                response.read()
                with self.lock:
                    self.answers[response.status] = self.answers.get(response.status, 0) + 1
                if response.will_close:
                    connection.close()
                    connection = None
            except (OSError, http.client.HTTPException) as failure:
                with self.lock:
                    self.failures.append(repr(failure))
                if connection is not None:
                    connection.close()
                connection = None
        if connection is not None:
            connection.close()

    def count(self):
        with self.lock:
            return sum(self.answers.values())

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join(DEADLINE_S)
        return self.answers, self.failures
