use super::*;
use crate::extract::who::Mentions;

fn coded(text: &str) -> Vec<String> {
    let d = Document::new(text);
    let m = Mentions::find(&d, None, None);
    let mut out = Vec::new();
    for s in &d.sentences {
        let a = Analysis::new(&d, &m, s.tokens.clone(), &|_| false);
        for f in events(&Coder::new(&d, &m, &a)) {
            let side =
                |list: &[usize]| list.iter().map(|i| m.list[*i].country.iso3()).collect::<Vec<_>>().join("+");
            out.push(format!("{} {} {}", side(&f.sources), f.code, side(&f.targets)));
        }
    }
    out
}

#[test]
fn verbs_frames_and_nouns() {
    for (text, event) in [
        ("Peru attacked Chile.", "PER 190 CHL"),
        ("Chile was attacked by Peru.", "PER 190 CHL"),
        ("Peru imposed sanctions on Chile.", "PER 163 CHL"),
        ("Peru lifted its sanctions against Chile.", "PER 085 CHL"),
        ("Peru held talks with Chile.", "PER 040 CHL"),
        ("Peru rejected Chile's plan.", "PER 127 CHL"),
    ] {
        assert!(coded(text).iter().any(|e| e == event), "{text}: {:?}", coded(text));
    }
}

#[test]
fn places_and_subjects_decide_frames() {
    for (text, event) in [
        ("Peru sent jets to Chile.", "PER 072 CHL"),
        ("Peru sent jets into the airspace of Chile.", "PER 150 CHL"),
        ("Peru held drills with Chile.", "PER 062 CHL"),
        ("Peru held live-fire drills near Chile.", "PER 150 CHL"),
        ("Peruvian shells landed in Chile.", "PER 194 CHL"),
        ("Peru cut off electricity supplies to Chile.", "PER 162 CHL"),
        ("Peru cut diplomatic relations with Chile.", "PER 161 CHL"),
        ("Peru protested against Chile.", "PER 114 CHL"),
        ("Peruvians protested against Chile.", "PER 141 CHL"),
        ("Peru condemned Chile's invasion of Bolivia.", "PER 111 CHL"),
        ("Peru struck what Chile called camps.", "PER 190 CHL"),
        (
            "Peru arrested two men from Chile, and Santiago responded by closing its border with Peru.",
            "CHL 191 PER",
        ),
    ] {
        assert!(coded(text).iter().any(|e| e == event), "{text}: {:?}", coded(text));
    }
    assert_eq!(coded("Peru and Chile welcomed the deal."), Vec::<String>::new());
    let told = coded("Peru attacked Chilean boats, according to the Bolivian coast guard.");
    assert_eq!(told, ["PER 190 CHL"]);
}

#[test]
fn control_verbs_turn_the_inner_event() {
    for (text, event) in [
        ("Peru agreed to send troops to Chile.", "PER 0332 CHL"),
        ("Peru threatened to attack Chile.", "PER 1384 CHL"),
        ("Peru urged Chile to release prisoners.", "PER 0253 CHL"),
        ("Peru refused to meet Chile.", "PER 125 CHL"),
        ("Peru said Chile must withdraw its troops.", "PER 106 CHL"),
    ] {
        assert!(coded(text).iter().any(|e| e == event), "{text}: {:?}", coded(text));
    }
}
