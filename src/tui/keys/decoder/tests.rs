//! What terminals really send: each sequence whole, byte by byte, and late.

use super::*;

fn press(name: &str) -> Token {
    Token::Press(Press::named(name).unwrap_or_else(|| panic!("{name} is a key")))
}

fn presses(names: &str) -> Vec<Token> {
    names.split_whitespace().map(press).collect()
}

/// Fed at once, then nothing more for long.
/// Keys and pastes; what the terminal says of its background is neither.
fn only_keys(tokens: Vec<Token>) -> Vec<Token> {
    let is_key = |token: &Token| !matches!(token, Token::Ground(_) | Token::Mouse(_));
    tokens.into_iter().filter(is_key).collect()
}

fn whole(bytes: &[u8]) -> Vec<Token> {
    let mut decoder = Decoder::default();
    let mut tokens = decoder.feed(bytes);
    tokens.extend(decoder.rest());
    only_keys(tokens)
}

#[test]
fn the_background_is_read_whole_and_in_pieces() {
    for (answer, colour) in [
        (
            b"\x1b]11;rgb:ffff/fdfd/e3e3\x1b\\".as_slice(),
            [255, 253, 227],
        ),
        (b"\x1b]11;rgb:11/15/1c\x07", [17, 21, 28]),
        (b"\x1b]11;rgb:f/0/8\x07", [255, 0, 136]),
    ] {
        for cut in 2..answer.len() {
            let mut decoder = Decoder::default();
            let mut tokens = decoder.feed(&answer[..cut]);
            tokens.extend(decoder.feed(&answer[cut..]));
            assert_eq!(tokens, [Token::Ground(colour)], "cut at {cut}");
        }
    }
    for other in [
        "\x1b]11;rgb:zz/00/00\x07",
        "\x1b]11;rgb:11/22\x07",
        "\x1b]11;rgb:1/2/3/4\x07",
        "\x1b]10;rgb:1/2/3\x07",
    ] {
        assert_eq!(Decoder::default().feed(other.as_bytes()), [], "{other:?}");
    }
}

fn byte_by_byte(bytes: &[u8]) -> Vec<Token> {
    let mut decoder = Decoder::default();
    let mut tokens: Vec<Token> = bytes
        .iter()
        .flat_map(|byte| decoder.feed(&[*byte]))
        .collect();
    tokens.extend(decoder.rest());
    only_keys(tokens)
}

