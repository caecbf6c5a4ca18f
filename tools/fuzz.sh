#!/usr/bin/env bash
# Runs every fuzz target for some seconds each (default 60). Needs a nightly toolchain; installs cargo-fuzz if missing.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds="${1:-60}"
cargo fuzz --version > /dev/null 2>&1 || cargo install --locked --quiet cargo-fuzz
for target in $(cargo +nightly fuzz list); do
    echo "-- $target"
    cargo +nightly fuzz run "$target" -- -max_total_time="$seconds" -verbosity=0 -print_final_stats=1
done
