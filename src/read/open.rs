//! From what a user names to files: paths, folders, patterns, `-`.

use rustc_hash::FxHashSet;
use std::fs;

use std::path::{Component, Path, PathBuf};

use super::archive;
use super::control::Control;
use super::error::{Outcome, Position, Problem, ProblemKind, ReadError, printable};
use super::input::Input;
use super::packed::{self, Packing};
use super::report::LoadReport;
use super::{Sink, read, unknown};

/// How deep folders are walked into.
const DEPTH: usize = 32;

/// One thing to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// Standard input.
    Stdin,
    /// A file that the user named, or that a pattern matched.
    File(PathBuf),
    /// A file found in a folder, which need not be anything for us.
    Found(PathBuf),
}

/// Reads all that the names stand for, one after the other, each with a report.
/// A file that cannot be read never stops the others.
pub fn load(names: &[String], sink: &mut dyn Sink, control: &Control) -> Vec<LoadReport> {
    let mut reports = Vec::new();
    let mut sources = Vec::new();
    for name in names {
        match expand(name) {
            Ok(found) => sources.extend(found),
            Err(error) => reports.push(failed(name, &error)),
        }
    }
    let files = sources.iter().filter_map(|s| match s {
        Source::File(path) | Source::Found(path) => fs::metadata(path).ok(),
        Source::Stdin => None,
    });
    control.expect_bytes(files.map(|m| m.len()).sum());
    for source in sources {
        if control.is_cancelled() {
            break;
        }
        reports.extend(load_source(&source, sink, control));
    }
    reports
}

/// Reads one source: a report, or one for each member of an archive.
pub(crate) fn load_source(source: &Source, sink: &mut dyn Sink, control: &Control) -> Vec<LoadReport> {
    let (name, input) = match source {
        Source::Stdin => ("-".to_owned(), Input::stdin(control)),
        Source::File(path) | Source::Found(path) => {
            (path.display().to_string(), Input::open_watched(path, control))
        }
    };
    let mut input = match input {
        Ok(input) => input,
        Err(error) => return vec![failed(&name, &error)],
    };
    let found = matches!(source, Source::Found(_));
    if packed::packing(input.head()) != Some(Packing::Zip) {
        return vec![load_input(&mut input, found, sink, control)];
    }
    let members = match archive::members(&mut input, control) {
        Ok(members) => members,
        Err(error) => return vec![failed(&name, &error)],
    };
    if members.is_empty() {
        return vec![passed_over(&name, ProblemKind::Empty, "an archive without files")];
    }
    let mut reports = Vec::new();
    for member in members {
        if control.is_cancelled() {
            break;
        }
        let opened = member.and_then(|m| m.open());
        reports.push(match opened {
            // Whatever is in there was not read, and that must be told.
            Ok(input) if packed::packing(input.head()) == Some(Packing::Zip) => {
                failed(input.name(), &archive::nested(input.name()))
            }
            Ok(mut input) => load_input(&mut input, true, sink, control),
            Err(error) => failed(&name, &error),
        });
    }
    if reports.iter().all(LoadReport::is_unknown) && !control.is_cancelled() {
        reports
            .push(failed(&name, &unknown(&name, "an archive without a file of a known format".to_owned())));
    }
    reports
}

/// Reads what is not an archive. What was only found, in a folder or an
/// archive, need not be anything for us.
fn load_input(input: &mut Input, found: bool, sink: &mut dyn Sink, control: &Control) -> LoadReport {
    if found && !input.is_broken() && super::recognise(input.head(), input.path()).is_none() {
        return passed_over(input.name(), ProblemKind::UnknownFormat, "a file of no known format");
    }
    read(input, sink, control)
}

fn passed_over(name: &str, kind: ProblemKind, found: &str) -> LoadReport {
    let mut report = LoadReport::new(name, "");
    let problem = Problem::new(Position::default(), kind, Outcome::Noted, found, "");
    report.add(problem.advise("it was passed over"));
    report
}

fn failed(name: &str, error: &ReadError) -> LoadReport {
    let mut report = LoadReport::new(name, "");
    report.failure = Some(error.to_string());
    report
}

/// The files that a name stands for: itself, a folder's files (sorted, hidden
/// ones passed over, subfolders too), or what a pattern with `*`, `?` and `**`
/// matches.
pub(crate) fn expand(name: &str) -> Result<Vec<Source>, ReadError> {
    if name == "-" {
        return Ok(vec![Source::Stdin]);
    }
    let path = Path::new(name);
    if path.is_dir() {
        let mut walk = Walk::default();
        walk.folder(path, DEPTH)?;
        return Ok(walk.found);
    }
    if path.exists() || !name.contains(['*', '?']) {
        return match fs::metadata(path) {
            Ok(_) => Ok(vec![Source::File(path.to_owned())]),
            Err(error) => Err(ReadError::io_at(path, error)),
        };
    }
    let mut base = PathBuf::new();
    let mut patterns = Vec::new();
    for part in path.components() {
        let text = part.as_os_str().to_string_lossy().into_owned();
        if patterns.is_empty() && (!matches!(part, Component::Normal(_)) || !text.contains(['*', '?'])) {
            base.push(part);
        } else {
            patterns.push(text);
        }
    }
    let mut found = Vec::new();
    matching(&base, &patterns, DEPTH, &mut found);
    found.sort();
    found.dedup();
    if found.is_empty() {
        return Err(ReadError::NotFound(printable(name)));
    }
    Ok(found.into_iter().map(Source::File).collect())
}

