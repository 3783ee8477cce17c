#!/usr/bin/env bash
# The tests on another version of Node: tests-on-node.sh 22 [JEST ARGUMENTS]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

version=$1
shift
# arithmetic is the same on each
export RUNS=few
tools/check/on-node.sh "$version" node node_modules/jest/bin/jest.js --silent "$@"
