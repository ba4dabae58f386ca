//! Numbers as JSON spells them (RFC 8259 section 6), read exactly and without a float in between.

use crate::oauth::json::Integer;

/// True when `text` is a number by the grammar.
pub(in crate::oauth) fn is_number(text: &str) -> bool {
    split(text).is_some()
}

/// The exact whole number that `text` spells, if it is one.
pub(super) fn integer(text: &str) -> Option<Integer> {
    let parts = split(text)?;
    let digits = format!("{}{}", parts.whole, parts.fraction);
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() {
        return Some(Integer::Fits(0));
    }
    let trimmed = significant.trim_end_matches('0');
    let dropped = significant.len() - trimmed.len();
    // value = trimmed * 10^zeros; a negative power of ten leaves a fraction, since `trimmed` does not end in zero.
    let zeros = exponent(parts.exponent)
        .saturating_sub(signed(parts.fraction.len()))
        .saturating_add(signed(dropped));
    let zeros = usize::try_from(zeros).ok()?;
    let digits = trimmed.len().saturating_add(zeros);
    Some(
        fitting(trimmed, zeros, parts.negative).unwrap_or(Integer::Huge {
            negative: parts.negative,
            digits,
        }),
    )
}

fn fitting(digits: &str, zeros: usize, negative: bool) -> Option<Integer> {
    if digits.len().saturating_add(zeros) > 19 {
        return None;
    }
    let power = 10_i128.checked_pow(u32::try_from(zeros).ok()?)?;
    let value = digits.parse::<i128>().ok()?.checked_mul(power)?;
    let value = if negative { -value } else { value };
    i64::try_from(value).ok().map(Integer::Fits)
}

struct Parts<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
    exponent: &'a str,
}

fn split(text: &str) -> Option<Parts<'_>> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (mantissa, ""),
    };
    let power = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let leading_zero = whole.len() > 1 && whole.starts_with('0');
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let good = !whole.is_empty() && !power.is_empty() && !leading_zero;
    (good && all_digits(whole) && all_digits(fraction) && all_digits(power)).then_some(Parts {
        negative,
        whole,
        fraction,
        exponent,
    })
}

/// The exponent, held at the ends of 64 bits: beyond them only its sign matters.
fn exponent(text: &str) -> i64 {
    let huge = if text.starts_with('-') {
        i64::MIN
    } else {
        i64::MAX
    };
    text.parse().unwrap_or(huge)
}

fn signed(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
