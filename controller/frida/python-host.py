"""Frida child on the PyPI wheel: attaches and loads on request, passes script messages through untouched.

Speaks the frames of framing.ts on stdin and stdout. End of stdin means the controller is gone: everything is
detached, Frida's helper process is ended, and the private temporary folder is removed.
"""

import json
import os
import shutil
import signal
import struct
import sys
import threading
import time

HEADER = struct.Struct(">IcI")
HELPER_DEADLINE_S = 2.0
DETACH_DEADLINE_S = 2.0

temp_folder = os.environ["TMPDIR"]
stdout_fd = os.dup(1)
os.dup2(2, 1)  # whatever else prints must not break the frames
write_lock = threading.Lock()
sessions = {}
scripts = {}


def write_all(data):
    view = memoryview(data)
    while view:
        view = view[os.write(stdout_fd, view) :]


def emit(kind, session, text):
    body = text.encode("utf-8", "replace")
    with write_lock:
        write_all(HEADER.pack(len(body) + 5, kind, session) + body)


def control(session, message):
    emit(b"C", session, json.dumps(message))


def helper_pids():
    inside = temp_folder + os.sep
    for entry in os.listdir("/proc") if os.path.isdir("/proc") else []:
        if not entry.isdigit():
            continue
        try:
            if os.readlink("/proc/%s/exe" % entry).startswith(inside):
                yield int(entry)
        except OSError:
            continue  # gone meanwhile, or not ours to look at


def leave(code):
    # Frida's own teardown may hang on a dead target, and must not keep the cleaning from happening.
    closing = threading.Thread(target=detach_all, daemon=True)
    closing.start()
    closing.join(DETACH_DEADLINE_S)
    deadline = time.monotonic() + HELPER_DEADLINE_S
    while time.monotonic() < deadline:
        pids = list(helper_pids())
        if not pids:
            break
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                continue
        time.sleep(0.01)
    shutil.rmtree(temp_folder, ignore_errors=True)
    os._exit(code)


def detach_all():
    for session in list(sessions.values()):
        try:
            session.detach()
        except Exception as error:
            sys.stderr.write("detach: %s\n" % error)


def attach(frida, number, request):
    session = frida.get_local_device().attach(request["pid"])
    sessions[number] = session

    def detached(reason, *_):
        sessions.pop(number, None)
        scripts.pop(number, None)
        control(number, {"event": "detached", "reason": str(reason)})

    session.on("detached", detached)


def load(number, request):
    options = {"name": request["name"]}
    if request.get("runtime"):
        options["runtime"] = request["runtime"]
    script = sessions[number].create_script(request["source"], **options)
    script._consentry_session = number
    scripts[number] = script
    script.load()


def detach(number):
    session = sessions.pop(number, None)
    if session is not None:
        session.detach()


def perform(frida, number, request):
    try:
        if request["op"] == "attach":
            attach(frida, number, request)
        elif request["op"] == "load":
            load(number, request)
        elif request["op"] == "detach":
            detach(number)
        control(number, {"id": request["id"]})
    except Exception as error:
        control(number, {"id": request["id"], "error": "%s: %s" % (type(error).__name__, error)})


def read_exactly(count):
    parts = []
    while count > 0:
        part = sys.stdin.buffer.read(count)
        if not part:
            leave(0)
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def main():
    try:
        import frida
        from frida import core
    except Exception as error:
        control(0, {"event": "unavailable", "reason": "%s: %s" % (type(error).__name__, error)})
        leave(3)

    def pass_through(script, raw, data):
        # The binding would parse every message only for us to encode it again; its text goes on as it is.
        emit(b"M", script._consentry_session, raw)

    core.Script._on_message = pass_through
    control(0, {"event": "ready", "version": frida.__version__})
    while True:
        length, kind, number = HEADER.unpack(read_exactly(HEADER.size))
        body = read_exactly(length - 5).decode("utf-8")
        if kind == b"M":
            script = scripts.get(number)
            if script is not None:
                script._impl.post(body, None)
            continue
        request = json.loads(body)
        if request["op"] == "close":
            leave(0)
        # Attach and load may hang with the target; the other sessions must not.
        threading.Thread(target=perform, args=(frida, number, request), daemon=True).start()


main()
