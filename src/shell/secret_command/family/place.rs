//! The two places where a command can run.

/// Where a command runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::shell::secret_command) enum Family {
    /// In the group of this program.
    Ours,
    /// In one of its own.
    Own,
}
