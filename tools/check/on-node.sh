#!/usr/bin/env bash
# A command on another version of Node: on-node.sh 22 node --version
set -euo pipefail

version=$1
shift
# these packages hold the binary itself; the package `node` fetches it in an install script, which npm may not run
platform=$(node -p 'process.platform + "-" + process.arch')
[ "$platform" = darwin-arm64 ] && platform=bin-darwin-arm64

on_node() { npx --yes --package "node-$platform@$version" -- "$@"; }

running=$(on_node node --version)
echo "Node $running"
[[ $running = "v$version."* ]] || { echo "This is not Node $version."; exit 1; }
on_node "$@"
