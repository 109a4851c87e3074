//! The picker's state: rule by rule, and over generated teams and sequences of what an asker can do.
#![cfg(not(target_arch = "wasm32"))]

mod picker {
    mod chips;
    mod generated;
    mod keys;
    mod live;
    mod selection;
    mod support;
}
