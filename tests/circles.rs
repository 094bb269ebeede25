//! No files of `src/` need each other in a circle. What a file takes from the
//! module that it lies in is left out: a module and its parts are one.
//!
//! Every path in a `use` or in the code is followed through what modules hand on
//! to the file that defines the name. `cargo test --test circles -- --ignored --nocapture` prints the arrows
//! as a graph for Graphviz.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use syn::visit::{self, Visit};

/// The path of a module below `crate`: `["model", "store"]`.
type ModulePath = Vec<String>;

/// What a file hands on under a name: where it comes from.
#[derive(Default)]
struct Module {
    file: String,
    handed_on: BTreeMap<String, Vec<String>>,
    named: Vec<Vec<String>>,
}

/// Walks through a file, leaving its tests out.
struct Walk<'a> {
    at: &'a [String],
    module: Module,
}

impl Walk<'_> {
    /// A path from the crate's root, as far as it is one of this crate.
    fn absolute(&self, path: &[String]) -> Option<Vec<String>> {
        let mut at = self.at.to_vec();
        let (first, mut rest) = path.split_first()?;
        match first.as_str() {
            "crate" => at.clear(),
            "self" => {}
            "super" => {
                at.pop();
                while rest.first().is_some_and(|word| word == "super") {
                    at.pop();
                    rest = &rest[1..];
                }
            }
            // A module below this one, if there is one of that name.
            _ => at.push(first.clone()),
        }
        at.extend_from_slice(rest);
        Some(at)
    }

    fn take_use(&mut self, tree: &syn::UseTree, before: &[String], handed_on: bool) {
        let with = |word: &syn::Ident| [before, &[word.to_string()]].concat();
        let (path, name) = match tree {
            syn::UseTree::Path(path) => return self.take_use(&path.tree, &with(&path.ident), handed_on),
            syn::UseTree::Group(group) => {
                return group.items.iter().for_each(|tree| self.take_use(tree, before, handed_on));
            }
            syn::UseTree::Name(name) if name.ident == "self" => (before.to_vec(), before.last().cloned()),
            syn::UseTree::Name(name) => (with(&name.ident), Some(name.ident.to_string())),
            syn::UseTree::Rename(name) => (with(&name.ident), Some(name.rename.to_string())),
            syn::UseTree::Glob(_) => (before.to_vec(), None),
        };
        if let Some(full) = self.absolute(&path) {
            match name {
                Some(name) if handed_on => drop(self.module.handed_on.insert(name, full)),
                _ => self.module.named.push(full),
            }
        }
    }
}

impl<'ast> Visit<'ast> for Walk<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let attributes = match item {
            syn::Item::Mod(item) => &item.attrs,
            syn::Item::Fn(item) => &item.attrs,
            syn::Item::Impl(item) => &item.attrs,
            syn::Item::Use(item) => &item.attrs,
            _ => &Vec::new(),
        };
        let is_test = attributes.iter().any(|a| {
            a.path().is_ident("cfg")
                && matches!(&a.meta, syn::Meta::List(l) if l.tokens.to_string() == "test")
        });
        if !is_test {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let handed_on = !matches!(item.vis, syn::Visibility::Inherited);
        self.take_use(&item.tree, &[], handed_on);
    }

    /// What stands in a call of a macro is no syntax yet: paths are words with `::` between.
    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let tokens = call.tokens.to_string().replace(" :: ", "::");
        // Every other piece lies between quotation marks.
        let tokens: String = tokens.split('"').step_by(2).collect();
        for word in tokens.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')) {
            let words: Vec<String> = word.split("::").map(str::to_owned).collect();
            if words.len() > 1 {
                self.module.named.extend(self.absolute(&words));
            }
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let words: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        if let Some(full) = self.absolute(&words) {
            self.module.named.push(full);
        }
        visit::visit_path(self, path);
    }
}

fn read(folder: &Path, at: &[String], modules: &mut BTreeMap<ModulePath, Module>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let below = [at, std::slice::from_ref(&name)].concat();
        if path.is_dir() {
            read(&path, &below, modules);
        } else if path.extension().is_some_and(|e| e == "rs") && name != "main" && name != "tests" {
            let here = if name == "mod" || name == "lib" { at.to_vec() } else { below };
            let syntax = syn::parse_file(&fs::read_to_string(&path).unwrap()).unwrap();
            let root = Path::new(env!("CARGO_MANIFEST_DIR"));
            let file = path.strip_prefix(root).unwrap().display().to_string().replace('\\', "/");
            let mut walk = Walk { at: &here, module: Module { file, ..Module::default() } };
            walk.visit_file(&syntax);
            let module = walk.module;
            modules.insert(here, module);
        }
    }
}

/// The module that defines what a path names.
fn defining(modules: &BTreeMap<ModulePath, Module>, path: &[String], steps: usize) -> Option<ModulePath> {
    let depth = (1..=path.len()).rev().find(|&n| modules.contains_key(&path[..n]))?;
    let handed_on = path.get(depth).and_then(|name| modules[&path[..depth]].handed_on.get(name));
    match handed_on {
        Some(next) if steps > 0 => defining(modules, &[next, &path[depth + 1..]].concat(), steps - 1),
        _ => Some(path[..depth].to_vec()),
    }
}

/// Which file needs which.
fn arrows() -> BTreeMap<String, BTreeSet<String>> {
    let mut modules = BTreeMap::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &[], &mut modules);
    assert!(modules.len() > 100, "the files of src/ were not found");
    let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (here, module) in &modules {
        for path in &module.named {
            let Some(there) = defining(&modules, path, 8) else { continue };
            if !here.starts_with(&there) {
                arrows.entry(module.file.clone()).or_default().insert(modules[&there].file.clone());
            }
        }
    }
    arrows
}

/// All files to which arrows lead from one, over any number of others.
fn reached<'a>(arrows: &'a BTreeMap<String, BTreeSet<String>>, from: &str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut next: Vec<&str> = arrows.get(from).into_iter().flatten().map(String::as_str).collect();
    while let Some(file) = next.pop() {
        if found.insert(file) {
            next.extend(arrows.get(file).into_iter().flatten().map(String::as_str));
        }
    }
    found
}

#[test]
fn no_files_need_each_other() {
    let arrows = arrows();
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        arrows.keys().map(|file| (file.as_str(), reached(&arrows, file))).collect();
    assert!(reached["src/query/eval.rs"].contains("src/model/store.rs"), "arrows are seen");
    let together = |a: &str, b: &str| {
        let leads = |a: &str, b: &str| reached.get(a).is_some_and(|files| files.contains(b));
        leads(a, b) && leads(b, a)
    };
    let circles: BTreeSet<Vec<String>> = reached
        .keys()
        .filter(|file| together(file, file))
        .map(|file| reached.keys().filter(|other| together(file, other)).map(|f| (*f).to_owned()).collect())
        .collect();
    let told: Vec<String> = circles
        .iter()
        .map(|circle| {
            let inside = |file: &String| {
                let needed: Vec<_> = arrows[file].iter().filter(|f| circle.contains(f)).cloned().collect();
                format!("  {file} needs {}", needed.join(", "))
            };
            circle.iter().map(inside).collect::<Vec<_>>().join("\n")
        })
        .collect();
    assert!(told.is_empty(), "files that need each other:\n{}", told.join("\n\n"));
}

#[test]
#[ignore = "prints a graph"]
fn the_arrows_are_printed() {
    println!("digraph detente {{ rankdir=BT; node [shape=box];");
    for (file, needed) in arrows() {
        for other in needed {
            println!("  \"{file}\" -> \"{other}\";");
        }
    }
    println!("}}");
}
