//! What is asked of an event's code: `type:`, `quad:`, and the words `cooperation`
//! and `conflict`.

use std::fmt;

use super::{Condition, QueryKey, Written};
use crate::model::spelling::nearest;
use crate::model::{CodeId, QuadClass, Store, ontology};
use crate::query::QueryError;
use crate::query::offers::Offers;
use crate::query::predicate::{Bits, ClaimTest, EventTest};
use crate::query::value::{Value, error, one_of};

/// A CAMEO code with all below it, or a PLOVER type.
pub(super) struct TypeKey;

impl QueryKey for TypeKey {
    const NAME: &'static str = "type";
    const ABOUT: &'static str = "CAMEO code with all below it, or PLOVER type";
    const EXAMPLE: &'static str = "type:057,AGREE";

    fn parse(values: Vec<Value>) -> Result<Vec<String>, QueryError> {
        values.iter().map(event_type).collect()
    }

    fn complete(offers: &mut Offers<'_>) {
        for root in ontology::roots() {
            if offers.begins(root) {
                offers.put(root, "PLOVER type");
            }
        }
        for (_, c) in ontology::codes() {
            if offers.begins(c.code) || offers.holds(c.name) {
                offers.put(c.code, c.name);
            }
        }
    }
}

fn event_type(value: &Value) -> Result<String, QueryError> {
    let text = value.text.trim().to_uppercase();
    let code = text.chars().next().is_some_and(|c| c.is_ascii_digit());
    if code || ontology::roots().contains(&text.as_str()) {
        return Ok(text);
    }
    let near = nearest(&text, ontology::roots().iter().copied())
        .map_or(String::new(), |n| format!("; do you mean {n}?"));
    Err(error(
        value.at.clone(),
        format!("{:?} is neither a CAMEO code (057) nor a PLOVER type (AGREE){near}", value.text),
    ))
}

impl Condition for TypeKey {
    type Values = Vec<String>;

    fn events(values: &Vec<String>, store: &Store) -> EventTest {
        coded(codes(store, |code, text, root| {
            values.iter().any(|t| text.starts_with(t.as_str()) || (code.get().is_some() && root == t))
        }))
    }

    fn claims(_values: &Vec<String>, _store: &Store) -> Option<ClaimTest> {
        None
    }

    #[cfg(test)]
    fn holds(values: &Vec<String>, _store: &Store, event: &crate::model::EventView<'_>) -> bool {
        let root = event.ontology().map(|code| code.root);
        values.iter().any(|t| event.code_text().starts_with(t.as_str()) || root == Some(t))
    }
}

/// A quad class.
pub(super) struct QuadKey;

impl QueryKey for QuadKey {
    const NAME: &'static str = "quad";
    const ABOUT: &'static str = "quad class";
    const EXAMPLE: &'static str = "quad:verbal-conflict";

    fn parse(values: Vec<Value>) -> Result<Vec<QuadClass>, QueryError> {
        one_of(&values, "quad class", QuadClass::ALL.map(|q| (q.name(), q)))
    }

    fn complete(offers: &mut Offers<'_>) {
        offers.put_words(QuadClass::ALL.iter().map(|q| q.name()));
    }
}

impl Condition for QuadKey {
    type Values = Vec<QuadClass>;

    fn events(values: &Vec<QuadClass>, store: &Store) -> EventTest {
        coded(codes(store, |code, _, _| code.quad().is_some_and(|q| values.contains(&q))))
    }

    fn claims(_values: &Vec<QuadClass>, _store: &Store) -> Option<ClaimTest> {
        None
    }

    #[cfg(test)]
    fn holds(values: &Vec<QuadClass>, _store: &Store, event: &crate::model::EventView<'_>) -> bool {
        event.quad().is_some_and(|q| values.contains(&q))
    }
}

/// Cooperation or conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Quad classes 1 and 2.
    Cooperation,
    /// Quad classes 3 and 4.
    Conflict,
}

impl Tone {
    /// Both of them.
    pub(crate) const ALL: [Tone; 2] = [Tone::Cooperation, Tone::Conflict];

    /// The word of the grammar.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Tone::Cooperation => "cooperation",
            Tone::Conflict => "conflict",
        }
    }
}

impl Written for Tone {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The words `cooperation` and `conflict` alone.
pub(super) struct ToneWord;

impl Condition for ToneWord {
    type Values = Tone;

    fn events(tone: &Tone, store: &Store) -> EventTest {
        coded(codes(store, |code, _, _| {
            code.quad().is_some_and(|q| q.is_cooperation() == (*tone == Tone::Cooperation))
        }))
    }

    fn claims(_tone: &Tone, _store: &Store) -> Option<ClaimTest> {
        None
    }

    #[cfg(test)]
    fn holds(tone: &Tone, _store: &Store, event: &crate::model::EventView<'_>) -> bool {
        let cooperates = event.quad().map(|q| q.is_cooperation());
        cooperates == Some(*tone == Tone::Cooperation)
    }
}

/// The codes that pass a test of their id, their text and their PLOVER root (empty
/// for codes of no list).
pub(super) fn codes(store: &Store, test: impl Fn(CodeId, &str, &str) -> bool) -> Bits {
    let mut bits = Bits::new(1 << 16);
    for (id, code) in ontology::codes() {
        if test(id, code.code, code.root) {
            bits.add(id.0.into());
        }
    }
    for (id, text) in store.foreign_codes() {
        if test(id, text, "") {
            bits.add(id.0.into());
        }
    }
    bits
}

/// The events with one of these codes.
fn coded(set: Bits) -> EventTest {
    Box::new(move |rows| {
        let c = rows.columns();
        rows.keep(|r| set.has(c.code[r].0.into()));
    })
}
