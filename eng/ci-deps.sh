#!/usr/bin/env bash
# Installs what the external tests need, from Debian. Does nothing where it is there already.
set -euo pipefail
as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }
packages=()
command -v go >/dev/null || packages+=(golang-go) # go tool pprof
command -v script >/dev/null || packages+=(util-linux bsdutils) # a terminal
[ ${#packages[@]} -eq 0 ] && exit 0
as_root apt-get update -q
DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -q --no-install-recommends "${packages[@]}"
