//! `actor:`, a person, body or country on either side: by part of its name or the
//! start of its code, or by its whole name.

use std::fmt;

use super::{Condition, QueryKey, Written};
use crate::model::{ActorId, ActorKind, ActorRecord, CountryId, Store, Topic};
use crate::query::QueryError;
use crate::query::matcher::Matcher;
use crate::query::offers::Offers;
use crate::query::predicate::{Bits, ClaimTest, EventTest};
use crate::query::value::{Value, error, one, write_value};

/// One value of `actor:`.
#[derive(Debug, Clone, PartialEq)]
pub enum ActorName {
    /// `putin`: part of a name, or the start of a code.
    Part(String),
    /// `="Iran"`: the whole name.
    Whole(WholeName),
}

/// An actor by its whole name. The name as it is written counts; only if no actor
/// is written so, capital and small letters are alike.
#[derive(Debug, Clone, PartialEq)]
pub struct WholeName {
    /// The name.
    pub name: String,
    /// What tells it apart from others of this name; `None` means all of them.
    pub apart: Option<Apart>,
}

/// What tells actors of one name apart.
#[derive(Debug, Clone, PartialEq)]
pub enum Apart {
    /// `="Army"/IRN`: the country, which may be none.
    Country(CountryId),
    /// `="Army"/IRN/IRNMIL`: the code as well, which may be none.
    Code(CountryId, String),
    /// `="Army"/IRN/IRNMIL/body`: what kind of thing it is as well.
    Kind(CountryId, String, ActorKind),
}

impl ActorName {
    /// The shortest value that means one actor of a store and no other.
    pub fn of(store: &Store, actor: ActorId) -> ActorName {
        ActorName::Whole(WholeName::of(store, actor))
    }
}

impl WholeName {
    fn of(store: &Store, actor: ActorId) -> WholeName {
        let name = store.actor_name(actor);
        let whole = |apart| WholeName { name: name.to_owned(), apart };
        let Some(record) = store.actor(actor) else { return whole(None) };
        let namesake = |(other, a): &(ActorId, &ActorRecord)| *other != actor && store.str(a.name) == name;
        let namesakes: Vec<&ActorRecord> = store.actors().filter(namesake).map(|(_, a)| a).collect();
        let means_others = |whole: &WholeName| namesakes.iter().any(|a| whole.is(store, a, str::eq));
        let (country, code) = (record.country, || store.str(record.code).to_owned());
        let shorter = [None, Some(Apart::Country(country)), Some(Apart::Code(country, code()))];
        let alone = shorter.into_iter().map(whole).find(|whole| !means_others(whole));
        alone.unwrap_or_else(|| whole(Some(Apart::Kind(country, code(), record.kind))))
    }

    /// Whether it means an actor, `alike` telling which texts are the same.
    fn is(&self, store: &Store, actor: &ActorRecord, alike: impl Fn(&str, &str) -> bool) -> bool {
        let code_is = |code: &str| alike(store.str(actor.code), code);
        alike(store.str(actor.name), &self.name)
            && match &self.apart {
                None => true,
                Some(Apart::Country(country)) => actor.country == *country,
                Some(Apart::Code(country, code)) => actor.country == *country && code_is(code),
                Some(Apart::Kind(country, code, kind)) => {
                    actor.country == *country && code_is(code) && actor.kind == *kind
                }
            }
    }

    /// The actors of a store that it means.
    fn among(&self, store: &Store) -> Vec<ActorId> {
        let of = |alike: fn(&str, &str) -> bool| -> Vec<ActorId> {
            store.actors().filter(|(_, a)| self.is(store, a, alike)).map(|(id, _)| id).collect()
        };
        let written_so = of(str::eq);
        if written_so.is_empty() { of(is_alike) } else { written_so }
    }

    /// Understands a value with its parts behind slashes.
    fn read(value: &Value, parts: &[String]) -> Result<WholeName, QueryError> {
        let country = |text: &str| match text.trim() {
            "" => Ok(CountryId::UNKNOWN),
            name => name.parse::<CountryId>().map_err(|e| error(value.at.clone(), e.to_string())),
        };
        let kind = |text: &str| {
            let kinds: Vec<_> = ActorKind::ALL.iter().map(|&kind| (kind.name(), kind)).collect();
            one(text, &value.at, "kind of actor", &kinds)
        };
        let apart = match parts {
            [] => None,
            [c] => Some(Apart::Country(country(c)?)),
            [c, code] => Some(Apart::Code(country(c)?, code.clone())),
            [c, code, k] => Some(Apart::Kind(country(c)?, code.clone(), kind(k)?)),
            _ => {
                let message = "behind the name there are only country, code and kind";
                return Err(error(value.at.clone(), message));
            }
        };
        Ok(WholeName { name: value.text.clone(), apart })
    }
}

/// Whether two texts are the same but for capital and small letters.
fn is_alike(a: &str, b: &str) -> bool {
    match a.is_ascii() && b.is_ascii() {
        true => a.eq_ignore_ascii_case(b),
        false => a.to_lowercase() == b.to_lowercase(),
    }
}

