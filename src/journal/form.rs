//! Correcting as a form: every field as text, checked as it is typed; the same
//! as TOML for an editor.
//!
//! Sides are written as `IRN`, `IRN Javad Zarif` or `IRN Javad Zarif [IRNGOV]`,
//! several with `;` between them; a name without a country as `? Javad Zarif`.

use std::str::FromStr;

use crate::model::{CodeId, CountryId, EventDate, Form as ClaimForm, Modality};

use super::anchor::{Anchor, Thing};
use super::value::{Correction, Quote, SideRef};

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
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
    /// How the words stand in the text.
    Form,
    /// The words; changed by moving their ends in the text.
    Evidence,
}

impl Field {
    /// The fields of an event or claim, in the order of the form.
    pub fn of(thing: Thing) -> &'static [Field] {
        match thing {
            Thing::Event => &[
                Field::Date,
                Field::Source,
                Field::Target,
                Field::Code,
                Field::Modality,
                Field::Reciprocal,
                Field::Evidence,
            ],
            Thing::Claim => &[Field::Date, Field::Speaker, Field::Form, Field::Evidence],
        }
    }

    /// The name in the form and in TOML.
    pub fn name(self) -> &'static str {
        match self {
            Field::Date => "date",
            Field::Source => "source",
            Field::Target => "target",
            Field::Code => "code",
            Field::Modality => "modality",
            Field::Reciprocal => "reciprocal",
            Field::Speaker => "speaker",
            Field::Form => "form",
            Field::Evidence => "evidence",
        }
    }

    /// What may be written into it.
    pub fn help(self) -> &'static str {
        match self {
            Field::Date => "2025-01-17, 2025-01, 2025, 2024-04-13..2024-04-14 or 2022..",
            Field::Source | Field::Target => "IRN, or IRN Javad Zarif [IRNGOV]; several with ; between",
            Field::Speaker => "IRN, or IRN Javad Zarif [IRNGOV]",
            Field::Code => "a CAMEO code such as 057, or a PLOVER type",
            Field::Modality => "actual, planned, denied or possible",
            Field::Reciprocal => "yes or no",
            Field::Form => "direct, indirect or mixed",
            Field::Evidence => "the words, as they stand in the text",
        }
    }
}

/// A mistake in a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {message}", field.name())]
pub struct Mistake {
    /// The field.
    pub field: Field,
    /// What is wrong with it.
    pub message: String,
}

/// A form that is being filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct CorrectionForm {
    thing: Thing,
    coded: Vec<(Field, String)>,
    now: Vec<(Field, String)>,
    quotes: Option<Vec<Quote>>,
}

impl CorrectionForm {
    /// The form of an event or claim as coded, with an earlier correction filled
    /// in. `reciprocal` is how it is coded.
    pub fn new(anchor: &Anchor, reciprocal: bool, correction: &Correction) -> CorrectionForm {
        let coded: Vec<(Field, String)> = Field::of(anchor.thing)
            .iter()
            .map(|&field| {
                let text = match field {
                    Field::Date => anchor.date.clone(),
                    Field::Source | Field::Speaker => sides_text(&anchor.sources),
                    Field::Target => sides_text(&anchor.targets),
                    Field::Code => anchor.code.clone(),
                    Field::Modality | Field::Form => anchor.modality.clone(),
                    Field::Reciprocal => yes(reciprocal).to_owned(),
                    Field::Evidence => anchor.quote.clone(),
                };
                (field, text)
            })
            .collect();
        let mut form = CorrectionForm {
            thing: anchor.thing,
            now: coded.clone(),
            coded,
            quotes: correction.evidence.clone(),
        };
        form.fill(correction);
        form
    }

    fn fill(&mut self, c: &Correction) {
        let quotes = |q: &Vec<Quote>| q.iter().map(|q| q.text.as_str()).collect::<Vec<_>>().join(" … ");
        for (field, text) in [
            (Field::Date, c.date.map(|d| d.to_string())),
            (Field::Source, c.sources.as_deref().map(sides_text)),
            (Field::Target, c.targets.as_deref().map(sides_text)),
            (Field::Code, c.code.clone()),
            (Field::Modality, c.modality.map(|m| m.to_string())),
            (Field::Reciprocal, c.reciprocal.map(|r| yes(r).to_owned())),
            (Field::Speaker, c.speaker.as_ref().map(|s| sides_text(std::slice::from_ref(s)))),
            (Field::Form, c.form.map(|f| f.to_string())),
            (Field::Evidence, c.evidence.as_ref().map(quotes)),
        ] {
            if let Some(text) = text {
                self.set(field, &text);
            }
        }
    }

    /// The fields with what stands in them.
    pub fn fields(&self) -> &[(Field, String)] {
        &self.now
    }

    /// What stands in a field.
    pub fn get(&self, field: Field) -> &str {
        self.now.iter().find(|(f, _)| *f == field).map_or("", |(_, text)| text)
    }

