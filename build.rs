//! Makes the tables of words, and links GCC's unwinder into the program, on Linux with glibc, where the C compiler has it as a
//! static library.
//!
//! As a shared library it is loaded at every start and questions the processor at length, which took 0.2 of the 1.4 ms that
//! `decode` lasts. Rust names the shared one, so a linker script of that name stands in its way. Where anything is missing,
//! nothing is done and the program is linked as usual.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

#[path = "build/tables.rs"]
mod tables;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build/tables.rs");
    #[expect(
        clippy::disallowed_methods,
        reason = "a build script is told everything this way"
    )]
    let variable = |name: &str| env::var(name).unwrap_or_default();
    let folder = variable("OUT_DIR");
    let assets = Path::new(&variable("CARGO_MANIFEST_DIR")).join("assets");
    if let Err(fault) = tables::write(&assets, Path::new(&folder)) {
        println!("cargo::error={}", fault.replace('\n', " "));
        return;
    }
    let is_native = variable("HOST") == variable("TARGET");
    let is_glibc =
        variable("CARGO_CFG_TARGET_OS") == "linux" && variable("CARGO_CFG_TARGET_ENV") == "gnu";
    if !(is_native && is_glibc && has_static_unwinder()) {
        return;
    }
    let script = Path::new(&folder).join("libgcc_s.so");
    if fs::write(script, "INPUT ( -lgcc_eh -lgcc )\n").is_ok() {
        println!("cargo::rustc-link-search=native={folder}");
    }
}

/// The compiler prints a path where it knows the file, and the bare name where it does not.
fn has_static_unwinder() -> bool {
    let asked = Command::new("cc")
        .arg("-print-file-name=libgcc_eh.a")
        .output();
    asked.is_ok_and(|said| Path::new(String::from_utf8_lossy(&said.stdout).trim()).is_absolute())
}