/// Not `Display`: the marks of a whole name stand outside of its quotation marks.
impl Written for Vec<ActorName> {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, name) in self.iter().enumerate() {
            if i > 0 {
                f.write_str(",")?;
            }
            name.write(f)?;
        }
        Ok(())
    }
}

impl ActorName {
    fn write(&self, f: &mut impl fmt::Write) -> fmt::Result {
        match self {
            // Without quotation marks it would be a whole name.
            ActorName::Part(text) => write_value(f, text, text.starts_with('=')),
            ActorName::Whole(whole) => whole.write(f),
        }
    }
}

impl WholeName {
    fn write(&self, f: &mut impl fmt::Write) -> fmt::Result {
        f.write_str("=")?;
        // A slash ends a part that is not quoted, and the name of an actor is easier
        // on the eye if it stands in quotation marks whether it needs them or not.
        write_value(f, &self.name, true)?;
        let country = |country: CountryId| country.get().map_or("", |c| c.iso3);
        let parts = match &self.apart {
            None => vec![],
            Some(Apart::Country(c)) => vec![country(*c)],
            Some(Apart::Code(c, code)) => vec![country(*c), code],
            Some(Apart::Kind(c, code, kind)) => vec![country(*c), code, kind.name()],
        };
        for part in parts {
            f.write_str("/")?;
            if !part.is_empty() {
                write_value(f, part, part.contains('/'))?;
            }
        }
        Ok(())
    }
}

pub(super) struct ActorKey;

impl QueryKey for ActorKey {
    const NAME: &'static str = "actor";
    const ABOUT: &'static str = "part of an actor's name, or the start of its code";
    const EXAMPLE: &'static str = "actor:putin";
    const WHOLE: bool = true;

    fn parse(values: Vec<Value>) -> Result<Vec<ActorName>, QueryError> {
        let name = |value: Value| match &value.whole {
            Some(parts) => Ok(ActorName::Whole(WholeName::read(&value, parts)?)),
            None => Ok(ActorName::Part(value.text)),
        };
        values.into_iter().map(name).collect()
    }

    fn complete(offers: &mut Offers<'_>) {
        let store = offers.store;
        for (id, actor) in store.actors() {
            if !offers.goes_on() {
                break;
            }
            let name = store.str(actor.name);
            if offers.holds(name) {
                let value = match offers.value.whole {
                    Some(_) => ActorName::of(store, id),
                    None => ActorName::Part(name.to_owned()),
                };
                let mut written = String::new();
                // Writing into a string does not fail.
                let _ = value.write(&mut written);
                offers.put_written(written, actor.country.iso3());
            }
        }
    }

    fn names(store: &Store) -> usize {
        store.actor_count()
    }
}

impl Condition for ActorKey {
    type Values = Vec<ActorName>;

    fn events(names: &Vec<ActorName>, store: &Store) -> EventTest {
        let set = actors_called(store, names);
        Box::new(move |rows| {
            let c = rows.columns();
            rows.keep(|r| set.has(c.source_actor[r].0) || set.has(c.target_actor[r].0));
        })
    }

    fn claims(names: &Vec<ActorName>, store: &Store) -> Option<ClaimTest> {
        let set = actors_called(store, names);
        Some(Box::new(move |claim| {
            let is_about = |topic: &Topic| matches!(topic, Topic::Actor(a) if set.has(a.0));
            set.has(claim.record.speaker.0) || claim.record.about.iter().any(is_about)
        }))
    }

    #[cfg(test)]
    fn holds(names: &Vec<ActorName>, store: &Store, event: &crate::model::EventView<'_>) -> bool {
        [event.source_actor(), event.target_actor()].into_iter().any(|id| {
            let Some(actor) = store.actor(id) else { return false };
            names.iter().any(|name| match name {
                ActorName::Part(word) => super::tests::is_called(store, actor, word),
                ActorName::Whole(whole) => {
                    let written_so = store.actors().any(|(_, a)| whole.is(store, a, str::eq));
                    whole.is(store, actor, if written_so { str::eq } else { is_alike })
                }
            })
        })
    }
}

/// The actors that some values mean.
pub(super) fn actors_called(store: &Store, names: &[ActorName]) -> Bits {
    let (mut parts, mut wholes) = (Vec::new(), Vec::new());
    for name in names {
        match name {
            ActorName::Part(text) => parts.push(text.clone()),
            ActorName::Whole(whole) => wholes.push(whole),
        }
    }
    let mut set = match parts.is_empty() {
        true => Bits::new(store.actor_count() + 1),
        false => actors_like(store, &parts),
    };
    wholes.iter().flat_map(|whole| whole.among(store)).for_each(|id| set.add(id.0));
    set
}

/// The actors of whose name, other name or code the words are part or beginning.
pub(super) fn actors_like(store: &Store, words: &[String]) -> Bits {
    let matcher = Matcher::new(words);
    let found = matcher.among_symbols(store);
    let mut set = Bits::new(store.actor_count() + 1);
    for (id, actor) in store.actors() {
        if found.has(actor.name.0)
            || actor.aliases.iter().any(|a| found.has(a.0))
            || matcher.begins(store.str(actor.code))
        {
            set.add(id.0);
        }
    }
    set
}
