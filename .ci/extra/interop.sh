#!/usr/bin/env bash
# Plays the program against OAuth software that is not ours (tests/interop), and installs Node and Python where they are missing.
set -euo pipefail
cd "$(dirname "$0")/../.."

packages=()
command -v node >/dev/null || packages+=(nodejs)
command -v npm >/dev/null || packages+=(npm)
# Debian keeps what `venv` needs in a package of its own.
python3 -c 'import ensurepip, venv' 2>/dev/null || packages+=(python3 python3-venv)
if ((${#packages[@]})); then
  as_root=()
  if ((EUID != 0)); then as_root=(sudo); fi
  "${as_root[@]}" apt-get update
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"
fi

tests/interop/run
