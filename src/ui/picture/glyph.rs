//! Signs that are drawn rather than set in a font.

use super::{HEIGHT, WIDTH};

/// How a sign is drawn within its cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    /// Rectangles: x, y, width, height.
    Blocks(Vec<[i32; 4]>),
    /// The whole cell in part of the colour.
    Shade(f32),
    /// A filled outline.
    Fill(Vec<Step>),
    /// A line one pixel wide.
    Line(Vec<Step>),
}

/// A step of an outline, in pixels from the corner of the cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    /// Go there without drawing.
    Move(f32, f32),
    /// Go there in a line.
    To(f32, f32),
    /// Go there in a bow around a corner of the path.
    Bow(f32, f32, f32, f32),
    /// A whole circle around there.
    Circle(f32, f32, f32),
    /// Back to the start.
    Close,
}

/// The outline as path data, moved to a cell.
pub(super) fn moved(steps: &[Step], x: i32, y: i32) -> String {
    let (x, y) = (x as f32, y as f32);
    steps
        .iter()
        .map(|step| match *step {
            Step::Move(a, b) => format!("M{} {}", a + x, b + y),
            Step::To(a, b) => format!("L{} {}", a + x, b + y),
            Step::Bow(a, b, c, d) => format!("Q{} {} {} {}", a + x, b + y, c + x, d + y),
            Step::Circle(a, b, r) => {
                format!("M{} {}a{r} {r} 0 1 0 {} 0a{r} {r} 0 1 0 -{} 0z", a + x - r, b + y, 2.0 * r, 2.0 * r)
            }
            Step::Close => "z".to_owned(),
        })
        .collect()
}

/// The arms of U+2500 to U+257F: two bits each for up, right, down and left,
/// from the lowest; 1 light, 2 heavy, 3 double. Dashes, bows and diagonals,
/// which are no such arms, have none. After the names of the characters.
const ARMS: [u8; 128] = [
    0x44, 0x88, 0x11, 0x22, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x14, 0x18, 0x24, 0x28, 0x50,
    0x90, 0x60, 0xa0, 0x05, 0x09, 0x06, 0x0a, 0x41, 0x81, 0x42, 0x82, 0x15, 0x19, 0x16, 0x25, 0x26, 0x1a,
    0x29, 0x2a, 0x51, 0x91, 0x52, 0x61, 0x62, 0x92, 0xa1, 0xa2, 0x54, 0x94, 0x58, 0x98, 0x64, 0xa4, 0x68,
    0xa8, 0x45, 0x85, 0x49, 0x89, 0x46, 0x86, 0x4a, 0x8a, 0x55, 0x95, 0x59, 0x99, 0x56, 0x65, 0x66, 0x96,
    0x5a, 0xa5, 0x69, 0x9a, 0xa9, 0xa6, 0x6a, 0xaa, 0x00, 0x00, 0x00, 0x00, 0xcc, 0x33, 0x1c, 0x34, 0x3c,
    0xd0, 0x70, 0xf0, 0x0d, 0x07, 0x0f, 0xc1, 0x43, 0xc3, 0x1d, 0x37, 0x3f, 0xd1, 0x73, 0xf3, 0xdc, 0x74,
    0xfc, 0xcd, 0x47, 0xcf, 0xdd, 0x77, 0xff, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x40, 0x01, 0x04,
    0x10, 0x80, 0x02, 0x08, 0x20, 0x48, 0x21, 0x84, 0x12,
];

/// The middle of a cell: the pixel through which thin lines run.
const MIDDLE: (i32, i32) = (WIDTH / 2, HEIGHT / 2);

/// How a symbol is drawn, or `None` if it is set in a font.
pub(super) fn shape(symbol: &str) -> Option<Shape> {
    let mut chars = symbol.chars();
    let (c, None) = (chars.next()?, chars.next()) else { return None };
    match c {
        '\u{2500}'..='\u{257f}' => lines(c),
        '\u{2580}'..='\u{259f}' => blocks(c),
        '\u{2800}'..='\u{28ff}' => Some(braille(u32::from(c) - 0x2800)),
        _ => sign(c),
    }
}

fn lines(c: char) -> Option<Shape> {
    if let Some(shape) = dashes(c).or_else(|| bow(c)) {
        return Some(shape);
    }
    let arms = ARMS[(u32::from(c) - 0x2500) as usize];
    let weights = [arms & 3, arms >> 2 & 3, arms >> 4 & 3, arms >> 6 & 3].map(i32::from);
    if arms == 0 || weights.contains(&3) {
        return None;
    }
    // Thickness and its half on the far side of the middle: 1 and 0 for light,
    // 3 and 1 for heavy.
    let thick = |weight: i32| 2 * weight - 1;
    let half = |weight: i32| (weight - 1).max(0);
    let [up, right, down, left] = weights;
    let (mx, my) = MIDDLE;
    // An arm reaches over the middle as far as the arms across it are thick.
    let reach_x = half(up.max(down));
    let reach_y = half(left.max(right));
    let mut out = Vec::new();
    if left > 0 && left == right {
        out.push([0, my - half(left), WIDTH, thick(left)]);
    } else {
        if left > 0 {
            out.push([0, my - half(left), mx + reach_x + 1, thick(left)]);
        }
        if right > 0 {
            out.push([mx - reach_x, my - half(right), WIDTH - mx + reach_x, thick(right)]);
        }
    }
    if up > 0 {
        out.push([mx - half(up), 0, thick(up), my + reach_y + 1]);
    }
    if down > 0 {
        out.push([mx - half(down), my - reach_y, thick(down), HEIGHT - my + reach_y]);
    }
    Some(Shape::Blocks(out))
}

