//! Articles as they come are coded on the way in.

use detente::model::{Builder, EventDate, Pair};
use detente::read::{self, Control, Input};

const TEXT: &str = "Ministers meet\n\nThe foreign minister of Norway met his Chilean colleague in Oslo on Tuesday. \
\"We agree on the sea,\" the Norwegian minister said.\n";

fn load(name: &str, text: &str) -> (detente::model::Store, read::LoadReport) {
    let mut builder = Builder::new();
    let published: EventDate = "2024-05-16".parse().unwrap();
    let control = Control::with_published(published);
    let report = read::read(&mut Input::from_bytes(name, text), &mut builder, &control);
    (builder.snapshot(), report)
}

#[test]
fn text_pages_and_lines_say_the_same() {
    let page = format!(
        "<!DOCTYPE html><html><head><title>Ministers meet</title></head><body><article><h1>Ministers meet</h1>{}</article></body></html>",
        TEXT.lines().skip(2).map(|l| format!("<p>{l}</p>")).collect::<String>()
    );
    let line = serde_json::json!({ "id": "a1", "text": TEXT }).to_string();
    for (name, text) in [("talks.txt", TEXT), ("talks.html", &page), ("talks.jsonl", &line), ("-", TEXT)] {
        let (store, report) = load(name, text);
        assert_eq!(
            (report.format, report.kept(), report.rejected()),
            ("article", 1, 0),
            "{name}: {report:#?}"
        );
        let pair: Pair = "NOR-CHL".parse().unwrap();
        let met = store.segments().iter().map(|s| s.pair_rows(pair).len()).sum::<usize>();
        assert!(met > 0, "{name} has no event of {pair}");
        assert!(store.claim_count() > 0, "{name} has no claim");
        let place = detente::model::Place { segment: 0, row: 0 };
        assert_eq!(store.event(place).unwrap().date().to_string(), "2024-05-14", "{name}");
    }
}

#[test]
fn what_is_missing_or_foreign_is_said() {
    let mut builder = Builder::new();
    let report = read::read(&mut Input::from_bytes("talks.txt", TEXT), &mut builder, &Control::new());
    assert!(report.lines().any(|l| l.contains("--published")), "{report:#?}");
    let german = "Der Außenminister von Norwegen traf am Dienstag seinen Kollegen aus Chile in Oslo, um mit ihm \
                  über die Fischerei im Südpolarmeer und über den Handel zwischen beiden Ländern zu sprechen.";
    let (store, report) = load("gespräch.txt", german);
    assert!(report.lines().any(|l| l.contains("language")), "{report:#?}");
    assert_eq!((store.len(), store.article_count()), (0, 1));
}
