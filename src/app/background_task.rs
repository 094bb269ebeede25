//! What takes too long to be worked out between a key and its frame. A thread
//! does it, while the screen says that it is under way; one at a time, and a
//! newer one supersedes it.

use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::model::{CountryId, Pair, Store};
use crate::query::Views;
use crate::query::complete::{Completion, complete_unless};
use crate::query::summary::lags::{lags, unresolved};
use crate::ui::format;
use crate::ui::overlay::{Choice, Item, Picker};
use crate::ui::pane::{Cx, Display, Outcome, Stop, ViewState};
use crate::ui::panes::Panes;
use crate::ui::review_snapshot::{ReviewSnapshot, SelectedRows};
use crate::ui::text::{self, Notation};

/// Something to be worked out.
#[derive(Debug, Clone)]
pub enum BackgroundTask {
    /// All pairs of a store, to pick one.
    Pairs(Arc<Store>, Notation),
    /// All articles of a store, to pick one.
    Articles(Arc<Store>, Notation),
    /// What the events in view are worth.
    Worth(Arc<Views>),
    /// The ways to go on from a place in a query.
    Complete {
        /// The query as typed.
        text: String,
        /// The byte at which the cursor stands.
        cursor: usize,
        /// Whose names are offered.
        store: Arc<Store>,
    },
    /// The next row of a pane that holds a text.
    Find(Box<RowSearch>),
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum Done {
    /// Something to pick from.
    Picker(Arc<Store>, Box<Picker>),
    /// Lines to show.
    Lines(Vec<String>),
    /// The ways to go on from this text and cursor.
    Completions(String, usize, Vec<Completion>),
    /// The panes with the cursor on what was found, and what the pane wants;
    /// nothing if it is nowhere.
    Found(Box<Panes>, Option<Outcome>),
}

impl BackgroundTask {
    /// Whether it matters only until the user does something else.
    pub fn is_row_search(&self) -> bool {
        matches!(self, BackgroundTask::Find(_))
    }

