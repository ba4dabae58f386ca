//! A short code that carries progress to another machine: of each lesson which goals were reached and whether it was done. No name, no
//! id and nothing typed is in it.

use crate::app::progress::{LessonProgress, Progress};
use crate::app::spot::Spot;
use crate::lesson::course::Course;
use crate::lesson::desks::{filled, words};
use crate::lesson::model::{Lesson, Step};

/// Crockford's base 32: no letter looks like a digit, and case does not count.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The version of the code, in three bits.
const VERSION: u32 = 1;

/// So many bits say of which course it is, and as many that no sign was mistyped.
const SUM: usize = 12;

/// Why a code is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeFault {
    /// This sign stands in no code.
    Sign(char),
    /// It is too short or too long, or a sign is another one.
    Mistyped,
    /// It is of another course, or of another version of it.
    Course,
}

impl CodeFault {
    /// In words.
    pub fn words(&self) -> String {
        match self {
            Self::Sign(sign) => filled("code.sign", &[("sign", sign.to_string())]),
            Self::Mistyped => words("code.mistyped").to_owned(),
            Self::Course => words("code.course").to_owned(),
        }
    }
}

/// The code of this progress, in groups of four.
pub fn code(progress: &Progress, course: &Course) -> String {
    let mut bits = Vec::new();
    push(&mut bits, VERSION, 3);
    push(&mut bits, course_sum(course), SUM);
    for lesson in &course.lessons {
        let kept = progress.lessons.get(&lesson.id);
        bits.push(kept.is_some_and(|kept| kept.done || kept.finished > 0));
        for step in with_goals(lesson) {
            bits.push(kept.is_some_and(|kept| kept.reached.contains(&step.id)));
        }
    }
    let sum = fold(bits.iter().map(|bit| u8::from(*bit)));
    push(&mut bits, sum, SUM);
    let signs: Vec<char> = bits.chunks(5).map(sign).collect();
    let groups: Vec<String> = signs.chunks(4).map(|four| four.iter().collect()).collect();
    groups.join("-")
}

/// The progress that a code carries.
///
/// # Errors
/// [`CodeFault`], where it is no code of this course.
pub fn carried(code: &str, course: &Course) -> Result<Progress, CodeFault> {
    let mut bits = read(code)?;
    let length = 3 + SUM + course.lessons.iter().map(size).sum::<usize>() + SUM;
    // What fills the last sign says nothing.
    let filled = length.next_multiple_of(5);
    if bits.len() == filled && bits.iter().skip(length).all(|bit| !bit) {
        bits.truncate(length);
    } else if bits.len() < 3 + SUM || number(bits.iter().skip(3).take(SUM)) == course_sum(course) {
        return Err(CodeFault::Mistyped);
    } else {
        return Err(CodeFault::Course);
    }
    let sum = number(bits.iter().skip(length - SUM));
    bits.truncate(length - SUM);
    if sum != fold(bits.iter().map(|bit| u8::from(*bit))) {
        return Err(CodeFault::Mistyped);
    }
    let mut bits = bits.into_iter();
    let version = number(bits.by_ref().take(3).collect::<Vec<_>>().iter());
    let of_course = number(bits.by_ref().take(SUM).collect::<Vec<_>>().iter());
    if (version, of_course) != (VERSION, course_sum(course)) {
        return Err(CodeFault::Course);
    }
    let mut progress = Progress::default();
    for lesson in &course.lessons {
        let done = bits.next().unwrap_or_default();
        let goals = with_goals(lesson);
        let reached: Vec<&Step> = goals.filter(|_| bits.next().unwrap_or_default()).collect();
        if done || !reached.is_empty() {
            let kept = kept(lesson, done, &reached);
            progress.lessons.insert(lesson.id.clone(), kept);
        }
    }
    Ok(progress)
}

fn kept(lesson: &Lesson, done: bool, reached: &[&Step]) -> LessonProgress {
    let spots = Spot::all(lesson);
    let is_reached = |spot: &Spot| reached.iter().any(|step| step.id == spot.step(lesson).id);
    let last = spots.len().saturating_sub(1);
    let furthest = match spots.iter().rposition(is_reached) {
        _ if done => last,
        Some(at) => (at + 1).min(last),
        None => 0,
    };
    LessonProgress {
        // The app is not there: the lesson begins with making it, and what was done is known.
        at: Spot::default().name(lesson),
        furthest,
        steps: spots.len(),
        reached: reached.iter().map(|step| step.id.clone()).collect(),
        finished: u32::from(done),
        done,
        edition: 1,
        ..LessonProgress::default()
    }
}

fn with_goals(lesson: &Lesson) -> impl Iterator<Item = &Step> {
    lesson.steps.iter().filter(|step| !step.goals.is_empty())
}

/// How many bits a lesson takes.
fn size(lesson: &Lesson) -> usize {
    1 + with_goals(lesson).count()
}

/// Another course, or another version of it, has another sum in nearly every case.
fn course_sum(course: &Course) -> u32 {
    let steps = course.lessons.iter().flat_map(|lesson| {
        let ids = with_goals(lesson).map(|step| step.id.as_str());
        std::iter::once(lesson.id.as_str()).chain(ids)
    });
    fold(steps.flat_map(|id| id.bytes().chain([0])))
}

/// The 32 bits of FNV-1a, folded to twelve.
fn fold(bytes: impl Iterator<Item = u8>) -> u32 {
    let mixed = bytes.fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    (mixed ^ (mixed >> SUM) ^ (mixed >> (2 * SUM))) & ((1 << SUM) - 1)
}

fn push(bits: &mut Vec<bool>, value: u32, many: usize) {
    bits.extend((0..many).rev().map(|at| value >> at & 1 == 1));
}

fn number<'a>(bits: impl Iterator<Item = &'a bool>) -> u32 {
    bits.fold(0, |value, bit| value << 1 | u32::from(*bit))
}

fn sign(five: &[bool]) -> char {
    let value = number(five.iter().chain(&[false; 5]).take(5));
    let sign = usize::try_from(value).ok().and_then(|at| SIGNS.get(at));
    sign.map_or('0', |sign| char::from(*sign))
}

/// The bits of what was typed; hyphens and blanks are for the eye.
fn read(code: &str) -> Result<Vec<bool>, CodeFault> {
    let mut bits = Vec::new();
    for typed in code.chars().filter(|c| !c.is_whitespace() && *c != '-') {
        let sign = match typed.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let place = SIGNS.iter().position(|one| char::from(*one) == sign);
        let place = place.and_then(|at| u32::try_from(at).ok());
        push(&mut bits, place.ok_or(CodeFault::Sign(typed))?, 5);
        if bits.len() > 2_000 {
            return Err(CodeFault::Mistyped);
        }
    }
    Ok(bits)
}
