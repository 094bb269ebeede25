#![no_main]
#![allow(dead_code)]

#[path = "../../tests/hostile/checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(init: checks::prepare(), |bytes: &[u8]| checks::run("mapped", bytes));
