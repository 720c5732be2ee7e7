"""Installs locked requirements into the environment of the Python that runs this file.

By uv, which is several times faster; by pip where uv can not be had. uv does not read pip's
settings, so what the user set for pip (pip.conf, PIP_* variables) is handed on to it.

    .venv/bin/python tools/install.py requirements.lock
    .venv/bin/python tools/install.py --editable .
"""

import ast
import os
import subprocess
import sys

PIP = [sys.executable, "-m", "pip"]
UV = [sys.executable, "-m", "uv", "pip"]
QUIET_PIP = ["-qq", "--disable-pip-version-check"]


def main() -> int:
    arguments = sys.argv[1:]
    if arguments[:1] == ["--editable"]:
        wanted = ["--no-deps", *arguments]  # what it needs came from the lock file
    else:
        wanted = ["--require-hashes", *(word for lock in arguments for word in ("-r", lock))]
    if has_uv() and install_by_uv(wanted):
        return 0
    print("  uv can not be had or failed here: installing by pip, which is slower", flush=True)
    return subprocess.call([*PIP, "install", *QUIET_PIP, *wanted])


def has_uv() -> bool:
    """Whether uv is in the environment; puts it there if that can be done."""
    if subprocess.run([*UV, "--version"], capture_output=True, check=False).returncode == 0:
        return True
    install = [*PIP, "install", *QUIET_PIP, "uv"]
    return subprocess.run(install, stderr=subprocess.DEVNULL, check=False).returncode == 0


def install_by_uv(wanted: list[str]) -> bool:
    settings = pip_settings()
    environment = dict(os.environ)
    if "cert" in settings:
        environment.setdefault("SSL_CERT_FILE", settings["cert"])
    command = [*UV, "install", "--quiet", "--python", sys.executable]
    command += uv_options(settings)
    return subprocess.run([*command, *wanted], env=environment, check=False).returncode == 0


def pip_settings() -> dict[str, str]:
    """What pip would go by, option by option, the nearer source over the farther one."""
    listing = subprocess.run([*PIP, "config", "list"], capture_output=True, text=True, check=False)
    settings: dict[str, str] = {}
    for source in ("global.", "install.", ":env:."):
        for line in listing.stdout.splitlines():
            name, _, value = line.partition("=")
            if name.startswith(source):
                settings[name.removeprefix(source)] = str(ast.literal_eval(value))
    return settings


def uv_options(settings: dict[str, str]) -> list[str]:
    """The same wishes in uv's words. Any of several indexes may serve a package, as with pip."""
    names = {
        "index-url": "--default-index",
        "extra-index-url": "--index",
        "find-links": "--find-links",
        "trusted-host": "--allow-insecure-host",
    }
    options = [
        word
        for name, option in names.items()
        for value in settings.get(name, "").split()
        for word in (option, value)
    ]
    if settings.get("no-index", "").lower() in {"1", "true", "yes", "on"}:
        options.append("--no-index")
    return [*options, "--index-strategy", "unsafe-best-match"]


if __name__ == "__main__":
    sys.exit(main())
