use super::*;

fn found(text: &str) -> Vec<(String, String)> {
    let d = Document::new(text);
    let m = Mentions::find(&d, Day::ymd(2024, 6, 1), None);
    m.list.iter().map(|m| (m.span.of(text).to_owned(), m.code.clone())).collect()
}

fn code(text: &str, words: &str) -> String {
    let all = found(text);
    all.iter().find(|(w, _)| w == words).map_or_else(|| panic!("{words} not in {all:?}"), |(_, c)| c.clone())
}

#[test]
fn countries_demonyms_and_roles_make_codes() {
    assert_eq!(code("Iran left.", "Iran"), "IRN");
    assert_eq!(code("The Iranian foreign minister left.", "Iranian foreign minister"), "IRNGOV");
    assert_eq!(code("Peru's army left.", "Peru's army"), "PERMIL");
    assert_eq!(code("The president of Peru left.", "president"), "PERGOV");
    assert_eq!(code("The United Nations met.", "United Nations").get(..3), Some("IGO"));
}

#[test]
fn pronouns_point_back() {
    let text = "Peru left the talks. It said they had failed.";
    assert_eq!(code(text, "It"), "PER");
    let text = "Peru and Chile met. The two countries signed a pact.";
    let d = Document::new(text);
    let m = Mentions::find(&d, None, None);
    let pair = m.list.iter().find(|m| m.span.of(text) == "two countries").unwrap();
    let codes: Vec<_> = pair.antecedents.iter().map(|a| m.list[*a].code.as_str()).collect();
    assert_eq!(codes, ["PER", "CHL"]);
}

#[test]
fn compounds_name_a_country_that_does_not_act() {
    let text = "An Iran-backed militia fled.";
    let d = Document::new(text);
    let m = Mentions::find(&d, None, None);
    assert!(m.list.iter().any(|m| m.modifier && m.code == "IRN"));
}

#[test]
fn seas_and_parts_of_the_world_are_nobody() {
    assert_eq!(code("Peru left Latin America.", "Latin America"), "");
    assert_eq!(code("A ship sank in the South China Sea.", "South China Sea"), "");
    assert_eq!(code("Latin American leaders left Peru.", "Latin American leaders"), "");
    assert_eq!(code("Officials in Central America left Peru.", "Officials"), "");
    assert_eq!(code("The governor of New Mexico left.", "governor"), "USAGOV");
    assert_eq!(code("The South African army left.", "South African army"), "ZAFMIL");
}

#[test]
fn plain_names_are_cut_like_others() {
    use crate::extract::actors;
    let persons = actors::persons()
        .iter()
        .flat_map(|p| std::iter::once(&p.name).chain(p.aliases.iter().map(|a| &a.text)));
    let bodies = actors::organisations()
        .iter()
        .flat_map(|o| std::iter::once(&o.name).chain(o.aliases.iter().map(|a| &a.text)));
    let rest = actors::places().iter().map(|p| &p.name).chain(actors::roles().iter().map(|r| &r.words));
    let mut plain = 0;
    let rest = rest.map(|name| &**name).chain(actors::geography());
    for name in persons.chain(bodies).map(|name| &**name).chain(rest) {
        if dictionary::is_plain(name) {
            let d = Document::new(name);
            let tokens: Vec<&str> = (0..d.tokens.len()).map(|t| d.word(t)).collect();
            let words: Vec<&str> = name.split(' ').filter(|w| !w.is_empty()).collect();
            assert_eq!(tokens, words);
            plain += 1;
        }
    }
    assert!(plain > 5_000, "{plain}");
}
