"""What the hosts' tests run: a web server that tells about itself, starts a daemon, and dies when it is asked to."""

import json
import os
import signal
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/die":
            os._exit(3)
        if self.path == "/daemon":
            subprocess.Popen(
                [sys.executable, "-c", "import time; time.sleep(600)", os.environ["DAEMON"]], start_new_session=True
            )
        told = {**os.environ, "_pid": str(os.getpid()), "_cwd": str(Path.cwd())}
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        say(f"asked for {self.path}")


if __name__ == "__main__":
    # The first process of a container gets no signal that it does not ask for.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    Path(os.environ["DATA_DIR"], "started").write_text("yes")
    say(f"listening, {os.environ.get('GREETING', 'hello')}")
    ThreadingHTTPServer((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
