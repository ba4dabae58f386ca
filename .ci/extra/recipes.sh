#!/usr/bin/env bash
# Runs the recipes of the README (tests/recipes): Node's test runner, pytest and cargo test against `serve --control`. Node and Python were
# installed by interop.sh, which runs before.
set -euo pipefail
cd "$(dirname "$0")/../.."
tests/recipes/run