/// Dashed lines: how many dashes, how heavy, which way.
fn dashes(c: char) -> Option<Shape> {
    let (count, thick, upright) = match c {
        '┄' => (3, 1, false),
        '┅' => (3, 3, false),
        '┆' => (3, 1, true),
        '┇' => (3, 3, true),
        '┈' => (4, 1, false),
        '┉' => (4, 3, false),
        '┊' => (4, 1, true),
        '┋' => (4, 3, true),
        '╌' => (2, 1, false),
        '╍' => (2, 3, false),
        '╎' => (2, 1, true),
        '╏' => (2, 3, true),
        _ => return None,
    };
    let whole = if upright { HEIGHT } else { WIDTH };
    let (mx, my) = MIDDLE;
    let blocks = (0..count).map(|n| {
        let (from, to) = (whole * n / count, whole * (n + 1) / count);
        let long = (to - from - if upright { 2 } else { 1 }).max(1);
        if upright { [mx - thick / 2, from, thick, long] } else { [from, my - thick / 2, long, thick] }
    });
    Some(Shape::Blocks(blocks.collect()))
}

fn bow(c: char) -> Option<Shape> {
    let (mx, my) = (WIDTH as f32 / 2.0, HEIGHT as f32 / 2.0);
    let (w, h) = (WIDTH as f32, HEIGHT as f32);
    let (side, end) = match c {
        '╭' => (w, h),
        '╮' => (0.0, h),
        '╯' => (0.0, 0.0),
        '╰' => (w, 0.0),
        '╱' => return Some(Shape::Line(vec![Step::Move(w, 0.0), Step::To(0.0, h)])),
        '╲' => return Some(Shape::Line(vec![Step::Move(0.0, 0.0), Step::To(w, h)])),
        _ => return None,
    };
    let near = if end > my { my + 4.5 } else { my - 4.5 };
    Some(Shape::Line(vec![Step::Move(side, my), Step::Bow(mx, my, mx, near), Step::To(mx, end)]))
}

fn blocks(c: char) -> Option<Shape> {
    let down = |eighths: i32| (HEIGHT * eighths + 4) / 8;
    let across = |eighths: i32| (WIDTH * eighths + 4) / 8;
    let (half_x, half_y) = (across(4), HEIGHT - down(4));
    let quadrants = |which: u8| {
        let cells = [
            [0, 0, half_x, half_y],
            [half_x, 0, WIDTH - half_x, half_y],
            [0, half_y, half_x, HEIGHT - half_y],
            [half_x, half_y, WIDTH - half_x, HEIGHT - half_y],
        ];
        (0..4).filter(|n| which >> n & 1 == 1).map(|n| cells[n]).collect()
    };
    let n = (u32::from(c) - 0x2580) as i32;
    Some(match c {
        '▀' => Shape::Blocks(vec![[0, 0, WIDTH, half_y]]),
        '▁'..='█' => Shape::Blocks(vec![[0, HEIGHT - down(n), WIDTH, down(n)]]),
        '▉'..='▏' => Shape::Blocks(vec![[0, 0, across(16 - n), HEIGHT]]),
        '▐' => Shape::Blocks(vec![[half_x, 0, WIDTH - half_x, HEIGHT]]),
        '░' => Shape::Shade(0.25),
        '▒' => Shape::Shade(0.5),
        '▓' => Shape::Shade(0.75),
        '▔' => Shape::Blocks(vec![[0, 0, WIDTH, down(1)]]),
        '▕' => Shape::Blocks(vec![[WIDTH - across(1), 0, across(1), HEIGHT]]),
        // Upper left, upper right, lower left, lower right, from the lowest bit.
        '▖' => Shape::Blocks(quadrants(0b0100)),
        '▗' => Shape::Blocks(quadrants(0b1000)),
        '▘' => Shape::Blocks(quadrants(0b0001)),
        '▙' => Shape::Blocks(quadrants(0b1101)),
        '▚' => Shape::Blocks(quadrants(0b1001)),
        '▛' => Shape::Blocks(quadrants(0b0111)),
        '▜' => Shape::Blocks(quadrants(0b1011)),
        '▝' => Shape::Blocks(quadrants(0b0010)),
        '▞' => Shape::Blocks(quadrants(0b0110)),
        '▟' => Shape::Blocks(quadrants(0b1110)),
        _ => return None,
    })
}

