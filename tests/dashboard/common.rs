use std::sync::Arc;

use detente::app::Start;
use detente::app::plain::Stage;
use detente::model::{Builder, Dossier, Store};
use detente::read::{Control, sample};
use detente::ui::pane::Subject;
use detente::ui::text;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

/// The bundled sample as a store.
pub fn sample_store() -> Arc<Store> {
    let mut builder = Builder::new();
    let reports = sample::load_sample(&mut builder, &Control::new());
    assert!(reports.iter().all(|r| r.is_clean()), "the sample has mistakes");
    Arc::new(builder.snapshot())
}

/// A dashboard over the sample.
pub fn sample_stage(width: u16, height: u16) -> Stage {
    Stage::new(Start::default(), sample_store(), Vec::new(), width, height)
}

/// A dashboard over one dossier.
pub fn stage_of(dossier: &Dossier, width: u16, height: u16) -> Stage {
    let mut builder = Builder::new();
    builder.dossier(dossier);
    Stage::new(Start::default(), Arc::new(builder.snapshot()), Vec::new(), width, height)
}

/// With review begun; what the user was told stays.
pub fn reviewing(mut stage: Stage) -> Stage {
    let told = stage.state.notice.clone();
    stage.keys("r");
    assert!(stage.state.reviews());
    stage.state.notice = told;
    stage
}

/// The state in a line: pane, query, thing in view, overlay.
pub fn notice(stage: &Stage) -> String {
    let state = &stage.state;
    let store = &state.store;
    let subject = match state.view.subject {
        Subject::Nothing => "nothing".to_owned(),
        Subject::Event(id) => {
            let event = store.event_by_id(id).unwrap();
            format!("{} {}", event.date(), event.code_text())
        }
        Subject::Claim(id) => {
            let claim = store.claim(id).unwrap();
            format!("claim of {}", store.actor_name(claim.speaker))
        }
        Subject::Article(id) => format!("article {}", store.article(id).unwrap().id()),
    };
    let query = state.view.query.to_string();
    let query = if query.is_empty() { "*" } else { &query };
    let over = if state.overlay.is_some() { " +overlay" } else { "" };
    let zoom = if state.view.zoomed { " zoomed" } else { "" };
    format!("{} | {query} | {subject}{zoom}{over}", state.view.focus.name())
}

/// The screen as text.
pub fn lines(buf: &Buffer) -> Vec<String> {
    (0..buf.area.height)
        .map(|y| {
            let mut line = String::new();
            let mut x = 0;
            while x < buf.area.width {
                let symbol = buf[(x, y)].symbol();
                line.push_str(symbol);
                x += text::width(symbol).max(1) as u16;
            }
            line.trim_end().to_owned()
        })
        .collect()
}

/// The screen as text, and below it the same area with a letter for each
/// style, and a legend.
pub fn styled(buf: &Buffer) -> String {
    let mut out = lines(buf).join("\n");
    out.push_str("\n\n");
    let mut legend: Vec<Style> = Vec::new();
    for y in 0..buf.area.height {
        let row: String = (0..buf.area.width)
            .map(|x| {
                let style = buf[(x, y)].style();
                let at = legend.iter().position(|s| *s == style).unwrap_or_else(|| {
                    legend.push(style);
                    legend.len() - 1
                });
                letter(at)
            })
            .collect();
        out.push_str(row.trim_end_matches('.'));
        out.push('\n');
    }
    for (i, style) in legend.iter().enumerate() {
        out.push_str(&format!("\n{} {}", letter(i), describe(*style)));
    }
    out
}

fn letter(at: usize) -> char {
    b".abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"[at.min(62)] as char
}

fn describe(style: Style) -> String {
    let colour = |c: Option<Color>| c.map_or("-".to_owned(), |c| c.to_string());
    let mut text = format!("{} on {}", colour(style.fg), colour(style.bg));
    if style.add_modifier != Modifier::empty() {
        text.push_str(&format!(" {:?}", style.add_modifier));
    }
    text
}
