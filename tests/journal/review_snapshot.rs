//! What the other tests share: a folder, targets, a clock that ticks.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::DateTime;
use detente::journal::{Anchor, ArticleRef, CoderSession, Saving, SideRef, Target};

/// A target that stands for the `n`th event of a data set.
pub fn target(n: usize) -> Target {
    let side = |country: &str| SideRef { country: country.into(), ..SideRef::default() };
    let anchor = Anchor {
        set: "set".into(),
        id: n.to_string(),
        article: ArticleRef { url: format!("https://example.org/{n}"), ..ArticleRef::default() },
        sources: vec![side("IRN")],
        targets: vec![side("RUS")],
        code: "057".into(),
        date: "2025-01-17".into(),
        modality: "actual".into(),
        ..Anchor::default()
    };
    Target { key: anchor.key(), anchor }
}

/// A clock in milliseconds since 1970 that a test turns.
#[derive(Clone, Default)]
pub struct Hand(Arc<AtomicI64>);

impl Hand {
    pub fn set(&self, millis: i64) {
        self.0.store(millis, Ordering::SeqCst);
    }

    /// A session whose clock this hand turns; it ticks by itself, too.
    pub fn session(&self, folder: &Path, coder: &str) -> CoderSession {
        let hand = self.0.clone();
        CoderSession::with_clock(
            folder,
            coder,
            Box::new(move || DateTime::from_timestamp_millis(hand.fetch_add(1, Ordering::SeqCst)).unwrap()),
        )
    }
}

/// Panics unless it was saved.
#[track_caller]
pub fn saved(saving: Saving) {
    assert!(matches!(saving, Saving::Saved(_)), "{saving:?}");
}

/// Panics unless it is held.
#[track_caller]
pub fn held(saving: Saving) -> String {
    match saving {
        Saving::Held(because) => because.reason,
        other => panic!("not held: {other:?}"),
    }
}
