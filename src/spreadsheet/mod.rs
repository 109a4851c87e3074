//! The participation as a spreadsheet: written as CSV, and read back.
//!
//! Knows nothing of the browser, and does its work in pieces: 50,000 lines are more than a page may be busy
//! with at a stretch.

mod reading;
mod wording;
mod writing;

pub use reading::{Fault, Import, NoTable, Reading, Why};
pub use wording::Wording;
pub use writing::{write_header, write_rows};
