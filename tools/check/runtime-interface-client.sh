#!/usr/bin/env bash
# What a handler writes when the client runs it by which AWS runs functions. The client needs Node 22, so it is a package of its own.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

tools/check/on-node.sh 22 npm ci --prefix test/runtime-interface-client --no-audit --no-fund
tools/check/tests-on-node.sh 22 --config test/runtime-interface-client/jest.config.js
