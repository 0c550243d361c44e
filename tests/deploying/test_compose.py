"""docker-compose.yml is what the specification allows, and lets nobody do more than they must."""

import json
import re
from pathlib import Path

import jsonschema_rs
import pytest

from . import files

HERE = Path(__file__).resolve().parent
COMPOSE = files.compose()
OURS = ["prepare", "web", "worker", "proxy"]
# Settled by the way it runs in containers, or never wanted there.
SETTLED = {
    *("DEBUG", "PLAIN_HTTP", "BEHIND_PROXY", "TRUSTED_PROXIES", "DOCUMENTS_BY_PROXY"),
    *("SECRET_KEY", "SECRET_KEY_FILE", "DATABASE_URL", "DATABASE_PASSWORD"),
    *("DATABASE_PASSWORD_FILE", "EMAIL_PASSWORD_FILE", "OPEN_DATA_ROOT"),
}


def explained() -> set[str]:
    example = (files.ROOT / ".env.example").read_text("utf-8")
    return set(re.findall(r"^#? ?([A-Z_]+)=", example, re.MULTILINE))


def schema() -> jsonschema_rs.Draft202012Validator:
    described = json.loads((HERE / "compose-spec.json").read_text("utf-8"))
    return jsonschema_rs.Draft202012Validator(described | {"$schema": DRAFT})


DRAFT = "https://json-schema.org/draft/2020-12/schema"


def test_the_file_is_what_the_specification_of_compose_allows():
    faults = schema().iter_errors(files.interpolated(COMPOSE, {}))
    assert [f"{fault.instance_path}: {fault.message}" for fault in faults] == []


@pytest.mark.parametrize(
    ("service", "key", "value"),
    [
        ("web", "comand", ["x"]),
        ("web", "read_only", "perhaps"),
        ("database", "healthcheck", {"tests": "x"}),
        ("proxy", "depends_on", {"web": {"condition": "started"}}),
        ("worker", "volumes", {"a": "b"}),
    ],
)
def test_the_schema_would_find_a_slip(service, key, value):
    broken = files.interpolated(COMPOSE, {})
    broken["services"][service][key] = value
    assert not schema().is_valid(broken)


def test_every_setting_reaches_the_register_or_is_settled():
    environment = COMPOSE["services"]["web"]["environment"]
    assert explained() - set(environment) == SETTLED - set(environment)
    assert set(environment) - explained() == {"WEB_CONCURRENCY"}
    assert set(COMPOSE["services"]["worker"]["environment"]) - set(environment) == {"TMPDIR"}


def test_a_setting_is_passed_on_as_it_was_given_and_not_at_all_otherwise():
    given = files.environment("web", {"EMAIL_URL": "smtp://mail.example.org", "DEBUG": "yes"})
    assert given["EMAIL_URL"] == "smtp://mail.example.org"
    assert "DEBUG" not in given
    assert "TIME_ZONE" not in given
    assert given["SECOND_FACTOR_REQUIRED"] == "yes"
    assert "${" not in "".join(given.values())


def test_what_compose_itself_reads_is_explained():
    text = (files.ROOT / "docker-compose.yml").read_text("utf-8")
    guide = (files.ROOT / "docs" / "deploying.md").read_text("utf-8")
    own = {*re.findall(r"\$\{([A-Z_]+)", text), "WEB_CONCURRENCY"} - explained()
    assert own
    assert [name for name in sorted(own) if f"`{name}`" not in guide] == []


def test_proxy_and_register_are_told_the_same():
    given = {"SITE_URL": "https://register.example.org", "UPLOAD_MAX_MB": "7"}
    web, proxy = (files.environment(service, given) for service in ("web", "proxy"))
    assert proxy["SITE_URL"] == web["SITE_URL"] == given["SITE_URL"]
    assert proxy["UPLOAD_MAX_MB"] == web["UPLOAD_MAX_MB"] == "7"
    start = (files.DEPLOY / "nginx" / "start.sh").read_text("utf-8")
    assert f'"${{DOCUMENTS_BY_PROXY:={web["DOCUMENTS_BY_PROXY"]}}}"' in start
    ports = [port.rpartition(":")[2] for port in COMPOSE["services"]["proxy"]["ports"]]
    assert ports == [proxy["HTTP_PORT"], proxy["HTTPS_PORT"]]
    assert files.instructions("proxy")["EXPOSE"] == [" ".join(ports)]


