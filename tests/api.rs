//! How answers of the backend are read: also those that are damaged, and in whatever pieces they arrive.

#[path = "api/directory.rs"]
mod directory;
#[path = "api/other_answers.rs"]
mod other_answers;
