//! Two coders, a disagreement, an adjudication; and what the decisions say of rules.

use detente::journal::{Adjudication, CoderSession, Correction, Target, agreement, quality};
use detente::model::Decision;

use super::review_snapshot::{saved, target};

fn by_rule(n: usize, rule: &str, code: &str) -> Target {
    let mut target = target(n);
    target.anchor.rule = rule.into();
    target.anchor.code = code.into();
    target
}

#[test]
fn a_disagreement_waits_in_the_queue_until_somebody_rules() {
    let folder = tempfile::tempdir().unwrap();
    let mut ann = CoderSession::open(folder.path(), "ann");
    let mut bo = CoderSession::open(folder.path(), "bo");
    for n in 0..8 {
        saved(ann.decide(&[target(n)], Decision::Accepted));
        let theirs = if n == 3 { Decision::Rejected } else { Decision::Accepted };
        saved(bo.decide(&[target(n)], theirs));
    }
    let other = Correction { code: Some("036".into()), ..Correction::default() };
    saved(bo.correct(&target(5), &other));
    let review = bo.review();
    let queue = agreement::disagreements(review);
    assert_eq!(queue.iter().map(|u| u.key.clone()).collect::<Vec<_>>(), [target(3).key, target(5).key]);
    assert_eq!(queue[1].by[1].value("code", &queue[1].anchor).unwrap(), "036");
    assert_eq!(queue[1].by[0].value("quad", &queue[1].anchor).unwrap(), "verbal-cooperation");
    let all = agreement::agreements(review);
    let of = |field: &str| all.iter().find(|a| a.field == field).unwrap().clone();
    assert_eq!((of("verdict").units, of("verdict").percent), (8, Some(75.0)));
    // 7 of 8 kept by both; of these, one code differs.
    assert_eq!((of("code").units, of("code").percent.unwrap().round()), (7, 86.0));
    assert_eq!(of("date").alpha, None, "all the same: nothing varies");
    let adjudication = Adjudication { decision: Decision::Corrected, correction: other.clone() };
    saved(bo.adjudicate(&target(5), Some(&adjudication), "a wish, no treaty"));
    let queue = agreement::disagreements(bo.review());
    assert_eq!(queue.len(), 1);
    assert_eq!(bo.review().standing(&target(5).key).correction, other);
    saved(bo.undo());
    assert_eq!(agreement::disagreements(bo.review()).len(), 2, "a ruling can be taken back");
}

#[test]
fn precision_by_rule_and_code_is_counted_from_decisions() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    for n in 0..10 {
        let target = by_rule(n, if n < 6 { "meet" } else { "accuse-of" }, if n < 6 { "040" } else { "112" });
        match n {
            0..4 => saved(session.decide(&[target], Decision::Accepted)),
            4 | 5 => saved(session.decide(&[target], Decision::Rejected)),
            6 => saved(session.decide(&[target], Decision::Skipped)),
            _ => {
                let date = Some("2024".parse().unwrap());
                saved(session.correct(&target, &Correction { date, ..Correction::default() }));
            }
        }
    }
    let report = quality::report(session.review(), Some("ann"));
    assert_eq!((report.events.decided, report.events.accepted, report.events.rejected), (9, 4, 2));
    let meet = &report.rules[0];
    assert_eq!((meet.name.as_str(), meet.decided, meet.precision.round()), ("meet", 6, 67.0));
    assert!(meet.interval.0 < 67.0 && meet.interval.1 > 67.0);
    let accuse = &report.rules[1];
    assert_eq!((accuse.decided, accuse.precision, accuse.lenient), (3, 0.0, 100.0));
    assert_eq!(accuse.changed, [("date".to_owned(), 3)]);
    assert_eq!(report.codes.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["040", "112"]);
    assert_eq!(quality::report(session.review(), None).events, report.events);
    assert_eq!(quality::report(session.review(), Some("bo")).events.decided, 0);
}
