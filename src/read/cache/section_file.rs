//! The file of the cache: named sections behind a head, of plain numbers that are
//! used where they lie, or of values that are taken out.
//!
//! `DETENTEC`, a word that shows the order of bytes, and length, checksum and
//! place of the head; then the sections, each on a multiple of 64 bytes; then
//! the head in JSON, which other versions of the program can read: what was packed,
//! and where each section lies, with its checksum. The file's time of change stands in the head, too, so that a file
//! that was touched later shows without being read.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Stop;
use super::mapping::Mapping;
use crate::model::col::{Col, Plain};
use crate::model::id_table::hash_bytes;

const MAGIC: &[u8; 8] = b"DETENTEC";
/// Written as the machine writes it: another order of bytes shows.
const ORDER: u32 = 0x0102_0304;
/// Magic, order, length of the head, checksum of the head.
const PREFIX: usize = 8 + 4 + 8 + 4;
const ALIGN: u64 = 64;
/// Where the first section lies.
const FIRST: u64 = 64;

/// Where a section lies.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Section {
    start: u64,
    bytes: u64,
    sum: u32,
}

/// What tells of the sections.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Head {
    about: serde_json::Value,
    /// The file's time of change in seconds since 1970, set when all is written:
    /// whoever changes the file later changes that, too.
    stamp: u64,
    sections: BTreeMap<String, Section>,
}

/// A section that is being written.
struct OpenSection {
    start: u64,
    bytes: u64,
    sum: Sum,
}

/// Writes a section file.
pub(super) struct SectionWriter<'s> {
    out: BufWriter<File>,
    at: u64,
    sections: BTreeMap<String, Section>,
    limit: u64,
    stop: Stop<'s>,
}

impl<'s> SectionWriter<'s> {
    /// Begins one in an empty file. Beyond `limit` bytes it gives up with
    /// [`io::ErrorKind::FileTooLarge`], and where `stop` says so with
    /// [`io::ErrorKind::Interrupted`].
    pub(super) fn new(file: File, limit: u64, stop: Stop<'s>) -> io::Result<SectionWriter<'s>> {
        let mut out = BufWriter::with_capacity(1 << 20, file);
        out.write_all(&[0; FIRST as usize])?;
        Ok(SectionWriter { out, at: FIRST, sections: BTreeMap::new(), limit, stop })
    }

    /// Puts a section in.
    pub(super) fn put<T: Plain>(&mut self, name: &str, values: &[T]) -> io::Result<()> {
        self.put_parts(name, std::iter::once(values))
    }

    /// Puts a section in that is made of several parts.
    pub(super) fn put_parts<'a, T: Plain>(
        &mut self,
        name: &str,
        parts: impl Iterator<Item = &'a [T]>,
    ) -> io::Result<()> {
        let mut section = self.begin()?;
        for part in parts {
            self.add(&mut section, bytemuck::cast_slice(part))?;
        }
        self.end(name, section);
        Ok(())
    }

    /// Puts a section in that is no plain numbers: values one after the other, to be
    /// taken out into memory when the file is opened.
    pub(super) fn put_values<T: Serialize>(
        &mut self,
        name: &str,
        values: impl IntoIterator<Item = T>,
    ) -> io::Result<()> {
        let mut section = self.begin()?;
        let mut bytes = Vec::new();
        for value in values {
            postcard::to_io(&value, &mut bytes).map_err(io::Error::other)?;
            if bytes.len() >= Sum::BLOCK {
                self.add(&mut section, &bytes)?;
                bytes.clear();
            }
        }
        self.add(&mut section, &bytes)?;
        self.end(name, section);
        Ok(())
    }

    fn begin(&mut self) -> io::Result<OpenSection> {
        let pad = (ALIGN - self.at % ALIGN) % ALIGN;
        self.out.write_all(&[0; ALIGN as usize][..pad as usize])?;
        Ok(OpenSection { start: self.at + pad, bytes: 0, sum: Sum::default() })
    }

