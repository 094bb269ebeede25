//! Forms of regular verbs and nouns, made by rule.

use super::list;

pub(super) fn is_vowel(c: u8) -> bool {
    matches!(c, b'a' | b'e' | b'i' | b'o' | b'u')
}

pub(super) fn doubles(base: &str) -> bool {
    let b = base.as_bytes();
    let n = b.len();
    if list::DOUBLING_PAST.has(base) {
        return true;
    }
    if n < 3 || base.contains('-') {
        return false;
    }
    let short = is_vowel(b[n - 2])
        && !is_vowel(b[n - 3])
        && !is_vowel(b[n - 1])
        && !matches!(b[n - 1], b'w' | b'x' | b'y');
    short && b.iter().filter(|c| is_vowel(**c)).count() == 1
}

pub(super) fn past(base: &str) -> String {
    let b = base.as_bytes();
    match b {
        [.., b'e'] => format!("{base}d"),
        [.., c, b'y'] if !is_vowel(*c) => format!("{}ied", &base[..base.len() - 1]),
        [.., last] if doubles(base) => format!("{base}{}ed", char::from(*last)),
        [.., b'i', b'c'] => format!("{base}ked"),
        _ => format!("{base}ed"),
    }
}

pub(super) fn ing(base: &str) -> String {
    let b = base.as_bytes();
    match b {
        [.., b'i', b'e'] => format!("{}ying", &base[..base.len() - 2]),
        [.., c, b'e'] if *c != b'e' && base.len() > 2 => format!("{}ing", &base[..base.len() - 1]),
        [.., b'i', b'c'] => format!("{base}king"),
        [.., last] if doubles(base) => format!("{base}{}ing", char::from(*last)),
        // Irregular verbs double as well: "cutting", "beginning".
        _ if list::DOUBLING_ING.has(base) => {
            format!("{base}{}ing", char::from(b[b.len() - 1]))
        }
        _ => format!("{base}ing"),
    }
}

pub(super) fn third_person(base: &str) -> String {
    plural_word(base)
}

fn plural_word(word: &str) -> String {
    let b = word.as_bytes();
    match b {
        [.., b's' | b'x' | b'z'] | [.., b'c' | b's', b'h'] => format!("{word}es"),
        [.., c, b'y'] if !is_vowel(*c) => format!("{}ies", &word[..word.len() - 1]),
        [.., b'm', b'a', b'n'] => format!("{}en", &word[..word.len() - 2]),
        [.., c, b'o'] if !is_vowel(*c) => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

/// The plural of a noun or of the last word of a phrase (the first before "of").
pub(super) fn plural(noun: &str) -> String {
    if let Some((head, tail)) = noun.split_once(" of ") {
        return format!("{} of {tail}", plural(head));
    }
    match noun.rsplit_once(' ') {
        Some((head, last)) => format!("{head} {}", plural_word(last)),
        None => plural_word(noun),
    }
}
