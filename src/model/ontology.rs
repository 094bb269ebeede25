//! What an event is: CAMEO codes with name, parent, Goldstein value, quad
//! class and PLOVER root, from `assets/ontology/`.
//!
//! CAMEO is the code list of GDELT, ICEWS and Phoenix; PLOVER its successor.
//! A code that is in no list stays what it is: it gets an id of its own in the
//! store and is shown as unknown.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use bytemuck::{Pod, Zeroable};

use rustc_hash::FxHashMap;

/// A small id of an event code: 0 is none, then the rows of
/// `assets/ontology/cameo.tsv` and `plover.tsv`; from [`CodeId::FIRST_FOREIGN`]
/// on, codes of no list, numbered by the store that met them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Pod, Zeroable)]
#[repr(transparent)]
pub struct CodeId(pub u16);

/// Verbal or material, cooperation or conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum QuadClass {
    /// Talk that brings together: agree, consult, support.
    VerbalCooperation = 1,
    /// Deeds that bring together: cooperate, aid, yield.
    MaterialCooperation = 2,
    /// Talk that drives apart: demand, accuse, reject, threaten.
    VerbalConflict = 3,
    /// Deeds that drive apart: protest, sanction, coerce, assault.
    MaterialConflict = 4,
}

impl QuadClass {
    /// All four, in the field's numbering.
    pub const ALL: [QuadClass; 4] = [
        QuadClass::VerbalCooperation,
        QuadClass::MaterialCooperation,
        QuadClass::VerbalConflict,
        QuadClass::MaterialConflict,
    ];

    /// The class of the field's number 1 to 4.
    pub(crate) fn from_number(number: u8) -> Option<QuadClass> {
        QuadClass::ALL.get(usize::from(number).checked_sub(1)?).copied()
    }

    /// The word of filters and files, such as `verbal-conflict`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            QuadClass::VerbalCooperation => "verbal-cooperation",
            QuadClass::MaterialCooperation => "material-cooperation",
            QuadClass::VerbalConflict => "verbal-conflict",
            QuadClass::MaterialConflict => "material-conflict",
        }
    }

    /// Whether it is one of the two kinds of cooperation.
    pub(crate) fn is_cooperation(self) -> bool {
        matches!(self, QuadClass::VerbalCooperation | QuadClass::MaterialCooperation)
    }
}

impl fmt::Display for QuadClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for QuadClass {
    type Err = ();

    fn from_str(text: &str) -> Result<QuadClass, ()> {
        QuadClass::ALL.into_iter().find(|q| q.name() == text).ok_or(())
    }
}

/// One event code of the ontology.
#[derive(Debug, Clone, PartialEq)]
pub struct Code {
    /// The code as the field writes it: `057`, `0311`; a PLOVER type for PLOVER rows.
    pub code: &'static str,
    /// Its name, in sentence case.
    pub name: &'static str,
    /// The code above it (`05` for `057`), empty for a root.
    pub parent: &'static str,
    /// The PLOVER type: `AGREE`, `CONSULT`, …; empty for plain statements (01).
    pub root: &'static str,
    /// Verbal or material, cooperation or conflict. GDELT's own column differs
    /// for two roots: it counts 09 (investigate) as material cooperation and 14
    /// (protest) as verbal conflict.
    pub quad: QuadClass,
    /// Goldstein's scale, −10 (conflict) to +10 (cooperation), as CAMEO assigns it;
    /// `None` where the list has none.
    pub goldstein: Option<f32>,
}

struct CodeTable {
    codes: Vec<Code>,
    /// CAMEO codes by their digits (see [`slot`]): event files ask in every row.
    by_digits: Vec<u16>,
    by_code: FxHashMap<&'static str, CodeId>,
    roots: Vec<&'static str>,
}

static TABLE: LazyLock<CodeTable> = LazyLock::new(|| {
    let mut codes = Vec::with_capacity(360);
    for file in
        [include_str!("../../assets/ontology/cameo.tsv"), include_str!("../../assets/ontology/plover.tsv")]
    {
        codes.extend(file.lines().filter(|l| !l.starts_with('#')).skip(1).filter_map(read_code));
    }
    let mut by_code = FxHashMap::default();
    let mut by_digits = vec![0; 11usize.pow(DIGITS as u32)];
    for (i, c) in codes.iter().enumerate() {
        let id = i as u16 + 1;
        by_code.insert(c.code, CodeId(id));
        if let Some(place) = slot(c.code.as_bytes()).and_then(|slot| by_digits.get_mut(slot)) {
            *place = id;
        }
    }
    let mut roots: Vec<_> = codes.iter().map(|c| c.root).filter(|r| !r.is_empty()).collect();
    roots.sort_unstable();
    roots.dedup();
    CodeTable { codes, by_digits, by_code, roots }
});

/// The longest CAMEO code has four digits.
const DIGITS: usize = 4;

/// The place of a code of digits alone: a number to base 11, so that `05` and
/// `5` differ.
fn slot(code: &[u8]) -> Option<usize> {
    if code.len() > DIGITS {
        return None;
    }
    code.iter().try_fold(0, |slot, d| d.is_ascii_digit().then(|| slot * 11 + usize::from(d - b'0') + 1))
}

