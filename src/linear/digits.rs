//! Digits of any script: whoever types Arabic or Devanagari numbers picks by them.

/// The zeros of the scripts that write numbers with ten digits (Unicode, general category Nd); the other nine follow each.
const ZEROS: [char; 37] = [
    '\u{660}',
    '\u{6f0}',
    '\u{7c0}',
    '\u{966}',
    '\u{9e6}',
    '\u{a66}',
    '\u{ae6}',
    '\u{b66}',
    '\u{be6}',
    '\u{c66}',
    '\u{ce6}',
    '\u{d66}',
    '\u{de6}',
    '\u{e50}',
    '\u{ed0}',
    '\u{f20}',
    '\u{1040}',
    '\u{1090}',
    '\u{17e0}',
    '\u{1810}',
    '\u{1946}',
    '\u{19d0}',
    '\u{1a80}',
    '\u{1a90}',
    '\u{1b50}',
    '\u{1bb0}',
    '\u{1c40}',
    '\u{1c50}',
    '\u{a620}',
    '\u{a8d0}',
    '\u{a900}',
    '\u{a9d0}',
    '\u{a9f0}',
    '\u{aa50}',
    '\u{abf0}',
    '\u{ff10}',
    '\u{104a0}',
];

/// `line` with its digits as 0 to 9.
pub(super) fn latin(line: &str) -> String {
    line.chars().map(digit).collect()
}

fn digit(c: char) -> char {
    let above = |zero: &char| u32::from(c).checked_sub(u32::from(*zero));
    let value = ZEROS.iter().filter_map(above).find(|above| *above < 10);
    value
        .and_then(|value| char::from_digit(value, 10))
        .unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::latin;

    #[test]
    fn digits_of_any_script_count_and_nothing_else_changes() {
        assert_eq!(latin("٣) १२ ７ 4."), "3) 12 7 4.");
        assert_eq!(latin("x²½Ⅳ"), "x²½Ⅳ");
    }
}
