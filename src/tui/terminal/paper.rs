//! What a frame is drawn on: it goes out in one piece, and not at all once the terminal is left.

use std::cell::Cell as Held;
use std::io::{self, Write};
use std::rc::Rc;

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use super::links::{END, Links};

/// Gathers the bytes of a frame. Clones share them.
#[derive(Clone, Default)]
pub(super) struct Bytes(Rc<Held<Vec<u8>>>);

impl Bytes {
    /// All that was written since the last time.
    pub(super) fn take(&self) -> Vec<u8> {
        self.0.take()
    }
}

impl Write for Bytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut held = self.0.take();
        held.extend_from_slice(bytes);
        self.0.set(held);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The library's drawing, with a size that this program asked for itself: the library would start another program where the
/// operating system knows none.
pub(super) struct Paper {
    inner: CrosstermBackend<Bytes>,
    size: Size,
    bytes: Bytes,
    links: Links,
}

impl Paper {
    pub(super) fn new(bytes: Bytes, size: Size, links: Links) -> Self {
        Self {
            inner: CrosstermBackend::new(bytes.clone()),
            size,
            bytes,
            links,
        }
    }

    pub(super) fn set_size(&mut self, size: Size) {
        self.size = size;
    }
}

impl Backend for Paper {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        if self.links.is_empty() {
            return self.inner.draw(content);
        }
        let cells: Vec<_> = content.collect();
        let link = |(column, row, _): &(u16, u16, &Cell)| self.links.at(*column, *row);
        for run in cells.chunk_by(|one, next| link(one) == link(next)) {
            let here = run.first().and_then(link);
            if let Some(at) = here {
                self.bytes.write_all(self.links.start(at).as_bytes())?;
            }
            self.inner.draw(run.iter().copied())?;
            if here.is_some() {
                self.bytes.write_all(END.as_bytes())?;
            }
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.inner.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.inner.show_cursor()
    }

    /// Not asked: the answer would come as keys.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(Position::ORIGIN)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.inner.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.inner.clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::default(),
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
