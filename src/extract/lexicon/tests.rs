use super::class::CLASSES;
use super::morphology::{ing, past, plural, third_person};
use super::rows::rows;
use super::*;

#[test]
fn forms_are_made_by_rule() {
    for (base, p, i, s) in [
        ("ban", "banned", "banning", "bans"),
        ("deny", "denied", "denying", "denies"),
        ("free", "freed", "freeing", "frees"),
        ("accuse", "accused", "accusing", "accuses"),
        ("visit", "visited", "visiting", "visits"),
        ("expel", "expelled", "expelling", "expels"),
        ("veto", "vetoed", "vetoing", "vetoes"),
    ] {
        assert_eq!((past(base), ing(base), third_person(base)), (p.into(), i.into(), s.into()));
    }
    assert_eq!(plural("state of emergency"), "states of emergency");
    assert_eq!(plural("air strike"), "air strikes");
}

#[test]
fn every_line_of_the_files_is_read() {
    let l = lexicon();
    for text in [
        include_str!("../../../assets/extract/verbs.tsv"),
        include_str!("../../../assets/extract/nouns.tsv"),
        include_str!("../../../assets/extract/frames.tsv"),
    ] {
        for row in rows(text) {
            assert_eq!(row.len(), 4, "{row:?}");
            let code = if matches!(row[0], "class" | "nominal") {
                "-"
            } else if row[1].starts_with(['@', '<']) {
                row[2]
            } else {
                row[1]
            };
            assert!(
                code == "-" || crate::model::CodeId::from_code(code).is_some(),
                "{code} is no CAMEO code: {row:?}"
            );
        }
    }
    let nouns = rows(include_str!("../../../assets/extract/nouns.tsv")).filter(|r| r[0] == "nominal");
    for row in nouns {
        assert!(CLASSES.iter().any(|(n, _)| *n == row[1]), "{row:?}");
    }
    for row in rows(include_str!("../../../assets/extract/verbs.tsv")) {
        assert!(CLASSES.iter().any(|(n, _)| *n == row[0]), "{row:?}");
    }
    for row in rows(include_str!("../../../assets/extract/topics.tsv")).filter(|r| r[0] != "words") {
        assert_eq!(row.len(), 3, "{row:?}");
        let code = |code| crate::model::CodeId::from_code(code).is_some();
        assert!(code(row[0]) && code(row[2]), "a code of {row:?} is none of CAMEO's");
        let topics = rows(include_str!("../../../assets/extract/topics.tsv")).filter(|r| r[0] == "words");
        assert_eq!(topics.filter(|r| r[1] == row[1]).count(), 1, "{row:?}");
    }
    let words = ["troops", "and", "food"].map(|w| l.id(w));
    assert_eq!(l.topics.refine("070", words.into_iter()), Some("072"));
    assert!(l.class_names.len() <= 64);
    assert_eq!(l.entry(l.id("attacked")).forms, [(l.lemma_id("attack").unwrap(), form::PAST | form::PART)]);
    assert!(l.senses(l.lemma_id("call").unwrap()).iter().any(|s| s.rest == ["off"]));
    let stop = l.frame(0, Some(VerbClass::Stop), l.class("talks")).unwrap();
    assert_eq!(stop.code, "164");
}
