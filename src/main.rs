//! The `regie` program: arguments in, exit code out.

use std::process::ExitCode;

/// Why not the C library's: see its line in `Cargo.toml`.
#[global_allocator]
static HEAP: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let args: Vec<_> = std::env::args_os().collect();
    regie::cli::run(&args, &regie::cli::Env::of_process())
}