    /// Writes into a field; fields of another kind of thing are passed by.
    pub fn set(&mut self, field: Field, text: &str) {
        if let Some((_, now)) = self.now.iter_mut().find(|(f, _)| *f == field) {
            text.trim().clone_into(now);
        }
    }

    /// Moves the words to other stretches of the text.
    pub fn set_evidence(&mut self, quotes: Vec<Quote>) {
        let text = quotes.iter().map(|q| q.text.as_str()).collect::<Vec<_>>().join(" … ");
        self.set(Field::Evidence, &text);
        self.quotes = Some(quotes);
    }

    /// Whether a field differs from what was coded.
    pub fn is_changed(&self, field: Field) -> bool {
        self.coded.iter().find(|(f, _)| *f == field).is_some_and(|(_, text)| text != self.get(field))
    }

    /// What is wrong with a field, if anything is.
    pub fn mistake(&self, field: Field) -> Option<Mistake> {
        self.read_field(field, &mut Correction::default()).err()
    }

    /// The correction: the fields that differ from what was coded.
    ///
    /// # Errors
    /// Everything that is wrong, by field.
    pub fn correction(&self) -> Result<Correction, Vec<Mistake>> {
        let mut correction = Correction::default();
        let mistakes: Vec<Mistake> = Field::of(self.thing)
            .iter()
            .filter(|&&field| self.is_changed(field))
            .filter_map(|&field| self.read_field(field, &mut correction).err())
            .collect();
        if mistakes.is_empty() { Ok(correction) } else { Err(mistakes) }
    }

    fn read_field(&self, field: Field, into: &mut Correction) -> Result<(), Mistake> {
        let text = self.get(field);
        let mistake = |message: String| Mistake { field, message };
        let expected = || mistake(format!("{text:?} is not {}", field.help()));
        match field {
            Field::Date => {
                let date = EventDate::from_str(text).map_err(|e| mistake(e.to_string()))?;
                into.date = Some(date);
            }
            Field::Source => into.sources = Some(read_sides(text).map_err(mistake)?),
            Field::Target => into.targets = Some(read_sides(text).map_err(mistake)?),
            Field::Code => {
                CodeId::from_code(text)
                    .ok_or_else(|| mistake(format!("{text:?} is in neither CAMEO nor PLOVER")))?;
                into.code = Some(text.to_owned());
            }
            Field::Modality => into.modality = Some(Modality::from_str(text).map_err(|()| expected())?),
            Field::Reciprocal => {
                into.reciprocal = Some(match text {
                    "yes" => true,
                    "no" => false,
                    _ => return Err(expected()),
                });
            }
            Field::Speaker => {
                let mut sides = read_sides(text).map_err(mistake)?;
                if sides.len() != 1 {
                    return Err(mistake("one speaker only".to_owned()));
                }
                into.speaker = sides.pop();
            }
            Field::Form => into.form = Some(ClaimForm::from_str(text).map_err(|()| expected())?),
            Field::Evidence if text.is_empty() => return Err(mistake("no words are left".to_owned())),
            Field::Evidence => {
                // Words typed by hand have no place in the text; moved ends have.
                let typed = || vec![Quote { start: 0, end: 0, text: text.to_owned() }];
                let moved = self.quotes.clone().filter(|quotes| {
                    quotes.iter().map(|q| q.text.as_str()).collect::<Vec<_>>().join(" … ") == text
                });
                into.evidence = Some(moved.unwrap_or_else(typed));
            }
        }
        Ok(())
    }

    /// The form as TOML, each field under a comment that says what may stand in it.
    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        for (field, text) in &self.now {
            let value = toml::Value::String(text.clone());
            out.push_str(&format!("# {}\n{} = {value}\n\n", field.help(), field.name()));
        }
        out
    }

    /// Takes over what stands in a TOML of [`CorrectionForm::to_toml`].
    /// Fields that are missing in it stay.
    ///
    /// # Errors
    /// It is no TOML, or has a field that the form has not: told with its place.
    pub fn read_toml(&mut self, text: &str) -> Result<(), String> {
        let table: toml::Table = text.parse().map_err(|e: toml::de::Error| e.to_string())?;
        let mut read = Vec::new();
        for (name, value) in &table {
            let field = Field::of(self.thing).iter().find(|f| f.name() == name);
            let (Some(&field), Some(text)) = (field, value.as_str()) else {
                return Err(format!("{name}: no such field, or no text in quotation marks"));
            };
            read.push((field, text));
        }
        read.into_iter().for_each(|(field, text)| self.set(field, text));
        Ok(())
    }
}

