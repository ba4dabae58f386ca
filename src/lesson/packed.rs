//! Files of the course inside the program: packed when it is built, since their text was a quarter of a megabyte more of it.

use miniz_oxide::inflate::decompress_to_vec_zlib;

/// A packed file.
#[derive(Clone, Copy, Default)]
pub(crate) struct Packed(pub(crate) &'static [u8]);

impl Packed {
    /// Its text.
    #[expect(
        clippy::expect_used,
        reason = "the build packed it, and a test reads each"
    )]
    pub(crate) fn text(self) -> String {
        let bytes = decompress_to_vec_zlib(self.0).expect("an embedded file is packed well");
        String::from_utf8(bytes).expect("an embedded file is text")
    }
}
