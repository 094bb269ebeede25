//! What an import takes, what it refuses, and what it says of it.

use chrono::{DateTime, TimeDelta, Utc};
use detente::journal::exchange::{self, Imported};
use detente::journal::{CoderSession, Entry, EntryKind, Turn};
use detente::model::Decision;
use serde_json::{Value, json};

use super::review_snapshot::{saved, target};

/// An entry of somebody else's journal.
fn entry(number: u64, kind: EntryKind, key: &str, after: Value) -> Entry {
    Entry {
        id: number,
        batch: format!("elsewhere-{number}"),
        part: 0,
        time: DateTime::UNIX_EPOCH + TimeDelta::seconds(number as i64),
        coder: "eve".into(),
        session: "elsewhere".into(),
        kind,
        key: key.into(),
        before: None,
        after: Some(after),
        comment: String::new(),
        anchor: None,
        turn: Turn::Do,
        hash: String::new(),
    }
}

fn decision(number: u64, n: usize, after: Value) -> Entry {
    let target = target(n);
    Entry { anchor: Some(target.anchor), ..entry(number, EntryKind::Decision, &target.key, after) }
}

/// An export with a chain of hashes of its own: nobody who writes such a file by
/// hand is kept from making one.
fn export(entries: &[Entry]) -> String {
    use sha2::{Digest, Sha256};
    let mut lines = vec![json!({"journal": "detente", "form": 1, "entries": entries.len()}).to_string()];
    let mut hash = String::new();
    for entry in entries {
        let mut hasher = Sha256::new();
        let mut field = |text: Option<String>| match text {
            Some(text) => {
                hasher.update((text.len() as u64 + 1).to_be_bytes());
                hasher.update(text.as_bytes());
            }
            None => hasher.update(0u64.to_be_bytes()),
        };
        field(Some(hash.clone()));
        field(Some(entry.id.to_string()));
        field(Some(entry.batch.clone()));
        field(Some(entry.part.to_string()));
        field(Some(detente::journal::entry::time_text(entry.time)));
        field(Some(entry.coder.clone()));
        field(Some(entry.session.clone()));
        field(Some(entry.kind.name().to_owned()));
        field(Some(entry.key.clone()));
        field(entry.before.as_ref().map(Value::to_string));
        field(entry.after.as_ref().map(Value::to_string));
        field(Some(entry.comment.clone()));
        field(entry.anchor.as_ref().map(|a| serde_json::to_string(a).unwrap()));
        field(Some(match &entry.turn {
            Turn::Do => String::new(),
            Turn::Undo(batch) => format!("undo {batch}"),
            Turn::Redo(batch) => format!("redo {batch}"),
        }));
        hash = hasher.finalize().iter().map(|b| format!("{b:02x}")).collect();
        lines.push(serde_json::to_string(&Entry { hash: hash.clone(), ..entry.clone() }).unwrap());
    }
    lines.join("\n") + "\n"
}

fn import(session: &mut CoderSession, text: &str) -> Imported {
    let (journal, review) = session.journal_mut().unwrap();
    exchange::import(journal, review, &mut text.as_bytes(), false, Utc::now()).unwrap()
}

/// The lines that were refused, and why.
fn refused(imported: &Imported) -> Vec<(usize, &str)> {
    imported.refused.iter().map(|r| (r.line, r.reason.as_str())).collect()
}

#[test]
fn what_nobody_could_have_decided_is_refused_by_its_line_and_the_rest_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    let text = export(&[
        decision(1, 0, json!("accepted")),
        decision(2, 1, json!(5)),
        Entry { kind: EntryKind::Correction, ..decision(3, 2, json!({"colour": "red"})) },
        entry(4, EntryKind::Note, "pair:IRN-RUS", json!("words")),
        entry(5, EntryKind::Decision, "event:set:77@2025-01-17", json!("accepted")),
        entry(6, EntryKind::Note, "nonsense", json!("words")),
    ]);
    let imported = import(&mut session, &text);
    assert_eq!((imported.taken, imported.here), (2, 0));
    let refused = refused(&imported);
    assert_eq!(refused.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 4, 6, 7]);
    assert!(refused[0].1.contains("found 5, expected a decision"), "{refused:?}");
    assert!(refused[1].1.contains("colour"), "{refused:?}");
    assert!(refused[2].1.contains("found no anchor"), "{refused:?}");
    assert!(refused[3].1.contains("the key nonsense"), "{refused:?}");
    assert_eq!(session.review().decision("eve", &target(0).key), Decision::Accepted);
    exchange::verify(session.journal().unwrap()).unwrap();
}