/// Sequences that are a key, and the key.
const KEYS: &[(&[u8], &str)] = &[
    (b"q", "q"),
    (b"\r", "enter"),
    (b"\n", "enter"),
    (b"\t", "tab"),
    (b" ", "space"),
    (b"\x7f", "backspace"),
    (b"\x08", "backspace"),
    (b"\x03", "ctrl+c"),
    (b"\x1a", "ctrl+z"),
    (b"\x0b", "ctrl+k"),
    (b"\x1b", "esc"),
    (b"\x1b[A", "up"),
    (b"\x1b[B", "down"),
    (b"\x1b[C", "right"),
    (b"\x1b[D", "left"),
    (b"\x1bOA", "up"),
    (b"\x1bOD", "left"),
    (b"\x1b[H", "home"),
    (b"\x1bOH", "home"),
    (b"\x1b[1~", "home"),
    (b"\x1b[7~", "home"),
    (b"\x1b[F", "end"),
    (b"\x1bOF", "end"),
    (b"\x1b[4~", "end"),
    (b"\x1b[8~", "end"),
    (b"\x1b[1;2H", "home"),
    (b"\x1b[2~", "insert"),
    (b"\x1b[3~", "del"),
    (b"\x1b[5~", "pgup"),
    (b"\x1b[6~", "pgdn"),
    (b"\x1b[Z", "shift+tab"),
    (b"\x1bOP", "f1"),
    (b"\x1b[11~", "f1"),
    (b"\x1b[[A", "f1"),
    (b"\x1b[[E", "f5"),
    (b"\x1b[15~", "f5"),
    (b"\x1b[17~", "f6"),
    (b"\x1b[24~", "f12"),
    (b"\x1b[1;5C", "ctrl+right"),
    (b"\x1b[1;5D", "ctrl+left"),
    (b"\x1bOc", "ctrl+right"),
    (b"\x1bO5D", "ctrl+left"),
    (b"\x1b[1;3D", "alt+left"),
    (b"\x1b\x1b[D", "alt+left"),
    (b"\x1b\x1bOA", "alt+up"),
    (b"\x1bb", "alt+b"),
    (b"\x1bf", "alt+f"),
    (b"\x1b\x7f", "alt+backspace"),
    (b"\x1b\x08", "alt+backspace"),
    (b"\x1b[3;5~", "ctrl+del"),
    // rxvt: Shift ends in `$`, Ctrl in `^`.
    (b"\x1b[7$", "home"),
    (b"\x1b[6$", "pgdn"),
    (b"\x1b[7^", "ctrl+home"),
    (b"\x1b[8@", "ctrl+end"),
    // The keypad in application mode.
    (b"\x1bOp", "0"),
    (b"\x1bOy", "9"),
    (b"\x1bOM", "enter"),
    (b"\x1bOk", "+"),
    (b"\x1bOm", "-"),
    // xterm's modifyOtherKeys, fixterms, kitty.
    (b"\x1b[27;5;99~", "ctrl+c"),
    (b"\x1b[27;2;13~", "enter"),
    (b"\x1b[99;5u", "ctrl+c"),
    (b"\x1b[113u", "q"),
    (b"\x1b[113;1:1u", "q"),
    (b"\x1b[97;2u", "A"),
    (b"\x1b[97:65;2u", "A"),
    (b"\x1b[97;65u", "A"),
    (b"\x1b[27u", "esc"),
    (b"\x1b[13u", "enter"),
    (b"\x1b[9;2u", "shift+tab"),
    (b"\x1b[127u", "backspace"),
    (b"\x1b[57402u", "3"),
    (b"\x1b[57414u", "enter"),
    // The same in eight bits, and in UTF-8.
    (b"\x9bA", "up"),
    (b"\xc2\x9b5~", "pgup"),
    (b"\x8fP", "f1"),
];

/// What belongs to nobody.
const NOBODYS: &[&[u8]] = &[
    b"\x1b]10;rgb:dddd/dddd/dddd\x1b\\",
    b"\x1b]11;rgb:1111/1111/1111\x07",
    b"\x1b]4;1;rgb:cd/00/00\x1b\\",
    b"\x1b]52;c;c2VjcmV0IHE=\x07",
    b"\x1b]lquit the title S r\x1b\\",
    b"\x1b[?62;22c",
    b"\x1b[?1;2c",
    b"\x1b[>41;354;0c",
    b"\x1bP!|00000000\x1b\\",
    b"\x1bP>|XTerm(388) rqS\x1b\\",
    b"\x1bP1$r0m\x1b\\",
    b"\x1bP1+r544e=787465726d\x1b\\",
    b"\x1b_Gi=31;OK\x1b\\",
    b"\x1b[0n",
    b"\x1b[?997;1n",
    b"\x1b[?2026;2$y",
    b"\x1b[4;1$y",
    b"\x1b[?1u",
    b"\x1b[>4;2m",
    b"\x1b[24;80R",
    b"\x1b[1;1R",
    b"\x1b[8;24;80t",
    b"\x1b[I",
    b"\x1b[O",
    b"\x1b[M qq",
    b"\x1b[M\x60\xc2\xa3!",
    b"\x1b[<0;10;20M",
    b"\x1b[<0;10;20m",
    b"\x1b[35;10;20M",
    b"\x1b[113;1:3u",
    b"\x1b[1;1:3A",
    b"\x1b[99;9u",
    b"\x1b[57358u",
    b"\x1b[201~",
    b"\x1b[E",
    b"\x9b?62;22c",
    b"\x9d11;rgb:1111/1111/1111\x9c",
    b"\xe9\xff\x80\xc0",
];

#[test]
fn every_form_of_a_key_is_that_key_whole_and_byte_by_byte() {
    for (bytes, name) in KEYS {
        let text = String::from_utf8_lossy(bytes).escape_debug().to_string();
        assert_eq!(whole(bytes), [press(name)], "{text}");
        assert_eq!(byte_by_byte(bytes), [press(name)], "{text}");
    }
}

