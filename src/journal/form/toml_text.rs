//! The form as TOML, for the user's own editor.

use toml::de::{DeTable, DeValue};

use super::super::value::Correction;
use super::{CorrectionForm, Field, FindActor};
use crate::model::escape::{blanked, toml_string};
use crate::model::spelling::nearest;

/// How lines begin that tell of mistakes: they are taken out before the next try.
const TOLD: &str = "# ✗ ";

/// Something that is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub(crate) struct Fault {
    /// The line of the text, counted from 1.
    pub(crate) line: usize,
    /// What is wrong, and what is expected.
    pub(crate) message: String,
}

impl CorrectionForm {
    /// The form as TOML, each field under a comment that says what may stand in it.
    pub(crate) fn to_toml(&self) -> String {
        let mut out = String::from(
            "# Change what is wrong, save, and leave the editor. An empty file changes nothing.\n\n",
        );
        for field in self.fields() {
            let value = toml_string(self.get(field));
            out.push_str(&format!("# {}\n", field.help()));
            if self.is_changed(field) && !self.is_new() {
                let coded = blanked(self.coded(field));
                out.push_str(&format!("# coded as: {coded}\n"));
            }
            out.push_str(&format!("{} = {value}\n\n", field.name()));
        }
        let around = self.surroundings();
        if !around.is_empty() {
            out.push_str("# The text:\n");
            around.lines().for_each(|line| out.push_str(&format!("#   {}\n", blanked(line))));
        }
        out
    }

    /// The paragraphs in which the words stand.
    fn surroundings(&self) -> String {
        let (Some(first), Some(last)) = (self.spans.first(), self.spans.last()) else {
            return String::new();
        };
        let start = self.text.get(..first.start as usize).and_then(|t| t.rfind('\n')).map_or(0, |at| at + 1);
        let rest = self.text.get(last.end as usize..).unwrap_or("");
        let end = last.end as usize + rest.find('\n').unwrap_or(rest.len());
        self.text.get(start..end).unwrap_or("").chars().take(4_000).collect()
    }

    /// Takes over what stands in a text of [`CorrectionForm::to_toml`], and
    /// reads it. Fields that are missing in it stay.
    ///
    /// # Errors
    /// Everything that is wrong, by line. The form then stays as it was.
    pub(crate) fn read_toml(&mut self, text: &str, known: FindActor<'_>) -> Result<Correction, Vec<Fault>> {
        let line_at = |at: usize| 1 + text.get(..at).unwrap_or(text).matches('\n').count();
        let table = DeTable::parse(text).map_err(|error| {
            let at = error.span().map_or(text.len(), |span| span.start);
            vec![Fault { line: line_at(at), message: error.message().to_owned() }]
        })?;
        let mut filled = self.clone();
        let mut faults = Vec::new();
        let mut lines: Vec<(Field, usize)> = Vec::new();
        for (key, value) in table.into_inner() {
            let line = line_at(key.span().start);
            let Some(field) = filled.fields().find(|f| f.name() == key.get_ref().as_ref()) else {
                faults.push(Fault { line, message: filled.unknown(key.get_ref()) });
                continue;
            };
            match value.get_ref() {
                DeValue::String(words) => filled.set(field, words),
                // A date, number or yes without quotation marks is as good.
                DeValue::Array(_) | DeValue::Table(_) => {
                    let message = format!("{}: expected {} in quotation marks", field.name(), field.help());
                    faults.push(Fault { line, message });
                }
                _ => filled.set(field, text.get(value.span()).unwrap_or("")),
            }
            lines.push((field, line));
        }
        let read = filled.correction(known);
        if let Err(mistakes) = &read {
            faults.extend(mistakes.iter().map(|(field, message)| {
                let line = lines.iter().find(|(f, _)| f == field).map_or(1, |(_, line)| *line);
                Fault { line, message: format!("{}: {message}; expected {}", field.name(), field.help()) }
            }));
        }
        faults.sort_by_key(|fault| fault.line);
        match read {
            Ok(correction) if faults.is_empty() => {
                *self = filled;
                Ok(correction)
            }
            _ => Err(faults),
        }
    }

    fn unknown(&self, name: &str) -> String {
        let names: Vec<&str> = self.fields().map(Field::name).collect();
        let near =
            nearest(name, names.iter().copied()).map_or(String::new(), |n| format!("; do you mean {n}?"));
        format!("{name} is no field here, expected one of {}{near}", names.join(", "))
    }
}

/// A text with each mistake above the line that it is in, for another try.
pub(crate) fn with_faults(text: &str, faults: &[Fault]) -> String {
    let mut out = String::with_capacity(text.len() + 200);
    let tell = |out: &mut String, line: Option<usize>| {
        for fault in faults.iter().filter(|f| line.is_none_or(|line| f.line == line)) {
            out.push_str(&format!("{TOLD}{}\n", blanked(&fault.message)));
        }
    };
    let count = text.lines().count();
    if faults.iter().any(|f| f.line > count) {
        tell(&mut out, None);
        out.push_str(text);
        return out;
    }
    for (at, line) in text.lines().enumerate() {
        tell(&mut out, Some(at + 1));
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// The text without what [`with_faults`] put in.
pub(crate) fn without_faults(text: &str) -> String {
    let kept = text.lines().filter(|line| !line.starts_with(TOLD));
    kept.map(|line| format!("{line}\n")).collect()
}
