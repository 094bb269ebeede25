//! Which file or data set an event came from, where several are loaded.

use crate::model::{CountryId, EventView, Store};

use super::text;

/// Cells of a mark with the data set's name.
pub(crate) const WIDE: usize = 11;

/// Among how many files a data set is looked for.
const MOST: usize = 1_000;

fn is_data_set(format: &str) -> bool {
    !format.starts_with("dossier") && format != "article"
}

/// The letter of a file in the order of loading, where there are several, but
/// not more than letters.
pub(crate) fn letter(store: &Store, number: usize) -> Option<char> {
    let count = store.origins().len();
    (2..=26).contains(&count).then(|| char::from(b'a' + (number % 26) as u8))
}

/// The letter of the file of that name.
pub(crate) fn letter_of(store: &Store, name: &str) -> Option<char> {
    let at = store.origins().iter().position(|o| store.str(o.name) == name)?;
    letter(store, at)
}

/// Which of the files or data sets an event came from, by their order; `None`
/// where that goes without saying.
pub(crate) fn set(event: &EventView<'_>, store: &Store) -> Option<usize> {
    let origins = store.origins();
    // Articles and dossiers are told apart by their own names.
    let sets = || origins.iter().take(MOST).any(|o| is_data_set(o.format));
    if origins.len() < 2 || !sets() {
        return None;
    }
    origins.partition_point(|o| o.first <= event.id().0).checked_sub(1)
}

/// `b ICEWS` where there is room for [`WIDE`] cells, else `b`; empty where
/// everything came from one file.
pub(crate) fn mark(event: &EventView<'_>, store: &Store, room: usize) -> String {
    set(event, store).map_or(String::new(), |set| mark_of(store, set, room))
}

/// The same of a file or data set.
pub(crate) fn mark_of(store: &Store, set: usize, room: usize) -> String {
    let Some(origin) = store.origins().get(set) else { return String::new() };
    let name = short(origin.format);
    match letter(store, set) {
        Some(letter) if room >= WIDE => text::cut(&format!("{letter} {name}"), WIDE).into_owned(),
        Some(letter) => letter.to_string(),
        None if room >= WIDE => text::cut(name, WIDE).into_owned(),
        None => name.chars().take(1).collect(),
    }
}

/// A format's name without what goes without saying.
fn short(format: &str) -> &str {
    let format = format.strip_suffix(" with a header").unwrap_or(format);
    format.strip_suffix(" events").unwrap_or(format)
}

/// What is to be said of the place against the two sides: a third country, or none
/// that is known. Where a side has no country, no place contradicts it.
pub(crate) fn misplaced(place: CountryId, source: CountryId, target: CountryId) -> Option<String> {
    if !place.is_known() {
        return Some("a place whose country is not known".to_owned());
    }
    let sides = source.is_known() && target.is_known();
    (sides && place != source && place != target)
        .then(|| format!("in {place}, a third country: met abroad, or a wrong place"))
}
