# The recipes are the scripts of .ci/; `just` only saves the typing. `just --list` tells them.

# Everything that must hold before a change is taken
run:
    .ci/run

# Whether it compiles, quickly
check:
    cargo check --locked --all-targets

# Lay the code out
format:
    cargo fmt --all

# Clippy; a warning is an error
lint:
    .ci/lint

# All tests, or those named: `just test --test dashboard keys`
test *ARGS:
    .ci/test {{ARGS}}

# The documents of the code
document:
    .ci/document

# Write documents, pictures and snapshots anew; look at each change
update:
    .ci/update

# Fuzz a target for a while: `just fuzz query 60`
fuzz TARGET SECONDS="60":
    cargo +nightly fuzz run {{TARGET}} fuzz/corpus/{{TARGET}} -- -max_total_time={{SECONDS}}

# The dashboard on the bundled sample
sample:
    cargo run --release
