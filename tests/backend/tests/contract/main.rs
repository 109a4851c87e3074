//! The contract, tested from outside over HTTP.

mod access;
mod client;
mod directory;
mod faults;
mod firms;
mod program;
mod questions;
mod settings;
mod sign_in;
mod static_files;
