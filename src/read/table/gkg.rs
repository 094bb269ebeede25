//! GDELT's Global Knowledge Graph 2.1: an article a row, with themes, persons
//! and quotations.
//!
//! A quotation comes without its speaker. The person whose mention stands
//! nearest to it is taken for the speaker and marked as a guess; without any
//! person the claim stays without. Columns as the 2.1 codebook lists them.

use crate::model::{Actor, ActorKind, Article, Claim, CountryId, Dossier, EventDate, Form, Minute, Side};
use crate::read::error::ProblemKind;
use crate::read::{Reader, Spec};

use super::chunk::{Emit, Reject};
use super::header::first_line;
use super::pipeline::{Format, Layout, TableReader};
use super::scan::Row;
use super::values::minute14;

const NAME: &str = "GDELT GKG 2.1";

/// Reads GDELT GKG 2.1.
pub(in crate::read) const GKG: &dyn Reader = &TableReader {
    spec: Spec {
        name: NAME,
        description: "articles with themes, persons and quotations",
        extensions: &["gkg.csv", "csv"],
    },
    recognise,
};

/// The one form that is read.
struct Gkg;

/// The columns that are read.
mod at {
    pub(super) const ID: usize = 0;
    pub(super) const DATE: usize = 1;
    pub(super) const PUBLISHER: usize = 3;
    pub(super) const ADDRESS: usize = 4;
    pub(super) const THEMES: usize = 7;
    pub(super) const PERSONS: usize = 12;
    pub(super) const QUOTATIONS: usize = 22;
    pub(super) const TRANSLATION: usize = 25;
    pub(super) const EXTRAS: usize = 26;
    pub(super) const WIDTH: usize = 27;
}

/// A record's number, a time and a kind at the beginning of the first row, which
/// can be longer than all that is looked at.
fn recognise(head: &[u8]) -> Option<(Gkg, Layout)> {
    let mut fields = first_line(head).split(|&b| b == b'\t');
    let (id, date, kind) = (fields.next(), fields.next(), fields.next());
    let id = id.and_then(|id| id.split_at_checked(15)).filter(|(time, rest)| {
        time.ends_with(b"-") && minute14(time.get(..14).unwrap_or(&[])).is_some() && !rest.is_empty()
    });
    let date = date.filter(|d| d.len() == 14).and_then(minute14);
    let fits = id.is_some() && date.is_some() && kind.is_some_and(|k| k.len() == 1);
    fits.then_some((Gkg, Layout::TABS))
}

impl Format for Gkg {
    fn name(&self) -> &'static str {
        NAME
    }

    fn row(&self, row: &Row<'_>, emit: &mut Emit<'_>) -> Result<(), Reject> {
        let reject = |kind, field, expected| Err(Reject { kind, field, expected });
        if row.len() != at::WIDTH {
            return reject(ProblemKind::BadRow, 0, "27 fields");
        }
        let Some(day) = minute14(row.get(at::DATE)).and_then(Minute::day) else {
            return reject(ProblemKind::BadDate, at::DATE, "a time such as 20150218230000");
        };
        let address = emit.text(row.get(at::ADDRESS));
        let article = Article {
            id: emit.text(row.get(at::ID)),
            title: title(&emit.text(row.get(at::EXTRAS))),
            publisher: emit.text(row.get(at::PUBLISHER)),
            published: EventDate::day(day),
            url: if crate::model::articles::is_url(&address) { address } else { String::new() },
            language: language(&emit.text(row.get(at::TRANSLATION))),
            text: None,
        };
        let people = people(&emit.text(row.get(at::PERSONS)));
        let (claims, broken) = claims(&emit.text(row.get(at::QUOTATIONS)), &people, article.published);
        if broken {
            emit.repair(
                row,
                at::QUOTATIONS,
                ProblemKind::BadValue,
                "offset|length|verb|quotation, without broken ones",
            );
        }
        let actors = actors(&people);
        let themes = themes(&emit.text(row.get(at::THEMES)));
        let dossier = Dossier { article, actors, events: Vec::new(), claims };
        emit.chunk.dossiers.push((dossier, themes));
        Ok(())
    }
}

/// A mention of a person: name and place in the article, in characters.
type Mention = (String, i64);

fn people(field: &str) -> Vec<Mention> {
    let one = |entry: &str| {
        let (name, offset) = entry.rsplit_once(',')?;
        Some((name.trim().to_owned(), offset.parse().ok()?))
    };
    field.split(';').filter_map(one).filter(|(name, _)| !name.is_empty()).collect()
}

fn actors(people: &[Mention]) -> Vec<Actor> {
    let mut names: Vec<&str> = people.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .map(|name| Actor {
            id: name.to_owned(),
            name: name.to_owned(),
            aliases: Vec::new(),
            kind: ActorKind::Person,
            country: CountryId::UNKNOWN,
            code: String::new(),
            role: String::new(),
        })
        .collect()
}

