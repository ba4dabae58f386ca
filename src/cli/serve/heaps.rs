//! How many heaps glibc may keep. It gives each thread one, each is fragmented by itself, and so the memory of a server under load goes on
//! growing. Few threads allocate here, and two heaps are enough for them: they stay as they are, and a request takes no longer. The number is
//! read when a process starts and at no other time (mallopt(3), `M_ARENA_MAX`).

/// Begins this program anew with two heaps, where nobody has said how many, once. It comes back where that cannot be done.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(super) fn few() {
    use std::env::{args_os, current_exe};
    use std::os::unix::process::CommandExt as _;
    use std::process::Command;

    use crate::cli::environment::Environment;

    if Environment::read().heaps {
        return;
    }
    let (Ok(program), Some(name)) = (current_exe(), args_os().next()) else {
        return;
    };
    // Where the loader was called by name, it is what runs, and it would look for a program of the name of the command.
    let file = program.file_name().unwrap_or_default().to_string_lossy();
    if file.starts_with("ld-") || file.starts_with("ld.so") {
        return;
    }
    let mut anew = Command::new(program);
    anew.arg0(name)
        .args(args_os().skip(1))
        .env("MALLOC_ARENA_MAX", "2")
        // The loader takes the other one away from a program with rights of its own (setuid, capabilities): once is enough.
        .env("OAUTH_TUTOR_HEAPS", "2");
    // It comes back with an error, or not at all.
    let _ = anew.exec();
}

/// Other allocators share their heaps among threads.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(super) fn few() {}