#[test]
fn a_time_far_ahead_does_not_date_what_comes_later() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    let ahead: DateTime<Utc> = "9999-12-31T00:00:00Z".parse().unwrap();
    let imported =
        import(&mut session, &export(&[Entry { time: ahead, ..decision(1, 0, json!("accepted")) }]));
    assert_eq!((imported.taken, imported.refused.len()), (0, 1));
    assert!(imported.refused[0].reason.contains("a day ahead of the clock"), "{imported:?}");
    saved(session.decide(&[target(1)], Decision::Accepted));
    let last = session.review().history().last().unwrap().time;
    assert!(last < Utc::now() + TimeDelta::minutes(1), "{last}");
}

#[test]
fn what_is_here_is_counted_and_what_says_otherwise_under_the_same_name_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    let first = decision(1, 0, json!("accepted"));
    assert_eq!(import(&mut session, &export(std::slice::from_ref(&first))).taken, 1);
    let again = import(&mut session, &export(std::slice::from_ref(&first)));
    assert_eq!((again.taken, again.here, again.refused.len()), (0, 1, 0));
    let other = import(&mut session, &export(&[decision(1, 0, json!("rejected"))]));
    assert_eq!((other.taken, other.here), (0, 0));
    assert!(other.refused[0].reason.contains("says something else"), "{other:?}");
    assert_eq!(session.review().decision("eve", &target(0).key), Decision::Accepted);
    // Twice in one file: the same counts once, something else is refused, and
    // nobody can tell which of the two is right.
    let twice = Entry { id: 3, ..decision(2, 1, json!("accepted")) };
    let before = Some(json!("accepted"));
    let twice = import(
        &mut session,
        &export(&[
            Entry { id: 1, ..decision(2, 1, json!("accepted")) },
            Entry { id: 2, before: before.clone(), ..decision(2, 1, json!("accepted")) },
            Entry { id: 3, batch: "elsewhere-4".into(), before, ..decision(4, 1, json!("rejected")) },
            Entry {
                id: 4,
                batch: "elsewhere-4".into(),
                before: Some(json!("rejected")),
                ..decision(4, 1, json!("skipped"))
            },
            Entry { id: 5, ..entry(5, EntryKind::Note, "pair:IRN-RUS", json!(twice.batch)) },
        ]),
    );
    assert_eq!((twice.taken, twice.here), (2, 1));
    assert_eq!(refused(&twice).iter().map(|(line, _)| *line).collect::<Vec<_>>(), [4, 5]);
}

#[test]
fn what_was_written_together_is_taken_together() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    let text = export(&[
        Entry { kind: EntryKind::Correction, ..decision(1, 0, json!({"date": "2025-13"})) },
        Entry { id: 2, part: 1, ..decision(1, 0, json!("corrected")) },
        Entry { id: 3, ..decision(3, 1, json!("accepted")) },
    ]);
    let imported = import(&mut session, &text);
    assert_eq!(imported.taken, 1);
    assert_eq!(refused(&imported)[1], (3, "it belongs together with line 2"));
    assert_eq!(session.review().decision("eve", &target(0).key), Decision::Open);
}

#[test]
fn a_line_of_the_wrong_form_hides_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    let text = export(&[
        decision(1, 0, json!("accepted")),
        decision(2, 1, json!("accepted")),
        decision(3, 2, json!("accepted")),
    ]);
    let text =
        text.replacen("\"coder\":\"eve\"", "\"coder\":7", 2).replacen("\"coder\":7", "\"coder\":\"eve\"", 1);
    let imported = import(&mut session, &text);
    assert_eq!((imported.taken, imported.refused.len(), imported.refused[0].line), (2, 1, 3), "{imported:?}");
}

#[test]
fn what_is_left_of_a_damaged_export_is_taken_only_if_that_is_asked_for() {
    let text = export(&[
        decision(1, 0, json!("accepted")),
        decision(2, 1, json!("accepted")),
        decision(3, 2, json!("accepted")),
    ]);
    let cut = &text[..text.len() - 200];
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    let (journal, review) = session.journal_mut().unwrap();
    assert!(exchange::import(journal, review, &mut cut.as_bytes(), false, Utc::now()).is_err());
    assert!(journal.is_empty().unwrap());
    let imported = exchange::import(journal, review, &mut cut.as_bytes(), true, Utc::now()).unwrap();
    assert_eq!((imported.taken, imported.refused.len(), imported.refused[0].line), (2, 1, 4));
}