/// A folder's entries by name, without the hidden ones.
fn entries(folder: &Path) -> Result<Vec<fs::DirEntry>, ReadError> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let read = fs::read_dir(folder).map_err(|e| ReadError::io_at(folder, e))?;
    let mut entries: Vec<_> = read.filter_map(Result::ok).collect();
    entries.retain(|e| !e.file_name().to_string_lossy().starts_with('.'));
    entries.sort_by_key(fs::DirEntry::file_name);
    Ok(entries)
}

/// The files of a folder and its subfolders. Links to folders are followed; each folder is
/// gone through once, so that a circle of links cannot trap us.
#[derive(Default)]
struct Walk {
    found: Vec<Source>,
    known: FxHashSet<PathBuf>,
}

impl Walk {
    fn folder(&mut self, folder: &Path, depth: usize) -> Result<(), ReadError> {
        let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        if !self.known.insert(real) {
            return Ok(());
        }
        for entry in entries(folder)? {
            let path = entry.path();
            if path.is_dir() {
                // A subfolder that may not be read does not hide its neighbours: opening it as a
                // file fails and says why.
                if depth == 0 || self.folder(&path, depth - 1).is_err() {
                    self.found.push(Source::File(path));
                }
            } else if path.is_file() {
                self.found.push(Source::Found(path));
            }
        }
        Ok(())
    }
}

fn matching(base: &Path, patterns: &[String], depth: usize, found: &mut Vec<PathBuf>) {
    let Some((pattern, rest)) = patterns.split_first() else { return };
    if pattern == "**" {
        matching(base, rest, depth, found);
    }
    for entry in entries(base).unwrap_or_default() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if base.as_os_str().is_empty() { PathBuf::from(&name) } else { entry.path() };
        let is_folder = entry.file_type().is_ok_and(|t| t.is_dir());
        if pattern == "**" {
            if is_folder && depth > 0 {
                matching(&path, patterns, depth - 1, found);
            }
        } else if matches(pattern, &name) {
            if rest.is_empty() && path.is_file() {
                found.push(path);
            } else if !rest.is_empty() && path.is_dir() {
                matching(&path, rest, depth, found);
            }
        }
    }
}

/// Whether a name matches a pattern in which `*` stands for anything and `?`
/// for one character.
fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut p, mut n) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, n));
                p += 1;
            }
            Some(&c) if c == '?' || Some(&c) == name.get(n) => {
                p += 1;
                n += 1;
            }
            _ => match star {
                Some((at, taken)) => {
                    star = Some((at, taken + 1));
                    p = at + 1;
                    n = taken + 1;
                }
                None => return false,
            },
        }
    }
    pattern.get(p..).is_some_and(|rest| rest.iter().all(|&c| c == '*'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_names() {
        for (pattern, name, expected) in [
            ("*.toml", "pact.toml", true),
            ("*.toml", "pact.json", false),
            ("p?ct*", "pact.toml", true),
            ("*a*t*", "pact", true),
            ("*", "", true),
            ("?", "", false),
            ("é*", "été", true),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn linked_folders_are_gone_through_once() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let outside = tempfile::tempdir().unwrap();
        fs::create_dir(at("a")).unwrap();
        fs::write(at("a/one.toml"), "").unwrap();
        fs::write(outside.path().join("two.toml"), "").unwrap();
        symlink(outside.path(), at("b")).unwrap();
        symlink(folder.path(), at("a/round")).unwrap();
        symlink(at("a"), at("z")).unwrap();
        let found = expand(&folder.path().display().to_string()).unwrap();
        let names: Vec<String> = found
            .iter()
            .map(|s| match s {
                Source::Found(path) => path.strip_prefix(folder.path()).unwrap().display().to_string(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(names, ["a/one.toml", "b/two.toml"]);
    }

    #[test]
    fn a_folder_below_the_deepest_that_is_read_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let deep = (0..=DEPTH).fold(folder.path().to_owned(), |path, _| path.join("d"));
        fs::create_dir_all(&deep).unwrap();
        let found = expand(&folder.path().display().to_string()).unwrap();
        assert!(matches!(&found[..], [Source::File(path)] if *path == deep), "{found:?}");
    }
}
