//! What each page says, as plain lines.