#[test]
fn keys_that_follow_each_other_in_one_read_are_all_there() {
    for (first, one) in KEYS {
        // Esc and what follows it are Alt; a lone one needs a pause.
        if *first == [ESC] || first.ends_with(b"$") {
            continue;
        }
        for (second, other) in KEYS {
            let both = [*first, *second].concat();
            assert_eq!(whole(&both), [press(one), press(other)], "{one} {other}");
        }
    }
}

#[test]
fn replies_and_reports_are_no_keys_whole_byte_by_byte_and_between_keys() {
    for bytes in NOBODYS {
        let text = String::from_utf8_lossy(bytes).escape_debug().to_string();
        assert_eq!(whole(bytes), [], "{text}");
        assert_eq!(byte_by_byte(bytes), [], "{text}");
        let between = [b"j", *bytes, b"\x1b[A", *bytes, b"k"].concat();
        assert_eq!(whole(&between), presses("j up k"), "{text}");
    }
}

#[test]
fn a_reply_that_comes_in_two_pieces_with_a_pause_is_no_key() {
    for bytes in NOBODYS.iter().filter(|bytes| bytes.starts_with(b"\x1b")) {
        for cut in 3..bytes.len() {
            let mut decoder = Decoder::default();
            let mut tokens = decoder.feed(&bytes[..cut]);
            // The loop waits as long as it is told to; less than that is no rest.
            let patience = decoder.patience();
            assert!(patience.is_none_or(|it| it >= LONE_ESC));
            tokens.extend(decoder.feed(&bytes[cut..]));
            tokens.extend(decoder.rest());
            assert_eq!(
                only_keys(tokens),
                [],
                "{:?} at {cut}",
                String::from_utf8_lossy(bytes)
            );
        }
    }
}

#[test]
fn an_arrow_split_over_thirty_milliseconds_is_one_and_a_lone_esc_acts_within_fifty() {
    for arrow in [b"\x1b[A".as_slice(), b"\x1bOA", b"\x1b\x1b[A"] {
        let mut decoder = Decoder::default();
        for byte in &arrow[..arrow.len() - 1] {
            assert_eq!(decoder.feed(&[*byte]), []);
            let patience = decoder.patience().unwrap();
            assert!(patience > Duration::from_millis(30), "{arrow:?}");
        }
        let names = if arrow.len() == 4 { "alt+up" } else { "up" };
        assert_eq!(decoder.feed(b"A"), presses(names));
        assert_eq!(decoder.patience(), None);
    }
    let mut decoder = Decoder::default();
    decoder.feed(b"\x1b");
    assert!(decoder.patience().unwrap() < Duration::from_millis(50));
}

#[test]
fn a_sequence_whose_esc_has_acted_already_gives_no_letters() {
    for (rest, after) in [
        (b"]11;rgb:1111/1111/1111\x1b\\".as_slice(), ""),
        (b"[?62;22c", ""),
        (b"[A", "up"),
        (b"OA", "up"),
        (b"[6~", "pgdn"),
    ] {
        let mut decoder = Decoder::default();
        assert_eq!(decoder.feed(b"\x1b"), []);
        assert_eq!(decoder.patience(), Some(LONE_ESC));
        assert_eq!(decoder.rest(), presses("esc"));
        assert_eq!(only_keys(decoder.feed(rest)), presses(after));
    }
    // The same one byte later.
    for (begins, keys, rest) in [
        (
            b"\x1b]".as_slice(),
            "alt+]",
            b"11;rgb:1111/1111/1111\x1b\\".as_slice(),
        ),
        (b"\x1b[", "esc [", b"?62;22c"),
        (b"\x1bP", "alt+P", b">|quick(1)\x1b\\"),
    ] {
        let mut decoder = Decoder::default();
        assert_eq!(decoder.feed(begins), []);
        assert_eq!(decoder.patience(), Some(BEGINNING));
        assert_eq!(decoder.rest(), presses(keys));
        assert_eq!(only_keys(decoder.feed(rest)), []);
        assert_eq!(decoder.feed(b"q"), presses("q"));
    }
    // A person who presses Esc and then a bracket means both.
    let mut decoder = Decoder::default();
    decoder.feed(b"\x1b");
    assert_eq!(decoder.rest(), presses("esc"));
    assert_eq!(decoder.feed(b"["), presses("["));
}

