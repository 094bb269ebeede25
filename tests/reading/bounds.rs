//! Files that stand for far more than they say, and names of any length.

use std::fmt::Write as _;

use detente::model::Builder;
use detente::read::{Outcome, ProblemKind};

use super::forms::load;

/// How many rows a file's events make.
fn rows(name: &str, text: String) -> usize {
    let (dossiers, _) = load(name, text);
    let mut builder = Builder::new();
    dossiers.iter().for_each(|dossier| builder.dossier(dossier));
    builder.len()
}

fn sides(letter: char, count: usize) -> String {
    let sides: Vec<String> =
        (0..count).map(|n| format!("{{\"name\": \"{letter}{n}\", \"country\": \"IRN\"}}")).collect();
    format!("[{}]", sides.join(", "))
}

#[test]
fn an_event_of_too_many_sides_is_rejected_by_name() {
    let event = |sources: usize, targets: usize| {
        let (sources, targets) = (sides('a', sources), sides('b', targets));
        format!(
            "{{\"date\": \"2024-01-01\", \"code\": \"057\", \"source\": {sources}, \"target\": {targets}}}"
        )
    };
    let file =
        |first: &str| format!("{{\"article\": {{\"id\": \"a\"}}, \"event\": [{first}, {}]}}", event(2, 3));
    let (dossiers, report) = load("many.json", file(&event(500, 400)));
    assert_eq!((report.read(), report.kept(), report.rejected()), (3, 2, 1));
    assert_eq!(dossiers[0].events.len(), 1);
    let problem = &report.problems()[0];
    assert_eq!((problem.kind, problem.outcome), (ProblemKind::TooLarge, Outcome::Rejected));
    let told = problem.to_string();
    assert!(told.contains("an event of 500 sources and 400 targets"), "{told}");
    assert!(told.contains("at most 40000 pairs of source and target in one event"), "{told}");
    assert_eq!(rows("many.json", file(&event(500, 400))), 6);
    // All with all of the world's countries fit.
    assert_eq!(rows("world.json", file(&event(200, 200))), 40_006);
    let line = format!("{{\"type\": \"event\", \"article\": \"a\", {}", &event(500, 400)[1..]);
    assert_eq!(load("many.jsonl", line).1.rejected(), 1);
}

#[test]
fn lines_with_one_id_are_the_pairs_that_they_say() {
    let mut text = String::from("{\"type\": \"article\", \"id\": \"a\"}\n");
    for n in 0..700 {
        let side = |letter: char| format!("{{\"name\": \"{letter}{n}\", \"country\": \"RUS\"}}");
        let _ = writeln!(
            text,
            "{{\"type\": \"event\", \"article\": \"a\", \"id\": \"e\", \"date\": \"2024-01-01\", \
             \"source\": {}, \"target\": {}, \"code\": \"057\"}}",
            side('a'),
            side('b')
        );
    }
    let (dossiers, report) = load("one-id.jsonl", text.clone());
    assert_eq!((report.kept(), report.rejected()), (701, 0));
    let events = &dossiers[0].events;
    assert_eq!(events.len(), 700);
    for (n, event) in events.iter().enumerate() {
        let id = if n == 0 { "e".to_owned() } else { format!("e-{}", n + 1) };
        assert_eq!(event.id, id);
        assert_eq!((&event.sources[0].name, &event.targets[0].name), (&format!("a{n}"), &format!("b{n}")));
        assert_eq!((event.sources.len(), event.targets.len()), (1, 1));
    }
    assert_eq!(rows("one-id.jsonl", text.clone()), 700);
    // An id that such a part would get, but which is another event's, stays that one's.
    text += "{\"type\": \"event\", \"article\": \"a\", \"id\": \"e-2\", \"source\": \"IRN\", \"code\": \"010\"}\n";
    let (dossiers, _) = load("one-id.jsonl", text);
    let ids: std::collections::BTreeSet<&str> = dossiers[0].events.iter().map(|e| e.id.as_str()).collect();
    assert_eq!((dossiers[0].events.len(), ids.len()), (701, 701));
    assert_eq!(dossiers[0].events.iter().find(|e| e.id == "e-2").unwrap().code, "010");
}

#[test]
fn unknown_actors_without_end_are_all_told() {
    let actors: Vec<String> = (0..2_000).map(|n| format!("{{\"id\": \"body-{n:05}\"}}")).collect();
    let events: Vec<String> =
        (0..2_000).map(|n| format!("{{\"source\": \"bodi-{n:05}\", \"code\": \"010\"}}")).collect();
    let long = "x".repeat(60_000);
    let text = format!(
        "{{\"article\": {{\"id\": \"a\"}}, \"actor\": [{{\"id\": \"{long}y\"}}, {}], \
         \"event\": [{{\"source\": \"{long}z\", \"code\": \"010\"}}, {}]}}",
        actors.join(", "),
        events.join(", ")
    );
    let (_, report) = load("unknown.json", text);
    assert_eq!(report.rejected(), 2_001);
    assert!(report.problem_count() >= 2_001, "{}", report.problem_count());
    assert!(report.problems().iter().all(|problem| problem.to_string().len() < 1_000));
    assert!(
        report.problems()[1].to_string().contains("did you mean body-00000?"),
        "{}",
        report.problems()[1]
    );
}
