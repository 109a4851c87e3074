//! What the product knows of dossiers and questions: pure functions over plain data.
//!
//! Knows nothing of the browser, the network, the clock or the words on the screen.

mod audience;
mod coverage;
mod defaults;
mod difference;
mod directory;
mod directory_builder;
mod display;
mod entries;
mod filter;
mod folding;
mod keys;
mod lists;
mod packed_team;
mod participation;
mod recipients;
mod recommendation;
mod role;
mod rows;
mod search;
mod settings;
mod sorted_map;
mod tally;
mod text_column;
mod text_index;

pub use audience::{Audience, PerAudience};
pub use coverage::{
    count_relying_on_user, count_without_recipient, is_without_recipient, relies_on_user, relying_on_user,
    without_recipient,
};
pub use defaults::{back_to_default, count_chosen};
pub use difference::Difference;
pub use directory::{Directory, Licence, People};
pub use directory_builder::{DirectoryBuilder, NotAdded};
pub use display::displayed;
pub use entries::Entries;
pub use filter::{Counts, Filter, Narrowing};
pub use folding::{FoldUnicode, fold, fold_latin, without_punctuation};
pub use keys::{Key, Keys, Patch};
pub use participation::Participation;
pub use recipients::{Bell, Candidate, Member, Reason, candidates};
pub use recommendation::recommendation;
pub use role::Role;
pub use rows::Rows;
pub use search::Query;
pub use settings::{Frequency, Language, Settings};
pub use sorted_map::SortedMap;
pub use tally::{Tally, TriState};
pub use text_column::TextColumn;
