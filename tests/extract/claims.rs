//! Claims of three short articles of our own, labelled by hand: a bar against
//! regressions, with figures (`cargo test --test extract claims -- --nocapture`).

use std::sync::Arc;

use detente::extract::{Options, extract};
use detente::model::{About, Article, Claim, CountryId, Day, EventDate, Form, Pair};

/// What a careful reader labels: speaker's words, the country they stand for,
/// the form, and words at the beginning and at the end of the content.
type Label = (&'static str, &'static str, Form, &'static str, &'static str);

const FERRY: &str = "\
Ankara And Athens Reopen Ferry Line

IZMIR, March 3 (Own) — Turkey and Greece agreed on Monday to reopen a ferry line that both had closed four years ago.

“Nobody won by keeping the ships in port,” Turkish Transport Minister Selim Orhan said after the signing. “The islands lost, and so did we.”

His Greek counterpart, Eleni Markou, called the deal “a small door in a long wall” and said that more talks would follow in May.

A spokesman for the Greek coast guard, who asked not to be named, said patrols would go on as before.

According to Ankara, the line will carry 200,000 people a year. That figure is too high, said Petros Vlahos, a shipping analyst in Athens.

The so-called “blue corridor” had been shut since a collision.

“We will see,” Markou told reporters.

“If the first summer is quiet, there will be a second line.”";

const FERRY_LABELS: &[Label] = &[
    ("Turkish Transport Minister Selim Orhan", "TUR", Form::Direct, "“Nobody won", "so did we.”"),
    ("His Greek counterpart, Eleni Markou", "GRC", Form::Mixed, "the deal “a small", "long wall”"),
    ("His Greek counterpart, Eleni Markou", "GRC", Form::Indirect, "that more talks", "in May"),
    ("A spokesman for the Greek coast guard", "GRC", Form::Indirect, "patrols would", "as before"),
    ("Ankara", "TUR", Form::Indirect, "the line will", "a year"),
    ("Petros Vlahos", "", Form::Indirect, "That figure", "too high"),
    ("Markou", "", Form::Direct, "“We will see,”", "second line.”"),
];

const DAM: &str = "\
Egypt rejected on Tuesday a proposal by Ethiopia to share flow data from its dam, saying the offer came years too late.

Ethiopia's water minister, speaking in Addis Ababa, said his country had “nothing to hide” and accused Cairo of stalling.

“We asked for data in 2019, we asked in 2021, and we were told to be patient,” an Egyptian foreign ministry official said on condition of anonymity.

Sudan, which lies between the two, warned that a new dispute would hurt farmers on both banks. It urged both governments to meet before the rains.

In a letter to the African Union, Egypt said it reserved “all options”. Diplomats in Khartoum say the phrase has been used before.

“The river,” the Ethiopian minister added, “does not read letters.”

The union's denial that it had taken sides was not believed in Cairo, an Egyptian newspaper reported.";

const DAM_LABELS: &[Label] = &[
    ("Egypt", "EGY", Form::Indirect, "the offer", "too late"),
    ("Ethiopia's water minister", "ETH", Form::Mixed, "his country", "to hide”"),
    ("Ethiopia's water minister", "ETH", Form::Indirect, "Cairo of", "stalling"),
    ("an Egyptian foreign ministry official", "EGY", Form::Direct, "“We asked", "patient,”"),
    ("Sudan", "SDN", Form::Indirect, "that a new dispute", "both banks"),
    ("It", "SDN", Form::Indirect, "both governments", "the rains"),
    ("Egypt", "EGY", Form::Mixed, "it reserved", "options”"),
    ("Diplomats in Khartoum", "", Form::Indirect, "the phrase", "before"),
    ("the Ethiopian minister", "ETH", Form::Direct, "“The river,”", "letters.”"),
    ("The union", "", Form::Indirect, "that it had", "sides"),
    ("an Egyptian newspaper", "EGY", Form::Indirect, "The union's denial", "in Cairo"),
];

const DRONE: &str = "\
The president of Latvia said on Friday that a drone had crossed from Belarus at dawn.

Minsk denied it. “Our aircraft were on the ground,” the Belarusian defense ministry said in a statement, adding that Riga had shown no proof.

