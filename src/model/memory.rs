//! What a store takes up in memory, table by table.

use std::mem::size_of;

use super::chunked_vec::ChunkedVec;
use super::store::Store;

/// The bytes that the tables of a store take. What the allocator adds is not in
/// it, nor what is made of a store when it is first asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Memory {
    /// The columns of events, with the details of those out of dossiers.
    pub columns: usize,
    /// Where each pair's rows begin.
    pub index: usize,
    /// Names, actors, places, codes and counts: what columns refer to by number.
    pub dictionaries: usize,
    /// Articles: addresses, times, records and texts.
    pub articles: usize,
    /// Claims, and reports that data sets list beside their events.
    pub others: usize,
}

impl Memory {
    /// All of it.
    pub fn total(&self) -> usize {
        self.columns + self.index + self.dictionaries + self.articles + self.others
    }
}

impl Store {
    /// The bytes that its tables take.
    pub fn memory(&self) -> Memory {
        let texts = self.articles.records.iter().filter_map(|r| r.text.as_ref()).map(|t| t.len());
        let themes = self.articles.records.iter().map(|r| size_of_val(&*r.themes));
        let claims = self.claims.iter().map(|c| {
            size_of_val(&*c.content) + c.text.len() + size_of_val(&*c.about) + size_of_val(&*c.steps)
        });
        let aliases = self.actors.iter().map(|a| size_of_val(&*a.aliases));
        Memory {
            columns: self.segments.iter().map(|s| s.column_bytes()).sum(),
            index: self.segments.iter().map(|s| size_of_val(s.runs())).sum(),
            dictionaries: self.symbols.texts().bytes()
                + chunked_vec(&self.actors)
                + aliases.sum::<usize>()
                + chunked_vec(&self.foreign_codes)
                + chunked_vec(&self.places)
                + chunked_vec(&self.counts)
                + size_of_val(&*self.origins),
            articles: self.articles.keys.bytes()
                + chunked_vec(&self.articles.stamps)
                + chunked_vec(&self.articles.publishers)
                + chunked_vec(&self.articles.records)
                // A table of hashed keys is at most seven eighths full.
                + self.articles.record_of.capacity() * size_of::<(u32, u32)>() * 8 / 7
                + texts.sum::<usize>()
                + themes.sum::<usize>(),
            others: chunked_vec(&self.claims) + claims.sum::<usize>() + chunked_vec(&self.reports),
        }
    }
}

fn chunked_vec<T>(chunked_vec: &ChunkedVec<T>) -> usize {
    chunked_vec.len() * size_of::<T>()
}
