//! Conversation settings.
