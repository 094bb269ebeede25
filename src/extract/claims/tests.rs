//! One construction a row, in sentences of our own.

use proptest::prelude::*;

use super::*;

/// Speaker | cue | contents of every claim of a text.
fn told(text: &str) -> Vec<String> {
    let document = Document::new(text);
    claims(&document)
        .iter()
        .map(|f| {
            let content: Vec<&str> = f.content.iter().map(|c| c.of(text)).collect();
            format!(
                "{} | {} | {}",
                f.speaker.map_or("-", |s| s.of(text)),
                f.cue.map_or("-", |s| s.of(text)),
                content.join(" + ")
            )
        })
        .collect()
}

#[track_caller]
fn check(rows: &[(&str, &[&str])]) {
    for (text, expected) in rows {
        assert_eq!(told(text), *expected, "{text}");
    }
}

#[test]
fn speech_before_speaker_and_cue() {
    check(&[
        ("“The border stays shut,” the minister said.", &["the minister | said | “The border stays shut,”"]),
        (
            "\"We wait,\" Almeida said on Monday. \"We always wait.\" She then left.",
            &["Almeida | said | \"We wait,\" + \"We always wait.\""],
        ),
        (
            "''Not one ship has come,'' the harbor master told reporters.",
            &["the harbor master | told | ''Not one ship has come,''"],
        ),
        ("“Is anybody listening?” Mr. Okoth asked.", &["Mr. Okoth | asked | “Is anybody listening?”"]),
        (
            "“Enough!” Ambassador Ilic, a career diplomat, said in Vienna.",
            &["Ambassador Ilic, a career diplomat | said | “Enough!”"],
        ),
        ("“It is signed,” Sato said in an interview that ran on Sunday.", &["Sato | said | “It is signed,”"]),
        (
            "“They broke every promise,” Haddad thundered.",
            &["Haddad | thundered | “They broke every promise,”"],
        ),
    ]);
}

#[test]
fn speech_that_is_taken_up_again() {
    check(&[
        (
            "“We will not wait,” the minister said at a rally in Santa Cruz, Bolivia, “and we will not forget.”",
            &["the minister | said | “We will not wait,” + “and we will not forget.”"],
        ),
        (
            "“France will always stand here,” an angry Moreau retaliated.",
            &["an angry Moreau | retaliated | “France will always stand here,”"],
        ),
        ("“We never saw the money,” the two write.", &["the two | write | “We never saw the money,”"]),
    ]);
}

#[test]
fn words_in_marks_within_a_clause() {
    check(&[
        (
            "Weber said she “deplores the tone and the timing” of the letter.",
            &["Weber | said | she “deplores the tone and the timing” of the letter"],
        ),
        (
            "He called her “the most gifted envoy in a generation.”",
            &["He | called | her “the most gifted envoy in a generation.”"],
        ),
        (
            "The paper wrote for its readers abroad that “the harbor is lost when the rains come” because nobody dredges it.",
            &["The paper | wrote | that “the harbor is lost when the rains come” because nobody dredges it"],
        ),
        (
            "Ilic thinks the ministry and its staff “need to listen more to the villages along the river.”",
            &[
                "Ilic | thinks | the ministry and its staff “need to listen more to the villages along the river.”",
            ],
        ),
    ]);
}

#[test]
fn what_is_felt_is_said_after_its_noun() {
    check(&[
        ("Oslo expressed concern that the port may close.", &["Oslo | expressed | that the port may close"]),
        ("Oslo voiced alarm about the closed port.", &["Oslo | voiced | the closed port"]),
        ("Japan and Peru also voiced concern.", &[]),
    ]);
}

#[test]
fn content_ends_where_the_speaker_acts_again() {
    check(&[
        (
            "Rossi, who once called the bloc a prison, demanded more freedom.",
            &[
                "who | called | the bloc a prison",
                "Rossi, who once called the bloc a prison | demanded | more freedom",
            ],
        ),
        (
            "She praised the record of the envoy and offered the team a prize.",
            &["She | praised | the record of the envoy"],
        ),
        ("Norway promised to lift a ban on fish.", &["Norway | promised | to lift a ban on fish"]),
    ]);
}

