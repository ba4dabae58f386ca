//! What is read from files inside the program when somebody first looks at it: reading the whole course took most of the time to the
//! first frame.

use std::fmt;
use std::mem;
use std::ops::{Deref, DerefMut};
use std::ptr;
use std::sync::OnceLock;

use serde::{Deserialize, Deserializer};

use crate::lesson::packed::PackedFile;

/// A value that may still stand in its files.
#[derive(Clone)]
pub struct Later<T> {
    read: OnceLock<T>,
    /// The files, and how they are read. Nothing where the value was given, or was changed since.
    source: Option<(&'static [PackedFile], Reader<T>)>,
}

/// What makes a value of files inside the program; these are well formed, which tests hold.
type Reader<T> = fn(&'static [PackedFile]) -> T;

impl<T> Later<T> {
    /// What `reader` makes of these files.
    pub(crate) fn of(files: &'static [PackedFile], reader: Reader<T>) -> Self {
        Self {
            read: OnceLock::new(),
            source: Some((files, reader)),
        }
    }
}

impl<T: Default> Deref for Later<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.read.get_or_init(|| match self.source {
            Some((files, reader)) => reader(files),
            None => T::default(),
        })
    }
}

impl<T: Default> DerefMut for Later<T> {
    fn deref_mut(&mut self) -> &mut T {
        // Read first, so that there is something to change, and then it is no more what stands in the files.
        let _ = Self::deref(self);
        self.source = None;
        match self.read.get_mut() {
            Some(value) => value,
            None => unreachable!("it was read in the lines above"),
        }
    }
}

impl<T> From<T> for Later<T> {
    fn from(value: T) -> Self {
        Self {
            read: OnceLock::from(value),
            source: None,
        }
    }
}

impl<T> Default for Later<T> {
    fn default() -> Self {
        Self {
            read: OnceLock::new(),
            source: None,
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Later<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::from)
    }
}

impl<T> IntoIterator for Later<Vec<T>> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(mut self) -> Self::IntoIter {
        mem::take(&mut *self).into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Later<Vec<T>> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Default + PartialEq> PartialEq for Later<T> {
    fn eq(&self, other: &Self) -> bool {
        let same = match (self.source, other.source) {
            (Some((one, _)), Some((another, _))) => ptr::eq(one, another),
            _ => false,
        };
        same || **self == **other
    }
}

impl<T: Default + Eq> Eq for Later<T> {}

impl<T: Default + fmt::Debug> fmt::Debug for Later<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
