//! What the form offers for what is typed.

use rustc_hash::FxHashMap;

use crate::journal::SideRef;
use crate::journal::form::{BETWEEN, Field};
use crate::model::country::countries;
use crate::model::ontology::{CodeId, codes};
use crate::model::{Code, Store};
use crate::ui::format;
use crate::ui::fuzzy::Finder;

/// How many actors of a store are offered.
const MOST: usize = 20_000;

/// What is offered for a kind of field.
#[derive(Debug, Clone, Default)]
pub(crate) struct Suggestions {
    /// What is filled in, and what is told behind it.
    pub(crate) items: Vec<(String, String)>,
    sides: Vec<SideRef>,
    by_label: FxHashMap<String, usize>,
    finder: Finder,
}

impl Suggestions {
    /// Countries, then the actors of a store.
    pub(crate) fn people(store: &Store) -> Suggestions {
        let mut made = Suggestions::default();
        let mut hay = Vec::new();
        for (id, country) in countries() {
            made.side_item(SideRef::country(id), country.name.to_owned());
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
            made.side_item(side, format!("{} {}", actor.kind, store.str(actor.role)));
            let aliases = actor.aliases.iter().map(|&a| store.str(a));
            hay.push([name, country].into_iter().chain(aliases).collect::<Vec<_>>().join("\t"));
        }
        made.finder = Finder::new(hay);
        made
    }

    fn side_item(&mut self, side: SideRef, note: String) {
        let label = side.to_string();
        // Of those that are written alike, the first one is meant.
        self.by_label.entry(label.clone()).or_insert(self.sides.len());
        self.items.push((label, note));
        self.sides.push(side);
    }

    /// All event codes.
    pub(crate) fn codes() -> Suggestions {
        Suggestions::of(codes().map(|(_, code)| (code.code.to_owned(), told(code))).collect())
    }

    /// Some words.
    pub(crate) fn words<T: std::fmt::Display>(all: &[T]) -> Suggestions {
        Suggestions::of(all.iter().map(|w| (w.to_string(), String::new())).collect())
    }

    fn of(items: Vec<(String, String)>) -> Suggestions {
        let finder = Finder::new(items.iter().map(|(label, note)| format!("{label}\t{note}")));
        Suggestions { items, finder, ..Suggestions::default() }
    }

    /// The one that is offered under a label.
    pub(crate) fn side(&self, label: &str) -> Option<SideRef> {
        self.by_label.get(label).and_then(|&at| self.sides.get(at)).cloned()
    }

    /// The numbers of the best that fit.
    pub(crate) fn search(&mut self, typed: &str, most: usize) -> Vec<usize> {
        self.finder.search(typed, most).hits.into_iter().map(|hit| hit.item).collect()
    }
}

/// The part of a field's text that suggestions complete.
pub(crate) fn typed(field: Field, text: &str) -> &str {
    match field.takes_several() {
        true => text.rsplit(BETWEEN).next().unwrap_or("").trim(),
        false => text.trim(),
    }
}

/// A field's text with its last part completed.
pub(crate) fn complete(field: Field, text: &str, with: &str) -> String {
    match text.rsplit_once(BETWEEN) {
        Some((head, _)) if field.takes_several() => format!("{}{BETWEEN} {with}", head.trim_end()),
        _ => with.to_owned(),
    }
}

/// What a text stands for, where that does not go without saying.
pub(crate) fn meaning(field: Field, text: &str) -> String {
    match field {
        Field::Code => CodeId::from_code(text.trim()).and_then(CodeId::get).map_or(String::new(), told),
        _ => String::new(),
    }
}

/// A code's name, with Goldstein's value, root and quad class.
fn told(code: &Code) -> String {
    let goldstein = code.goldstein.map_or(String::new(), |g| format!("{g:+.1} "));
    format!("{}  {goldstein}{} {}", format::short_name(code.name), code.root, code.quad)
}
