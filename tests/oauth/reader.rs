//! The forgiving JSON reader: what it keeps, what it says is wrong, and that no depth or size troubles it.

use oauth_tutor::oauth::json::place::Lines;
use oauth_tutor::oauth::json::{Document, FaultKind, Integer, Kind, NodeId, read};
use proptest::prelude::*;
use rstest::rstest;

fn root(document: &Document) -> NodeId {
    document.root().expect("a value")
}

fn kinds(document: &Document) -> Vec<FaultKind> {
    document.faults().iter().map(|fault| fault.kind).collect()
}

#[test]
fn order_spelling_and_places_are_kept() {
    let text = "{ \"b\" : 1.50e0, \"a\\u0062\": [true, null], \"b\":\"\\u00e9\\/\" }";
    let document = read(text);
    let top = root(&document);
    let members: Vec<_> = document.members(top).collect();
    let names: Vec<_> = members.iter().map(|member| member.name).collect();
    assert_eq!(names, ["b", "ab", "b"]);
    assert_eq!(document.raw(members[0].value), "1.50e0");
    assert_eq!(members[1].name_offset, text.find("\"a").expect("there"));
    let array = members[1].value;
    let items: Vec<_> = document
        .items(array)
        .map(|item| document.kind(item))
        .collect();
    assert_eq!(items, [Kind::True, Kind::Null]);
    assert_eq!(document.raw(array), "[true, null]");
    assert_eq!(document.end(array) - document.offset(array), 12);
    let last = document.member(top, "b").expect("there");
    assert_eq!(document.string(last), Some("é/"));
    assert_eq!(document.raw(last), "\"\\u00e9\\/\"");
    assert_eq!(document.faults(), []);
    let duplicate = &document.duplicates()[0];
    assert_eq!(
        (duplicate.name.as_str(), duplicate.offset),
        ("b", text.rfind("\"b\"").expect("there"))
    );
    assert_eq!(document.pointer(duplicate.node), "/b");
}