/// The quotations, and whether some entry could not be read. An entry is
/// `offset|length|verb|quotation`; `#` stands between two of them, and may
/// stand in a quotation too.
fn claims(field: &str, people: &[Mention], date: EventDate) -> (Vec<Claim>, bool) {
    let mut claims: Vec<Claim> = Vec::new();
    let mut broken = false;
    for entry in field.split('#').filter(|e| !e.is_empty()) {
        let mut parts = entry.splitn(4, '|');
        let offset = parts.next().and_then(|o| o.parse::<i64>().ok());
        let length = parts.next().and_then(|l| l.parse::<i64>().ok());
        let (verb, words) = (parts.next(), parts.next());
        match (offset, length, verb, words) {
            (Some(offset), Some(length), Some(verb), Some(words)) => {
                claims.push(claim(claims.len(), (offset, length), verb, words, people, date));
            }
            _ => match claims.last_mut() {
                // A `#` of the quotation's own.
                Some(last) => {
                    last.text.push('#');
                    last.text.push_str(entry);
                }
                None => broken = true,
            },
        }
    }
    for claim in &mut claims {
        claim.text = claim.text.trim().to_owned();
    }
    (claims, broken)
}

fn claim(
    number: usize,
    (offset, length): (i64, i64),
    verb: &str,
    words: &str,
    people: &[Mention],
    date: EventDate,
) -> Claim {
    let end = offset.saturating_add(length);
    let distance = |at: i64| if at < offset { offset - at } else { (at - end).max(0) };
    let nearest = people.iter().min_by_key(|(_, at)| distance(*at));
    let speaker = nearest.map_or_else(Side::default, |(name, _)| Side {
        actor: Some(name.clone()),
        name: name.clone(),
        ..Side::default()
    });
    Claim {
        speaker,
        guessed: nearest.is_some(),
        cue_text: verb.to_owned(),
        text: words.to_owned(),
        form: Form::Direct,
        date,
        ..Claim::new(format!("q{}", number + 1))
    }
}

fn themes(field: &str) -> Vec<String> {
    let mut themes: Vec<String> = Vec::new();
    for theme in field.split(';').map(str::trim).filter(|t| !t.is_empty()) {
        if !themes.iter().any(|t| t == theme) {
            themes.push(theme.to_owned());
        }
    }
    themes
}

/// The language of `srclc:ces;eng:…`; without it the article is in English.
fn language(field: &str) -> String {
    let code = field.split(';').find_map(|part| part.strip_prefix("srclc:"));
    code.filter(|c| !c.is_empty()).unwrap_or("eng").to_owned()
}

/// The text between `<PAGE_TITLE>` and its end, its entities resolved.
fn title(extras: &str) -> String {
    let inner = extras.split_once("<PAGE_TITLE>").and_then(|(_, rest)| rest.split_once("</PAGE_TITLE>"));
    resolve(inner.map_or("", |(title, _)| title).trim())
}

/// Resolves the entities that occur in titles; others stay as they are.
fn resolve(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.char_indices().take(12).find(|(_, c)| *c == ';').map(|(i, _)| i);
        match end.and_then(|end| entity(&rest[1..end]).map(|c| (c, end))) {
            Some((c, end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

fn entity(name: &str) -> Option<char> {
    let number = |digits: &str, base| u32::from_str_radix(digits, base).ok().and_then(char::from_u32);
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => match name.strip_prefix('#')? {
            hex if hex.starts_with(['x', 'X']) => number(&hex[1..], 16),
            digits => number(digits, 10),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_person_is_a_guess() {
        let people = people("Ann Example,100;Bob Sample,400;;broken");
        let (claims, broken) = claims("350|30||it is so#120|9|said|no. # 1|x", &people, EventDate::UNKNOWN);
        assert!(!broken);
        assert_eq!(claims.len(), 2);
        assert_eq!((claims[0].speaker.name.as_str(), claims[0].guessed), ("Bob Sample", true));
        assert_eq!(claims[1].speaker.name, "Ann Example");
        assert_eq!((claims[1].text.as_str(), claims[1].cue_text.as_str()), ("no. # 1|x", "said"));
        let (alone, _) = super::claims("1|2||words", &[], EventDate::UNKNOWN);
        assert!(!alone[0].guessed && alone[0].speaker.name.is_empty());
        assert!(super::claims("rubbish", &[], EventDate::UNKNOWN).1);
    }

    #[test]
    fn titles_are_freed_of_their_entities() {
        let extras = "<A>x</A><PAGE_TITLE>Talks &amp; more &#8217;s &#x2019; &nix; a&b</PAGE_TITLE>";
        assert_eq!(title(extras), "Talks & more ’s ’ &nix; a&b");
        assert_eq!(title("<PAGE_TITLE>cut"), "");
        assert_eq!(language("srclc:ces;eng:Moses"), "ces");
        assert_eq!(language(""), "eng");
    }
}
