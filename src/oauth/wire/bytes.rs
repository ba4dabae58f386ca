//! The view that shows the bytes: offset, hexadecimal, characters, eight a line so that it fits beside a form.

use crate::oauth::field::Field;
use crate::oauth::wire::{Line, Secrets, Span, WireRequest};

const WIDTH: usize = 8;

struct Cell {
    byte: u8,
    field: Option<Field>,
    secret: bool,
}

/// One line for each eight bytes. A masked byte is `**` and `*` at its own place, so that every offset stays true.
pub(super) fn lines(request: &WireRequest, secrets: Secrets) -> Vec<Line> {
    let cells: Vec<Cell> = request
        .pieces()
        .iter()
        .flat_map(|piece| {
            piece.text.bytes().map(|byte| Cell {
                byte,
                field: piece.field,
                secret: piece.secret,
            })
        })
        .collect();
    cells
        .chunks(WIDTH)
        .enumerate()
        .map(|(row, cells)| line(row * WIDTH, cells, secrets))
        .collect()
}

fn line(offset: usize, cells: &[Cell], secrets: Secrets) -> Line {
    let mut line = vec![Span::open(&format!("{offset:04x}  "), None)];
    for cell in cells {
        let hidden = cell.secret && secrets == Secrets::Masked;
        let text = if hidden {
            "** ".to_owned()
        } else {
            format!("{:02x} ", cell.byte)
        };
        push(&mut line, &text, cell);
    }
    let gap = "   ".repeat(WIDTH - cells.len());
    line.push(Span::open(&format!("{gap} "), None));
    for cell in cells {
        let hidden = cell.secret && secrets == Secrets::Masked;
        let shown = if hidden {
            '*'
        } else if cell.byte == b' ' || cell.byte.is_ascii_graphic() {
            char::from(cell.byte)
        } else {
            '.'
        };
        push(&mut line, shown.encode_utf8(&mut [0; 4]), cell);
    }
    line
}

/// Adds `text` to the last span where that belongs to the same piece, else as a new one.
fn push(line: &mut Line, text: &str, cell: &Cell) {
    match line.last_mut() {
        Some(last) if last.field == cell.field && last.secret == cell.secret => {
            last.text.push_str(text);
        }
        Some(_) | None => line.push(Span {
            text: text.to_owned(),
            field: cell.field,
            secret: cell.secret,
        }),
    }
}
