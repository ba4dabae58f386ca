//! The tutor line by line.
