"""A real S3: Ceph's object gateway over a cluster of one monitor and one OSD that lives in memory.

From the Debian packages ceph-mon, ceph-osd, radosgw and ceph-common; all of it in one folder, on loopback.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import uuid
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from praetorium.assets import Bucket
from tests.waiting import until

KEY, SECRET = "PRAETORIUMTEST", "not-a-secret-of-anybody"
USER = "praetorium"
PROGRAMS = ("ceph", "ceph-authtool", "ceph-mon", "ceph-osd", "monmaptool", "radosgw", "radosgw-admin")

_CONFIGURATION = """
[global]
fsid = {fsid}
mon host = {monitor}
keyring = {folder}/keyring
auth allow insecure global id reclaim = false
osd pool default size = 1
osd pool default min size = 1
osd crush chooseleaf type = 0
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd objectstore = memstore
osd max object name len = 256
memstore device bytes = 1073741824
run dir = {folder}
log file = {folder}/$name.log
admin socket = {folder}/$name.asok
mon data = {folder}/mon
mon data avail warn = 1
mon data avail crit = 1
osd data = {folder}/osd
[client.admin]
# A gateway that was killed is still told of changes, and its successor waits for it to answer, for half a minute.
rgw cache enabled = false
rgw data = {folder}/rgw
rgw frontends = beast endpoint=127.0.0.1:{port}
"""


class Ceph:
    """A running cluster with a user that may make buckets; ``stop_gateway`` and ``start_gateway`` are for faults."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port, first, second = _free_ports(3)
        self._monitor = f"[v2:127.0.0.1:{first},v1:127.0.0.1:{second}]"
        self._running: list[subprocess.Popen[bytes]] = []
        self._gateway: subprocess.Popen[bytes] | None = None
        self.endpoint = f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> Ceph:
        try:
            self._start_cluster()
            self.start_gateway()
            self.admin(
                *("user", "create", f"--uid={USER}", "--display-name=Praetorium"),
                *(f"--access-key={KEY}", f"--secret-key={SECRET}"),
            )
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop_gateway()
        while self._running:
            _end(self._running.pop())

    @property
    def client(self) -> Any:
        """boto3's client with the user's rights: what the tests themselves look with."""
        import boto3
        from botocore.config import Config

        return boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
            region_name="us-east-1",
            config=Config(s3={"addressing_style": "path"}, request_checksum_calculation="when_required"),
        )

    def bucket(self) -> Bucket:
        """A new bucket of the user's."""
        name = f"bucket-{uuid.uuid4().hex[:12]}"
        self.client.create_bucket(Bucket=name)
        return Bucket(bucket=name, endpoint=self.endpoint, access_key=KEY, secret_key=SecretStr(SECRET))

    def start_gateway(self) -> None:
        """Let it listen, at the same address each time, and wait until it answers."""
        self._gateway = self._spawn("radosgw", "-n", "client.admin", "--keyring", self._folder / "keyring", "-f")
        until(self._answers, 60, "the object gateway")

    def stop_gateway(self) -> None:
        """As if its machine had lost power: killed, in the middle of whatever it does."""
        if self._gateway is not None:
            _end(self._gateway)
            self._gateway = None

    def admin(self, *arguments: str) -> str:
        """What ``radosgw-admin`` says."""
        return self._run("radosgw-admin", *arguments)

    def limit(self, bucket: str, megabytes: int) -> None:
        """Leave a bucket no more room than that."""
        self.admin("quota", "set", "--quota-scope=bucket", f"--bucket={bucket}", f"--max-size={megabytes}M")
        self.admin("quota", "enable", "--quota-scope=bucket", f"--bucket={bucket}")

    def _start_cluster(self) -> None:
        folder, fsid, osd = self._folder, str(uuid.uuid4()), str(uuid.uuid4())
        for name in ("mon", "osd", "rgw"):
            (folder / name).mkdir()
        text = _CONFIGURATION.format(fsid=fsid, folder=folder, port=self._port, monitor=self._monitor)
        (folder / "ceph.conf").write_text(text)
        keys, everything = folder / "keyring", ("mon", "osd", "mgr", "mds")
        self._run("ceph-authtool", "--create-keyring", keys, "--gen-key", "-n", "mon.", "--cap", "mon", "allow *")
        rights = [word for daemon in everything for word in ("--cap", daemon, "allow *")]
        self._run("ceph-authtool", keys, "--gen-key", "-n", "client.admin", *rights)
        self._run("monmaptool", "--create", "--addv", "a", self._monitor, "--fsid", fsid, folder / "monmap")
        self._run("ceph-mon", "-i", "a", "--mkfs", "--monmap", folder / "monmap", "--keyring", keys)
        self._running.append(self._spawn("ceph-mon", "-i", "a", "-f"))
        secret = self._run("ceph-authtool", "--gen-print-key").strip()
        self._run("ceph", "osd", "new", osd, "-i", "-", given=json.dumps({"cephx_secret": secret}))
        own = folder / "osd" / "keyring"
        self._run("ceph-authtool", "--create-keyring", own, "--name", "osd.0", "--add-key", secret)
        self._run("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", osd, "--keyring", own)
        self._running.append(self._spawn("ceph-osd", "-i", "0", "--keyring", own, "-f"))

    def _answers(self) -> bool:
        assert self._gateway is not None
        assert self._gateway.poll() is None, (self._folder / "radosgw.out").read_text()
        try:
            return httpx.get(self.endpoint, timeout=1).status_code < 500
        except httpx.TransportError:
            return False

    def _run(self, program: str, *arguments: str | Path, given: str | None = None) -> str:
        command = [program, *map(str, arguments)]
        done = subprocess.run(
            command, input=given, capture_output=True, text=True, timeout=60, env=self._environment, check=False
        )
        assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"
        return done.stdout

    def _spawn(self, program: str, *arguments: str | Path) -> subprocess.Popen[bytes]:
        with (self._folder / f"{program}.out").open("ab") as out:
            return subprocess.Popen(
                [program, *map(str, arguments)], stdout=out, stderr=out, env=self._environment, start_new_session=True
            )

    @property
    def _environment(self) -> dict[str, str]:
        return dict(os.environ) | {"CEPH_CONF": str(self._folder / "ceph.conf")}


def _free_ports(count: int) -> list[int]:
    """Ports that nobody has now; a monitor's must be known before it starts."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait(timeout=20)
