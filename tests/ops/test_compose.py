"""docker-compose.yml and the Dockerfile, read key by key: no engine runs here that could try them."""

import copy
import os
import re
import subprocess

import pytest
import yaml
from kombu import Connection
from kombu.exceptions import KombuError

from tests.ops.house import ROOT
from tests.waiting import eventually
from tools.listening import free_port
from tools.with_services import postgres_programs

TEXT = (ROOT / "docker-compose.yml").read_text()
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]
OF_OTHERS = {"postgres", "redis"}
FULL_VERSION = re.compile(r"[a-z]+:\d+\.\d+(\.\d+)?-[a-z]+")
PYTHON = re.compile(r"FROM python:\d+\.\d+\.\d+-slim-[a-z]+")


def open_ways(services):
    """(service, key) for everything that is not closed as it should be."""
    for name, service in services.items():
        wanted = {
            "cap_drop": service.get("cap_drop") == ["ALL"] and "cap_add" not in service,
            "privileged": not service.get("privileged"),
            "read_only": service.get("read_only") is True,
            "tmpfs": any(each.startswith("/tmp:") for each in service.get("tmpfs", [])),  # noqa: S108
            "security_opt": service.get("security_opt") == ["no-new-privileges:true"],
            "pids_limit": service.get("pids_limit", 0) > 0,
            "logging": {"max-size", "max-file"} <= set(service["logging"]["options"]),
            "restart": service.get("restart") == ("no" if name == "migrate" else "unless-stopped"),
            "healthcheck": name == "migrate" or "test" in service.get("healthcheck", {}),
            "user": name not in OF_OTHERS or service.get("user") == "999:999",
            "image": (name in OF_OTHERS and bool(FULL_VERSION.fullmatch(service["image"])))
            or "build" in service,
            "networks": service.get("networks")
            == (["inside"] if name in OF_OTHERS else ["inside", "outside"]),
            "ports": name == "web" or "ports" not in service,
            "volumes": not any("docker.sock" in each for each in service.get("volumes", [])),
        }
        yield from ((name, key) for key, is_closed in wanted.items() if not is_closed)


def test_no_service_may_do_more_than_it_must():
    assert list(SERVICES) == ["migrate", "web", "worker", "beat", "postgres", "redis"]
    assert list(open_ways(SERVICES)) == []
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert SERVICES["web"]["ports"] == ["${ZERENTIAN_PORT:-127.0.0.1:8000}:8000"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("cap_drop", []),
        ("cap_add", ["NET_ADMIN"]),
        ("read_only", False),
        ("tmpfs", []),
        ("security_opt", []),
        ("logging", {"options": {}}),
        ("image", "redis:7"),
        ("image", "redis:latest"),
        ("user", "root"),
        ("healthcheck", {}),
        ("networks", ["inside", "outside"]),
        ("ports", ["6379:6379"]),
    ],
)
def test_one_way_left_open_is_noticed(key, value):
    changed = copy.deepcopy(SERVICES)
    changed["redis"][key] = value

    assert [name for name, _ in open_ways(changed)] == ["redis"]


def test_no_secret_has_a_default_and_none_stands_in_a_command():
    secrets = set(re.findall(r"\$\{([A-Z_]+):\?", TEXT))

    assert {"POSTGRES_PASSWORD", "REDIS_PASSWORD", "ZERENTIAN_SECRET_KEY"} <= secrets
    assert set(re.findall(r"\$\{([A-Z_]*(?:PASSWORD|KEYS?|TOKEN))\b[^?}]*\}", TEXT)) == set()
    commands = str([[each.get("command"), each.get("healthcheck")] for each in SERVICES.values()])
    assert not [name for name in secrets if f"{{{name}" in commands]


def test_the_image_is_named_whole_and_does_not_run_as_root():
    lines = DOCKERFILE.splitlines()
    users = [line for line in lines if line.startswith("USER")]
    first, last = [line for line in lines if line.startswith("FROM")]

    assert first == f"FROM {SERVICES['postgres']['image']} AS database"
    assert PYTHON.fullmatch(last)
    assert users == ["USER 10001"] and lines.index(users[0]) > lines.index("COPY . .")
    assert any("--no-cache-dir --require-hashes --only-binary" in line for line in lines)
    assert "--chown" not in DOCKERFILE


