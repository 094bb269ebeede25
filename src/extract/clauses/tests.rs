use super::*;

fn sketch(text: &str) -> String {
    let d = Document::new(text);
    let m = Mentions::find(&d, None, None);
    d.sentences.iter().map(|s| lines(&Analysis::new(&d, &m, s.tokens.clone(), &|_| false), &d)).collect()
}

/// One line a clause.
fn lines(analysis: &Analysis, document: &Document) -> String {
    let words = |g: usize| {
        analysis.groups.get(g).map_or(String::new(), |g| {
            g.tokens.clone().map(|t| document.word(t)).collect::<Vec<_>>().join(" ")
        })
    };
    let mut out = String::new();
    for (i, c) in analysis.clauses.iter().enumerate() {
        let subject: Vec<_> = c.subject.iter().map(|g| words(*g)).collect();
        let args: Vec<_> = c
            .args
            .iter()
            .map(|a| {
                let nouns: Vec<_> = a.nouns.iter().map(|g| words(*g)).collect();
                format!("{}[{}]", a.preposition.map_or("", |p| document.word(p)), nouns.join("+"))
            })
            .collect();
        out += &format!(
            "{i} {:?}<-{:?} ({}) <{}> {}\n",
            c.link,
            c.parent,
            subject.join("+"),
            words(c.verb),
            args.join(" ")
        );
    }
    out
}

fn has(text: &str, lines: &[&str]) {
    let s = sketch(text);
    for line in lines {
        assert!(s.contains(line), "{text}\nwants {line}\n{s}");
    }
}

#[test]
fn subjects_objects_and_prepositions() {
    has("Peru sent troops to Chile.", &["(Peru) <sent> [troops] to[Chile]"]);
    has("Peru and Chile have signed a treaty.", &["(Peru+Chile) <have signed> [a treaty]"]);
    has("Chile was attacked by rebels.", &["(Chile) <was attacked> by[rebels]"]);
}

#[test]
fn complements_hang_on_their_verb() {
    has(
        "Peru agreed to send troops to Chile.",
        &["Main", "Infinitive<-Some(0)", "<to send> [troops] to[Chile]"],
    );
    has("Peru said it would attack Chile.", &["That<-Some(0) (it) <would attack> [Chile]"]);
    has("Peru urged Chile to end the war.", &["(Peru) <urged> [Chile]", "Infinitive<-Some(0)"]);
    has("Peru accused Chile of attacking ships.", &["Gerund<-Some(0)"]);
    has("Peru, which has no army, rejected the plan.", &["Relative", "(Peru) <rejected> [the plan]"]);
}

#[test]
fn tails_are_no_speech_of_the_sides() {
    has(
        "Peru attacked Chile on Monday, officials said.",
        &["(Peru) <attacked> [Chile]", "Tail<-Some(0) (officials) <said>"],
    );
}
