//! How findings get out: formats for dossiers, written straight onto streams.
//!
//! Whatever is written, texts from outside must not steer the terminal of whoever
//! looks at it: every format says in which [`Notation`] it escapes, and goes out
//! through [`Escaping`](crate::model::escape::Escaping), which sees to it.
//!
//! To add a format: one file with a [`Writer`], one line in [`WRITERS`]; for events
//! as a table, a function over their columns and one line in [`TABLES`]. Answers to
//! queries are written as [`rows`]. To add a column of events: one line in
//! [`event_columns`].

pub mod brief;
pub(crate) mod cite;
pub(crate) mod dossier_json;
pub mod dossier_lines;
pub(crate) mod dossier_toml;
pub mod event_columns;
mod event_csv;
pub mod explain;
mod json;
pub(crate) mod output;
pub mod parquet;
pub(crate) mod rows;
mod side;
mod toml_text;

use std::io::{self, Write};

use crate::model::escape::Notation;
use crate::model::{Dossier, Place, Store};

/// What a format is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spec {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is, in a few words.
    pub(crate) description: &'static str,
    /// The ending of its files, without the dot.
    pub extension: &'static str,
    /// How it escapes what must not stand in it as it is.
    pub(crate) notation: Notation,
}

/// A format in which dossiers can be written, one after the other.
pub trait Writer: Sync {
    /// Its name and description.
    fn spec(&self) -> &Spec;

    /// Whether a file holds one dossier only.
    fn holds_one(&self) -> bool {
        false
    }

    /// What stands before the first of several dossiers.
    fn begin(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// What stands between two dossiers.
    fn between(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// One dossier.
    fn dossier(&self, out: &mut dyn Write, dossier: &Dossier) -> io::Result<()>;

    /// What stands behind the last of several dossiers.
    fn end(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// All formats for dossiers.
pub static WRITERS: &[&dyn Writer] =
    &[&dossier_toml::DossierToml, &dossier_json::DossierJson, &dossier_lines::DossierLines];

/// The format with this name.
pub fn writer(name: &str) -> Option<&'static dyn Writer> {
    WRITERS.iter().copied().find(|w| w.spec().name == name)
}

/// A format for events as a table.
pub struct Table {
    /// Its name and description.
    pub spec: Spec,
    /// Writes these events, in this order.
    pub write: fn(&Store, &[Place], &mut (dyn Write + Send)) -> io::Result<()>,
}

/// All formats for events as a table.
pub static TABLES: &[Table] = &[
    Table {
        spec: Spec {
            name: "parquet",
            description: "events as a table for DuckDB, Polars, pandas and the like",
            extension: "parquet",
            notation: Notation::Binary,
        },
        write: |store, places, out| parquet::write(store, places, out).map_err(io::Error::other),
    },
    Table {
        spec: Spec {
            name: "csv",
            description: "events as a table for spreadsheets",
            extension: "csv",
            notation: Notation::Text,
        },
        write: |store, places, out| event_csv::write(store, places, out),
    },
];

/// All events in the order in which they were loaded, as tables have them.
pub fn in_loading_order(store: &Store) -> Vec<Place> {
    let mut places = Vec::with_capacity(store.len());
    for (number, segment) in store.segments().iter().enumerate() {
        let numbers = &segment.columns().seq;
        let mut rows: Vec<u32> = (0..segment.len() as u32).collect();
        rows.sort_unstable_by_key(|&row| numbers.get(row as usize));
        places.extend(rows.into_iter().map(|row| Place { segment: number as u32, row }));
    }
    places
}

#[cfg(test)]
mod tests;
