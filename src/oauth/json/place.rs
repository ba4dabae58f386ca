//! From byte offsets to lines and columns, as editors count them.

/// Where the lines of a text begin. Lines end with LF, so CR LF is one line break.
#[derive(Clone, Debug)]
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    /// How many characters stand before each multiple of `STRIDE` bytes, so that a place in a line of a megabyte is found at once.
    counts: Vec<usize>,
}

const STRIDE: usize = 1024;

impl<'t> Lines<'t> {
    /// Reads `text` once.
    pub fn new(text: &'t str) -> Self {
        let breaks = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1));
        let mut total = 0;
        let counts = text.as_bytes().chunks(STRIDE).map(|chunk| {
            let before = total;
            total += first_bytes(chunk);
            before
        });
        Self {
            text,
            starts: starts.collect(),
            counts: counts.collect(),
        }
    }

    /// Line and column of a byte offset, both from 1, the column in Unicode scalar values. An offset inside a character counts as behind it;
    /// one beyond the end as the end.
    pub fn at(&self, offset: usize) -> (usize, usize) {
        let offset = offset.min(self.text.len());
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        (line, self.before(offset) - self.before(start) + 1)
    }

    fn before(&self, offset: usize) -> usize {
        let block = offset / STRIDE;
        let known = self.counts.get(block).copied();
        let (known, from) = match known {
            Some(count) => (count, block * STRIDE),
            // The offset is the end of a text whose length is a multiple of the stride.
            None => (
                self.counts.last().copied().unwrap_or_default(),
                self.counts.len().saturating_sub(1) * STRIDE,
            ),
        };
        let rest = self.text.as_bytes().get(from..offset).unwrap_or_default();
        known + first_bytes(rest)
    }
}

/// How many characters begin in `bytes`: UTF-8 continuation bytes look like `10xxxxxx`.
fn first_bytes(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}
