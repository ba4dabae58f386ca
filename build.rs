//! Gathers the files of the course, so that a lesson is a file and nothing else, makes the tables of words, and on Linux with glibc
//! links GCC's unwinder into the program, where the C compiler has it as a static library, packs its relocations, and keeps one of
//! several functions that are the same.
//!
//! As a shared library it is loaded at every start and questions the processor at length, which took 0.2 of the 1.4 ms that
//! `decode` lasts. Rust names the shared one, so a linker script of that name stands in its way. Where anything is missing,
//! nothing is done and the program is linked as usual.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use miniz_oxide::deflate::compress_to_vec_zlib;

#[path = "build/tables.rs"]
mod tables;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build/tables.rs");
    gather_course();
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
    let is_release = is_native && is_glibc && variable("PROFILE") == "release";
    if is_release && reads_packed_relocations() {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
    if is_release && folds_functions(&variable, Path::new(&folder)) {
        println!("cargo::rustc-link-arg-bins={FOLD}");
    }
    if !(is_native && is_glibc && has_static_unwinder()) {
        return;
    }
    let script = Path::new(&folder).join("libgcc_s.so");
    if fs::write(script, "INPUT ( -lgcc_eh -lgcc )\n").is_ok() {
        println!("cargo::rustc-link-search=native={folder}");
    }
}

/// The folders of `assets/` that make a course.
const COURSE: [&str; 4] = ["lessons", "dashboards", "flows", "extra"];

/// Those of lessons. Each start reads their heads alone: reading all steps took most of what `lessons list` lasts.
const LESSONS: [&str; 2] = ["lessons", "extra"];

/// Writes `FILES`: folder, name and text of each file of the course, in the order of the names; and `HEADS`: of the lessons the folder,
/// the place in `FILES`, what stands before its steps, and how large it is.
fn gather_course() {
    #[expect(
        clippy::disallowed_methods,
        reason = "a build script is told everything this way"
    )]
    let folder = |name: &str| PathBuf::from(env::var(name).unwrap_or_default());
    let assets = folder("CARGO_MANIFEST_DIR").join("assets");
    let (mut rows, mut heads, mut count) = (String::new(), String::new(), 0);
    for kind in COURSE {
        let files = assets.join(kind);
        println!("cargo::rerun-if-changed={}", files.display());
        let entries = fs::read_dir(&files).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| Path::new(name).extension().is_some_and(|end| end == "toml"))
            .collect();
        names.sort();
        for name in names {
            let path = files.join(&name);
            if LESSONS.contains(&kind) {
                match head(&path) {
                    Ok((head, size)) => {
                        let _ = writeln!(heads, "    ({kind:?}, {count}, {head:?}, {size:?}),");
                    }
                    Err(fault) => println!("cargo::error={}: {fault}", path.display()),
                }
            }
            let packed = folder("OUT_DIR").join(format!("{kind}-{name}.z"));
            if let Err(error) = pack(&path, &packed) {
                println!("cargo::error={}: {error}", path.display());
            }
            let packed = packed.display().to_string();
            let _ = writeln!(
                rows,
                "    PackedFile {{ folder: {kind:?}, name: {name:?}, bytes: include_bytes!({packed:?}) }},"
            );
            count += 1;
        }
    }
    let text = format!(
        "pub(super) static FILES: &[PackedFile] = &[\n{rows}];\n\
         pub(super) static HEADS: &[(&str, usize, &str, [usize; 4])] = &[\n{heads}];\n"
    );
    let written = fs::write(folder("OUT_DIR").join("course_files.rs"), text);
    if let Err(error) = written {
        println!("cargo::error=the files of the course could not be gathered: {error}");
    }
}

/// Packs a file as the program takes it along.
fn pack(path: &Path, packed: &Path) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", path.display());
    let level = 9;
    fs::write(packed, compress_to_vec_zlib(&fs::read(path)?, level))
}

/// What stands in a lesson file before its steps, and how many questions, actions, experiments and cards these hold.
fn head(path: &Path) -> Result<(String, [usize; 4]), String> {
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let mut table: toml::Table =
        toml::from_str(&text).map_err(|error| one_line(&error.to_string()))?;
    let steps = table.remove("step");
    let head = toml::to_string(&table).map_err(|error| one_line(&error.to_string()))?;
    Ok((head, steps.as_ref().map_or([0; 4], size)))
}

/// How many questions, actions, experiments and cards these steps hold.
fn size(steps: &toml::Value) -> [usize; 4] {
    let all = steps.as_array().into_iter().flatten();
    let many = |step: &toml::Value, what: &str| {
        let list = step.get(what).and_then(toml::Value::as_array);
        list.map_or(0, Vec::len)
    };
    all.fold([0; 4], |[questions, actions, experiments, cards], step| {
        let stage = step.get("stage").and_then(toml::Value::as_str);
        let asks = many(step, "asks");
        [
            questions + if stage == Some("predict") { asks } else { 0 },
            actions + usize::from(stage == Some("do")),
            experiments + many(step, "experiments"),
            cards + if stage == Some("quiz") { asks } else { 0 },
        ]
    })
}

/// What cargo prints of a fault has to stand on one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The compiler prints a path where it knows the file, and the bare name where it does not.
fn has_static_unwinder() -> bool {
    let asked = Command::new("cc")
        .arg("-print-file-name=libgcc_eh.a")
        .output();
    asked.is_ok_and(|said| Path::new(String::from_utf8_lossy(&said.stdout).trim()).is_absolute())
}

/// True where glibc reads packed relocations (`DT_RELR`), as it does from 2.36 on. They take 13 kilobytes in place of 320. A linker that
/// does not know them says so and goes on.
fn reads_packed_relocations() -> bool {
    let asked = Command::new("getconf").arg("GNU_LIBC_VERSION").output();
    let said = asked.map_or_else(
        |_| String::new(),
        |said| String::from_utf8_lossy(&said.stdout).into_owned(),
    );
    let version = said.trim().strip_prefix("glibc 2.");
    let minor = version.and_then(|minor| minor.split('.').next()?.parse::<u32>().ok());
    minor.is_some_and(|minor| minor >= 36)
}

/// Keeps one of several functions with the same instructions: 0.1 MB of the program. LLVM's linker knows it, and mold; GNU's does not.
const FOLD: &str = "-Wl,--icf=all";

/// True where the linker that is in use takes that, which is seen by linking a program of one line.
fn folds_functions(variable: &dyn Fn(&str) -> String, folder: &Path) -> bool {
    let source = folder.join("folds.rs");
    if fs::write(&source, "fn main() {}\n").is_err() {
        return false;
    }
    let flags = variable("CARGO_ENCODED_RUSTFLAGS");
    let flags = flags.split('\u{1f}').filter(|flag| !flag.is_empty());
    let linker = variable("RUSTC_LINKER");
    let linker = (!linker.is_empty()).then(|| format!("-Clinker={linker}"));
    let tried = Command::new(variable("RUSTC"))
        .args(flags)
        .args(linker)
        .arg(format!("-Clink-arg={FOLD}"))
        .arg("-o")
        .arg(folder.join("folds"))
        .arg(source)
        .output();
    tried.is_ok_and(|said| said.status.success())
}
