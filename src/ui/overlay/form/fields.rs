//! The fields of a correction: what may stand in them, and what it means.

use crate::journal::{Anchor, Correction, SideRef, Thing};
use crate::model::country::countries;
use crate::model::ontology::{CodeId, codes};
use crate::model::{Code, CountryId, EventDate, Form, Modality, Store};
use crate::ui::format;
use crate::ui::fuzzy::Finder;

/// Between several actors on one side.
const BETWEEN: char = ';';
/// How many actors of a store are offered.
const MOST: usize = 20_000;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// When.
    Date,
    /// Who acts.
    Source,
    /// Who is acted upon.
    Target,
    /// The event code.
    Code,
    /// Whether it happened.
    Modality,
    /// Who says it.
    Speaker,
    /// How the words stand in the text.
    Form,
}

impl What {
    /// The fields of events, and of claims.
    pub fn of(thing: Thing) -> &'static [What] {
        match thing {
            Thing::Event => &[What::Date, What::Source, What::Target, What::Code, What::Modality],
            Thing::Claim => &[What::Date, What::Speaker, What::Form],
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            What::Date => "date",
            What::Source => "source",
            What::Target => "target",
            What::Code => "code",
            What::Modality => "modality",
            What::Speaker => "speaker",
            What::Form => "form",
        }
    }

    /// What can be written there.
    pub fn hint(self) -> &'static str {
        match self {
            What::Date => "2021, 2021-06, 2021-06-30, 2021..2024, 2022.. (and later)",
            What::Source | What::Target => "type a name, ↓ picks; several with ; between; Name (IRN)",
            What::Speaker => "type a name, ↓ picks; Name (IRN)",
            What::Code => "type a code or words of its name, ↓ picks",
            What::Modality | What::Form => "↓ picks",
        }
    }

    /// What a text stands for, where that does not go without saying.
    pub fn meaning(self, text: &str) -> String {
        match self {
            What::Code => CodeId::from_code(text.trim()).and_then(CodeId::get).map_or(String::new(), told),
            _ => String::new(),
        }
    }

    /// The text as coded.
    pub fn coded(self, anchor: &Anchor) -> String {
        match self {
            What::Date => anchor.date.clone(),
            What::Source | What::Speaker => sides_text(&anchor.sources),
            What::Target => sides_text(&anchor.targets),
            What::Code => anchor.code.clone(),
            What::Modality | What::Form => anchor.modality.clone(),
        }
    }

    /// The text that a correction puts in its place.
    pub fn corrected(self, c: &Correction) -> Option<String> {
        match self {
            What::Date => c.date.map(|d| d.to_string()),
            What::Source => c.sources.as_deref().map(sides_text),
            What::Target => c.targets.as_deref().map(sides_text),
            What::Code => c.code.clone(),
            What::Modality => c.modality.map(|m| m.to_string()),
            What::Speaker => c.speaker.as_ref().map(SideRef::to_string),
            What::Form => c.form.map(|f| f.to_string()),
        }
    }

    /// The part of the text that suggestions complete.
    pub fn typed(self, text: &str) -> &str {
        match self {
            What::Source | What::Target => text.rsplit(BETWEEN).next().unwrap_or("").trim(),
            _ => text.trim(),
        }
    }

    /// The text with its last part completed.
    pub fn complete(self, text: &str, with: &str) -> String {
        match (self, text.rsplit_once(BETWEEN)) {
            (What::Source | What::Target, Some((head, _))) => format!("{}{BETWEEN} {with}", head.trim_end()),
            _ => with.to_owned(),
        }
    }

    /// Reads a text into a correction, or says what is wrong with it.
    pub fn read(self, text: &str, people: &Suggestions, into: &mut Correction) -> Result<(), String> {
        let text = text.trim();
        match self {
            What::Date => into.date = Some(date(text)?),
            What::Source => into.sources = Some(sides(text, people)?),
            What::Target => into.targets = Some(sides(text, people)?),
            What::Speaker => into.speaker = Some(side(text, people)?),
            What::Code => match CodeId::from_code(text) {
                Some(_) => into.code = Some(text.to_owned()),
                None => return Err(format!("{text:?} is no code of the list")),
            },
            What::Modality => into.modality = Some(one_of(text, Modality::ALL)?),
            What::Form => into.form = Some(one_of(text, Form::ALL)?),
        }
        Ok(())
    }
}

