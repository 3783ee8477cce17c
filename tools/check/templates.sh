#!/usr/bin/env bash
# cfn-lint on every template: of the reference system in each environment of vigil.json, and of a shop with one of each type.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
lint() {
  local templates
  mapfile -t templates < <(find "$out/$1" -name '*.template.json')
  echo "$1: cfn-lint reads ${#templates[@]} templates"
  ((${#templates[@]} > 0))
  cfn-lint --non-zero-exit-code error "${templates[@]}"
}

for environment in $(node -p 'Object.keys(require("./vigil.json").environments).join(" ")'); do
  npx cdk synth --quiet --no-notices -c "env=$environment" -o "$out/$environment"
  lint "$environment"
done
node --import tsx -e 'require("./tools/check/shop.ts").shop(true, process.argv[1]).synth()' "$out/shop"
lint shop
