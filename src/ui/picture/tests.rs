use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::*;
use crate::ui::theme::{Role, Theme};

fn screen(theme: &Theme) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 44, 8));
    let style = |role| theme.style(role);
    let rows = [
        Line::from(vec![
            Span::styled("┏", style(Role::BorderFocus)),
            Span::styled("2 Balance", style(Role::TitleFocus)),
            Span::styled("━".repeat(33), style(Role::BorderFocus)),
            Span::styled("┓", style(Role::BorderFocus)),
        ]),
        Line::from(vec![
            Span::raw("  +8 "),
            Span::styled("▁▂▃▄▅▆▇█", style(Role::Cooperation)),
            Span::styled("▀▀▔", style(Role::Conflict)),
            Span::styled(" ▲ ▼ ◆ ● ○ ✓ ·", style(Role::New)),
            Span::raw(" ⠁⣿⢸ ░▒▓"),
        ]),
        Line::from(vec![
            Span::raw("said <\"trust & verify\">  "),
            Span::styled("lit words", style(Role::Evidence)),
        ]),
        Line::styled("北京 · Тегеран · e\u{301} · تهران", style(Role::Quote)),
        Line::styled("  selected row                    ", style(Role::Selection)),
        Line::styled("┌─┬┐╭─╮┄┄┆├╂┨╌╌╱╲", style(Role::Border)),
        Line::styled(
            "reversed, dim and struck",
            Style::new().add_modifier(Modifier::REVERSED | Modifier::DIM),
        ),
    ];
    for (y, row) in rows.iter().enumerate() {
        buffer.set_line(0, y as u16, row, 44);
    }
    buffer
}

fn caption(background: Background) -> Caption<'static> {
    Caption { title: "A <test>", description: "Signs & letters", background }
}

#[test]
fn pictures_are_the_same_every_time() {
    let theme = Theme::named("dark").unwrap();
    let picture = svg(&screen(theme), &caption(Background::Dark));
    assert_eq!(picture, svg(&screen(theme), &caption(Background::Dark)));
    insta::assert_snapshot!(picture);
}

#[test]
fn light_and_dark_differ_in_paper() {
    let theme = Theme::named("light").unwrap();
    let light = svg(&screen(theme), &caption(Background::Light));
    assert!(light.contains("rx=\"8\" fill=\"#ffffff\""));
    assert!(light.contains("fill=\"#0072b2\""));
}

#[test]
fn words_are_kept_and_escaped() {
    let picture = svg(&screen(Theme::named("mono").unwrap()), &caption(Background::Dark));
    assert!(picture.contains("<title id=\"title\">A &lt;test&gt;</title>"));
    assert!(picture.contains(">said &lt;&quot;trust &amp; verify&quot;&gt;</text>"));
    assert!(picture.contains(">Тегеран</text>"), "{picture}");
    // A wide character takes two cells, and only itself may be squeezed.
    assert!(
        picture.contains("textLength=\"18\" lengthAdjust=\"spacingAndGlyphs\" font-style=\"italic\">北")
            || picture.contains("textLength=\"18\" lengthAdjust=\"spacingAndGlyphs\">北")
    );
}

#[test]
fn hostile_cells_do_no_harm() {
    let mut buffer = Buffer::empty(Rect::new(3, 2, 4, 1));
    buffer[(3, 2)].set_symbol("\u{1b}[31m");
    buffer[(6, 2)].set_symbol("界");
    let picture = svg(&buffer, &Caption { title: "\u{0}\u{202e}", ..Caption::default() });
    assert!(!picture.contains(|c: char| c.is_control() && c != '\n'));
    assert!(!picture.contains('\u{202e}'));
    assert!(svg(&Buffer::empty(Rect::ZERO), &Caption::default()).contains("viewBox=\"0 0 24 24\""));
}

#[test]
#[ignore = "writes pictures to look at, into the directory named by PICTURES"]
fn pictures_to_look_at() {
    let folder = std::env::var("PICTURES").unwrap();
    for theme in Theme::built_in() {
        let picture = svg(&screen(theme), &caption(theme.background));
        std::fs::write(format!("{folder}/{}.svg", theme.name), picture).unwrap();
    }
}