#[test]
fn esc_with_a_key_in_one_read_is_told_apart_from_alt_by_who_reads_it() {
    use crate::tui::keys::Typing;
    let named = |name: &str| Press::named(name).unwrap();
    assert!(named("alt+q").is_escaped(Typing::No));
    assert!(named("alt+b").is_escaped(Typing::No) && !named("alt+b").is_escaped(Typing::Line));
    assert!(named("alt+x").is_escaped(Typing::Line));
    assert!(!named("alt+up").is_escaped(Typing::No) && !named("q").is_escaped(Typing::No));
    for (bytes, keys) in [
        (b"\x1b[".as_slice(), "esc ["),
        (b"\x1bO", "esc O"),
        (b"\x1b]", "alt+]"),
        (b"\x1b]x", "alt+] x"),
        (b"\x1bP", "alt+P"),
        (b"\x1b\x1b", "esc esc"),
        (b"\x1b\x1bq", "esc alt+q"),
    ] {
        assert_eq!(whole(bytes), presses(keys), "{keys}");
    }
}

#[test]
fn an_unfinished_string_ends_with_the_next_key_that_is_no_text() {
    let mut decoder = Decoder::default();
    assert_eq!(decoder.feed(b"\x1b]11;rgb:11"), []);
    assert_eq!(decoder.feed(b"\x1b[A"), presses("up"));
    assert_eq!(decoder.feed(b"\x1bP1$r\r"), presses("enter"));
    assert_eq!(decoder.feed(b"q"), presses("q"));
}

#[test]
fn endless_sequences_cost_no_memory_and_no_time_and_deafen_nobody() {
    for start in [b"\x1b]52;c;".as_slice(), b"\x1b[1;", b"\x1bP1$r"] {
        let mut decoder = Decoder::default();
        decoder.feed(start);
        for _ in 0..1000 {
            assert_eq!(decoder.feed(&[b'1'; 1000]), []);
        }
        assert!(
            decoder.held.len() <= LONGEST + 1000,
            "{}",
            decoder.held.len()
        );
        assert_eq!(decoder.rest(), []);
        assert_eq!(decoder.feed(b"q"), presses("q"));
    }
}

#[test]
fn a_paste_is_a_paste_whatever_is_in_it() {
    let text = "{\"a\":\r1}\x1b[A\x1b]11;x\x07\x03é";
    let bytes = format!("j\x1b[200~{text}\x1b[201~k");
    let expected = [press("j"), Token::Paste(text.to_owned()), press("k")];
    assert_eq!(whole(bytes.as_bytes()), expected);
    assert_eq!(byte_by_byte(bytes.as_bytes()), expected);
}

#[test]
fn a_paste_without_an_end_lets_keys_through_after_a_pause() {
    let mut decoder = Decoder::default();
    assert_eq!(decoder.feed(b"\x1b[200~lost"), []);
    assert_eq!(decoder.patience(), Some(REST));
    assert_eq!(decoder.rest(), []);
    assert_eq!(decoder.patience(), None);
    assert_eq!(decoder.feed(b"q"), presses("q"));
    // A paste that only paused goes on.
    decoder.feed(b"\x1b[200~one");
    decoder.rest();
    assert_eq!(decoder.feed(b" and two, long enough"), []);
    let whole = Token::Paste("one and two, long enough".to_owned());
    assert_eq!(decoder.feed(b"\x1b[201~"), [whole]);
}

mod any_bytes {
    use proptest::prelude::*;

    use super::super::Decoder;

    proptest! {
        #[test]
        fn nothing_hangs_and_nothing_stays_held(chunks in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 0..20)) {
            let mut decoder = Decoder::default();
            for chunk in &chunks {
                decoder.feed(chunk);
            }
            decoder.rest();
            prop_assert!(decoder.rest().is_empty());
        }

        #[test]
        fn text_comes_through_as_it_was_typed(text in "[ -~é日]{0,40}") {
            let mut decoder = Decoder::default();
            let typed = decoder.feed(text.as_bytes());
            prop_assert_eq!(typed.len(), text.chars().count());
        }
    }
}
