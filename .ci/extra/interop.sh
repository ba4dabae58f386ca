#!/usr/bin/env bash
# Plays the program against OAuth software that is not ours (tests/interop), and installs Node and Python where they are missing.
# Glewlwyd, a tenant that is nobody's here, is installed where Debian has it and this may install: elsewhere it is left out.
set -euo pipefail
cd "$(dirname "$0")/../.."

as_root=()
if ((EUID != 0)); then as_root=(sudo); fi
install() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; }

packages=()
command -v node >/dev/null || packages+=(nodejs)
command -v npm >/dev/null || packages+=(npm)
# Debian keeps what `venv` needs in a package of its own.
python3 -c 'import ensurepip, venv' 2>/dev/null || packages+=(python3 python3-venv)
if ((${#packages[@]})); then
  "${as_root[@]}" apt-get update
  install "${packages[@]}"
fi
if ((EUID == 0)) && command -v apt-get >/dev/null && ! { command -v glewlwyd && command -v sqlite3; } >/dev/null; then
  # Where it cannot be had, its cases are left out, and the run says so.
  apt-get update || echo 'interop: the package lists could not be fetched' >&2
  if apt-cache show glewlwyd >/dev/null 2>&1; then
    install glewlwyd sqlite3 || echo 'interop: Glewlwyd could not be installed' >&2
  fi
fi

tests/interop/run
