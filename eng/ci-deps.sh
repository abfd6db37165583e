#!/usr/bin/env bash
# Installs what the external tests need, from Debian and npm. Does nothing where it is there already.
set -euo pipefail
cd "$(dirname "$0")/.."
as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }
packages=()
command -v go >/dev/null || packages+=(golang-go) # go tool pprof
command -v script >/dev/null || packages+=(util-linux bsdutils) # a terminal
command -v tmux >/dev/null || packages+=(tmux) # a terminal that can be looked at
command -v cc >/dev/null || packages+=(gcc libc6-dev) # a stand-in for NVIDIA's library
command -v chromium >/dev/null || packages+=(chromium)
command -v node >/dev/null || packages+=(nodejs)
command -v npm >/dev/null || packages+=(npm)
command -v redis-server >/dev/null || packages+=(redis-server)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || packages+=(postgresql)
if [ ${#packages[@]} -gt 0 ]; then
  as_root apt-get update -q
  DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -q --no-install-recommends "${packages[@]}"
fi
npm ci --prefix tests/AsyncProf.External.Tests --no-audit --no-fund --ignore-scripts