#[test]
fn words_in_which_nobody_speaks() {
    check(&[
        ("Italy has not said how it will vote.", &[]),
        ("Nairobi responded by suspending flights.", &[]),
        // A relative clause is no content of "agreed".
        (
            "Kenya agreed on Tuesday to remove barriers that have strained their ties.",
            &["Kenya | agreed | to remove barriers that have strained their ties"],
        ),
        ("Its fighters attacked the posts along the border.", &[]),
        (
            "Finland, she said, had asked Norway for help.",
            &["she | said | Finland + had asked Norway for help"],
        ),
    ]);
}

#[test]
fn speech_before_cue_and_speaker() {
    check(&[
        (
            "“Nobody signed,” said Ruth Okello, a negotiator for Uganda.",
            &["Ruth Okello, a negotiator for Uganda | said | “Nobody signed,”"],
        ),
        (
            "“Prices will fall,” added the governor, who took office in May, on Tuesday.",
            &["the governor, who took office in May | added | “Prices will fall,”"],
        ),
        ("The convoy never arrived, said two drivers.", &["two drivers | said | The convoy never arrived"]),
        ("Said Mbeki, “We were never asked.”", &["Mbeki | Said | “We were never asked.”"]),
    ]);
}

#[test]
fn a_cue_in_the_middle() {
    check(&[
        ("“The port,” he added, “is closed.”", &["he | added | “The port,” + “is closed.”"]),
        ("The embargo, Lund said, was a mistake.", &["Lund | said | The embargo + was a mistake"]),
        (
            "“We sign,” Rao said. “Then we talk.”\n\n“After that we rest.”",
            &["Rao | said | “We sign,” + “Then we talk.” + “After that we rest.”"],
        ),
    ]);
}

#[test]
fn reported_clauses_and_their_ends() {
    check(&[
        (
            "Officials in Riga said that the line would reopen.",
            &["Officials in Riga | said | that the line would reopen"],
        ),
        ("Norway says it wants no bases.", &["Norway | says | it wants no bases"]),
        ("Park told the council the ships had turned back.", &["Park | told | the ships had turned back"]),
        (
            "He said on Friday in Lima that talks were over, but few believed him.",
            &["He | said | that talks were over"],
        ),
        (
            "She said the pact was dead and called the minister a liar.",
            &["She | said | the pact was dead", "She | called | the minister a liar"],
        ),
        (
            "Chad said it had won, while adding that losses were heavy.",
            &["Chad | said | it had won", "Chad | adding | that losses were heavy"],
        ),
        (
            "When Kenya announced that it would leave, its partners were silent.",
            &["Kenya | announced | that it would leave"],
        ),
        ("Qatar denied that it had paid; Oman kept quiet.", &["Qatar | denied | that it had paid"]),
        (
            "The general warned that the truce – signed in May – would not hold.",
            &["The general | warned | that the truce – signed in May – would not hold"],
        ),
        ("Two ministers vowed to resign.", &["Two ministers | vowed | to resign"]),
    ]);
}

#[test]
fn other_ways_to_name_the_speaker() {
    check(&[
        ("According to the envoy, the list is short.", &["the envoy | According to | the list is short"]),
        ("The list is short, according to the envoy.", &["the envoy | according to | The list is short"]),
        ("The canal is lost, as Ferreira put it.", &["Ferreira | put it | The canal is lost"]),
        (
            "Bello left the room, saying the offer was an insult.",
            &["Bello | saying | the offer was an insult"],
        ),
        (
            "The ministry issued a statement saying the raid was over.",
            &["The ministry | saying | the raid was over"],
        ),
        (
            "Okafor, 61, a judge from Lagos, said the vote stood.",
            &["Okafor, 61, a judge from Lagos | said | the vote stood"],
        ),
        (
            "An official who asked not to be named said the deal was close.",
            &["An official | said | the deal was close"],
        ),
        (
            "The senator's claim that Cuba had paid was never proved.",
            &["The senator | claim | that Cuba had paid"],
        ),
        ("Laos, despite repeated denials, had sold the guns.", &["Laos | denials | had sold the guns"]),
        ("The mayor was blunt: “Nobody told us.”", &["The mayor | : | “Nobody told us.”"]),
        (
            "She was told by the consul that the visa had expired.",
            &["the consul | told | that the visa had expired"],
        ),
    ]);
}

