//! How things of the model are written on the screen: short, the same everywhere.

use ratatui::style::Style;

use crate::model::{ActorId, CodeId, CountryId, Decision, EventView, Modality, Pair, Store};
use crate::query::summary::pairs::Trend;

use super::text;
use super::theme::{Role, Theme};

/// `IRN→RUS`, `IRN⇄RUS`; an unresolved side is `?`.
pub(crate) fn direction(source: CountryId, target: CountryId, reciprocal: bool) -> String {
    let short = |c: CountryId| if c.is_known() { c.iso3() } else { "?" };
    format!("{:>3}{}{:<3}", short(source), if reciprocal { '⇄' } else { '→' }, short(target))
}

/// `IRN⇄RUS`.
pub(crate) fn pair(pair: Pair) -> String {
    direction(pair.first(), pair.second(), true)
}

/// ▲ for cooperation, ▼ for conflict, · for unknown codes, with the role that colours it.
pub(crate) fn tone(code: CodeId) -> (&'static str, Role) {
    match code.quad() {
        Some(q) if q.is_cooperation() => ("▲", Role::Cooperation),
        Some(_) => ("▼", Role::Conflict),
        None => ("·", Role::Muted),
    }
}

/// ▲▼= of a trend.
pub(crate) fn trend(trend: Trend) -> (&'static str, Role) {
    match trend {
        Trend::Up => ("▲", Role::Cooperation),
        Trend::Down => ("▼", Role::Conflict),
        Trend::Level => ("=", Role::Neutral),
    }
}

/// One letter for what is not simply actual.
pub(crate) fn modality(modality: Modality) -> &'static str {
    match modality {
        Modality::Actual => " ",
        Modality::Planned => "p",
        Modality::Denied => "d",
        Modality::Possible => "m",
    }
}

/// ✓ ✗ ~ · ? of a decision.
pub(crate) fn decision(decision: Decision) -> (&'static str, Role) {
    match decision {
        Decision::Open => ("·", Role::Muted),
        Decision::Accepted => ("✓", Role::Fine),
        Decision::Rejected => ("✗", Role::Error),
        Decision::Corrected => ("✎", Role::Fine),
        Decision::Skipped => ("?", Role::Warning),
    }
}

/// The name of an event's code, or what stands in its place.
pub(crate) fn code_name(store: &Store, code: CodeId) -> &'static str {
    match code.get() {
        Some(code) => short_name(code.name),
        None if store.code_text(code).is_empty() => "(no code)",
        None => "(unknown code)",
    }
}

/// CAMEO's names with their standing tails taken off.
pub(crate) fn short_name(name: &'static str) -> &'static str {
    name.split_once(", not specified").map_or(name, |(head, _)| head)
}

/// What stands between the names of two actors.
pub(crate) const BETWEEN_ACTORS: &str = " · ";

/// Both actors by their shortest names: `Pezeshkian · Putin`.
pub(crate) fn actors(store: &Store, event: &EventView<'_>) -> String {
    let names: Vec<&str> = [event.source_actor(), event.target_actor()]
        .into_iter()
        .map(|a| surname(store, a))
        .filter(|n| !n.is_empty())
        .collect();
    names.join(BETWEEN_ACTORS)
}

/// A person's last name, the whole name of anything else.
pub(crate) fn surname(store: &Store, actor: ActorId) -> &str {
    let Some(record) = store.actor(actor) else {
        return "";
    };
    let name = store.str(record.name);
    match record.kind {
        crate::model::ActorKind::Person => name.rsplit(' ').next().unwrap_or(name),
        _ => name,
    }
}

/// The style of signed numbers.
pub(crate) fn sign(theme: &Theme, value: i64) -> Style {
    theme.style(match value {
        v if v > 0 => Role::Cooperation,
        v if v < 0 => Role::Conflict,
        _ => Role::Neutral,
    })
}

/// A mean or change: one decimal below a thousand, with its sign where `signed`.
pub(crate) fn tenths(value: f64, signed: bool) -> String {
    let value = if value.abs() < 0.05 { 0.0 } else { value };
    match (signed, value.abs() < 1000.0) {
        (true, true) if value == 0.0 => "0.0".to_owned(),
        (true, true) => format!("{value:+.1}"),
        (false, true) => format!("{value:.1}"),
        (true, false) => text::signed(value.round() as i64),
        (false, false) => text::count(value.round() as u64),
    }
}

/// A share in parts of a billion as per cent, in at most six cells with a sign
/// before it: `12%`, `1.2%`, `0.12%`, `.012%`.
pub(crate) fn share(billionths: u64) -> String {
    let percent = billionths as f64 / 1e7;
    match percent {
        _ if billionths == 0 => "0%".to_owned(),
        p if p >= 9.95 => format!("{p:.0}%"),
        p if p >= 0.995 => format!("{p:.1}%"),
        p if p >= 0.0995 => format!("{p:.2}%"),
        p if p >= 0.000_5 => format!("{p:.3}%").trim_start_matches('0').to_owned(),
        _ => "<.001%".to_owned(),
    }
}

/// Bars of up to seven eighths, `▁` to `▇`, blank for nothing: never a full cell,
/// so that the bars of two rows do not grow together.
pub(crate) fn sparkline(values: &[u32]) -> String {
    const BARS: [char; 7] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇'];
    let most = values.iter().copied().max().unwrap_or(0).max(1);
    values
        .iter()
        .map(|&v| match v {
            0 => ' ',
            v => BARS[((u64::from(v) * 7).div_ceil(u64::from(most)) as usize - 1).min(6)],
        })
        .collect()
}

/// The same stretch of time in at most so many values: neighbours are put together,
/// and stand for their mean, so that what stood alone still does.
pub(crate) fn squeezed(values: &[u32], most: usize) -> Vec<u32> {
    let (from, to) = (values.len(), most.min(values.len()));
    let part = |new: usize| {
        let old: Vec<u64> = (0..from).filter(|o| o * to / from == new).map(|o| values[o].into()).collect();
        let mean = old.iter().sum::<u64>().div_ceil(old.len().max(1) as u64);
        u32::try_from(mean).unwrap_or(u32::MAX)
    };
    if to == from { values.to_vec() } else { (0..to).map(part).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_and_shares_are_short() {
        assert_eq!(
            [tenths(7.75, true), tenths(-0.01, true), tenths(4.25, false), tenths(-1234.0, true)],
            ["+7.8", "0.0", "4.2", "-1.2k"]
        );
        let shares = [1_000_000_000, 99_600_000, 12_300_000, 1_230_000, 123_000, 12_300, 600, 0];
        assert_eq!(shares.map(share), ["100%", "10%", "1.2%", "0.12%", ".012%", ".001%", "<.001%", "0%"]);
    }

    #[test]
    fn what_is_squeezed_leaves_nothing_out() {
        assert_eq!(squeezed(&[1, 2, 3], 5), [1, 2, 3]);
        assert_eq!(squeezed(&[4, 4, 4, 4], 2), [4, 4]);
        // What stands in the first is not lost, and what stands alone stays alone.
        assert_eq!(squeezed(&[8, 0, 0, 0, 1, 0, 0, 1], 6), [4, 0, 0, 1, 0, 1]);
        assert_eq!(squeezed(&[1, 2], 0), [0; 0]);
        assert_eq!(squeezed(&[], 3), [0; 0]);
    }

    #[test]
    fn a_sparkline_has_no_bar_for_nothing() {
        assert_eq!(sparkline(&[0, 1, 4, 8]), " ▁▄▇");
        assert_eq!(sparkline(&[0, 0]), "  ");
    }
}
