//! Single traits of the coder, each with a sentence of its own: who is meant, and when.

use std::sync::Arc;

use detente::extract::{Options, extract};
use detente::model::{Article, Dossier, Side};

fn read(text: &str) -> Dossier {
    let article = Article {
        id: "told".to_owned(),
        text: Some(Arc::from(text)),
        published: "2024-06-12".parse().unwrap(),
        ..Article::default()
    };
    extract(&article, &Options::default())
}

/// Events as "source target root date", countries by their codes.
fn events(text: &str) -> Vec<String> {
    let country = |s: &Side| s.country.get().map_or(s.code.clone(), |c| c.iso3.to_owned());
    let mut out = Vec::new();
    for e in read(text).events {
        for s in &e.sources {
            for t in &e.targets {
                out.push(format!("{} {} {} {}", country(s), country(t), &e.code[..2], e.date));
            }
        }
    }
    out
}

fn tells(text: &str, event: &str) {
    let found = events(text);
    assert!(found.iter().any(|e| e == event), "{event} is not among {found:?} of {text:?}");
}

fn tell_nothing(texts: &[&str]) {
    for text in texts {
        assert_eq!(events(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_neighbour_is_the_country_that_borders() {
    tells(
        "After talks with Norway and Chile, Peru attacked its southern neighbor on Monday.",
        "PER CHL 19 2024-06-10",
    );
    let far = events("After talks with Norway, Peru attacked its southern neighbor on Monday.");
    assert!(far.iter().all(|e| !e.starts_with("PER NOR 19")), "{far:?}");
}

#[test]
fn what_has_lasted_began_when_its_cause_began() {
    tells(
        "Kenya has delivered rifles to Mali for the war that Chad launched in 2021.",
        "KEN MLI 07 2021-01-01..2024-06-12",
    );
    // A simple past has no such duration.
    tells("Kenya delivered rifles to Mali for the war that Chad launched in 2021.", "KEN MLI 07 2024-06-12");
}

#[test]
fn where_clauses_share_the_time_of_the_clause_above() {
    tells("Greek envoys travelled to Cyprus in March, where Turkey denounced Greece.", "TUR GRC 11 2024-03");
}

#[test]
fn a_government_is_its_leaders() {
    tells(
        "Both Kenya and Ghana backed the regime of now-deposed Syrian dictator Bashar al-Assad last year.",
        "KEN SYR 05 2023",
    );
}

#[test]
fn nouns_made_of_verbs_tell_what_the_verbs_tell() {
    tells("Norway announced a suspension of aid to Mali on Monday.", "NOR MLI 16 2024-06-10");
    tells(
        "Norway welcomed talks and demanded the lifting of sanctions against Chad.",
        "NOR TCD 10 2024-06-12",
    );
    // "Held national elections" holds nobody.
    assert!(events("Kenya held national elections near the border with Chad.").is_empty());
}

#[test]
fn whoever_issues_a_statement_says_what_it_says() {
    tells("Peru issued a statement denouncing Chile.", "PER CHL 11 2024-06-12");
    tells("Peru repeated its demand that Chile free the sailors.", "PER CHL 10 2024-06-12");
}

#[test]
fn we_are_whoever_says_so() {
    tells("\"We reject the plan of Chile,\" Peru said.", "PER CHL 12 2024-06-12");
}

#[test]
fn a_gerund_tells_what_happened_too() {
    tells("Kenya marked the day by donating tents to Chad.", "KEN TCD 07 2024-06-12");
}

#[test]
fn numbers_and_times_belong_to_their_nouns() {
    tells("Peru arrested more than 20 Chilean soldiers.", "PER CHL 17 2024-06-12");
    let meeting = events("Japan proposed a weekend meeting with Norway.");
    assert!(meeting.iter().any(|e| e.starts_with("JPN NOR 02")), "{meeting:?}");
}

#[test]
fn names_run_together_with_the_next_word_are_cut() {
    tells("Peruhas accused Chile of spying.", "PER CHL 11 2024-06-12");
}

#[test]
fn a_headline_of_nouns_has_its_verb() {
    tells("Peruvian and Chilean negotiators return to Quito for talks.", "PER CHL 04 2024-06-12");
}

#[test]
fn victims_without_a_perpetrator_are_told_by_the_place() {
    tells("Three Norwegian soldiers were killed by a roadside bomb near Bamako.", "MLI NOR 18 2024-06-12");
}

#[test]
fn particles_are_no_verbs_and_talks_are_opened() {
    tells("Peru opened accession talks with Chile on Monday.", "PER CHL 04 2024-06-10");
    let back = events("Peru and Chile pulled back troops from two places along their frontier.");
    assert!(back.iter().all(|e| !e.contains(" 05 ")), "{back:?}");
}

#[test]
fn names_may_begin_small() {
    tells("Militants of al-Shabab killed twelve Kenyan soldiers on Monday.", "SOM KEN 18 2024-06-10");
}

#[test]
fn seas_and_parts_of_the_world_are_no_actors() {
    // The country that a sea is named after takes no part.
    tells("China rammed a Philippine vessel in the South China Sea.", "CHN PHL 19 2024-06-12");
    tells("Iran seized a British tanker in the Gulf of Oman.", "IRN GBR 17 2024-06-12");
    tells("Ghana sent aid to the Niger Delta.", "GHA NGA 07 2024-06-12");
    tell_nothing(&[
        "Chile criticised Latin America's slow response.",
        "Portugal deployed a submarine to the Sea of Japan.",
        "Peru criticised the growing piracy in the Gulf of Guinea.",
        "Kenya condemned attacks on ships in the Indian Ocean.",
        "Cuba blamed a storm over the Gulf of Mexico.",
        "Latin American leaders criticised Peru.",
        "Officials in South America criticised Peru.",
        "Ghana invested millions in North America.",
        "Kenya bombed smugglers' camps around Lake Chad.",
    ]);
}

#[test]
fn idioms_tell_what_they_mean() {
    tells("Peru declared the Chilean ambassador persona non grata.", "PER CHL 16 2024-06-12");
    tells("Peru has declared two Chilean diplomats personae non gratae.", "PER CHL 16 2024-06-12");
    tells("Norway added three Malian generals to its sanctions list.", "NOR MLI 16 2024-06-12");
    tells("Japan placed five North Korean firms on its sanctions list.", "JPN PRK 16 2024-06-12");
    tells("Chad kept up attacks on Sudan.", "TCD SDN 19 2024-06-12");
    tells("Chadian forces kept up their shelling of Sudanese villages.", "TCD SDN 19 2024-06-12");
    tells("Peru and Chile traded insults.", "PER CHL 11 2024-06-12");
    tells("Peru's president took aim at Chile over fishing.", "PER CHL 11 2024-06-12");
    tells("Norway called in China's chargé d'affaires to protest.", "NOR CHN 11 2024-06-12");
    tells("Norway called in the Chinese ambassador over the remarks.", "NOR CHN 11 2024-06-12");
    let none = events("Kenya stopped short of naming Uganda.");
    assert!(none.is_empty(), "{none:?}");
    // To add is to say elsewhere.
    let said = events("Norway added that Mali was in debt to the bank.");
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn troops_at_a_border_are_no_aid() {
    tells("Sudan sent military reinforcements to its border with Chad.", "SDN TCD 15 2024-06-12");
    tells("Sudan sent tanks to the border with Chad.", "SDN TCD 15 2024-06-12");
    tells("China deployed 30 aircraft against Japan.", "CHN JPN 15 2024-06-12");
    // What somebody else gets is aid all the same.
    tells("Norway sent weapons to Mali against Chad.", "NOR MLI 07 2024-06-12");
    tells("Norway sent food to its border with Mali.", "NOR MLI 07 2024-06-12");
}

#[test]
fn leaving_an_organisation_reduces_relations() {
    let mali = |text| read(text).events.iter().map(|e| e.code.clone()).collect::<Vec<_>>();
    assert_eq!(mali("Mali announced its withdrawal from the African Union."), ["160"]);
    assert_eq!(mali("Norway announced the withdrawal of its troops from Mali."), ["0874"]);
}

#[test]
fn one_country_on_both_sides_is_two_sides_of_it() {
    tells("Sudan's army clashed with the Rapid Support Forces.", "SDN SDN 19 2024-06-12");
    tells("Iranian police arrested protesters.", "IRN IRN 17 2024-06-12");
    tells(
        "Judge Rosa Example opened an investigation against Chilean government officials.",
        "CHL CHL 09 2024-06-12",
    );
    tell_nothing(&[
        "\"Iran's army has harmed civilians,\" said the British Foreign Office.",
        "Israel's prime minister told the army to strike Lebanon.",
        "Peru's government asked the army to send troops to the border with Chile.",
        "Norway sent a frigate to the South China Sea.",
    ]);
}

#[test]
fn matches_are_no_wars() {
    tells("Sudanese troops defeated Chadian rebels at the border.", "SDN TCD 19 2024-06-12");
    tells("Israeli police beat Palestinian football fans.", "ISR PSE 18 2024-06-12");
    tells("Peru's president met the prime minister of Chile at the World Cup.", "PER CHL 04 2024-06-12");
    tells("Norway boycotted the Winter Olympics in China.", "NOR CHN 16 2024-06-12");
    tells("Russia hit Ukraine on June 10-12.", "RUS UKR 19 2024-06");
    tells("Chad attacked Sudan 10-15 times.", "TCD SDN 19 2024-06-12");
    tells("The Senate voted 51-49 and France attacked Mali.", "FRA MLI 19 2024-06-12");
    tell_nothing(&[
        "Nigeria defeated Ghana on penalties.",
        "France beat Italy 2-1.",
        "France beat Italy 2–1 in Turin.",
        "Norway crushed Denmark in the final of the handball championship.",
        "Peru won the match against Chile.",
        "Canada eliminated Mexico from the Gold Cup.",
        "Morocco will host Spain in a World Cup qualifier.",
        "Swiss skiers beat the Austrians to win the gold medal.",
    ]);
}

#[test]
fn whoever_reports_does_not_act_for_a_state() {
    tells("Iran blocked the BBC.", "IRN GBR 17 2024-06-12");
    tells("KCNA said Norway had criticised Peru.", "NOR PER 11 2024-06-12");
    tell_nothing(&[
        "Reuters accused Iran of jailing its reporter.",
        "The Associated Press asked Chile for documents.",
        "Xinhua blasted Japan in a commentary.",
        "Reuters spoke with the foreign minister of Chad.",
    ]);
    let army = events("Troops crossed the border, Reuters reported. The army attacked Kenya.");
    assert!(army.iter().all(|e| !e.starts_with("GBR")), "{army:?}");
}
