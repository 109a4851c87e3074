//! The pages of the app.

pub mod conversation_settings;