fn yes(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

fn sides_text(sides: &[SideRef]) -> String {
    let one = |side: &SideRef| {
        let country = if side.country.is_empty() { "?" } else { &side.country };
        let bare = side.name.is_empty() || side.name == side.country_id().name();
        let mut text = country.to_owned();
        if !bare {
            text.push_str(&format!(" {}", side.name));
        }
        if !side.code.is_empty() && side.code != side.country {
            text.push_str(&format!(" [{}]", side.code));
        }
        text
    };
    sides.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// Reads sides as they are written in the form.
///
/// # Errors
/// What cannot be read, in words.
pub fn read_sides(text: &str) -> Result<Vec<SideRef>, String> {
    let sides: Result<Vec<SideRef>, String> =
        text.split(';').map(str::trim).filter(|s| !s.is_empty()).map(read_side).collect();
    sides.and_then(|s| if s.is_empty() { Err("nobody is named".to_owned()) } else { Ok(s) })
}

fn read_side(text: &str) -> Result<SideRef, String> {
    let (text, code) = match text.strip_suffix(']').and_then(|t| t.rsplit_once('[')) {
        Some((before, code)) => (before.trim(), code.trim().to_owned()),
        None => (text, String::new()),
    };
    let (first, name) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    if first == "?" {
        return Ok(SideRef { country: String::new(), name: name.trim().to_owned(), code });
    }
    if let Some(country) = CountryId::from_iso3(first) {
        return Ok(SideRef { country: country.iso3().to_owned(), name: name.trim().to_owned(), code });
    }
    // A country by its whole name is as good.
    match CountryId::from_any(text) {
        Some(country) => Ok(SideRef { country: country.iso3().to_owned(), name: String::new(), code }),
        None => Err(format!("{first:?} is no country; begin with a code such as IRN, or with ?")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchor() -> Anchor {
        Anchor {
            quote: "They signed.".into(),
            sources: vec![SideRef {
                country: "IRN".into(),
                name: "Javad Zarif".into(),
                code: "IRNGOV".into(),
            }],
            targets: vec![SideRef { country: "RUS".into(), name: "Russia".into(), code: "RUS".into() }],
            code: "057".into(),
            date: "2025-01-17".into(),
            modality: "actual".into(),
            ..Anchor::default()
        }
    }

    #[test]
    fn an_untouched_form_corrects_nothing() {
        let form = CorrectionForm::new(&anchor(), false, &Correction::default());
        assert_eq!(form.correction(), Ok(Correction::default()));
        assert_eq!(form.get(Field::Source), "IRN Javad Zarif [IRNGOV]");
        assert_eq!(form.get(Field::Target), "RUS");
        assert!(Field::of(Thing::Event).iter().all(|&f| form.mistake(f).is_none()));
    }

    #[test]
    fn what_is_typed_is_checked_and_only_changes_count() {
        let mut form = CorrectionForm::new(&anchor(), true, &Correction::default());
        form.set(Field::Code, "9999");
        form.set(Field::Date, "2025-13");
        form.set(Field::Target, "Nowhere");
        assert_eq!(form.correction().unwrap_err().len(), 3);
        assert!(form.mistake(Field::Code).unwrap().message.contains("CAMEO"));
        form.set(Field::Code, "036");
        form.set(Field::Date, "2025");
        form.set(Field::Target, "RUS; KAZ Tokayev; ? a militia");
        form.set(Field::Reciprocal, "no");
        let correction = form.correction().unwrap();
        assert_eq!((correction.code.as_deref(), correction.modality), (Some("036"), None));
        assert_eq!(correction.targets.as_ref().unwrap().len(), 3);
        assert_eq!(correction.reciprocal, Some(false));
        // Opened again, it is filled in as it was left.
        let again = CorrectionForm::new(&anchor(), true, &correction);
        assert_eq!(again.correction(), Ok(correction));
    }

    #[test]
    fn toml_takes_the_same_way() {
        let mut form = CorrectionForm::new(&anchor(), false, &Correction::default());
        form.set(Field::Evidence, "with \"quotes\" and \\ and\nlines");
        let mut other = CorrectionForm::new(&anchor(), false, &Correction::default());
        other.read_toml(&form.to_toml()).unwrap();
        assert_eq!(other.fields(), form.fields());
        assert!(other.read_toml("dat = \"2025\"").unwrap_err().contains("dat"));
        assert!(other.read_toml("date = ").is_err());
        assert_eq!(other.fields(), form.fields(), "a mistake changes nothing");
    }

    #[test]
    fn moved_ends_keep_their_place() {
        let mut form = CorrectionForm::new(&anchor(), false, &Correction::default());
        let quotes = vec![Quote { start: 5, end: 11, text: "signed".into() }];
        form.set_evidence(quotes.clone());
        assert_eq!(form.correction().unwrap().evidence, Some(quotes));
    }

    #[test]
    fn claims_have_their_own_fields() {
        let claim = Anchor { thing: Thing::Claim, modality: "indirect".into(), ..anchor() };
        let mut form = CorrectionForm::new(&claim, false, &Correction::default());
        form.set(Field::Speaker, "RUS Sergei Lavrov");
        form.set(Field::Form, "direct");
        form.set(Field::Code, "112");
        let correction = form.correction().unwrap();
        assert_eq!(correction.speaker.unwrap().name, "Sergei Lavrov");
        assert_eq!((correction.form, correction.code), (Some(ClaimForm::Direct), None));
        form.set(Field::Speaker, "RUS; IRN");
        assert!(form.mistake(Field::Speaker).is_some());
    }
}
