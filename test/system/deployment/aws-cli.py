"""The AWS CLI as one process that forks for each call. A start of the CLI takes longer than a call to a local server,
because it imports hundreds of modules; a fork has them already.

    aws-cli.py serve SOCKET           listens, and prints `ready`
    aws-cli.py call SOCKET [ARG...]   what `aws [ARG...]` does: with this process's arguments, environment, working
                                      folder and standard streams, and with the exit code of the CLI
"""

import os
import sys

# Without the module socket: importing it takes longer than the rest of a call on this side.
import _socket

LENGTH_BYTES = 8
STREAMS = (0, 1, 2)
FD_BYTES = 4


def call(path, args):
    environment = [name + b"=" + value for name, value in os.environb.items()]
    parts = [os.fsencode(os.getcwd()), b"%d" % len(args), *map(os.fsencode, args), *environment]
    text = b"\0".join(parts)
    message = len(text).to_bytes(LENGTH_BYTES, "big") + text
    streams = b"".join(fd.to_bytes(FD_BYTES, sys.byteorder) for fd in STREAMS)
    connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    connection.connect(path)
    sent = connection.sendmsg([message], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, streams)])
    connection.sendall(message[sent:])
    code = connection.recv(1)
    if not code:
        sys.exit("aws: the process of this call died")
    sys.exit(code[0])


def serve(path):
    import signal
    import socket

    before = dict(os.environb)
    import awscli.clidriver

    # The driver imports it at the first command.
    import awscli.handlers  # noqa: F401

    # The CLI finds its data by a variable that it sets when it is imported.
    own = {name: value for name, value in os.environb.items() if before.get(name) != value}
    # The system removes the processes of calls that have ended.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(128)
    print("ready", flush=True)
    while True:
        connection, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            answer(connection, awscli.clidriver.main, own)
        connection.close()


def end_with_caller(connection):
    # The caller sends nothing more, so this returns when it has ended.
    connection.recv(1)
    os._exit(1)


def answer(connection, main, own):
    """Runs one call and ends this process."""
    import socket
    import threading
    import traceback

    code = 255
    try:
        text, streams, _, _ = socket.recv_fds(connection, 1 << 16, len(STREAMS))
        length = LENGTH_BYTES + int.from_bytes(text[:LENGTH_BYTES], "big")
        while len(text) < length:
            more = connection.recv(1 << 16)
            if not more:
                raise EOFError("the caller has ended")
            text += more
        folder, count, *rest = text[LENGTH_BYTES:].split(b"\0")
        args, environment = rest[: int(count)], rest[int(count) :]
        for stream, number in zip(streams, STREAMS):
            os.dup2(stream, number)
            os.close(stream)
        os.chdir(folder)
        os.environb.clear()
        os.environb.update(entry.split(b"=", 1) for entry in environment)
        os.environb.update(own)
        sys.argv = ["aws", *map(os.fsdecode, args)]
        threading.Thread(target=end_with_caller, args=[connection], daemon=True).start()
        code = main() or 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    connection.sendall(bytes([code & 0xFF]))
    os._exit(0)


if __name__ == "__main__":
    _, command, path, *args = sys.argv
    if command == "serve":
        serve(path)
    else:
        call(path, args)
