//! The journal, and what may be repeated in it of what others sent.

pub(super) mod journal;
pub(super) mod known;
pub(super) mod mask;
