//! Turns `locales/*.json` into the translations that are compiled in, and stops the build when a
//! language lacks a text, has one too many, or uses other placeholders than the reference (French).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::{env, fs, path::Path};

use serde_json::Value;

const LANGUAGES: [&str; 4] = ["fr", "nl", "en", "de"];

fn main() {
    println!("cargo::rerun-if-changed=locales");
    if env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        // By these the program is split into what the first screen needs and what is fetched later.
        println!("cargo::rustc-link-arg-bin=conversation-settings=--emit-relocs");
    }
    let translations: Vec<(&str, Value)> =
        LANGUAGES.into_iter().map(|language| (language, read(language))).collect();
    let reference = placeholders(&translations[0].1);
    for (language, texts) in &translations[1..] {
        compare(&reference, &placeholders(texts), language);
    }
    let mut source = format!(
        "leptos_i18n::declare_locales! {{ path: leptos_i18n, interpolate_display, default: {:?}, locales: {LANGUAGES:?},",
        LANGUAGES[0]
    );
    for (language, texts) in &translations {
        write!(source, "{language}: ").expect("writing to a string");
        write_texts(&mut source, texts);
        source.push(',');
    }
    source.push('}');
    let path = Path::new(&env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join("locales.rs");
    fs::write(path, source).expect("OUT_DIR is writable");
}

fn read(language: &str) -> Value {
    let path = format!("locales/{language}.json");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Each text's path with the placeholders in it.
fn placeholders(texts: &Value) -> BTreeMap<String, BTreeSet<String>> {
    fn walk(prefix: &str, texts: &Value, found: &mut BTreeMap<String, BTreeSet<String>>) {
        match texts {
            Value::Object(children) => {
                for (name, child) in children {
                    walk(&format!("{prefix}.{name}"), child, found);
                }
            }
            Value::String(text) => {
                let names = text.split("{{").skip(1).filter_map(|rest| rest.split("}}").next());
                found.insert(prefix[1..].to_owned(), names.map(|name| name.trim().to_owned()).collect());
            }
            other => panic!("locales: {prefix} is {other}, not a text"),
        }
    }
    let mut found = BTreeMap::new();
    walk("", texts, &mut found);
    found
}

fn compare(
    reference: &BTreeMap<String, BTreeSet<String>>,
    texts: &BTreeMap<String, BTreeSet<String>>,
    language: &str,
) {
    let mut faults = Vec::new();
    for (path, names) in reference {
        match texts.get(path) {
            None => faults.push(format!("{path} is missing")),
            Some(others) if others != names => faults.push(format!("{path} has other placeholders")),
            Some(_) => {}
        }
    }
    faults.extend(
        texts
            .keys()
            .filter(|path| !reference.contains_key(*path))
            .map(|path| format!("{path} is not in fr.json")),
    );
    for fault in &faults {
        println!("cargo::error=locales/{language}.json: {fault}");
    }
}

fn write_texts(source: &mut String, texts: &Value) {
    match texts {
        Value::Object(children) => {
            source.push_str("{ ");
            for (name, child) in children {
                write!(source, "{name}: ").expect("writing to a string");
                write_texts(source, child);
                source.push(',');
            }
            source.push_str(" }");
        }
        // Rust's escapes, so that no character of a text can end the literal.
        text => write!(source, "{:?}", text.as_str().unwrap_or_default()).expect("writing to a string"),
    }
}