@pytest.mark.parametrize("name", OURS)
def test_nobody_of_ours_is_root_or_writes_outside_volumes(name):
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert "cap_add" not in service
    user = files.instructions(service["build"]["target"])["USER"][-1]
    assert re.fullmatch(r"[1-9][0-9]+:1000", user)


def test_the_database_is_reached_by_those_who_use_it_and_by_nobody_outside():
    services = COMPOSE["services"]
    inside = {name for name, one in services.items() if "data" in one.get("networks", [])}
    assert inside == {"database", "prepare", "web", "worker"}
    assert services["database"]["networks"] == ["data"]
    assert COMPOSE["networks"]["data"] == {"internal": True}
    published = {name for name, one in services.items() if "ports" in one}
    assert published == {"proxy"}


def test_secrets_are_files_that_only_those_see_who_need_them():
    services = COMPOSE["services"]
    seeing = {
        name
        for name, one in services.items()
        if any(volume.startswith("secrets:") for volume in one["volumes"])
    }
    assert seeing == {"secrets", "database", "prepare", "web", "worker"}
    assert [name for name in seeing if "secrets:/secrets" in services[name]["volumes"]] == [
        "secrets"
    ]
    backups = {name for name, one in services.items() if "/app/var/backups" in str(one["volumes"])}
    assert backups == {"worker"}
    for name in seeing - {"secrets"}:
        files_named = [
            value
            for key, value in services[name]["environment"].items()
            if key.endswith("_FILE") and value
        ]
        made = services["secrets"]["command"][0]
        assert files_named
        assert [file for file in files_named if Path(file).name not in made] == []


def test_every_volume_that_is_used_is_declared_and_none_else():
    used = set()
    for service in files.interpolated(COMPOSE["services"], {}).values():
        used |= {volume.partition(":")[0] for volume in service["volumes"]}
    assert used == set(COMPOSE["volumes"])


def test_what_a_container_writes_belongs_to_its_account():
    made = " ".join(files.instructions("register")["RUN"])
    chowned = re.search(r"chown register:register ([^&]+)", made)[1].split()
    for name in ("web", "worker"):
        mounts = files.interpolated(COMPOSE["services"][name]["volumes"], {})
        written = [mount.split(":")[1] for mount in mounts if not mount.endswith(":ro")]
        assert {path.removeprefix("/app/var/") for path in written} <= set(chowned)


def test_each_of_the_lasting_ones_says_whether_it_works_and_has_time_to_end():
    for name in ("database", "web", "worker", "proxy"):
        service = COMPOSE["services"][name]
        assert service["healthcheck"]["test"]
        assert service["restart"] == "unless-stopped"
        assert "s" in service["stop_grace_period"]
    asked = [str(COMPOSE["services"][name]["healthcheck"]["test"]) for name in ("web", "proxy")]
    assert "deploy/healthy.py" in asked[0]
    assert "/healthz" in asked[1]
    assert "/healthz" in (files.DEPLOY / "healthy.py").read_text("utf-8")
    for target, service in (("register", "web"), ("proxy", "proxy")):
        stated = files.instructions(target)["HEALTHCHECK"][0].partition(" CMD ")[2]
        wanted = COMPOSE["services"][service]["healthcheck"]["test"]
        assert ["CMD", *json.loads(stated)] == wanted


def test_the_image_holds_what_is_run_and_nothing_of_the_folder_besides():
    kept = (files.ROOT / ".dockerignore").read_text("utf-8").split()
    assert kept[0] == "*"
    for target in ("register", "proxy"):
        for copied in files.instructions(target)["COPY"]:
            sources = copied.split()[:-1]
            assert [one for one in sources if f"!{one.split('/')[0]}" not in kept] == []
