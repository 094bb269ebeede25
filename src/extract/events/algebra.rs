//! The mode algebra: what becomes of an event under another verb.
//!
//! "Attack" is 190; "agree to a ceasefire", "threaten to attack", "urge to
//! withdraw" are events of their own, whose code follows from the inner one.
//! All functions work on CAMEO codes and keep the third digit where CAMEO has
//! a counterpart; what becomes of which code stands in `algebra.tsv`.

use std::sync::LazyLock;

/// What another verb makes of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Intent,
    Threat,
    Appeal,
    Demand,
    Refusal,
    End,
    Permission,
    Acceptance,
    /// Codes of events that both sides do.
    Mutual,
    /// Codes of events of whoever holds the law.
    Law,
}

/// The modes with their names in the file.
const MODES: [(&str, Mode); 10] = [
    ("intent", Mode::Intent),
    ("threat", Mode::Threat),
    ("appeal", Mode::Appeal),
    ("demand", Mode::Demand),
    ("refusal", Mode::Refusal),
    ("end", Mode::End),
    ("permission", Mode::Permission),
    ("acceptance", Mode::Acceptance),
    ("mutual", Mode::Mutual),
    ("law", Mode::Law),
];

/// A line of the file, taken apart.
#[derive(Debug)]
struct Rule {
    code: &'static str,
    /// It holds for all codes that begin so.
    family: bool,
    becomes: &'static str,
}

impl Rule {
    fn fits(&self, code: &str) -> bool {
        if self.family { code.starts_with(self.code) } else { code == self.code }
    }
}

/// The rules by mode, in the order of the file.
static RULES: LazyLock<[Vec<Rule>; MODES.len()]> = LazyLock::new(|| {
    let mut rules: [Vec<Rule>; MODES.len()] = Default::default();
    for line in include_str!("../../../assets/extract/algebra.tsv").lines() {
        let mut cells = line.split('\t');
        let (Some(mode), Some(codes), Some(becomes)) = (cells.next(), cells.next(), cells.next()) else {
            continue;
        };
        let Some((_, mode)) = MODES.iter().find(|(name, _)| *name == mode) else { continue };
        rules[*mode as usize].extend(codes.split(", ").map(|code| {
            let family = code.strip_suffix('*');
            Rule { code: family.unwrap_or(code), family: family.is_some(), becomes }
        }));
    }
    rules
});

fn told(mode: Mode, code: &str) -> Option<&'static str> {
    RULES[mode as usize].iter().find(|rule| rule.fits(code)).map(|rule| rule.becomes)
}

/// What becomes of a code under a mode that knows an answer for every code.
fn becomes(mode: Mode, code: &str) -> &'static str {
    told(mode, code).unwrap_or_default()
}

/// The CAMEO root of a code: 1 to 20, 0 if it has none.
pub(crate) fn root(code: &str) -> u8 {
    code.get(..2).and_then(|r| r.parse().ok()).unwrap_or(0)
}

/// Agree, consult, support: talk that brings together.
fn is_talk(root: u8) -> bool {
    matches!(root, 3..=5)
}

/// Protest and everything beyond talk that drives apart.
fn is_material_conflict(root: u8) -> bool {
    matches!(root, 14..=20)
}

/// Assault, fight and mass violence, done.
pub(crate) fn is_force(code: &str) -> bool {
    matches!(root(code), 18..=20)
}

/// Events that both sides do.
pub(crate) fn is_mutual(code: &str) -> bool {
    told(Mode::Mutual, code).is_some()
}

/// Arrests, charges and the like: done by whoever holds the law where they happen, or by
/// those who do it there.
pub(crate) fn is_of_law(code: &str) -> bool {
    told(Mode::Law, code).is_some()
}

/// What is to come: cooperation is agreed to, material conflict threatened, other talk stays.
pub(crate) fn future(code: &str) -> String {
    let r = root(code);
    match r {
        4..=8 => intent(code).to_owned(),
        _ if is_material_conflict(r) => threat(code).to_owned(),
        _ => code.to_owned(),
    }
}

