#!/usr/bin/env bash
# Runs fuzz targets for some seconds each (default 60): all of them, or those that are named.
# Needs a nightly toolchain; installs cargo-fuzz if missing. Seeds are the project's own fixtures and pages.
#
#     tools/fuzz.sh [SECONDS [TARGET...]]
set -euo pipefail
cd "$(dirname "$0")/.."
seconds="${1:-60}"
shift || true
cargo fuzz --version > /dev/null 2>&1 || cargo install --locked --quiet cargo-fuzz

# Each target reads its own form of input, which the first lines of its file state.
seeds() {
    local target="$1" folder="$2" file number=0
    put() { cat > "$folder/seed-$number"; number=$((number + 1)); }
    mkdir -p "$folder"
    case "$target" in
        json_tree | json_edit)
            for file in fixtures/json/*.json fixtures/policies/*.json; do put < "$file"; done ;;
        lint)
            for file in fixtures/json/*.json fixtures/policies/*.json; do { printf z; cat "$file"; } | put; done
            for letter in a b c d e f g; do { printf %s "$letter"; cat fixtures/policies/cloudtrail-filled.json; } | put; done ;;
        evaluate)
            for file in fixtures/policies/*.json; do
                { echo 'cloudtrail.amazonaws.com|s3:PutObject|arn:aws:s3:::logs/AWSLogs/111122223333/a|s3:x-amz-acl=bucket-owner-full-control'; cat "$file"; } | put
            done ;;
        pages)
            for file in rules/*/*.md; do { cat "$file"; printf '\0'; cat fixtures/policies/cloudtrail-filled.json; } | put; done ;;
        config)
            for file in rules/*/*.md; do
                if grep -q '^```toml' "$file"; then sed -n '/^```toml/,/^```$/{/^```/!p}' "$file" | put; fi
            done ;;
    esac
}

if [ "$#" -eq 0 ]; then
    mapfile -t targets < <(cargo +nightly fuzz list)
    set -- "${targets[@]}"
fi
for target in "$@"; do
    echo "-- $target"
    seeds "$target" "fuzz/corpus/$target"
    case "$target" in
        json_*) dict=(-dict=fuzz/json.dict) ;;
        evaluate | lint) dict=(-dict=fuzz/evaluate.dict) ;;
        *) dict=() ;;
    esac
    # The project has no unsafe code: the address sanitizer would only slow the runs down.
    cargo +nightly fuzz run -s none "$target" -- -max_total_time="$seconds" -verbosity=0 -print_final_stats=1 \
        -timeout=25 "${dict[@]}"
done
