//! Conversation settings: who takes part in which client conversations, and the recipient picker that
//! follows from it. The README has a map of the source.

pub mod domain;