/// CAMEO 03: the intent to do it.
pub(crate) fn intent(code: &str) -> &'static str {
    becomes(Mode::Intent, code)
}

/// CAMEO 13: the threat to do it.
pub(crate) fn threat(code: &str) -> &'static str {
    becomes(Mode::Threat, code)
}

/// CAMEO 02 (or, pressed harder, 10): the call to do it.
pub(crate) fn call(code: &str, demand: bool) -> &'static str {
    becomes(if demand { Mode::Demand } else { Mode::Appeal }, code)
}

/// CAMEO 12: the refusal to do it.
pub(crate) fn refusal(code: &str) -> &'static str {
    becomes(Mode::Refusal, code)
}

/// CAMEO 08: letting it be done.
pub(crate) fn permission(code: &str) -> &'static str {
    becomes(Mode::Permission, code)
}

/// Agreeing to what somebody asks for (a concession) or offers (an intent).
pub(crate) fn acceptance(code: &str) -> &'static str {
    told(Mode::Acceptance, code).unwrap_or_else(|| intent(code))
}

/// Denied or undone: "did not meet" is a rejection, "did not send aid" a
/// reduction of relations, "did not attack" a concession. `None` where
/// nothing is told.
pub(crate) fn negation(code: &str, to_come: bool) -> Option<&'static str> {
    let r = root(code);
    Some(match r {
        1 | 2 | 9..=13 => return None,
        _ if is_talk(r) => refusal(code),
        6 | 7 if !to_come => stop(code)?,
        6..=8 => refusal(code),
        _ if is_material_conflict(r) && to_come => intent(stop(code)?),
        _ if is_material_conflict(r) => stop(code)?,
        _ => return None,
    })
}

/// Brought to an end: aid and relations are reduced, conflict is eased.
pub(crate) fn stop(code: &str) -> Option<&'static str> {
    told(Mode::End, code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CodeId;

    #[test]
    fn modes_of_the_field() {
        assert_eq!(future("073"), "0333");
        assert_eq!(future("190"), "1384");
        assert_eq!(negation("040", false), Some("125"));
        assert_eq!(negation("071", false), Some("1621"));
        assert_eq!(negation("071", true), Some("1221"));
        assert_eq!(negation("190", false), Some("087"));
        assert_eq!(negation("190", true), Some("0356"));
        assert_eq!(call("0874", true), "106");
        assert_eq!(refusal("085"), "1244");
    }

    #[test]
    fn every_line_of_the_file_is_read() {
        for (i, (_, mode)) in MODES.iter().enumerate() {
            assert_eq!(*mode as usize, i);
        }
        let text = include_str!("../../../assets/extract/algebra.tsv");
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), 3, "{line}");
            assert!(MODES.iter().any(|(name, _)| *name == cells[0]), "{line}");
            assert!(cells[2] == "-" || CodeId::from_code(cells[2]).is_some(), "{line}");
        }
        for mode in [Mode::Intent, Mode::Threat, Mode::Appeal, Mode::Demand, Mode::Refusal, Mode::Permission]
        {
            assert!(!becomes(mode, "").is_empty(), "{mode:?}");
        }
    }

    #[test]
    fn every_result_is_a_cameo_code() {
        for (_, c) in
            crate::model::ontology::codes().filter(|(_, c)| c.code.starts_with(|d: char| d.is_ascii_digit()))
        {
            let code = c.code;
            let mut all = vec![
                future(code),
                refusal(code).to_owned(),
                call(code, true).to_owned(),
                call(code, false).to_owned(),
            ];
            all.extend(stop(code).map(str::to_owned));
            all.extend(negation(code, false).map(str::to_owned));
            all.extend(negation(code, true).map(str::to_owned));
            for made in all {
                assert!(CodeId::from_code(&made).is_some(), "{code} became {made}");
            }
        }
    }
}
