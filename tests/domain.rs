//! The domain, checked against a naive model of itself and rule by rule.
#![cfg(not(target_arch = "wasm32"))]

mod domain {
    mod coverage;
    mod defaults;
    mod directory;
    mod display;
    mod edits;
    mod filter;
    mod folding;
    mod generated;
    mod model;
    mod names_in_the_contract;
    mod participation;
    mod recipients;
    mod recommendation;
    mod scale;
    mod search;
    mod settings;
    mod tally;
}
