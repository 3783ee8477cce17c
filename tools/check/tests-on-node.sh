#!/usr/bin/env bash
# The tests on another version of Node: tests-on-node.sh 22 [JEST ARGUMENTS]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

version=$1
shift
# these packages hold the binary itself; the package `node` fetches it in an install script, which .npmrc turns off
platform=$(node -p 'process.platform + "-" + process.arch')
[ "$platform" = darwin-arm64 ] && platform=bin-darwin-arm64

on_node() { npx --yes --package "node-$platform@$version" -- node "$@"; }

running=$(on_node --version)
echo "Node $running"
[[ $running = "v$version."* ]] || { echo "This is not Node $version."; exit 1; }
on_node node_modules/jest/bin/jest.js --silent "$@"
