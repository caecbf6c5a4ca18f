//! A progress bar on standard error, for runs that last longer than a second on a terminal.

use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Counts files; shows nothing during the first second, and nothing at all where nobody looks.
pub(crate) struct Progress {
    bar: ProgressBar,
    shown_from: Instant,
}

impl Progress {
    /// For a run over this many files.
    pub(crate) fn new(files: usize) -> Self {
        let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::hidden());
        Self { bar, shown_from: Instant::now() + Duration::from_secs(1) }
    }

    /// One more file is done.
    pub(crate) fn step(&self) {
        self.bar.inc(1);
        if self.bar.is_hidden() && Instant::now() >= self.shown_from && std::io::stderr().is_terminal() {
            let style = ProgressStyle::with_template("{bar:40} {pos}/{len} files")
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            self.bar.set_style(style);
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// The run is over: the bar goes away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
