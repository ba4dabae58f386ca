//! Files of the course inside the program: packed when it is built, since their text was a quarter of a megabyte more of it.

use miniz_oxide::inflate::decompress_to_vec_zlib;

/// A packed file.
#[derive(Debug)]
pub(crate) struct PackedFile {
    /// The folder that it stands in.
    pub(crate) folder: &'static str,
    /// Its name there.
    pub(crate) name: &'static str,
    /// What was packed.
    pub(crate) bytes: &'static [u8],
}

impl PackedFile {
    /// Its text.
    #[expect(
        clippy::expect_used,
        reason = "the build packed it, and a test reads each"
    )]
    pub(crate) fn text(&self) -> String {
        let bytes = decompress_to_vec_zlib(self.bytes).expect("an embedded file is packed well");
        String::from_utf8(bytes).expect("an embedded file is text")
    }
}
