//! Reading the rows of the journal's table. What cannot be read is passed by and
//! told, so that one bad row hides no other.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, ErrorCode, OptionalExtension, Row};

use super::entry::{Entry, EntryKind, EntryTexts, Turn, time_text};
use super::error::JournalError;

const COLUMNS: &str =
    "SELECT id, batch, part, time, coder, session, kind, key, before, after, comment, anchor, turn, hash
     FROM entries";

/// How many numbers in a row are asked for in vain before a damaged file is
/// taken to hold nothing more.
const MOST_MISSING: u64 = 4096;

/// An entry that is there but cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Its number.
    pub(crate) entry: u64,
    /// Why, in words that go on after "entry 5 cannot be read:".
    pub(crate) reason: String,
    /// The hash that stands in it, where that at least can be read: the next
    /// entry's goes over it.
    pub(super) hash: Option<String>,
}

impl Unreadable {
    /// In one line: `entry 5 cannot be read: its kind is unknown`.
    pub fn line(&self) -> String {
        format!("entry {} cannot be read: {}", self.entry, self.reason)
    }
}

#[derive(Debug, Clone)]
pub(super) enum JournalRow {
    /// An entry, with its texts as they stand in the file.
    Entry(Box<Entry>, EntryTexts),
    /// What cannot be read.
    Unreadable(Unreadable),
}

/// The rows after a number, in order, and whether SQLite found the file damaged
/// between them.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) rows: Vec<JournalRow>,
    /// What SQLite says of the damage.
    pub(super) damage: Option<String>,
}

impl Rows {
    /// The entries that can be read.
    pub(super) fn entries(self) -> impl Iterator<Item = Entry> {
        self.rows.into_iter().filter_map(|row| match row {
            JournalRow::Entry(entry, _) => Some(*entry),
            JournalRow::Unreadable(_) => None,
        })
    }
}

/// Reads what stands after a number. Around damaged pages it asks for one
/// number after the other.
///
/// # Errors
/// Whatever SQLite reports before the first row, other than damage.
pub(super) fn read_after(connection: &Connection, id: u64) -> rusqlite::Result<Rows> {
    let mut all = Rows::default();
    let mut last = id;
    loop {
        match read_on(connection, last, &mut all.rows) {
            Ok(()) => return Ok(all),
            // From the next number on, not after the last one: a search for that
            // would come upon the damaged page again.
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt) => {
                last = all.rows.last().map_or(id, number);
                all.damage.get_or_insert_with(|| error.to_string());
                let Some(next) = next_readable(connection, last)? else {
                    let reason = "the file is damaged from there on".to_owned();
                    let rest = Unreadable { entry: last + 1, reason, hash: None };
                    all.rows.push(JournalRow::Unreadable(rest));
                    return Ok(all);
                };
                all.rows.extend((last + 1..next).map(|entry| {
                    let reason = "the file is damaged there".to_owned();
                    JournalRow::Unreadable(Unreadable { entry, reason, hash: None })
                }));
                last = next - 1;
            }
            Err(error) => return Err(error),
        }
    }
}

/// The number of a row.
fn number(row: &JournalRow) -> u64 {
    match row {
        JournalRow::Entry(entry, _) => entry.id,
        JournalRow::Unreadable(unreadable) => unreadable.entry,
    }
}

fn read_on(connection: &Connection, id: u64, rows: &mut Vec<JournalRow>) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(&format!("{COLUMNS} WHERE id >= ?1 ORDER BY id"))?;
    let mut found = statement.query([id as i64 + 1])?;
    while let Some(row) = found.next()? {
        rows.push(read_row(row));
    }
    Ok(())
}

/// The number of the first row after another that a damaged file lets be read.
fn next_readable(connection: &Connection, after: u64) -> rusqlite::Result<Option<u64>> {
    let mut statement =
        connection.prepare_cached(&format!("{COLUMNS} WHERE id >= ?1 ORDER BY id LIMIT 1"))?;
    for from in after + 1..after + 1 + MOST_MISSING {
        let found = statement.query_row([from as i64], |row| Ok(number(&read_row(row)))).optional();
        match found {
            Ok(next) => return Ok(next),
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

fn read_row(row: &Row<'_>) -> JournalRow {
    let entry = row.get::<_, i64>(0).unwrap_or_default() as u64;
    match read_entry(row, entry) {
        Ok((entry, texts)) => JournalRow::Entry(Box::new(entry), texts),
        Err(reason) => {
            let hash = row.get(13).ok();
            JournalRow::Unreadable(Unreadable { entry, reason: reason.to_owned(), hash })
        }
    }
}

fn read_entry(row: &Row<'_>, id: u64) -> Result<(Entry, EntryTexts), &'static str> {
    let text = |column: usize| row.get::<_, String>(column).map_err(|_| "a field is no text");
    let maybe = |column: usize| row.get::<_, Option<String>>(column).map_err(|_| "a field is no text");
    let value = |text: &Option<String>| match text {
        Some(text) => serde_json::from_str(text).map(Some).map_err(|_| "a value is no JSON"),
        None => Ok(None),
    };
    let texts = EntryTexts {
        time: text(3)?,
        before: maybe(8)?,
        after: maybe(9)?,
        anchor: maybe(11)?,
        turn: text(12)?,
    };
    let time: DateTime<Utc> = texts.time.parse().map_err(|_| "its time is none")?;
    if time_text(time) != texts.time {
        return Err("its time is written in another form");
    }
    let anchor = texts.anchor.as_deref().map(serde_json::from_str).transpose();
    let entry = Entry {
        id,
        batch: text(1)?,
        part: row.get(2).map_err(|_| "its part is no number")?,
        time,
        coder: text(4)?,
        session: text(5)?,
        kind: text(6)?.parse::<EntryKind>().map_err(|()| "its kind is unknown")?,
        key: text(7)?,
        before: value(&texts.before)?,
        after: value(&texts.after)?,
        comment: text(10)?,
        anchor: anchor.map_err(|_| "its anchor cannot be read")?,
        turn: Turn::from_text(&texts.turn).ok_or("its turn is unknown")?,
        hash: text(13)?,
    };
    Ok((entry, texts))
}

impl From<Unreadable> for JournalError {
    fn from(unreadable: Unreadable) -> JournalError {
        let reason = format!("it cannot be read: {}", unreadable.reason);
        JournalError::Broken { entry: unreadable.entry, reason }
    }
}
