"""Usage: keys.py CASE SECRET COMMAND...

Run a command that signs with a key whose passphrase is SECRET, and look at it
from outside. SECRET itself comes from the environment variable KEYS_SECRET of
this program alone, which the command does not inherit. Exit status 0 and "as
it should be", or an AssertionError that says what was not.

  memory FILE   where the passphrase is while it runs (--passphrase-fd 3); FILE
                holds the private key as PEM: its number is looked for too
  killed OUT    the process of the key is killed while dossiers are made in OUT
  stopped       SIGTERM to the command while its passphrase is awaited
  prompt        typed on a terminal
  wrong         the same, but another one
  interrupt     Ctrl-C instead of a passphrase
"""
import glob
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time

secret = os.environ.pop("KEYS_SECRET").encode()
PATIENCE_S = 60


def children(pid):
    found = []
    for path in glob.glob("/proc/%d/task/*/children" % pid):
        try:
            found += [int(word) for word in open(path).read().split()]
        except OSError:
            pass
    return sorted(found)


def wait_for(what, about):
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        seen = what()
        if seen:
            return seen
        time.sleep(0.001)
    raise AssertionError("never seen: " + about)


def told(pid, name):
    """What /proc says of the process; nothing to anybody but root when it is
    the one that holds the key."""
    try:
        return open("/proc/%d/%s" % (pid, name), "rb").read()
    except PermissionError:
        assert os.geteuid() != 0
        return b""


def memory_of(pid):
    """All that the process has mapped and that can be read."""
    parts = []
    with open("/proc/%d/maps" % pid) as maps, \
            open("/proc/%d/mem" % pid, "rb", 0) as memory:
        for line in maps:
            start, end, rights = re.match(
                r"([0-9a-f]+)-([0-9a-f]+) (\S+)", line).groups()
            if "r" not in rights or "[v" in line:
                continue
            memory.seek(int(start, 16))
            try:
                parts.append(memory.read(int(end, 16) - int(start, 16)))
            except OSError:
                pass
    return parts


def holds(pid, needle):
    return any(needle in part for part in memory_of(pid))


