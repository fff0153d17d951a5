//! The `regie` program: arguments in, exit code out.
fn main() {}
