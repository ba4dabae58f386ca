//! Where a client secret comes from: a file, stdin, the environment or a hidden prompt. Never a flag.