def started(command):
    """Run it with descriptor 3 awaiting a passphrase: the process, a file to
    write it to, and the process that holds the key."""
    ends = os.pipe()
    process = subprocess.Popen(
        ["sh", "-c", 'exec "$@" 3<&0 0</dev/null', "-"] + command,
        stdin=ends[0], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    os.close(ends[0])
    holder, = wait_for(lambda: children(process.pid), "the key's process")
    return process, os.fdopen(ends[1], "wb"), holder


def private_number(path):
    """Of a P-256 key, as libcrypto has it in memory and in its file."""
    text = subprocess.run(["openssl", "ec", "-in", path, "-noout", "-text"],
                          check=True, capture_output=True).stdout.decode()
    digits = re.search(r"priv:([0-9a-f:\s]+)pub:", text).group(1)
    number = bytes.fromhex(re.sub(r"[:\s]", "", digits))[-32:]
    return number, number[::-1]


def memory(path, command):
    numbers = private_number(path)
    process, writer, holder = started(command)
    writer.write(secret + b"\n")
    writer.close()
    out = command[command.index("-o") + 1]
    wait_for(lambda: glob.glob(out + "/*/dossier.xml"), "a dossier")
    os.kill(process.pid, signal.SIGSTOP)
    for pid in (process.pid, holder):
        assert b"auditor" in told(pid, "cmdline")
        assert secret not in told(pid, "cmdline") + told(pid, "environ")
    status = open("/proc/%d/status" % holder).read()
    assert re.search(r"NoNewPrivs:\s*1", status), status
    assert re.search(r"Seccomp:\s*2", status), status
    limits = open("/proc/%d/limits" % holder).read()
    assert re.search(r"Max core file size\s+0\s+0", limits), limits
    # The dossier is in the memory of the program, so that the search is seen
    # to find something; the key and its passphrase are not.
    assert holds(process.pid, b"not for production")
    assert not holds(process.pid, secret), "passphrase in the program"
    for number in numbers:
        assert not holds(process.pid, number), "key in the program"
    try:
        found = [holds(holder, number) for number in numbers]
        assert any(found), "the key is not where it should be"
        assert not holds(holder, secret), "the passphrase was not wiped"
    except PermissionError:
        assert os.geteuid() != 0
    os.kill(process.pid, signal.SIGCONT)
    output, errors = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0, errors
    assert secret not in output and secret not in errors
    wait_for(lambda: not os.path.exists("/proc/%d" % holder), "its end")


def killed(out, command):
    process, writer, holder = started(command)
    writer.write(secret + b"\n")
    writer.close()
    wait_for(lambda: glob.glob(out + "/*/dossier.xml"), "a dossier")
    os.kill(holder, signal.SIGKILL)
    output, errors = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 4, (process.returncode, errors)
    assert errors == (b"auditor: the process that holds the key ended "
                      b"early\n"), errors
    whole = {"dossier.xml", "dossier.en.pdf", "dossier.fr.pdf"}
    for folder in glob.glob(out + "/*/"):
        names = set(os.listdir(folder))
        assert names in (set(), whole), (folder, names)
    assert not glob.glob(out + "/comparison*")
    assert not [name for _, _, names in os.walk(out) for name in names
                if not name.startswith("dossier.")]


def stopped(command):
    process, writer, holder = started(command)
    process.terminate()
    process.communicate(timeout=PATIENCE_S)
    assert process.returncode == -signal.SIGTERM
    wait_for(lambda: not os.path.exists("/proc/%d" % holder), "its end")
    writer.close()


def echoes(terminal):
    return bool(termios.tcgetattr(terminal)[3] & termios.ECHO)


def read_some(terminal):
    try:
        ready = select.select([terminal], [], [], 0.05)[0]
        return os.read(terminal, 65536) if ready else b""
    except OSError:  # nobody has the other side any more
        return b""


def lead(command):
    """What a shell is to the command: the first process of its terminal, which
    stays when Ctrl-C ends the command."""
    signal.signal(signal.SIGINT, lambda *_: None)
    code = subprocess.run(command).returncode
    time.sleep(0.5)  # for the process of the key to leave the terminal
    os._exit(code if code >= 0 else 128 - code)


def on_terminal(keys, command):
    """Type the keys when asked; what the terminal showed, whether it echoes
    when the command has ended, and how it did."""
    pid, terminal = pty.fork()
    if pid == 0:
        lead(command)
    shown = b""
    typed = False
    echo = None
    status = None
    end = time.monotonic() + PATIENCE_S
    while status is None:
        assert time.monotonic() < end, shown
        shown += read_some(terminal)
        if not typed and shown.endswith(b": "):
            assert not echoes(terminal), "the passphrase would be shown"
            os.write(terminal, keys)
            typed = True
        echo = echoes(terminal)
        reaped, code = os.waitpid(pid, os.WNOHANG)
        status = os.waitstatus_to_exitcode(code) if reaped else None
    assert typed, shown
    return shown + read_some(terminal), echo, status


def prompt(command):
    shown, echo, status = on_terminal(secret + b"\n", command)
    assert re.search(rb"auditor: (passphrase|PIN) of .*: ", shown), shown
    assert status == 0, shown
    assert secret not in shown and echo, (shown, echo)


def wrong(command):
    shown, echo, status = on_terminal(b"another\n", command)
    assert status == 2, shown
    assert b"not the right one" in shown and b"another" not in shown, shown
    assert echo


def interrupt(command):
    shown, echo, status = on_terminal(b"\x03", command)
    assert status == 128 + signal.SIGINT, (status, shown)
    assert echo, "the terminal was left without echo"


CASES = {"memory": memory, "killed": killed, "stopped": stopped,
         "prompt": prompt, "wrong": wrong, "interrupt": interrupt}
case, words = sys.argv[1], sys.argv[2:]
if case in ("memory", "killed"):
    CASES[case](words[0], words[1:])
else:
    CASES[case](words)
print("as it should be")