#[test]
fn names_made_to_look_alike_to_the_index_stay_apart() {
    // The four names share one hash two by two, under the root.
    let document = read(r#"{"m49":1,"m320752":2,"m48":3,"m320753":4,"m49":5}"#);
    let root = document.root().unwrap();
    for (name, value) in [
        ("m49", "5"),
        ("m320752", "2"),
        ("m48", "3"),
        ("m320753", "4"),
    ] {
        let member = document.member(root, name).unwrap();
        assert_eq!(document.raw(member), value, "{name}");
    }
    let duplicates = document.duplicates();
    let names: Vec<&str> = duplicates.iter().map(|again| again.name.as_str()).collect();
    assert_eq!(names, ["m49"]);
}

#[test]
fn names_are_equal_when_they_decode_alike_and_stand_in_one_object() {
    let document = read(r#"{"a":{"x":1,"\u0078":2},"b":{"x":3}}"#);
    let found: Vec<_> = document
        .duplicates()
        .iter()
        .map(|found| document.pointer(found.node))
        .collect();
    assert_eq!(found, ["/a/x"]);
}

#[test]
fn pointers_escape_what_rfc_6901_wants_escaped() {
    let document = read(r#"{"a/b":{"m~n":[0,{"":7}]}}"#);
    let mut at = root(&document);
    for _ in 0..2 {
        at = document.members(at).next().expect("a member").value;
    }
    let item = document.items(at).nth(1).expect("an item");
    let value = document.member(item, "").expect("a member");
    assert_eq!(document.pointer(value), "/a~1b/m~0n/1/");
    assert_eq!(document.pointer(root(&document)), "");
}

#[rstest]
#[case("3600", Some(Integer::Fits(3600)))]
#[case("3600.0", Some(Integer::Fits(3600)))]
#[case("36e2", Some(Integer::Fits(3600)))]
#[case("3600000e-3", Some(Integer::Fits(3600)))]
#[case("-0", Some(Integer::Fits(0)))]
#[case("0e99999999999999999999", Some(Integer::Fits(0)))]
#[case("9223372036854775807", Some(Integer::Fits(i64::MAX)))]
#[case("-9223372036854775808", Some(Integer::Fits(i64::MIN)))]
#[case("9223372036854775808", Some(Integer::Huge { negative: false, digits: 19 }))]
#[case("-1e30", Some(Integer::Huge { negative: true, digits: 31 }))]
#[case("0.5", None)]
#[case("1e-1", None)]
#[case("01", None)]
#[case("\"3600\"", None)]
fn whole_numbers_are_exact_in_any_spelling(#[case] text: &str, #[case] expected: Option<Integer>) {
    let document = read(text);
    assert_eq!(document.integer(root(&document)), expected);
}

#[rstest]
#[case::pair(r#""\ud83d\ude00""#, "😀")]
#[case::lone_high(r#""a\ud800b""#, r"a\ud800b")]
#[case::lone_low(r#""\udc00""#, r"\udc00")]
#[case::high_before_letter(r#""\ud800\u0041""#, r"\ud800A")]
#[case::two_high(r#""\ud800\ud83d\ude00""#, r"\ud800😀")]
#[case::all_escapes(r#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t")]
fn escapes_are_decoded(#[case] text: &str, #[case] expected: &str) {
    let document = read(text);
    assert_eq!(document.string(root(&document)), Some(expected));
    assert_eq!(document.faults(), []);
}

#[rstest]
#[case("", &[FaultKind::Empty])]
#[case("  \n", &[FaultKind::Empty])]
#[case("{\"a\":1,}", &[FaultKind::TrailingComma])]
#[case("[1,]", &[FaultKind::TrailingComma])]
#[case("[1,,2]", &[FaultKind::MissingValue])]
#[case("{\"a\":1 \"b\":2}", &[FaultKind::MissingComma])]
#[case("{\"a\" 1}", &[FaultKind::MissingColon])]
#[case("{\"a\":}", &[FaultKind::MissingValue])]
#[case("{\"a\"}", &[FaultKind::MissingColon])]
#[case("{a:1}", &[FaultKind::UnquotedKey])]
#[case("{'a':1}", &[FaultKind::SingleQuotes])]
#[case("{“a”:1}", &[FaultKind::SmartQuotes])]
#[case("\"a\":1", &[FaultKind::MissingOpenBrace, FaultKind::MissingCloseBrace])]
#[case("{\"a\":1", &[FaultKind::Truncated])]
#[case("{\"a\":\"x", &[FaultKind::Truncated])]
#[case("{\"a\":tru", &[FaultKind::Truncated])]
#[case("{\"a", &[FaultKind::Truncated])]
#[case("[1, ...]", &[FaultKind::Ellipsis])]
#[case("\"a\nb\"", &[FaultKind::RawLineBreak])]
#[case("\"a\tb\"", &[FaultKind::RawControl])]
#[case("\"a\0b\"", &[FaultKind::Nul])]
#[case("\"\\x\"", &[FaultKind::BadEscape])]
#[case("\"\\u12\"", &[FaultKind::BadEscape])]
#[case("[01]", &[FaultKind::BadNumber])]
#[case("[+1]", &[FaultKind::BadNumber])]
#[case("[1.]", &[FaultKind::BadNumber])]
#[case("[NaN]", &[FaultKind::BadLiteral])]
#[case("[None]", &[FaultKind::PythonLiteral])]
#[case("[1}", &[FaultKind::WrongCloser, FaultKind::Truncated])]
#[case("{\"a\":[1}", &[FaultKind::WrongCloser])]
#[case("{} {}", &[FaultKind::TrailingText])]
#[case("[1 // one\n]", &[FaultKind::Comment])]
#[case("\u{feff}[]", &[FaultKind::Invisible])]
#[case("[\u{b}]", &[FaultKind::RawControl])]
fn faults_are_named(#[case] text: &str, #[case] expected: &[FaultKind]) {
    assert_eq!(kinds(&read(text)), expected);
}

#[test]
fn faults_come_in_order_of_place() {
    let document = read("{'a':01,\n\"b\":[1,],,\"c\":\"\\q\"");
    let places: Vec<_> = document.faults().iter().map(|fault| fault.offset).collect();
    assert!(
        places.is_sorted() && places.len() == 6,
        "{:?}",
        document.faults()
    );
}

#[test]
fn what_could_be_read_of_a_broken_text_is_there() {
    let document = read("{\"access_token\":\"abc\",\"expires_in\":36");
    let top = root(&document);
    let token = document.member(top, "access_token").expect("there");
    assert_eq!(document.string(token), Some("abc"));
    assert_eq!(document.end(top), document.text().len());
}

#[test]
fn printing_keeps_spelling() {
    let document = read("{\"a\" : [ 1.50, \"\\u0041\", {}, [] ], \"b\":{\"c\":null}}");
    let mut compact = String::new();
    document.write_compact(root(&document), &mut compact);
    assert_eq!(compact, r#"{"a":[1.50,"\u0041",{},[]],"b":{"c":null}}"#);
    let mut pretty = String::new();
    document.write_pretty(root(&document), 2, &mut pretty);
    assert_eq!(
        pretty,
        "{\n  \"a\": [\n    1.50,\n    \"\\u0041\",\n    {},\n    []\n  ],\n  \"b\": {\n    \"c\": null\n  }\n}"
    );
    let mut part = String::new();
    let inner = document.member(root(&document), "b").expect("there");
    document.write_compact(inner, &mut part);
    assert_eq!(part, r#"{"c":null}"#);
}

#[rstest]
#[case("[", "]")]
#[case("{\"a\":", "}")]
#[case("[{\"k\":", "}]")]
fn a_hundred_thousand_levels_are_nothing_special(#[case] open: &str, #[case] close: &str) {
    let text = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
    let document = read(&text);
    assert_eq!(document.faults(), []);
    let mut compact = String::new();
    document.write_compact(root(&document), &mut compact);
    assert_eq!(compact, text);
    let mut pretty = String::new();
    document.write_pretty(root(&document), 2, &mut pretty);
    assert!(pretty.len() < 200 * text.len());
    let cut = read(&open.repeat(100_000));
    assert_eq!(kinds(&cut).last(), Some(&FaultKind::Truncated));
}

#[test]
fn a_hundred_thousand_equal_names_are_all_reported() {
    let text = format!("{{{}\"a\":0}}", "\"a\":1,".repeat(100_000));
    let document = read(&text);
    assert_eq!(document.duplicates().len(), 100_000);
}

#[test]
fn a_number_may_have_a_million_digits() {
    let text = "9".repeat(1_000_000);
    let document = read(&text);
    let huge = Integer::Huge {
        negative: false,
        digits: 1_000_000,
    };
    assert_eq!(document.integer(root(&document)), Some(huge));
}

#[test]
fn places_count_characters_and_take_crlf_for_one_break() {
    let text = "a\r\nä€😀x\n\ny";
    let lines = Lines::new(text);
    let at = |part: &str| lines.at(text.find(part).expect("there"));
    assert_eq!(
        (at("a"), at("ä"), at("x"), at("y")),
        ((1, 1), (2, 1), (2, 4), (4, 1))
    );
    assert_eq!(lines.at(text.len()), (4, 2));
    assert_eq!(lines.at(usize::MAX), (4, 2));
    assert_eq!(Lines::new("").at(0), (1, 1));
}

#[rstest]
#[case(1023)]
#[case(1024)]
#[case(2048)]
#[case(5000)]
fn places_in_long_lines(#[case] length: usize) {
    let text = "é".repeat(length);
    assert_eq!(Lines::new(&text).at(text.len()), (1, length + 1));
    assert_eq!(Lines::new(&text).at(text.len() - 2), (1, length));
}

fn value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::vec((any::<String>(), inner), 0..6)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

/// The document's value in the terms of `serde_json`, strings as this reader decoded them.
fn convert(document: &Document, n: NodeId) -> serde_json::Value {
    match document.kind(n) {
        Kind::Object => {
            let member = |name: &str, value| (name.to_owned(), convert(document, value));
            let members = document
                .members(n)
                .map(|found| member(found.name, found.value));
            serde_json::Value::Object(members.collect())
        }
        Kind::Array => document
            .items(n)
            .map(|item| convert(document, item))
            .collect(),
        Kind::String => document.string(n).expect("a string").into(),
        Kind::Number | Kind::True | Kind::False | Kind::Null => {
            serde_json::from_str(document.raw(n)).expect("a literal")
        }
    }
}

proptest! {
    #[test]
    fn valid_json_is_read_as_serde_json_reads_it(value in value(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
        let text = text.expect("serializes");
        let document = read(&text);
        prop_assert_eq!(document.faults(), []);
        // serde_json reads long fractions with a small error, so it has to read them on both sides.
        let expected: serde_json::Value = serde_json::from_str(&text).expect("valid");
        prop_assert_eq!(convert(&document, root(&document)), expected);
        let mut compact = String::new();
        document.write_compact(root(&document), &mut compact);
        let again: serde_json::Value = serde_json::from_str(&compact).expect("valid");
        prop_assert_eq!(again, convert(&document, root(&document)));
    }

    #[test]
    fn what_serde_json_refuses_has_a_fault(text in "[\\[\\]{}:,\"'a0-9.eE+\\-\\\\u \n…“tnf]{0,24}") {
        // serde_json refuses lone surrogates, which are no fault here; `u` needs four digits, which this alphabet rarely gives.
        let document = read(&text);
        let valid = serde_json::from_str::<serde_json::Value>(&text);
        let surrogate = text.contains("\\u");
        // Numbers beyond a float are refused there for their size.
        let huge = valid.as_ref().is_err_and(|error| error.to_string().contains("out of range"));
        if !surrogate && !huge {
            prop_assert_eq!(valid.is_ok(), document.faults().is_empty());
        }
    }

    #[test]
    fn no_text_panics(text in any::<String>(), tail in "[\\[\\]{}:,\"'\\\\u“”…/*]{0,30}") {
        let text = text + &tail;
        let document = read(&text);
        let mut out = String::new();
        if let Some(top) = document.root() {
            document.write_compact(top, &mut out);
            document.write_pretty(top, 2, &mut out);
            let members: Vec<_> = document.members(top).map(|member| document.pointer(member.value)).collect();
            prop_assert!(members.iter().all(|pointer| pointer.starts_with('/')));
        }
        prop_assert!(document.faults().iter().all(|fault| text.get(fault.offset..fault.end).is_some()));
        prop_assert!(document.faults().is_sorted_by_key(|fault| fault.offset));
    }
}

#[rstest]
#[case("\u{feff}{\"a\":1 :}")]
#[case("{\"a\":1:]}")]
#[case("\"a\":1 : x")]
fn a_comma_that_is_missing_is_not_one_too_many(#[case] text: &str) {
    let document = read(text);
    for fault in document.faults() {
        assert_ne!(fault.kind, FaultKind::TrailingComma, "{fault:?}");
        assert!(text.is_char_boundary(fault.offset) && text.is_char_boundary(fault.end));
    }
}
