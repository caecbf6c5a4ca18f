//! A progress bar on standard error, for runs that last longer than a second on a terminal.

use std::io::IsTerminal as _;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Counts files; shows nothing during the first second, and nothing at all where nobody looks.
pub(crate) struct Progress {
    files: usize,
    done: AtomicU64,
    shown_from: Instant,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    /// For a run over this many files.
    pub(crate) fn new(files: usize) -> Self {
        let shown_from = Instant::now() + Duration::from_secs(1);
        Self { files, done: AtomicU64::new(0), shown_from, bar: OnceLock::new() }
    }

    /// One more file is done.
    pub(crate) fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if Instant::now() < self.shown_from || !std::io::stderr().is_terminal() {
            return;
        }
        self.bar.get_or_init(|| bar(self.files)).set_position(done);
    }

    /// The run is over: the bar goes away.
    pub(crate) fn finish(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

fn bar(files: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} files")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(files as u64).with_style(style)
}
