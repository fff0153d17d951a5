//! The `regie` program: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<_> = std::env::args_os().collect();
    regie::cli::run(&args, &regie::cli::Env::of_process())
}