#[test]
fn words_quoted_in_a_reported_clause_are_one_mixed_claim() {
    check(&[
        (
            "Prague called the expulsion “a hostile act” and “a breach of trust.”",
            &["Prague | called | the expulsion “a hostile act” and “a breach of trust.”"],
        ),
        (
            "Silva said the law was “written in fear” and would fail.",
            &["Silva | said | the law was “written in fear” and would fail"],
        ),
    ]);
}

#[test]
fn scare_quotes_and_nouns_are_no_claims() {
    check(&[
        ("The so-called “northern pact” fell apart in spring.", &[]),
        ("Her novel “The Long Way To The River” was printed in Oslo.", &[]),
        ("The state of the reports on the shelf mattered little.", &[]),
        ("Prices rose after the claims were paid.", &[]),
    ]);
}

#[test]
fn forms_follow_the_quotation_marks() {
    for (text, form) in [
        ("“We stay,” he said.", Form::Direct),
        ("He said they would stay.", Form::Indirect),
        ("He said they would stay “to the end.”", Form::Mixed),
    ] {
        assert_eq!(claims(&Document::new(text))[0].form, form, "{text}");
    }
}

#[test]
fn relative_speakers_keep_what_they_point_back_to() {
    let text = "It was the consul, a former boxer, who accused Malta of fraud.";
    let found = claims(&Document::new(text));
    assert_eq!(found[0].speaker.map(|s| s.of(text)), Some("who"));
    assert_eq!(found[0].antecedent.map(|s| s.of(text)), Some("the consul, a former boxer"));
}

#[test]
fn marks_that_never_close_or_point_the_wrong_way() {
    let spans = |text: &str| -> Vec<String> {
        marks::quoted(text, 0, text.len()).iter().map(|q| text[q.start..q.end].to_owned()).collect()
    };
    assert_eq!(spans("He said “we go on"), ["“we go on"]);
    assert_eq!(spans("”We go,” he said."), ["”We go,”"]);
    assert_eq!(spans("\"We go. \"They stay,\" he said."), ["\"We go.", "\"They stay,\""]);
    assert_eq!(spans("``We go,'' he said, \"now.\""), ["``We go,''", "\"now.\""]);
    assert_eq!(spans("«Nous partons», he said."), ["«Nous partons»"]);
    assert_eq!(spans("\"\" and “ ”"), Vec::<String>::new());
}

#[test]
fn hostile_texts_end() {
    for text in [
        "said, ".repeat(20_000),
        "\"".repeat(50_000),
        "(".repeat(50_000),
        "“a b. c” ".repeat(10_000),
        "Smith, who said that ".repeat(5_000),
        "“Stop!” Smith said ".repeat(5_000),
    ] {
        let _ = claims(&Document::new(&text));
    }
}

const WORDS: &[&str] = &[
    "said",
    "says",
    "claim",
    "reports",
    "that",
    ",",
    ".",
    "\"",
    "“",
    "”",
    "Smith",
    "the",
    "minister",
    "to",
    "who",
    "and",
    "but",
    "denied",
    "(",
    ")",
    "told",
    "in",
    "—",
    "Iran",
    "''",
    "«",
    "»",
    "é",
    "\n",
    "\n\n",
    "he",
    "according",
    "ed",
    "adding",
    ":",
    ";",
    "?",
    "as",
    "when",
    "was",
    "by",
    "’s",
    "42%",
];

proptest! {
    #[test]
    fn spans_lie_in_the_text(picks in prop::collection::vec(0..WORDS.len(), 0..80), glued in any::<bool>()) {
        let words: Vec<&str> = picks.iter().map(|i| WORDS[*i]).collect();
        let text = words.join(if glued { "" } else { " " });
        for f in claims(&Document::new(&text)) {
            prop_assert!(!f.content.is_empty());
            for span in f.content.iter().chain(&f.speaker).chain(&f.cue).chain(&f.antecedent) {
                prop_assert!(span.start < span.end);
                prop_assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
            }
        }
    }
}