    fn add(&mut self, section: &mut OpenSection, bytes: &[u8]) -> io::Result<()> {
        // In pieces, so that an end of the program need not wait for a large one.
        for piece in bytes.chunks(Sum::BLOCK) {
            if (self.stop)() {
                return Err(io::ErrorKind::Interrupted.into());
            }
            section.bytes += piece.len() as u64;
            if section.start + section.bytes > self.limit {
                return Err(io::ErrorKind::FileTooLarge.into());
            }
            self.out.write_all(piece)?;
            section.sum.add(piece);
        }
        Ok(())
    }

    fn end(&mut self, name: &str, OpenSection { start, bytes, sum }: OpenSection) {
        self.at = start + bytes;
        self.sections.insert(name.to_owned(), Section { start, bytes, sum: sum.end() });
    }

    /// Writes the head and sees to it that all is on the disk; tells the size.
    pub(super) fn finish(mut self, about: serde_json::Value) -> io::Result<u64> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        // Even seconds are what every file system can keep.
        let stamp = now.as_secs() & !1;
        let sections = std::mem::take(&mut self.sections);
        let head = serde_json::to_vec(&Head { about, stamp, sections })?;
        self.out.write_all(&head)?;
        let mut file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        let mut prefix = Vec::with_capacity(FIRST as usize);
        prefix.extend_from_slice(MAGIC);
        prefix.extend_from_slice(&ORDER.to_ne_bytes());
        prefix.extend_from_slice(&(head.len() as u64).to_le_bytes());
        prefix.extend_from_slice(&hash_bytes(&head).to_le_bytes());
        prefix.extend_from_slice(&self.at.to_le_bytes());
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&prefix)?;
        file.set_modified(UNIX_EPOCH + Duration::from_secs(stamp))?;
        file.sync_all()?;
        Ok(self.at + head.len() as u64)
    }
}

/// A checksum over blocks of a megabyte, whatever the parts in which they come.
#[derive(Default)]
struct Sum {
    rest: Vec<u8>,
    sum: u32,
}

impl Sum {
    const BLOCK: usize = 1 << 20;

    fn add(&mut self, mut bytes: &[u8]) {
        while self.rest.len() + bytes.len() >= Sum::BLOCK {
            let (now, later) = bytes.split_at(Sum::BLOCK - self.rest.len());
            if self.rest.is_empty() {
                self.block(now);
            } else {
                self.rest.extend_from_slice(now);
                let whole = std::mem::take(&mut self.rest);
                self.block(&whole);
            }
            bytes = later;
        }
        self.rest.extend_from_slice(bytes);
    }

    fn block(&mut self, bytes: &[u8]) {
        self.sum = self.sum.rotate_left(5).wrapping_mul(0x9e37_79b1) ^ hash_bytes(bytes);
    }

    fn end(mut self) -> u32 {
        let rest = std::mem::take(&mut self.rest);
        self.block(&rest);
        self.sum
    }
}

/// A section file that was opened.
pub(super) struct SectionFile {
    bytes: Col<u8>,
    head: Head,
}

pub(super) fn broken(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the cache file is damaged: {what}"))
}

fn word(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..at + 8)?.try_into().ok().map(u64::from_le_bytes)
}

/// Reads what stands before the sections: where the head is, how long, its checksum.
fn prefix(bytes: &[u8]) -> io::Result<(u64, usize, u32)> {
    let short = |at: usize| bytes.get(at..at + 4).and_then(|b| <[u8; 4]>::try_from(b).ok());
    if !bytes.starts_with(MAGIC) || short(8) != Some(ORDER.to_ne_bytes()) {
        return Err(broken("its beginning is another"));
    }
    match (word(bytes, PREFIX), word(bytes, 12), short(20)) {
        (Some(at), Some(length), Some(sum)) if length < 1 << 28 => {
            Ok((at, length as usize, u32::from_le_bytes(sum)))
        }
        _ => Err(broken("its beginning is cut off")),
    }
}

