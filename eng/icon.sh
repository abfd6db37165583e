#!/usr/bin/env bash
# Makes the packages' icon, docs/images/icon.png, from icon.svg. Needs rsvg-convert (Debian: librsvg2-bin).
set -euo pipefail
cd "$(dirname "$0")/../docs/images"
rsvg-convert -w 128 -h 128 icon.svg -o icon.png
