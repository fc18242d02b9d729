"""Real Caddy and real nginx in front of a house, each with the sample that deploy/ offers."""

import contextlib
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.ops.house import ROOT, free_port
from tests.waiting import eventually
from tools.processes import die_with_parent

DEPLOY = ROOT / "deploy"
NGINX = """
daemon off;
pid {folder}/pid;
error_log {folder}/log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""
CADDY = """
{{
	admin off
	auto_https off
	skip_install_trust
	storage file_system {folder}/storage
}}
import {folder}/Caddyfile
"""


class Missing(AssertionError):
    pass


@contextlib.contextmanager
def in_front(kind, house_port, folder, *, secure):
    """The port on which `kind` ("caddy", "nginx") answers, on 127.0.0.1, for a house behind it."""
    if not shutil.which(kind):
        raise Missing(
            f"{kind} is not installed. On Debian or Ubuntu: sudo apt-get install {PACKAGE[kind]}"
        )
    folder.mkdir(parents=True)
    folder.chmod(0o711)
    port = free_port()
    command = {"caddy": caddy, "nginx": nginx}[kind](folder, port, house_port, secure)
    with open(folder / "out", "wb") as out:
        process = subprocess.Popen(
            command,
            env={**os.environ, "HOME": str(folder), **settings_of(port, house_port, secure)},
            stdout=out,
            stderr=out,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )
    try:
        assert eventually(lambda: listens(port) or process.poll(), saw=(folder / "out").read_text)
        assert process.poll() is None, (folder / "out").read_text()
        yield port
    finally:
        process.terminate()
        process.wait()


PACKAGE = {"caddy": "caddy", "nginx": "nginx-light"}


def settings_of(port, house_port, secure):
    scheme = "https" if secure else "http"
    return {"ZERENTIAN_SITE": f"{scheme}://127.0.0.1:{port}", "ZERENTIAN_PORT": str(house_port)}


def caddy(folder, port, house_port, secure):
    sample = (DEPLOY / "Caddyfile").read_text()
    if secure:
        pem, key = certificate(folder)
        sample = put(sample, "{$ZERENTIAN_SITE} {", f"{{$ZERENTIAN_SITE}} {{\n\ttls {pem} {key}")
    (folder / "Caddyfile").write_text(sample)
    (folder / "whole").write_text(CADDY.format(folder=folder))
    return ["caddy", "run", "--config", folder / "whole", "--adapter", "caddyfile"]


def nginx(folder, port, house_port, secure):
    pem, key = certificate(folder)
    how = " ssl http2" if secure else ""
    sample = (DEPLOY / "nginx.conf").read_text().partition("\nserver {\n    listen 80;")[0]
    sample = put(sample, "listen 443 ssl http2;", f"listen 127.0.0.1:{port}{how};")
    sample = put(sample, "127.0.0.1:8000", f"127.0.0.1:{house_port}")
    sample = re.sub(r"/etc/ssl/certs/\S+;", f"{pem};", sample)
    sample = re.sub(r"/etc/ssl/private/\S+;", f"{key};", sample)
    (folder / "site.conf").write_text(sample)
    (folder / "whole").write_text(NGINX.format(folder=folder))
    return ["nginx", "-c", folder / "whole", "-e", folder / "log"]


def put(text, old, new):
    assert old in text, f"the sample no longer says {old}"
    return text.replace(old, new)


def certificate(folder):
    """Signed by itself, for 127.0.0.1; the paths of the two files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "street.pem", folder / "street.key"
    encoding = serialization.Encoding.PEM
    pem.write_bytes(made.public_bytes(encoding))
    open_key = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    secret.write_bytes(key.private_bytes(encoding, *open_key))
    return pem, secret


def trusting():
    """A client that takes a certificate signed by itself."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
