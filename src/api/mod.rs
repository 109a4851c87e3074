//! The contract with the backend: wire types, how answers are read, and the HTTP client.

#[cfg(target_arch = "wasm32")]
mod client;
mod directory;
mod json_splitter;
mod object;
mod patch_text;
mod problem;
mod scanner;
mod session;
mod settings;
#[cfg(target_arch = "wasm32")]
mod sign_in;
mod team;
#[cfg(target_arch = "wasm32")]
mod team_reader;
mod unreadable;

#[cfg(target_arch = "wasm32")]
pub use client::{ReadError, SettingsRead, read_body, read_directory, read_session, read_settings};
pub use directory::{DirectoryReader, NotADirectory};
pub use patch_text::PatchText;
pub use problem::Problem;
pub use session::Session;
pub use settings::{SettingsReader, decode_rejections};
#[cfg(target_arch = "wasm32")]
pub use sign_in::sign_in_url;
pub use team::{Person, Team};
pub use unreadable::Unreadable;
