//! Texts and flags in a view that follow what they read.
//!
//! All texts are of one type, and all flags of another, so that the code that shows them is compiled once
//! and not for each closure: that halves the views' share of the bundle.

/// A text: a child, or the value of an attribute.
pub type LiveText = Box<dyn Fn() -> String + Send>;

/// The value of a boolean attribute or property.
pub type LiveFlag = Box<dyn Fn() -> bool + Send>;

/// Makes a text that follows what `text` reads.
#[must_use]
pub fn live(text: impl Fn() -> String + Send + 'static) -> LiveText {
    Box::new(text)
}

/// Makes a flag that follows what `flag` reads.
#[must_use]
pub fn live_flag(flag: impl Fn() -> bool + Send + 'static) -> LiveFlag {
    Box::new(flag)
}
