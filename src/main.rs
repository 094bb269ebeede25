//! The command `detente`.

fn main() {}
