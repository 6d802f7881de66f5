"""Fetches jars by Maven coordinates into a folder: fetch-jars.py WANTED.json FOLDER

WANTED.json is a list of {group, artifact, version, sha256, size}. Each jar is fetched into a private folder, checked
against its SHA-256 and only then renamed into place, so an interrupted fetch keeps what was whole and nothing else.
$CONSENTRY_MAVEN_MIRROR names a repository to use instead of Maven Central; the checksums stay the same.
Prints JSON lines: {"done": bytes so far} and, on failure, {"error": {"file", "message"}} with exit code 1.
"""

import contextlib
import hashlib
import json
import os
import shutil
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jgo.maven import MavenContext, PythonResolver

ATTEMPTS = 3
PARALLEL = 4
READ_TIMEOUT_S = 60
REPORT_EVERY_BYTES = 1 << 20


class Meter:
    """Counts bytes over all threads and reports them now and then."""

    def __init__(self):
        self._lock = threading.Lock()
        self._done = 0
        self._reported = 0

    def add(self, count):
        with self._lock:
            self._done += count
            if self._done - self._reported >= REPORT_EVERY_BYTES or count < 0:
                self._reported = self._done
                say({"done": self._done})


def say(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def sha256_of(file):
    digest = hashlib.sha256()
    with open(file, "rb") as stream:
        for block in iter(lambda: stream.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def fetch_once(entry, folder, meter):
    mirror = os.environ.get("CONSENTRY_MAVEN_MIRROR", "").rstrip("/")
    counted = 0

    @contextlib.contextmanager
    def progress(_name, _total):
        def update(count):
            nonlocal counted
            counted += count
            meter.add(count)

        yield update

    private = Path(tempfile.mkdtemp(prefix=".part-", dir=folder))
    try:
        context = MavenContext(
            resolver=PythonResolver(progress_callback=progress),
            repo_cache=private,
            remote_repos={"mirror": mirror} if mirror else None,
            timeout=READ_TIMEOUT_S,
        )
        component = context.project(entry["group"], entry["artifact"]).at_version(entry["version"])
        fetched = component.artifact().resolve()
        seen = sha256_of(fetched)
        if seen != entry["sha256"]:
            raise ValueError(f"checksum mismatch: expected {entry['sha256']}, got {seen}")
        os.replace(fetched, folder / f"{entry['artifact']}-{entry['version']}.jar")
    except BaseException:
        meter.add(-counted)
        raise
    finally:
        shutil.rmtree(private, ignore_errors=True)


def fetch(entry, folder, meter):
    name = f"{entry['group']}:{entry['artifact']}:{entry['version']}"
    for attempt in range(1, ATTEMPTS + 1):
        try:
            fetch_once(entry, folder, meter)
            return
        except Exception as error:  # whatever a network or a disk can do; the last one is reported
            if attempt == ATTEMPTS:
                raise RuntimeError(json.dumps({"file": name, "message": describe(error)})) from error


def describe(error):
    words = []
    while error is not None:
        words.append(f"{type(error).__name__}: {error}")
        error = error.__cause__ or error.__context__
    return "; ".join(words)


def main():
    wanted = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    folder = Path(sys.argv[2])
    meter = Meter()
    largest_first = sorted(wanted, key=lambda entry: -entry["size"])
    with ThreadPoolExecutor(PARALLEL) as pool:
        running = [pool.submit(fetch, entry, folder, meter) for entry in largest_first]
        failed = False
        for future in running:
            try:
                future.result()
            except RuntimeError as error:
                failed = True
                say({"error": json.loads(str(error))})
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
