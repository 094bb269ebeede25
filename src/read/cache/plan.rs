//! A load that the cache may know: looked at before, kept after.

use super::{Cache, CacheError, CacheKey, Cached, Kept, Reopened, Stop};
use crate::model::store::Origin;
use crate::model::{Store, Sym};
use crate::read::report::LoadReport;

/// A load that is worth keeping, with its sources as they were before it.
#[derive(Debug, Clone)]
pub struct Plan {
    cache: Cache,
    names: Vec<String>,
    settings: String,
    state: CacheKey,
}

impl Cache {
    /// Looks at the sources of a load. None if it is not worth keeping, or the
    /// sources can be read only once.
    pub fn plan(&self, names: &[String], settings: &str) -> Option<Plan> {
        let state = CacheKey::of(names, settings).ok()?;
        let worth = state.files() > 0 && state.bytes() >= self.from;
        worth.then(|| Plan {
            cache: self.clone(),
            names: names.to_vec(),
            settings: settings.to_owned(),
            state,
        })
    }
}

impl Plan {
    /// What was kept of it, if it still holds.
    pub fn reopen(&self) -> Option<Cached> {
        self.cache.open(&self.state)
    }

    /// The same, telling a damaged file from none.
    pub(crate) fn look_up(&self) -> Reopened {
        self.cache.reopen(&self.state)
    }

    /// The bytes of its sources.
    pub(crate) fn bytes(&self) -> u64 {
        self.state.bytes()
    }

    /// Keeps what was loaded, unless the sources changed meanwhile. `wait` and
    /// `stop` are as in [`Cache::keep`].
    ///
    /// # Errors
    /// What the system says if it cannot be written.
    pub fn keep(
        &self,
        store: &Store,
        reports: &[LoadReport],
        wait: bool,
        stop: Stop<'_>,
    ) -> Result<Kept, CacheError> {
        let now = CacheKey::of(&self.names, &self.settings);
        if !now.is_ok_and(|now| now == self.state) {
            return Ok(Kept::Changed);
        }
        let kept = self.cache.keep(&self.state, store, reports, wait, stop);
        tracing::info!(?kept, "cache");
        kept
    }
}

/// Gives reports and origins the names by which the sources are called now:
/// `./events.tsv` may be opened as `events.tsv` the next time.
pub(super) fn rename(cached: &mut Cached, then: &CacheKey, now: &CacheKey) {
    let renamed: Vec<(&str, &str)> = then.names().zip(now.names()).filter(|(a, b)| a != b).collect();
    if renamed.is_empty() {
        return;
    }
    let name = |old: &str| {
        let whole = renamed.iter().find(|(then, _)| *then == old).map(|(_, now)| (*now).to_owned());
        // A member of an archive stands behind the archive's name.
        whole.or_else(|| {
            renamed.iter().find_map(|(then, now)| {
                let member = old.strip_prefix(then).filter(|rest| rest.starts_with('!'))?;
                Some(format!("{now}{member}"))
            })
        })
    };
    for report in &mut cached.reports {
        if let Some(now) = name(&report.path) {
            report.path = now;
        }
    }
    let store = &mut cached.store;
    let names: Vec<Option<String>> = store.origins.iter().map(|o| name(store.str(o.name))).collect();
    let more: Vec<&str> = names.iter().flatten().map(String::as_str).collect();
    let (symbols, Sym(mut next)) = store.symbols.with(&more);
    let origin = |(origin, name): (&Origin, &Option<String>)| match name {
        Some(_) => {
            next += 1;
            Origin { name: Sym(next - 1), ..*origin }
        }
        None => *origin,
    };
    store.origins = store.origins.iter().zip(&names).map(origin).collect();
    store.symbols = symbols;
}