    /// Does it; `None` if it was given up.
    pub fn work(self, superseded: Stop<'_>) -> Option<Done> {
        let done = match self {
            BackgroundTask::Pairs(store, notation) => {
                let picker = pairs(&store, notation);
                Done::Picker(store, Box::new(picker))
            }
            BackgroundTask::Articles(store, notation) => {
                let picker = articles(&store, notation);
                Done::Picker(store, Box::new(picker))
            }
            BackgroundTask::Worth(views) => Done::Lines(worth(&views)),
            BackgroundTask::Complete { text, cursor, store } => {
                let list = complete_unless(superseded, &text, cursor, &store);
                Done::Completions(text, cursor, list)
            }
            BackgroundTask::Find(search) => search.go(superseded),
        };
        (!superseded()).then_some(done)
    }
}

/// A search through the rows of a pane, with all that its rows are made of.
#[derive(Debug, Clone)]
pub struct RowSearch {
    /// The answer whose rows these are.
    pub views: Arc<Views>,
    /// The panes with their cursors.
    pub panes: Panes,
    /// The pane with the focus is searched.
    pub view: ViewState,
    /// How rows are written, and what is looked for in them.
    pub display: Display,
    /// Whether downwards.
    pub forward: bool,
    pub(super) total: usize,
    pub(super) snapshot: Arc<ReviewSnapshot>,
    pub(super) marks: SelectedRows,
}

impl RowSearch {
    fn go(self, stop: Stop<'_>) -> Done {
        let RowSearch { views, mut panes, view, display, forward, total, snapshot, marks } = self;
        // Rows are found by what they say in every order.
        let display = Display { share: false, ..display };
        let cx = Cx {
            views: &views,
            view: &view,
            display: &display,
            focused: true,
            weeks: None,
            stale: false,
            loading: false,
            total,
            snapshot: &snapshot,
            marks: &marks,
            stop,
        };
        let outcome = panes.get_mut(view.focus).find(&display.find, forward, &cx);
        Done::Found(Box::new(panes), outcome)
    }
}

/// The title of the picker of pairs.
pub const PAIRS: &str = "Country pair";
/// The title of the picker of articles.
pub const ARTICLES: &str = "Article";

/// All pairs of a store, those with most events first.
pub fn pairs(store: &Store, notation: Notation) -> Picker {
    let mut counts: FxHashMap<u32, u64> = FxHashMap::default();
    for segment in store.segments() {
        for run in segment.runs() {
            *counts.entry(run.pair.key()).or_default() += segment.live_of(run.pair) as u64;
        }
    }
    counts.retain(|_, count| *count > 0);
    let mut pairs: Vec<(Pair, u64)> = counts
        .into_iter()
        .map(|(key, count)| (Pair::from_key(key), count))
        .filter(|(pair, _)| pair.is_dyad())
        .collect();
    pairs.sort_by_cached_key(|(pair, count)| (Reverse(*count), pair.to_string()));
    let mut sides: FxHashMap<CountryId, String> = FxHashMap::default();
    let mut side = |c: CountryId| {
        sides.entry(c).or_insert_with(|| c.get().map(|c| c.haystack()).unwrap_or_default()).clone()
    };
    let mut hay = |pair: Pair| format!("{}\n{}", side(pair.first()), side(pair.second()));
    let item = |(pair, count): (Pair, u64)| Item {
        haystack: hay(pair),
        label: format::pair(pair),
        note: format!("{} · {}", pair.first().name(), pair.second().name()),
        right: notation.count(count),
        choice: Choice::Pair(pair),
    };
    Picker::new(PAIRS, pairs.into_iter().map(item).collect())
}

/// All articles that have more than an address, the latest first.
pub fn articles(store: &Store, notation: Notation) -> Picker {
    const MOST: usize = 100_000;
    let cells = notation.date_cells();
    let recorded = store.article_table().recorded().filter_map(|id| store.article(id));
    let mut articles: Vec<_> = recorded
        .map(|article| {
            let date = article.published();
            (Reverse(date.is_known().then(|| date.anchor())), article)
        })
        .collect();
    articles.sort_by_key(|(date, _)| *date);
    articles.truncate(MOST);
    let item = |(_, a): (_, crate::model::ArticleView<'_>)| {
        let title = if a.title().is_empty() { a.id() } else { a.title() };
        let date = a.published();
        Item {
            haystack: format!("{title}\t{}\t{}\t{date}", a.publisher(), a.id()),
            label: title.to_owned(),
            note: String::new(),
            right: format!("{} {:>cells$}", text::cut(a.publisher(), 20), notation.short_date(date)),
            choice: Choice::Article(a.id().to_owned()),
        }
    };
    Picker::new(ARTICLES, articles.into_iter().map(item).collect())
}

/// What the events in view are worth: how many have both sides, how late they
/// were taken up, how many say the same again.
pub fn worth(views: &Views) -> Vec<String> {
    if views.events.is_empty() {
        return Vec::new();
    }
    let mut lines = Vec::new();
    let open = unresolved(&views.store, &views.selection);
    lines.push(format!(
        "in view: {} {}, {:.0}% without two known countries; sides that name nobody: {}, an actor without a country: {}",
        text::grouped(open.events.into()),
        text::plural(open.events.into(), "event"),
        open.share() * 100.0,
        text::grouped(open.nobody.into()),
        text::grouped(open.actors_without_country.into()),
    ));
    let lags = lags(&views.store, &views.selection);
    if let Some(median) = lags.median() {
        let days = text::plural(median.unsigned_abs().into(), "day");
        lines.push(format!(
            "lag from event to publication, told of {}: {median} {days} in the middle case; {} taken up \
             before they happen; {} exactly 7, 30 or 365 days after, which is how GDELT dates \
             \"last week\" and the like, whenever it was",
            text::grouped(lags.known().into()),
            text::grouped(lags.early().into()),
            text::grouped(lags.artefacts.into()),
        ));
    }
    let (first, last) = views.query.limits();
    let volume = views.volume.between(first, last);
    let days = views.volume.days().iter().filter(|d| (first..=last).contains(*d)).count() as u64;
    let counted = |n: u64, noun| format!("{} {}", text::grouped(n), text::plural(n, noun));
    lines.push(format!(
        "the data hold {} of this time, {}, on {}",
        counted(volume.events, "event"),
        counted(volume.reports, "report"),
        counted(days, "day"),
    ));
    if views.folds.is_some() {
        lines.push(format!(
            "say the same again: {} by day, actors and code, {} of them in the same article; {} mirrored",
            text::grouped(views.folded.repeats as u64),
            text::grouped(views.folded.same_article as u64),
            text::grouped(views.folded.mirrored as u64),
        ));
    }
    lines
}