/// A row is: code, parent, PLOVER root, quad number, Goldstein, name (tabs between).
fn read_code(line: &'static str) -> Option<Code> {
    let mut f = line.split('\t');
    Some(Code {
        code: f.next()?,
        parent: f.next()?,
        root: f.next()?,
        quad: QuadClass::from_number(f.next()?.parse().ok()?)?,
        goldstein: f.next()?.parse().ok(),
        name: f.next()?,
    })
}

/// All codes of the ontology in the order of their ids: CAMEO, then PLOVER.
pub fn codes() -> impl ExactSizeIterator<Item = (CodeId, &'static Code)> {
    TABLE.codes.iter().enumerate().map(|(i, c)| (CodeId(i as u16 + 1), c))
}

/// The names of the PLOVER types, in alphabetical order.
pub fn roots() -> &'static [&'static str] {
    &TABLE.roots
}

/// Whether one code is another or stands below it, by their text alone; so it
/// also tells for codes of no list (`1213` is under `121` and `12`).
pub(crate) fn is_under(code: &str, parent: &str) -> bool {
    // CAMEO codes grow by a digit for each level, PLOVER types by `-mode`.
    parent.len() >= 2
        && code.strip_prefix(parent).is_some_and(|rest| match rest.as_bytes().first() {
            None | Some(b'-') => true,
            Some(next) => next.is_ascii_digit() && parent.bytes().all(|b| b.is_ascii_digit()),
        })
}

impl CodeId {
    /// No code at all.
    pub const NONE: CodeId = CodeId(0);
    /// The first id of the codes that are in no list.
    pub(crate) const FIRST_FOREIGN: u16 = 0x8000;

    /// The ontology's entry; `None` for no code and for codes of no list.
    pub fn get(self) -> Option<&'static Code> {
        TABLE.codes.get((self.0 as usize).checked_sub(1)?)
    }

    /// The id of a code as the field writes it (leading zero kept).
    pub fn from_code(code: &str) -> Option<CodeId> {
        match slot(code.as_bytes()) {
            Some(slot) => TABLE.by_digits.get(slot).filter(|id| **id != 0).map(|id| CodeId(*id)),
            None => TABLE.by_code.get(code).copied(),
        }
    }

    /// Whether the code is `parent` or stands anywhere below it: `0311` is
    /// under `0311`, `031` and `03`; `ACCUSE-allege` is under `ACCUSE`.
    pub fn is_under(self, parent: &str) -> bool {
        self.get().is_some_and(|c| is_under(c.code, parent))
    }

    /// The two digits of the CAMEO root; `None` for PLOVER and for codes of no list.
    pub fn cameo_root(self) -> Option<&'static str> {
        self.get()?.code.get(..2).filter(|root| root.bytes().all(|b| b.is_ascii_digit()))
    }

    /// The quad class, where the ontology knows the code.
    pub fn quad(self) -> Option<QuadClass> {
        self.get().map(|c| c.quad)
    }

    /// The Goldstein value, where the ontology has one.
    pub fn goldstein(self) -> Option<f32> {
        self.get().and_then(|c| c.goldstein)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(code: &str) -> CodeId {
        CodeId::from_code(code).unwrap()
    }

    #[test]
    fn every_row_of_the_lists_is_read() {
        let rows = |file: &str| file.lines().filter(|l| !l.starts_with('#')).count() - 1;
        let cameo = rows(include_str!("../../assets/ontology/cameo.tsv"));
        let plover = rows(include_str!("../../assets/ontology/plover.tsv"));
        assert_eq!((codes().len(), TABLE.by_code.len()), (cameo + plover, cameo + plover));
    }

    #[test]
    fn a_code_is_under_itself_and_all_above_it() {
        for (code, parent, under) in [
            ("0311", "0311", true),
            ("0311", "031", true),
            ("0311", "03", true),
            ("0311", "0", false),
            ("0311", "", false),
            ("031", "0311", false),
            ("ACCUSE-allege", "ACCUSE", true),
            ("ACCUSE-allege", "ACC", false),
            ("THREATEN", "THREAT", false),
        ] {
            assert_eq!(id(code).is_under(parent), under, "{code} {parent}");
        }
        assert!(is_under("1213", "12"));
        assert!(!CodeId::NONE.is_under("12"));
        assert!(!CodeId(CodeId::FIRST_FOREIGN).is_under("12"));
    }

    #[test]
    fn codes_are_found_as_they_are_written_only() {
        for (id, c) in codes() {
            assert_eq!(CodeId::from_code(c.code), Some(id));
        }
        for no in
            ["", "0", "5", "5 ", " 05", "+5", "057 ", "00", "000", "9999", "00057", "1213", "agree", "０５"]
        {
            assert_eq!(CodeId::from_code(no), None, "{no:?}");
        }
    }

    #[test]
    fn only_cameo_codes_have_a_cameo_root() {
        assert_eq!(id("1055").cameo_root(), Some("10"));
        assert_eq!(id("20").cameo_root(), Some("20"));
        assert_eq!(id("AID").cameo_root(), None);
        assert_eq!(CodeId::NONE.cameo_root(), None);
    }
}