/// A code's name, with Goldstein's value, root and quad class.
fn told(code: &Code) -> String {
    let goldstein = code.goldstein.map_or(String::new(), |g| format!("{g:+.1} "));
    format!("{}  {goldstein}{} {}", format::short_name(code.name), code.root, code.quad)
}

fn one_of<T: std::str::FromStr + std::fmt::Display>(text: &str, all: &[T]) -> Result<T, String> {
    let names: Vec<String> = all.iter().map(ToString::to_string).collect();
    text.parse().map_err(|_| format!("one of {}", names.join(", ")))
}

fn date(text: &str) -> Result<EventDate, String> {
    if text.is_empty() {
        return Err("a date must stand here; 2020.. or ..2020 where one end is not known".to_owned());
    }
    text.parse().map_err(|error: crate::model::date::DateError| error.to_string())
}

fn sides_text(sides: &[SideRef]) -> String {
    sides.iter().map(SideRef::to_string).collect::<Vec<_>>().join("; ")
}

fn sides(text: &str, people: &Suggestions) -> Result<Vec<SideRef>, String> {
    let parts = text.split(BETWEEN).map(str::trim).filter(|p| !p.is_empty());
    let sides = parts.map(|part| side(part, people)).collect::<Result<Vec<_>, _>>()?;
    if sides.is_empty() { Err("somebody must stand here".to_owned()) } else { Ok(sides) }
}

/// One that is offered, a country, or a name with a country behind it.
fn side(text: &str, people: &Suggestions) -> Result<SideRef, String> {
    if let Some(known) = people.side(text) {
        return Ok(known.clone());
    }
    if let Some(country) = CountryId::from_any(text) {
        return Ok(SideRef::country(country));
    }
    let named = text.strip_suffix(')').and_then(|t| t.rsplit_once('('));
    if let Some((name, code)) = named
        && let Some(country) = CountryId::from_iso3(code.trim())
        && !name.trim().is_empty()
    {
        return Ok(SideRef { name: name.trim().to_owned(), ..SideRef::country(country) });
    }
    Err(format!("nobody is called {text:?}: pick one, or write Name (IRN)"))
}

/// What is offered for a kind of field.
#[derive(Debug, Clone, Default)]
pub struct Suggestions {
    /// What is filled in, and what is told behind it.
    pub items: Vec<(String, String)>,
    sides: Vec<SideRef>,
    finder: Finder,
}

impl Suggestions {
    /// Countries, then the actors of a store.
    pub fn people(store: &Store) -> Suggestions {
        let mut made = Suggestions::default();
        let mut hay = Vec::new();
        for (id, country) in countries() {
            made.items.push((country.iso3.to_owned(), country.name.to_owned()));
            made.sides.push(SideRef::country(id));
            hay.push(country.haystack());
        }
        for (_, actor) in store.actors().take(MOST) {
            let name = store.str(actor.name);
            let country = if actor.country.is_known() { actor.country.iso3() } else { "" };
            if name.is_empty() {
                continue;
            }
            let code = store.str(actor.code).to_owned();
            let side = SideRef { country: country.to_owned(), name: name.to_owned(), code };
            made.items.push((side.to_string(), format!("{} {}", actor.kind, store.str(actor.role))));
            made.sides.push(side);
            let aliases = actor.aliases.iter().map(|&a| store.str(a));
            hay.push([name, country].into_iter().chain(aliases).collect::<Vec<_>>().join("\t"));
        }
        made.finder = Finder::new(hay);
        made
    }

    /// All event codes.
    pub fn codes() -> Suggestions {
        Suggestions::of(codes().map(|(_, code)| (code.code.to_owned(), told(code))).collect())
    }

    /// Some words.
    pub fn words<T: std::fmt::Display>(all: &[T]) -> Suggestions {
        Suggestions::of(all.iter().map(|w| (w.to_string(), String::new())).collect())
    }

    fn of(items: Vec<(String, String)>) -> Suggestions {
        let finder = Finder::new(items.iter().map(|(label, note)| format!("{label}\t{note}")));
        Suggestions { items, sides: Vec::new(), finder }
    }

    fn side(&self, label: &str) -> Option<&SideRef> {
        let at = self.items.iter().position(|(l, _)| l == label)?;
        self.sides.get(at)
    }

    /// The numbers of the best that fit.
    pub fn search(&mut self, typed: &str, most: usize) -> Vec<usize> {
        self.finder.search(typed, most).hits.into_iter().map(|hit| hit.item).collect()
    }
}
