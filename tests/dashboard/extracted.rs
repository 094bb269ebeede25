//! An article is extracted, reviewed on the screen, and extracted again: what
//! was decided holds.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::common::reviewing;

use detente::app::Start;
use detente::app::journal_worker::Workspace;
use detente::app::plain::Stage;
use detente::extract::{Options, extract};
use detente::model::{Article, Builder, Decision, Dossier, Store};
use tempfile::TempDir;

const TEXT: &str = "\
Iran and Russia signed an agreement on rail freight in Astrakhan on Monday. The Iranian foreign minister \
met his Russian counterpart before the ceremony.

On Tuesday Iran accused Russia of delaying the delivery of wagons. Russia rejected the accusation and \
invited Iranian officials to Moscow. Last year Russia lent Iran two ferries for the Caspian line.

The United States condemned the agreement and imposed sanctions on Iran. Russia criticised the United \
States for the sanctions. \"We shall pay on time,\" Iranian President Masoud Pezeshkian said. Turkey praised \
Iran and Russia for the new line. In 2021 Azerbaijan expelled Iranian diplomats.

Iran threatened Azerbaijan with a blockade, and Azerbaijan protested. Russia offered to mediate between \
Iran and Azerbaijan.
";

fn extracted(text: &str) -> Dossier {
    let article = Article {
        id: "rail".into(),
        published: "2025-03-12".parse().unwrap(),
        language: "en".into(),
        text: Some(text.into()),
        ..Article::default()
    };
    extract(&article, &Options::default())
}

fn stage(folder: &TempDir, dossier: &Dossier) -> Stage {
    let mut builder = Builder::new();
    builder.dossier(dossier);
    let store: Arc<Store> = Arc::new(builder.snapshot());
    let workspace = Workspace { folder: folder.path().join("workspace"), coder: "ann".to_owned() };
    reviewing(Stage::with_journal(Start::default(), &workspace, store, 120, 36))
}

/// What is decided, by the words of each thing: decision and changed fields.
fn decided(stage: &Stage) -> BTreeMap<String, String> {
    use detente::ui::pane::Subject;
    let (snapshot, store) = (&stage.state.snapshot, &stage.state.store);
    let mut found = BTreeMap::new();
    let mut note = |words: String, decision: Decision, thing: Subject| {
        if decision != Decision::Open {
            let fields = snapshot.about(thing).map(|a| a.correction.fields()).unwrap_or_default();
            found.insert(words, format!("{decision} {fields:?}"));
        }
    };
    for at in 0..stage.state.views.events.len() {
        let event = stage.state.views.event(at).unwrap();
        note(
            format!(
                "{}: {}",
                event.evidence(),
                event.detail().unwrap().trigger.map_or(0, |t| {
                    // The same words may tell of two events: the word that decided tells them apart.
                    store.article(event.article()).unwrap().text().map_or(0, |text| t.of(text).len())
                })
            ),
            snapshot.of(&event),
            Subject::Event(event.id()),
        );
    }
    for (id, claim) in store.claims() {
        note(format!("claim {}", claim.text), snapshot.of_claim(store, id), Subject::Claim(id));
    }
    found
}

#[test]
fn ten_decisions_hold_when_the_article_is_extracted_again() {
    let dossier = extracted(TEXT);
    assert!(dossier.events.len() >= 10 && !dossier.claims.is_empty(), "{}", dossier.events.len());
    let folder = tempfile::tempdir().unwrap();
    let mut first = stage(&folder, &dossier);
    first.keys("3 g g a x s a x a e tab tab tab ctrl-u");
    first.type_text("037");
    first.keys("enter a 5 g g a x");
    let done = decided(&first);
    assert_eq!(done.len(), 10, "{done:#?}");
    assert_eq!(done.values().filter(|v| v.starts_with("corrected") && v.contains("037")).count(), 1);
    drop(first);
    // As it was.
    assert_eq!(decided(&stage(&folder, &extracted(TEXT))), done);
    // With a line in front, and a sentence more in it.
    let longer =
        format!("Updated on Wednesday at noon.\n\n{}", TEXT.replace("Turkey", "Nobody was hurt. Turkey"));
    assert_eq!(decided(&stage(&folder, &extracted(&longer))), done);
    // Numbered by an extractor that counts from the end, under another name of the article.
    let mut other = extracted(&longer);
    other.article.id = "rail-2".into();
    other.events.reverse();
    for (at, event) in other.events.iter_mut().enumerate() {
        event.id = format!("event-{at}");
    }
    let again = stage(&folder, &other);
    let now = decided(&again);
    // Without address and with another text and id, it is another article: nothing is claimed to be decided.
    assert!(now.is_empty() && again.state.snapshot.decisions.is_empty(), "{now:#?}");
    other.article.id = "rail".into();
    assert_eq!(decided(&stage(&folder, &other)), done);
}
