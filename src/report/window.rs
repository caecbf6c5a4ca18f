//! One line of source as it is shown: long ones cut around the places meant, every character visible, tabs expanded.

use super::visible::Shown;

/// Columns between two tab stops.
const TAB: usize = 4;

/// What stands for text that was left out.
const CUT: &str = " … ";

/// Columns of [`CUT`].
const CUT_COLUMNS: usize = 3;

/// Columns that are shown at least, however narrow the terminal.
const SMALLEST_WIDTH: usize = 40;

/// Times that columns left over are shared out among the parts.
const ROUNDS: usize = 4;

/// Columns left out at least; less is not worth a mark.
const SMALLEST_CUT: usize = 5;

/// Appends the display form of `line` to `out` and returns where each of `points` lies in `out`.
///
/// `points` are byte offsets into `line` on character boundaries, in ascending order. The line takes about `width`
/// columns, more only where there are many points; each point keeps text around it. Costs time by what is shown, not
/// by the length of the line.
pub(super) fn show(line: &str, points: &[usize], width: usize, out: &mut String) -> Vec<usize> {
    let mut shown = Vec::with_capacity(points.len());
    let mut todo = points.iter().copied().peekable();
    let mut column = 0;
    let mut reached = 0;
    for (start, end) in kept(line, points, width) {
        if start > reached {
            out.push_str(if reached == 0 { CUT.trim_start() } else { CUT });
            column += CUT_COLUMNS;
        }
        let mut before = ['\0'; 2];
        for (at, character) in line.get(start..end).unwrap_or_default().char_indices() {
            while todo.next_if(|point| *point <= start + at).is_some() {
                shown.push(out.len());
            }
            if character == '\t' {
                let stop = TAB - column % TAB;
                out.extend(std::iter::repeat_n(' ', stop));
                column += stop;
            } else {
                let character = Shown::new(character, before);
                character.push(out);
                column += character.columns();
            }
            before = [before[1], character];
        }
        while todo.next_if(|point| *point <= end).is_some() {
            shown.push(out.len());
        }
        reached = end;
    }
    if reached < line.len() {
        out.push_str(CUT.trim_end());
    }
    shown.extend(todo.map(|_| out.len()));
    shown
}

/// The parts of `line` that are shown, in order, neither empty nor touching.
fn kept(line: &str, points: &[usize], width: usize) -> Vec<(usize, usize)> {
    let width = width.max(SMALLEST_WIDTH);
    let whole = forward(line, 0, width);
    if whole == line.len() {
        return vec![(0, whole)];
    }
    let (Some(&first), Some(&last)) = (points.first(), points.last()) else {
        return vec![(0, whole)];
    };
    let width = width - 2 * CUT_COLUMNS;
    let (_, taken) = measure(line.get(first..last).unwrap_or_default(), width);
    if taken + 2 * SMALLEST_CUT <= width {
        return vec![around(line, first, last, width - taken)];
    }
    // Text between the places says more than text beside them.
    let outer = 2 * SMALLEST_CUT;
    let mut inner = (width - 2 * outer) / (2 * points.len()).saturating_sub(2).max(1);
    let mut parts = pieces(line, points, outer, inner.max(outer));
    for _ in 0..ROUNDS {
        let taken: usize = parts.iter().map(|&(start, end)| columns(line, start, end)).sum();
        let more = width.saturating_sub(taken) / (2 * points.len());
        if more == 0 {
            break;
        }
        inner += more;
        parts = pieces(line, points, outer, inner.max(outer));
    }
    parts
}

/// Parts of `line` around each of `points`, with `outer` columns before the first and after the last one and `inner`
/// columns on all other sides. Parts that nearly touch are one.
fn pieces(line: &str, points: &[usize], outer: usize, inner: usize) -> Vec<(usize, usize)> {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    for (at, &point) in points.iter().enumerate() {
        let start = back(line, point, if at == 0 { outer } else { inner });
        let end = forward(line, point, if at + 1 == points.len() { outer } else { inner });
        match parts.last_mut() {
            Some(part) if forward(line, part.1, SMALLEST_CUT) >= start => part.1 = part.1.max(end),
            _ => parts.push((start, end)),
        }
    }
    parts
}

/// The range `first..last` with `spare` columns more, evenly on both sides unless the line ends on one.
fn around(line: &str, first: usize, last: usize, spare: usize) -> (usize, usize) {
    let (_, left) = measure_back(line.get(..first).unwrap_or_default(), spare / 2);
    let end = forward(line, last, spare - left);
    let (_, right) = measure(line.get(last..end).unwrap_or_default(), spare);
    (back(line, first, spare - right), end)
}

/// Columns that a part takes.
fn columns(line: &str, start: usize, end: usize) -> usize {
    measure(line.get(start..end).unwrap_or_default(), usize::MAX).1
}

/// Offset that lies at most `columns` after `from`.
fn forward(line: &str, from: usize, columns: usize) -> usize {
    from + measure(line.get(from..).unwrap_or_default(), columns).0
}

/// Offset that lies at most `columns` before `from`.
fn back(line: &str, from: usize, columns: usize) -> usize {
    from - measure_back(line.get(..from).unwrap_or_default(), columns).0
}

/// Bytes and columns of the longest start of `text` that takes at most `columns`.
fn measure(text: &str, columns: usize) -> (usize, usize) {
    fill(text.chars(), columns)
}

/// Bytes and columns of the longest end of `text` that takes at most `columns`.
fn measure_back(text: &str, columns: usize) -> (usize, usize) {
    fill(text.chars().rev(), columns)
}

fn fill(characters: impl Iterator<Item = char>, columns: usize) -> (usize, usize) {
    let (mut bytes, mut taken) = (0, 0);
    for character in characters {
        // Every character costs something, or a pile of combining marks would count as nothing.
        let cost = match character {
            '\t' => TAB,
            _ => Shown::new(character, ['\0'; 2]).columns().max(1),
        };
        if taken + cost > columns {
            break;
        }
        bytes += character.len_utf8();
        taken += cost;
    }
    (bytes, taken)
}
