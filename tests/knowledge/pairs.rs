//! Two countries in one word.

use detente::model::pair::Pair;
use detente::model::{CountryId, country::countries};

#[test]
fn the_text_of_every_pair_is_read_back() {
    // Every seventh entry, with the last ones (bodies and historical states).
    let all: Vec<CountryId> = countries().map(|(id, _)| id).collect();
    let sample: Vec<_> = all.iter().step_by(7).chain(all.iter().rev().take(12)).copied().collect();
    for &a in &sample {
        for &b in &sample {
            if a == b {
                continue;
            }
            let pair = Pair::new(a, b);
            assert_eq!(pair, Pair::new(b, a));
            assert_eq!(pair.to_string().parse(), Ok(pair));
            assert_eq!(Pair::from_key(pair.key()), pair);
            let (first, second) = (pair.first().iso3(), pair.second().iso3());
            assert!(first < second);
            assert_eq!(format!("{second}-{first}").parse(), Ok(pair));
        }
    }
}

#[test]
fn names_with_a_dash_are_read_as_one_side() {
    let pair = |a, b| Pair::new(CountryId::from_iso3(a).unwrap(), CountryId::from_iso3(b).unwrap());
    assert_eq!("Guinea-Bissau-Senegal".parse(), Ok(pair("GNB", "SEN")));
    assert_eq!("Tehran – Moscow".parse(), Ok(pair("IRN", "RUS")));
    assert_eq!("Austria-Hungary/Serbia".parse(), Ok(pair("AUH", "SRB")));
    assert_eq!("Senegal-Guinea-Bissau".parse(), Ok(pair("GNB", "SEN")));
}