fn head(bytes: &[u8], sum: u32) -> io::Result<Head> {
    if hash_bytes(bytes) != sum {
        return Err(broken("the checksum of its head"));
    }
    serde_json::from_slice(bytes).map_err(|_| broken("its head cannot be read"))
}

/// What a file is about, without looking at its sections.
pub(super) fn about(file: &mut File) -> io::Result<serde_json::Value> {
    let mut start = [0; FIRST as usize];
    file.read_exact(&mut start)?;
    let (at, length, sum) = prefix(&start)?;
    file.seek(SeekFrom::Start(at))?;
    let mut bytes = vec![0; length];
    file.read_exact(&mut bytes)?;
    head(&bytes, sum).map(|h| h.about)
}

impl SectionFile {
    /// Opens a file: maps it and reads its head.
    pub(super) fn open(file: &File) -> io::Result<SectionFile> {
        let bytes = Col::of_bytes(Mapping::of(file)?);
        let (at, length, sum) = prefix(&bytes)?;
        let start = usize::try_from(at).map_err(|_| broken("it is cut off"))?;
        let end = start.checked_add(length).ok_or_else(|| broken("it is cut off"))?;
        if end != bytes.len() {
            return Err(broken("it has another length"));
        }
        let head = head(bytes.get(start..end).ok_or_else(|| broken("it is cut off"))?, sum)?;
        Ok(SectionFile { bytes, head })
    }

    /// The file's time of change, if nobody has touched it since it was written.
    pub(super) fn stamp(&self) -> SystemTime {
        UNIX_EPOCH.checked_add(Duration::from_secs(self.head.stamp)).unwrap_or(UNIX_EPOCH)
    }

    /// What was packed.
    pub(super) fn about(&self) -> &serde_json::Value {
        &self.head.about
    }

    /// A section; an empty column where the section file has none of that name.
    pub(super) fn get<T: Plain>(&self, name: &str) -> io::Result<Col<T>> {
        match self.head.sections.contains_key(name) {
            true => self.section(name)?.cast().ok_or_else(|| broken(name)),
            false => Ok(Col::default()),
        }
    }

    /// The values of a section that is no plain numbers.
    pub(super) fn values<T: DeserializeOwned, C: FromIterator<T>>(&self, name: &str) -> io::Result<C> {
        let bytes = self.section(name)?;
        let mut rest = &*bytes;
        let next = || {
            if rest.is_empty() {
                return None;
            }
            let taken = postcard::take_from_bytes(rest).map_err(|_| broken(name));
            Some(taken.map(|(value, behind)| {
                rest = behind;
                value
            }))
        };
        std::iter::from_fn(next).collect()
    }

    /// The bytes of a section that must be there.
    pub(super) fn section(&self, name: &str) -> io::Result<Col<u8>> {
        let bytes = self.head.sections.get(name).and_then(|section| self.bytes_of(section));
        bytes.ok_or_else(|| broken(name))
    }

    fn bytes_of(&self, section: &Section) -> Option<Col<u8>> {
        let start = usize::try_from(section.start).ok()?;
        self.bytes.part(start, start.checked_add(usize::try_from(section.bytes).ok()?)?)
    }

    /// Compares the checksum of every section; reads the whole file, on all cores
    /// or on this one alone.
    pub(super) fn verify(&self, all_cores: bool) -> io::Result<()> {
        use rayon::prelude::*;
        let sections: Vec<_> = self.head.sections.iter().collect();
        let check = |&(name, section): &(&String, &Section)| {
            let mut sum = Sum::default();
            sum.add(&self.bytes_of(section).ok_or_else(|| broken(name))?);
            if sum.end() == section.sum { Ok(()) } else { Err(broken(name)) }
        };
        if all_cores { sections.par_iter().try_for_each(check) } else { sections.iter().try_for_each(check) }
    }
}
