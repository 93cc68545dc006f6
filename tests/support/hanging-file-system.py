"""A file system in user space with one file. It stops answering on SIGUSR1 until SIGUSR2, as a network share that hangs.

usage: hanging-file-system.py FOLDER FILE; mounts on FOLDER, prints "mounted", unmounts on SIGTERM and when stdin ends.
"""
import ctypes, os, select, signal, struct, sys

folder, source = sys.argv[1:3]
content = open(source, "rb").read()
name = os.path.basename(source).encode()
libc = ctypes.CDLL(None, use_errno=True)
device = os.open("/dev/fuse", os.O_RDWR)
options = f"fd={device},rootmode=40000,user_id=0,group_id=0,allow_other".encode()
if libc.mount(b"hanging", folder.encode(), b"fuse.hanging", 6, options) != 0:
    sys.exit(f"mount: {os.strerror(ctypes.get_errno())}")

hanging = False
held = []
woken, wake = os.pipe()
os.set_blocking(wake, False)
signal.set_wakeup_fd(wake)
for number in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTERM):
    signal.signal(number, lambda *_: None)


def attributes(node):
    directory = node == 1
    size = 0 if directory else len(content)
    mode = 0o40755 if directory else 0o100644
    return struct.pack("<6Q10I", node, size, 0, 0, 0, 0, 0, 0, 0, mode, 1, 0, 0, 0, 4096, 0)


def reply(unique, body=b"", error=0):
    try:
        os.write(device, struct.pack("<IiQ", 16 + len(body), -error, unique) + body)
    except OSError:
        pass  # the requesting process has ended


def entries(offset):
    body = b""
    for at, (node, kind, word) in enumerate([(1, 4, b"."), (1, 4, b".."), (2, 8, name)]):
        if at >= offset:
            entry = struct.pack("<QQII", node, at + 1, len(word), kind) + word
            body += entry + b"\0" * (-len(entry) % 8)
    return body


def answer(opcode, unique, node, data):
    if opcode == 26:  # INIT
        reply(unique, struct.pack("<IIIIHHIIHHI7I", 7, 31, 65536, 0, 12, 10, 131072, 1, 0, 0, 0, *[0] * 7))
    elif opcode == 1:  # LOOKUP
        if data.rstrip(b"\0") == name:
            reply(unique, struct.pack("<4Q2I", 2, 0, 0, 0, 0, 0) + attributes(2))
        else:
            reply(unique, error=2)
    elif opcode == 3:  # GETATTR
        reply(unique, struct.pack("<QII", 0, 0, 0) + attributes(node))
    elif opcode in (14, 27):  # OPEN, OPENDIR
        reply(unique, struct.pack("<QII", 0, 1, 0))
    elif opcode == 28:  # READDIR
        reply(unique, entries(struct.unpack_from("<QQ", data)[1]))
    elif opcode == 15:  # READ
        _, offset, size = struct.unpack_from("<QQI", data)
        reply(unique, content[offset : offset + size])
    elif opcode == 17:  # STATFS
        reply(unique, struct.pack("<5Q4I6I", 1000, 500, 500, 10, 5, 4096, 255, 4096, 0, *[0] * 6))
    elif opcode in (18, 25, 29):  # RELEASE, FLUSH, RELEASEDIR
        reply(unique)
    elif opcode not in (2, 36, 42):  # FORGET, INTERRUPT, BATCH_FORGET are not answered
        reply(unique, error=38)


print("mounted", flush=True)
while True:
    ready, _, _ = select.select([device, woken, sys.stdin], [], [])
    if sys.stdin in ready and not os.read(0, 1):
        break
    if woken in ready:
        numbers = os.read(woken, 64)
        if signal.SIGTERM in numbers:
            break
        hanging = signal.SIGUSR2 not in numbers
        if not hanging:
            for request in held:
                answer(*request)
            held = []
        print("hangs" if hanging else "answers", flush=True)
    if device in ready:
        try:
            request = os.read(device, 262144)
        except OSError:
            break
        _, opcode, unique, node = struct.unpack_from("<IIQQ", request)
        one = (opcode, unique, node, request[40:])
        if hanging and opcode != 36:
            held.append(one)
        else:
            answer(*one)
libc.umount2(folder.encode(), 2)