“What proof would they like?” asked Ilze Krumina, a member of the Latvian parliament. “A photograph signed by the pilot?”

NATO officials, however, said they were still studying the radar records.

Poland will close two crossings, its interior minister announced. He told state radio that the step was “a precaution, not a punishment.”

Lithuania, as its premier put it, stands beside its neighbor.

People in the border town said they had heard an engine, but nobody had seen wings.";

const DRONE_LABELS: &[Label] = &[
    ("The president of Latvia", "LVA", Form::Indirect, "that a drone", "at dawn"),
    ("the Belarusian defense ministry", "BLR", Form::Direct, "“Our aircraft", "ground,”"),
    ("the Belarusian defense ministry", "BLR", Form::Indirect, "that Riga", "no proof"),
    ("Ilze Krumina, a member of the Latvian parliament", "LVA", Form::Direct, "“What proof", "pilot?”"),
    ("NATO officials", "", Form::Indirect, "they were", "records"),
    ("its interior minister", "", Form::Indirect, "Poland will", "crossings"),
    ("He", "", Form::Mixed, "that the step", "punishment.”"),
    ("its premier", "", Form::Indirect, "Lithuania", "neighbor"),
    ("People in the border town", "", Form::Indirect, "they had heard", "engine"),
];

fn claims(text: &str) -> Vec<Claim> {
    let published = Day::ymd(2025, 3, 3).map_or(EventDate::UNKNOWN, EventDate::day);
    let article = Article { text: Some(Arc::from(text)), published, ..Article::default() };
    extract(&article, &Options::default()).claims
}

fn matches(text: &str, claim: &Claim, label: &Label) -> bool {
    let (speaker, country, form, first, last) = *label;
    let says = claim.speaker.span.is_some_and(|s| s.of(text).starts_with(speaker));
    let place =
        country.is_empty() || claim.speaker.country == CountryId::from_iso3(country).unwrap_or_default();
    let begins = claim.content.first().is_some_and(|s| s.of(text).starts_with(first));
    let ends = claim.content.last().is_some_and(|s| s.of(text).ends_with(last));
    says && place && begins && ends && claim.form == form
}

#[test]
fn labelled_articles_are_read_as_labelled() {
    let (mut right, mut told, mut labelled) = (0, 0, 0);
    for (text, labels) in [(FERRY, FERRY_LABELS), (DAM, DAM_LABELS), (DRONE, DRONE_LABELS)] {
        let found = claims(text);
        told += found.len();
        labelled += labels.len();
        for label in labels {
            let hit = found.iter().any(|c| matches(text, c, label));
            right += usize::from(hit);
            if !hit {
                println!("missed: {label:?}");
            }
        }
        for c in &found {
            if !labels.iter().any(|l| matches(text, c, l)) {
                println!(
                    "extra: {} [{}] {} | {} | {:?}",
                    c.speaker.name,
                    c.speaker.country.iso3(),
                    c.cue_text,
                    c.text,
                    c.form
                );
            }
        }
    }
    println!("claims: {right} of {labelled} labelled, {told} told");
    assert!(right * 100 >= labelled * 92, "{right} of {labelled} labelled claims found");
    assert!(right * 100 >= told * 88, "{right} of {told} told claims are right");
}

#[test]
fn every_claim_explains_itself() {
    for text in [FERRY, DAM, DRONE] {
        for c in claims(text) {
            assert!(c.steps.len() >= 3, "{}: {:?}", c.text, c.steps);
            assert!(!c.rule.is_empty() && c.confidence.is_some() && !c.text.is_empty());
            assert!(c.steps[0].contains("cue"), "{:?}", c.steps);
        }
    }
}

#[test]
fn claims_tell_whom_they_are_about() {
    let pair =
        |a: &str, b: &str| Some(About::Pair(Pair::new(CountryId::from_iso3(a)?, CountryId::from_iso3(b)?)));
    let found = claims(DAM);
    let stalling = found.iter().find(|c| c.text.contains("stalling"));
    assert_eq!(stalling.and_then(|c| c.about.first().cloned()), pair("ETH", "EGY"));
    let found = claims(DRONE);
    let dawn = found.iter().find(|c| c.text.contains("dawn"));
    assert_eq!(dawn.and_then(|c| c.about.first().cloned()), pair("LVA", "BLR"));
}
