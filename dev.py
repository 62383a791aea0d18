"""Set up this checkout and run it: ``python3 dev.py run``, ``python3 dev.py test``. Standard library only."""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
TOOLS = ROOT / ".tools"
SCRIPTS = "Scripts" if os.name == "nt" else "bin"
PYTHON = VENV / SCRIPTS / ("python.exe" if os.name == "nt" else "python")

QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
}
X_LIBRARIES = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
TEST_PROGRAMS = {"pdfsig": "poppler-utils"}
BUILD_PROGRAMS = {"objdump": "binutils"}

USAGE = """用法 usage: python3 dev.py COMMAND [ARGS…]
  run [ARGS…]   打开示例值班室；带参数时原样交给 zbyj-duty
  test [ARGS…]  全部测试（pytest）
  lint          代码检查（ruff）
  bench         速度，以同一次运行内的比值表示
  faults        更多的故障试验（kill -9）
  installer [--check]  生成单文件夹程序；--check 在没有 Python 的空目录里启动它
  sync          只准备环境
"""


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036  (dev.py is started by whatever Python is there)
        print("需要 Python 3.11 或更新版本 / Python 3.11 or newer is needed", file=sys.stderr)
        return 2
    command, rest = (arguments[0], list(arguments[1:])) if arguments else ("", [])
    commands = {
        "run": run,
        "test": test,
        "lint": lint,
        "bench": bench,
        "faults": faults,
        "installer": installer,
        "sync": sync,
    }
    if command not in commands:
        print(USAGE, file=sys.stderr)
        return 2
    return commands[command](rest)


def run(rest: list[str]) -> int:
    """Open the window on a sample store, or pass the arguments on."""
    set_up(X_LIBRARIES if has_display(os.environ) else {})
    return call([str(PYTHON), "-m", "zbyj_duty", *(rest or ["demo"])], display(os.environ))


def test(rest: list[str]) -> int:
    """Run the tests without a screen."""
    set_up(programs=TEST_PROGRAMS)
    return call([str(PYTHON), "-m", "pytest", *rest], {**os.environ, "QT_QPA_PLATFORM": "offscreen"})


def lint(rest: list[str]) -> int:
    """Check style and common mistakes."""
    set_up()
    return call([str(PYTHON), "-m", "ruff", "check", *(rest or ["."])], dict(os.environ))


def bench(rest: list[str]) -> int:
    """Print the benchmark's ratios."""
    set_up()
    return call([str(PYTHON), "-m", "tests.bench", *rest], {**os.environ, "QT_QPA_PLATFORM": "offscreen"})


def faults(rest: list[str]) -> int:
    """Run the long fault tests."""
    set_up()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "ZBYJ_FAULTS": "long"}
    return call([str(PYTHON), "-m", "pytest", "tests/faults", "--timeout=3000", *rest], environment)


def installer(rest: list[str]) -> int:
    """Build the one-folder program; with --check start it in a bare root."""
    set_up(X_LIBRARIES, BUILD_PROGRAMS)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    built = call(
        [str(PYTHON), "-m", "PyInstaller", "--noconfirm", "--log-level=WARN", "build_installer.spec"],
        environment,
    )
    if built or "--check" not in rest:
        return built
    return call([str(PYTHON), "-m", "tests.support.bare_root", str(ROOT / "dist" / "zbyj-duty")], environment)


def sync(rest: list[str]) -> int:
    """Prepare the environment and nothing else."""
    set_up()
    return 0


def set_up(more: dict[str, str] | None = None, programs: dict[str, str] | None = None) -> None:
    """Prepare environment and system libraries; quick when nothing has changed."""
    install_system(missing_packages({**QT_LIBRARIES, **(more or {})}, programs or {}))
    stamp = VENV / ".set-up"
    wanted = lock_digest()
    if stamp.exists() and stamp.read_text() == wanted and PYTHON.exists():
        return
    print("正在准备环境（第一次约需一分钟）… / preparing the environment", file=sys.stderr, flush=True)
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "UV_PROJECT_ENVIRONMENT": str(VENV)}
    environment.pop("VIRTUAL_ENV", None)
    command = [find_uv(), "sync", "--frozen", "--quiet", "--no-install-project", "--python", sys.executable]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    stamp.write_text(wanted)


def lock_digest() -> str:
    """Return what the environment was made from, as one word."""
    content = (ROOT / "uv.lock").read_bytes() + (ROOT / "pyproject.toml").read_bytes() + sys.version.encode()
    return hashlib.sha256(content).hexdigest()


def find_uv() -> str:
    """Return uv, fetched into .tools when it is not there."""
    if found := shutil.which("uv"):
        return found
    uv = TOOLS / SCRIPTS / ("uv.exe" if os.name == "nt" else "uv")
    if not uv.exists():
        subprocess.run([sys.executable, "-m", "venv", str(TOOLS)], check=True)
        pip = [
            str(TOOLS / SCRIPTS / "python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "uv",
        ]
        subprocess.run(pip, check=True)
    return str(uv)


def missing_packages(libraries: dict[str, str], programs: dict[str, str]) -> list[str]:
    """Return the Debian packages whose library or program this machine lacks."""
    if not sys.platform.startswith("linux"):
        return []
    lacking = [package for library, package in libraries.items() if not loads(library)]
    return lacking + [package for program, package in programs.items() if not shutil.which(program)]


def loads(library: str) -> bool:
    """Tell whether a shared library can be loaded."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_system(packages: list[str]) -> None:
    """Install packages with apt where that is allowed, else say the line to run and stop."""
    if not packages:
        return
    line = apt_line(packages)
    prefix = apt_prefix()
    if prefix is None:
        print(f"缺少系统库，请运行 / please run:\n    {line}", file=sys.stderr)
        raise SystemExit(2)
    print(f"正在安装系统库：{' '.join(packages)}", file=sys.stderr, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"stdout": subprocess.DEVNULL, "env": environment}
    install = [*prefix, "apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    if subprocess.run(install, stderr=subprocess.DEVNULL, **quiet).returncode:
        subprocess.run([*prefix, "apt-get", "update", "-q"], **quiet)
        if subprocess.run(install, **quiet).returncode:
            print(f"安装失败，请手工运行 / please run:\n    {line}", file=sys.stderr)
            raise SystemExit(2)


def apt_line(packages: list[str]) -> str:
    """Return the line a person would type."""
    return "sudo apt-get install -y " + " ".join(packages)


def apt_prefix() -> list[str] | None:
    """Return what to put before apt-get, None when installing is not allowed here."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def has_display(environment: dict[str, str] | os._Environ[str]) -> bool:
    """Tell whether a window can be shown."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def display(environment: dict[str, str] | os._Environ[str]) -> dict[str, str]:
    """Return the environment for Qt: offscreen without a display, ibus in place of fcitx (the wheel has no fcitx)."""
    made = dict(environment)
    if not has_display(environment):
        print(
            "没有显示器：不开窗口，画面另存为图片。/ no display: pictures instead of a window",
            file=sys.stderr,
        )
        made["QT_QPA_PLATFORM"] = "offscreen"
    if made.get("QT_IM_MODULE", "").startswith("fcitx"):
        made["QT_IM_MODULE"] = "ibus"
    return made


def call(command: list[str], environment: dict[str, str]) -> int:
    """Run a command in the checkout; returns its exit code."""
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
