//! CAMEO and PLOVER.

use std::collections::HashSet;

use detente::model::ontology::{CodeId, QuadClass, codes, roots};

fn is_cameo(code: &str) -> bool {
    code.bytes().all(|b| b.is_ascii_digit())
}

#[test]
fn cameo_has_311_codes_under_20_roots_and_stands_first() {
    let all: Vec<_> = codes().map(|(_, c)| c).collect();
    let cameo = all.iter().take_while(|c| is_cameo(c.code)).count();
    assert_eq!(cameo, 311);
    assert!(all[cameo..].iter().all(|c| !is_cameo(c.code)));
    assert_eq!(all[..cameo].iter().filter(|c| c.parent.is_empty()).count(), 20);
    // Ids are rows: a change here breaks what was stored.
    assert_eq!((all[0].code, all[310].code, all[311].code), ("01", "2042", "AGREE"));
}

#[test]
fn codes_are_unique_and_every_parent_exists() {
    let mut seen = HashSet::new();
    for (id, c) in codes() {
        assert!(seen.insert(c.code), "{} twice", c.code);
        assert_eq!(CodeId::from_code(c.code), Some(id));
        if !c.parent.is_empty() {
            // Parents come first, so one pass builds a tree.
            assert!(seen.contains(c.parent), "{} has no parent {}", c.code, c.parent);
        }
        assert!(id.is_under(c.code) && (c.parent.is_empty() || id.is_under(c.parent)));
    }
}

#[test]
fn cameo_codes_carry_a_goldstein_value_in_range() {
    for (_, c) in codes() {
        match c.goldstein {
            Some(g) => assert!(is_cameo(c.code) && (-10.0..=10.0).contains(&g), "{}: {g}", c.code),
            None => assert!(!is_cameo(c.code), "{} has none", c.code),
        }
    }
    for (code, value) in
        [("010", 0.0), ("043", 2.8), ("057", 8.0), ("0874", 10.0), ("120", -4.0), ("190", -10.0)]
    {
        assert_eq!(CodeId::from_code(code).and_then(CodeId::goldstein), Some(value), "{code}");
    }
}

#[test]
fn quad_classes_follow_the_roots() {
    for (id, c) in codes() {
        let Some(root) = id.cameo_root() else { continue };
        let expected = match root {
            "01" | "02" | "03" | "04" | "05" => QuadClass::VerbalCooperation,
            "06" | "07" | "08" => QuadClass::MaterialCooperation,
            "09" | "10" | "11" | "12" | "13" => QuadClass::VerbalConflict,
            _ => QuadClass::MaterialConflict,
        };
        assert_eq!(c.quad, expected, "{}", c.code);
    }
}

#[test]
fn the_sixteen_plover_types_cover_cameo() {
    let types: Vec<_> =
        codes().map(|(_, c)| c).filter(|c| !is_cameo(c.code) && c.parent.is_empty()).collect();
    assert_eq!(types.len(), 16);
    assert_eq!(roots().len(), 16);
    for t in &types {
        assert_eq!(t.code, t.root);
        assert!(roots().contains(&t.code));
    }
    for (_, c) in codes() {
        assert_eq!(c.root.is_empty(), c.code.starts_with("01"), "{}", c.code);
        assert!(c.root.is_empty() || types.iter().any(|t| t.code == c.root), "{}", c.code);
    }
    // Codes whose type is not that of their CAMEO root.
    for (code, root) in [
        ("08", "CONCEDE"),
        ("087", "RETREAT"),
        ("0814", "RETREAT"),
        ("163", "COERCE"),
        ("1712", "ASSAULT"),
        ("191", "COERCE"),
        ("190", "ASSAULT"),
        ("022", "REQUEST"),
        ("090", "ACCUSE"),
    ] {
        assert_eq!(CodeId::from_code(code).and_then(CodeId::get).map(|c| c.root), Some(root), "{code}");
    }
}

#[test]
fn names_are_clean_sentence_case() {
    for (_, c) in codes() {
        let first = c.name.chars().next();
        assert!(first.is_some_and(char::is_uppercase), "{}", c.code);
        assert!(c.name.is_ascii() && c.name.trim() == c.name && !c.name.contains("  "), "{}", c.code);
        let capitals = c.name.chars().filter(|c| c.is_uppercase()).count();
        assert!(capitals == 1 || c.name.ends_with("WMD"), "{}: {}", c.code, c.name);
    }
}
