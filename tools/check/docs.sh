#!/usr/bin/env bash
# The generated docs, and API.md, are those of this source.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

committed=$(mktemp -d)
trap 'rm -rf "$committed"' EXIT
cp -r docs README.md API.md "$committed"
npm run --silent docs
same() { diff -r "$committed/docs" docs && diff "$committed/README.md" README.md && diff "$committed/API.md" API.md; }
same || { echo "The docs were out of date. They are new now: commit them."; exit 1; }
