//! The loop: say, ask, tell the tutor, wait for what it waits for.
