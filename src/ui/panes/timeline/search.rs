//! Words in the rows of very many events: the texts are the same few pieces again
//! and again, so each piece is read once and no row is written out.

use rayon::prelude::*;

use super::{EventRows, counted, tail, way, what, when};
use crate::model::{ActorId, CodeId, CountryId, Decision, EventDate, EventView, Modality};
use crate::query::needle::{Needle, Pieces, Step};
use crate::ui::data_mark;
use crate::ui::format;
use crate::ui::pane::Cx;

impl EventRows {
    /// The next event after `from` (before it, if not `forward`) in whose row the
    /// words stand.
    pub(super) fn seek_pieces(cx: &Cx<'_>, needle: &Needle, from: usize, forward: bool) -> Option<usize> {
        let names = Names::new(cx, needle);
        cx.views.seek(from, forward, cx.stop, || Reader::new(needle, &names), |reader, e| reader.has(cx, e))
    }
}

/// The names of all actors, as rows show them.
struct Names {
    width: usize,
    steps: Vec<Step>,
    blank: Vec<bool>,
}

impl Names {
    fn new(cx: &Cx<'_>, needle: &Needle) -> Names {
        let store = &cx.views.store;
        let (count, width) = (store.actor_count() + 1, needle.width());
        let (mut steps, mut blank) = (vec![0; count * width], vec![false; count]);
        let tables = steps.par_chunks_mut(width).zip(&mut blank).enumerate();
        tables.for_each(|(actor, (steps, blank))| {
            let name = format::surname(store, ActorId(actor as u32));
            *blank = name.is_empty();
            needle.learn(name, steps);
        });
        Names { width, steps, blank }
    }

    fn is_blank(&self, actor: ActorId) -> bool {
        self.blank.get(actor.0 as usize).is_none_or(|&blank| blank)
    }

    fn read(&self, step: Step, actor: ActorId) -> Step {
        self.steps.get(actor.0 as usize * self.width + usize::from(step)).copied().unwrap_or(step)
    }
}

/// The pieces that one thread has met.
struct Reader<'n> {
    needle: &'n Needle,
    names: &'n Names,
    dates: Pieces<'n, EventDate>,
    ways: Pieces<'n, (CountryId, CountryId, bool)>,
    codes: Pieces<'n, CodeId>,
    between: Pieces<'n, ()>,
    counts: Pieces<'n, u32>,
    tails: Pieces<'n, (Modality, Decision, Option<usize>)>,
}

impl<'n> Reader<'n> {
    fn new(needle: &'n Needle, names: &'n Names) -> Reader<'n> {
        Reader {
            needle,
            names,
            dates: Pieces::new(needle),
            ways: Pieces::new(needle),
            codes: Pieces::new(needle),
            between: Pieces::new(needle),
            counts: Pieces::new(needle),
            tails: Pieces::new(needle),
        }
    }

    /// Whether the words stand in an event's row: the same pieces in the same
    /// order as its text has them.
    fn has(&mut self, cx: &Cx<'_>, e: &EventView<'_>) -> bool {
        let store = &cx.views.store;
        let (source, target) = (e.source_actor(), e.target_actor());
        let (date, code, reports) = (e.date(), e.code(), e.reports());
        let (sides, set) = ((e.source(), e.target(), e.reciprocal()), data_mark::set(e, store));
        let mut step = self.dates.read(0, date, || when(cx, date));
        step = self.ways.read(step, sides, || way(sides.0, sides.1, sides.2));
        step = self.codes.read(step, code, || what(store, code));
        step = self.names.read(step, source);
        if !self.names.is_blank(source) && !self.names.is_blank(target) {
            step = self.between.read(step, (), || format::BETWEEN_ACTORS.to_owned());
        }
        step = self.names.read(step, target);
        step = self.counts.read(step, reports, || counted(cx, reports));
        let ends = (e.modality(), super::decision(cx, e), set);
        step = self.tails.read(step, ends, || tail(store, ends.0, ends.1, ends.2));
        self.needle.is_found(step)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::Builder;
    use crate::query::{Query, Views};
    use crate::read::{Control, load_sample};
    use crate::ui::pane::{Display, ViewState};
    use crate::ui::panes::list::Rows;
    use crate::ui::review_snapshot::{ReviewSnapshot, SelectedRows};

    fn with_sample(test: &dyn Fn(&Cx<'_>)) {
        let mut builder = Builder::new();
        load_sample(&mut builder, &Control::new());
        let views = Views::of(Arc::new(builder.snapshot()), Query::all());
        test(&Cx {
            views: &views,
            view: &ViewState::default(),
            display: &Display::default(),
            focused: true,
            weeks: None,
            stale: false,
            total: views.events.len(),
            snapshot: &ReviewSnapshot::default(),
            marks: &SelectedRows::default(),
            stop: &|| false,
        });
    }

    /// Every piece that a row has, and words that reach over two of them.
    const WORDS: [&str; 14] = [
        "1979",
        "IRN",
        "irn→usa",
        "▼",
        "19",
        "protest",
        "· ",
        "khomeini",
        "report",
        "actual",
        "planned",
        "a",
        "é",
        "nowhere",
    ];

    #[test]
    fn pieces_are_found_where_the_whole_texts_are() {
        with_sample(&|cx| {
            for words in WORDS {
                let needle = Needle::new(words).unwrap();
                let count = cx.views.events.len();
                let has =
                    |at: &usize| EventRows::text(cx, *at).to_lowercase().contains(&words.to_lowercase());
                for from in [0, 7, count - 1] {
                    let walked = (1..=count).map(|i| (from + i) % count).find(has);
                    assert_eq!(
                        EventRows::seek_pieces(cx, &needle, from, true),
                        walked,
                        "{words:?} from {from}"
                    );
                    let walked = (1..=count).map(|i| (from + count - i) % count).find(has);
                    assert_eq!(
                        EventRows::seek_pieces(cx, &needle, from, false),
                        walked,
                        "{words:?} from {from}"
                    );
                }
            }
        });
    }
}
