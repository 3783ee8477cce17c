#!/usr/bin/env bash
# Synthesizes the reference system for every environment of vigil.json, and has cfn-lint read each template.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

command -v cfn-lint >/dev/null || python3 -m pip install --quiet 'cfn-lint>=1.51,<2' ||
  { echo 'cfn-lint is missing and could not be installed: python3 -m pip install cfn-lint'; exit 1; }

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for environment in $(node -p 'Object.keys(require("./vigil.json").environments).join(" ")'); do
  npx cdk synth --quiet --no-notices -c "env=$environment" -o "$out/$environment"
  mapfile -t templates < <(find "$out/$environment" -name '*.template.json')
  echo "$environment: cfn-lint reads ${#templates[@]} templates"
  (( ${#templates[@]} > 0 ))
  cfn-lint --non-zero-exit-code error "${templates[@]}"
done
