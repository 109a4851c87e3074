//! Widgets that any page could use.

pub mod windowing;
