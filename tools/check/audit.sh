#!/usr/bin/env bash
# Known vulnerabilities in what users install. Some registries offer no audit.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

report=$(npm audit --omit=dev 2>&1)
code=$?
echo "$report"
if grep -qE 'audit endpoint returned an error|ENOAUDIT|405 Method' <<<"$report"; then
  echo 'audit not available here'
  exit 0
fi
exit "$code"
