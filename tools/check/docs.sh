#!/usr/bin/env bash
# The generated docs are those of this source.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

committed=$(mktemp -d)
trap 'rm -rf "$committed"' EXIT
cp -r docs "$committed"
npm run --silent docs
diff -r "$committed/docs" docs || { echo "The docs were out of date. They are new now: commit them."; exit 1; }