fn braille(bits: u32) -> Shape {
    // Dots 1 to 8 by bit: column and row.
    const DOTS: [(f32, f32); 8] =
        [(0.0, 0.0), (0.0, 1.0), (0.0, 2.0), (1.0, 0.0), (1.0, 1.0), (1.0, 2.0), (0.0, 3.0), (1.0, 3.0)];
    let (dx, dy) = (WIDTH as f32 / 2.0, HEIGHT as f32 / 4.0);
    let dots = (0..8).filter(|n| bits >> n & 1 == 1).map(|n| {
        let (column, row) = DOTS[n as usize];
        Step::Circle(dx * (column + 0.5), dy * (row + 0.5), 1.25)
    });
    Shape::Fill(dots.collect())
}

/// The signs that the panes use most, which fonts draw in all sizes.
fn sign(c: char) -> Option<Shape> {
    let polygon = |points: &[(f32, f32)]| {
        let mut steps: Vec<Step> = Vec::new();
        for (n, &(x, y)) in points.iter().enumerate() {
            steps.push(if n == 0 { Step::Move(x, y) } else { Step::To(x, y) });
        }
        steps.push(Step::Close);
        steps
    };
    Some(Shape::Fill(match c {
        '▲' => polygon(&[(0.5, 13.5), (4.5, 5.0), (8.5, 13.5)]),
        '▼' => polygon(&[(0.5, 5.5), (8.5, 5.5), (4.5, 14.0)]),
        '▶' => polygon(&[(1.0, 5.0), (8.0, 9.5), (1.0, 14.0)]),
        '◀' => polygon(&[(8.0, 5.0), (1.0, 9.5), (8.0, 14.0)]),
        '◆' => polygon(&[(4.5, 4.5), (8.5, 9.5), (4.5, 14.5), (0.5, 9.5)]),
        '■' => polygon(&[(1.0, 6.0), (8.0, 6.0), (8.0, 13.0), (1.0, 13.0)]),
        '●' => vec![Step::Circle(4.5, 9.5, 3.5)],
        '·' => vec![Step::Circle(4.5, 9.5, 1.0)],
        '○' => return Some(Shape::Line(vec![Step::Circle(4.5, 9.5, 3.0)])),
        '◇' => {
            return Some(Shape::Line(polygon(&[(4.5, 5.0), (8.0, 9.5), (4.5, 14.0), (1.0, 9.5)])));
        }
        '✓' => {
            return Some(Shape::Line(vec![Step::Move(1.0, 10.0), Step::To(3.5, 13.0), Step::To(8.0, 5.5)]));
        }
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pixels that a sign made of rectangles covers.
    fn pixels(symbol: &str) -> Vec<(i32, i32)> {
        let Some(Shape::Blocks(blocks)) = shape(symbol) else { panic!("{symbol} is no block") };
        let mut out = Vec::new();
        for [x, y, w, h] in blocks {
            assert!(x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= WIDTH && y + h <= HEIGHT, "{symbol}");
            out.extend((x..x + w).flat_map(|x| (y..y + h).map(move |y| (x, y))));
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    #[test]
    fn lines_reach_the_edges_where_their_neighbours_go_on() {
        let (mx, my) = MIDDLE;
        for (symbol, arms) in
            [("─", "rl"), ("│", "ud"), ("┌", "rd"), ("┛", "ul"), ("╋", "urdl"), ("┢", "urd"), ("╾", "lr")]
        {
            let covered = pixels(symbol);
            for (arm, at) in [('u', (mx, 0)), ('r', (WIDTH - 1, my)), ('d', (mx, HEIGHT - 1)), ('l', (0, my))]
            {
                assert_eq!(covered.contains(&at), arms.contains(arm), "{symbol} {arm}");
            }
            assert!(covered.contains(&MIDDLE), "{symbol}");
        }
        assert_eq!(pixels("─").len(), WIDTH as usize);
        assert_eq!(pixels("┃").len(), 3 * HEIGHT as usize);
    }

    #[test]
    fn all_lines_and_blocks_stay_in_their_cell() {
        for code in 0x2500..0x25a0u32 {
            let symbol = char::from_u32(code).unwrap().to_string();
            if let Some(Shape::Blocks(_)) = shape(&symbol) {
                pixels(&symbol);
            }
        }
    }

    #[test]
    fn eighths_grow_and_halves_complete_each_other() {
        let mut last = 0;
        for symbol in ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] {
            let now = pixels(symbol).len();
            assert!(now > last, "{symbol}");
            last = now;
        }
        assert_eq!(last, (WIDTH * HEIGHT) as usize);
        for (one, other) in [("▀", "▄"), ("▌", "▐"), ("▚", "▞"), ("▘", "▟")] {
            assert_eq!(pixels(one).len() + pixels(other).len(), last, "{one}{other}");
        }
    }

    #[test]
    fn letters_are_not_drawn() {
        for symbol in ["a", " ", "═", "界", "e\u{301}"] {
            assert_eq!(shape(symbol), None);
        }
        let Some(Shape::Fill(dots)) = shape("⣿") else { panic!() };
        assert_eq!(dots.len(), 8);
    }
}
