//! The fields of a form: what may stand in them, and what it means.

use std::str::FromStr;

use crate::model::{CodeId, CountryId, EventDate, Form as ClaimForm, Modality};

use super::super::anchor::Thing;
use super::super::value::{Correction, SideRef};

/// Between several actors on one side.
pub(crate) const BETWEEN: char = ';';

/// Finds who is meant by a name, among those that are known.
pub(crate) type FindActor<'a> = &'a dyn Fn(&str) -> Option<SideRef>;

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Field {
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
    /// Whether both sides act alike.
    Reciprocal,
    /// Who says it.
    Speaker,
    /// The words that attribute it.
    Cue,
    /// How the words stand in the text.
    Form,
    /// Whom it is about.
    About,
    /// The words; changed by moving their ends in the text.
    Evidence,
}

impl Field {
    /// The fields of an event or claim that is corrected, or made, in the
    /// order of the form.
    pub(crate) fn of(thing: Thing, made: bool) -> &'static [Field] {
        match (thing, made) {
            (Thing::Event, _) => &[
                Field::Date,
                Field::Source,
                Field::Target,
                Field::Code,
                Field::Modality,
                Field::Reciprocal,
                Field::Evidence,
            ],
            (Thing::Claim, false) => &[Field::Date, Field::Speaker, Field::Form, Field::Evidence],
            (Thing::Claim, true) => {
                &[Field::Date, Field::Speaker, Field::Cue, Field::Form, Field::About, Field::Evidence]
            }
        }
    }

    /// The name in the form and in TOML.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Field::Date => "date",
            Field::Source => "source",
            Field::Target => "target",
            Field::Code => "code",
            Field::Modality => "modality",
            Field::Reciprocal => "reciprocal",
            Field::Speaker => "speaker",
            Field::Cue => "cue",
            Field::Form => "form",
            Field::About => "about",
            Field::Evidence => "evidence",
        }
    }

    /// What may be written into it.
    pub(crate) fn help(self) -> &'static str {
        match self {
            Field::Date => "2021, 2021-06, 2021-06-30, 2021..2024, or 2022.. (and later)",
            Field::Source | Field::Target => "a country or a name: IRN, Name (IRN); several with ; between",
            Field::Speaker => "a country or a name: IRN, Name (IRN)",
            Field::Code => "a CAMEO code such as 057, or a PLOVER type",
            Field::Modality => "actual, planned, denied or possible",
            Field::Reciprocal => "yes or no: whether both sides act alike",
            Field::Cue => "the word that attributes it, such as said; may be empty",
            Field::Form => "direct, indirect or mixed",
            Field::About => "countries and names: IRN; RUS; may be empty",
            Field::Evidence => "the words, as they stand in the text; several stretches with … between",
        }
    }

    /// Whether a side or sides stand in it.
    pub(crate) fn names_people(self) -> bool {
        matches!(self, Field::Source | Field::Target | Field::Speaker | Field::About)
    }

    /// Whether several may stand in it.
    pub(crate) fn takes_several(self) -> bool {
        self.names_people() && self != Field::Speaker
    }

    /// Whether it may be left empty.
    pub(crate) fn may_be_empty(self) -> bool {
        matches!(self, Field::Cue | Field::About)
    }

    /// Reads a text into a correction, or says what is wrong with it. Words of
    /// evidence are not read here: they have their place in a text.
    ///
    /// # Errors
    /// What is wrong, in words for the analyst.
    pub(crate) fn read(self, text: &str, known: FindActor<'_>, into: &mut Correction) -> Result<(), String> {
        let text = text.trim();
        let expected = || format!("{text:?} is not {}", self.help());
        if text.is_empty() && self.may_be_empty() {
            return Ok(());
        }
        match self {
            Field::Date if text.is_empty() => {
                return Err("a date must stand here; 2020.. or ..2020 where one end is not known".to_owned());
            }
            Field::Date => into.date = Some(EventDate::from_str(text).map_err(|e| e.to_string())?),
            Field::Source => into.sources = Some(read_sides(text, known)?),
            Field::Target | Field::About => into.targets = Some(read_sides(text, known)?),
            Field::Speaker => into.speaker = Some(read_side(text, known)?),
            Field::Code if text.is_empty() => return Err(format!("here must stand {}", self.help())),
            Field::Code => match CodeId::from_code(text) {
                Some(_) => into.code = Some(text.to_owned()),
                None => return Err(format!("{text:?} is in neither CAMEO nor PLOVER")),
            },
            Field::Modality => into.modality = Some(Modality::from_str(text).map_err(|()| expected())?),
            Field::Form => into.form = Some(ClaimForm::from_str(text).map_err(|()| expected())?),
            Field::Reciprocal => {
                into.reciprocal = Some(match text {
                    "yes" | "true" => true,
                    "no" | "false" => false,
                    _ => return Err(expected()),
                });
            }
            Field::Cue | Field::Evidence => {}
        }
        Ok(())
    }
}

/// `yes` or `no`.
pub(super) fn yes(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

/// Sides as they stand in a field.
pub(super) fn sides_text(sides: &[SideRef]) -> String {
    sides.iter().map(SideRef::to_string).collect::<Vec<_>>().join("; ")
}

/// Reads sides as they stand in a field.
fn read_sides(text: &str, known: FindActor<'_>) -> Result<Vec<SideRef>, String> {
    let parts = text.split(BETWEEN).map(str::trim).filter(|part| !part.is_empty());
    let sides = parts.map(|part| read_side(part, known)).collect::<Result<Vec<_>, _>>()?;
    if sides.is_empty() { Err("somebody must stand here".to_owned()) } else { Ok(sides) }
}

/// One that is known, a country, or a name with a country behind it and
/// perhaps a CAMEO code: `Name (IRN) [IRNGOV]`.
pub(crate) fn read_side(text: &str, known: FindActor<'_>) -> Result<SideRef, String> {
    let text = text.trim();
    if let Some(side) = known(text) {
        return Ok(side);
    }
    if let Some((before, code)) = text.strip_suffix(']').and_then(|t| t.rsplit_once('[')) {
        let side = read_side(before, known)?;
        return Ok(SideRef { code: code.trim().to_owned(), ..side });
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
    if text.is_empty() {
        return Err("somebody must stand here".to_owned());
    }
    Err(format!("nobody is called {text:?}: pick one, or write Name (IRN)"))
}