def test_the_nightly_backup_has_a_place_and_outlives_every_container():
    for name in ("web", "worker", "beat", "migrate"):
        assert SERVICES[name]["environment"]["ZERENTIAN_BACKUPS"] == "/backups"
        assert "${ZERENTIAN_BACKUPS:-backups}:/backups" in SERVICES[name]["volumes"]
    assert "backups" in COMPOSE["volumes"]
    assert 'VOLUME ["/data", "/backups"]' in DOCKERFILE
    assert "install -d -m 0700 -o zerentian /data /backups" in DOCKERFILE


def test_the_programs_of_the_database_come_along_with_all_they_need(tmp_path):
    """The very command of the first stage, on the PostgreSQL that is here; then it moves house."""
    (command,) = re.findall(r"AS database\nRUN (.*?)\n\n", DOCKERFILE, re.DOTALL)
    version = re.fullmatch(r"postgres:(\d+)\..*", SERVICES["postgres"]["image"])[1]
    programs = f"/usr/lib/postgresql/{version}/bin"
    assert command.count(programs) == 1
    command = command.replace(programs, str(postgres_programs()))
    command = command.replace("/client", str(tmp_path / "client"))
    subprocess.run(["/bin/sh", "-ec", command], check=True)

    there = (tmp_path / "client").rename(tmp_path / "there")
    assert "COPY --from=database /client /opt/postgresql" in DOCKERFILE
    assert "PATH=/opt/postgresql:$PATH" in DOCKERFILE
    for name in ("pg_dump", "pg_restore"):
        (program,) = there.glob(name)
        said = subprocess.run([program, "--version"], env={}, capture_output=True, text=True)
        assert said.stdout.startswith(f"{name} (PostgreSQL)"), said.stderr
    # It is linked to what came along, and to nothing that happens to be here.
    (loader,) = there.glob("lib/ld-linux-*")
    asked = [loader, "--library-path", there / "lib", "--list", there / "bin" / "pg_dump"]
    linked = subprocess.run(asked, env={}, capture_output=True, text=True, check=True).stdout
    paths = re.findall(r"=> (\S+)", linked)
    assert any("libpq.so" in path for path in paths)
    assert [path for path in paths if not path.startswith(str(there))] == []


@pytest.fixture
def redis_as_composed(tmp_path):
    """The very command of the file, on a port of its own; `ask(password)` pings it."""
    service, port = SERVICES["redis"], free_port()
    (command,) = service["command"]
    command = command.replace("$$", "$")
    command = command.replace("redis-server -", f"redis-server - --port {port} --bind 127.0.0.1")
    environment = {"PATH": os.environ["PATH"], "REDISCLI_AUTH": "tried5password"}
    server = subprocess.Popen(
        [*service["entrypoint"], command],
        env=environment,
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
    )

    def ask(password):
        url = f"redis://{password and f':{password}@'}127.0.0.1:{port}/0"
        try:
            with Connection(url) as broker:
                broker.ensure_connection(max_retries=1)
        except KombuError:
            return False
        return True

    yield server, port, ask
    server.terminate()
    server.wait()


def test_redis_wants_its_password_and_our_settings_bring_it(redis_as_composed):
    server, port, ask = redis_as_composed

    assert eventually(lambda: ask("tried5password"))
    assert not ask("") and not ask("another")
    # The shell has become Redis, which is told by a signal to end; nobody reads the password there.
    with open(f"/proc/{server.pid}/cmdline") as file:
        said = file.read()
    assert said.startswith("redis-server") and "tried5password" not in said
    health = SERVICES["redis"]["healthcheck"]["test"].replace("ping", f"-p {port} ping")
    for password, code in (("tried5password", 0), ("", 1)):
        environment = {"PATH": os.environ["PATH"], "REDISCLI_AUTH": password}
        assert subprocess.run(["/bin/sh", "-c", health], env=environment).returncode == code
