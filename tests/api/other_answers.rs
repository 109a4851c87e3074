//! Session, settings and patches. Teams are read by the browser, and tested in it.

use conversation_settings::api::{DirectoryReader, Session, decode_rejections, decode_settings, encode_patch};
use conversation_settings::domain::{Audience, Directory, Frequency, Key, Keys, Language, Patch, Settings};
use proptest::prelude::*;
use serde_json::{Value, json};

fn directory(len: usize) -> Directory {
    let dossiers: Vec<Value> =
        (0..len).map(|index| json!({"id": format!("d{index}"), "name": "D", "team": []})).collect();
    let text = json!({"people": [], "licences": [{"id": "l", "name": "L", "dossiers": dossiers}]});
    let mut reader = DirectoryReader::new("me", str::to_lowercase);
    reader.feed(text.to_string().as_bytes());
    reader.finish().expect("a directory").0
}

#[test]
fn a_session_offers_what_this_version_knows() {
    let session = Session::decode(
        json!({
            "user": {"id": "p", "name": "Ann", "email": "a@b.c", "profileLanguage": "nl"},
            "audiences": ["accountant", "auditor", "accountant"],
            "frequencies": ["daily", "monthly", null, 5],
            "languages": ["fr", "", "de-BE"],
            "csrfToken": "t", "more": {},
        })
        .to_string()
        .as_bytes(),
    )
    .expect("a session");
    assert_eq!(session.audiences, [Audience::Accountant]);
    assert_eq!(session.frequencies, [Frequency::Daily]);
    assert_eq!(session.languages, [Language::parse("fr").unwrap(), Language::parse("de-BE").unwrap()]);
    assert_eq!(session.unreadable.values, 5);
}

#[test]
fn a_session_without_a_user_is_none() {
    for text in ["", "{}", "null", r#"{"user":null}"#, r#"{"user":{"id":""}}"#, "<html>"] {
        assert!(Session::decode(text.as_bytes()).is_none(), "{text}");
    }
    let bare = Session::decode(br#"{"user":{"id":"p"}}"#).expect("enough to know who");
    assert_eq!((bare.name.as_str(), bare.unreadable.values), ("p", 3));
}

#[test]
fn settings_keep_what_can_be_read() {
    let text = json!({"frequency": "monthly", "language": 5, "participation": {
        "d0": {"accountant": false, "auditor": true}, "d1": {"entrepreneur": null}, "d2": null, "gone": {"accountant": true},
    }});
    let (settings, unreadable) = decode_settings(text.to_string().as_bytes(), &directory(3)).expect("settings");
    assert_eq!((settings.frequency, settings.language), (None, None));
    assert_eq!(settings.participation.choice(Audience::Accountant, 0), Some(false));
    assert_eq!(settings.participation.choice(Audience::Entrepreneur, 1), None);
    assert!(unreadable.frequency);
    assert_eq!(unreadable.values, 4);
}

#[test]
fn what_is_no_settings_is_refused() {
    for text in ["", "null", "[]", "<html>", "7"] {
        assert!(decode_settings(text.as_bytes(), &directory(1)).is_none(), "{text}");
    }
}

#[test]
fn rejections_name_keys() {
    let text = json!({"rejected": [
        {"dossier": "d1", "audience": "accountant", "problem": "no-access"},
        {"dossier": "unknown", "audience": "accountant", "problem": ""},
    ]});
    let rejected = decode_rejections(text.to_string().as_bytes(), &directory(2)).expect("an answer");
    assert_eq!(rejected, [(Key::Participation(Audience::Accountant, 1), "no-access".to_owned())]);
    assert!(decode_rejections(b"{}", &directory(2)).is_none());
    assert!(decode_rejections(b"<html>", &directory(2)).is_none());
}

#[test]
fn a_patch_carries_its_keys_and_no_others() {
    let directory = directory(2);
    let mut values = Settings::new(2);
    values.frequency = Some(Frequency::Never);
    values.participation.choose(Audience::Accountant, 1, Some(true));
    values.participation.choose(Audience::Entrepreneur, 1, Some(true));
    let patch = Patch { keys: Keys::one(2, Audience::Accountant, 1), values };
    assert_eq!(encode_patch(&patch, &directory), r#"{"participation":{"d1":{"accountant":true}}}"#);
}

/// RFC 7396, as the backend applies it.
fn merge(target: &mut Value, patch: &Value) {
    let Some(members) = patch.as_object() else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = json!({});
    }
    let into = target.as_object_mut().expect("an object");
    for (name, value) in members {
        if value.is_null() {
            into.remove(name);
        } else {
            merge(into.entry(name.clone()).or_insert(Value::Null), value);
        }
    }
}

prop_compose! {
    fn settings(len: usize)(
        frequency in prop::option::of(prop::sample::select(Frequency::ALL.to_vec())),
        language in prop::option::of(prop::sample::select(vec!["fr", "nl"])),
        choices in prop::collection::vec((any::<bool>(), 0..len, any::<Option<bool>>()), 0..20),
    ) -> Settings {
        let mut settings = Settings::new(len);
        settings.frequency = frequency;
        settings.language = language.and_then(Language::parse);
        for (accountant, position, choice) in choices {
            let audience = if accountant { Audience::Accountant } else { Audience::Entrepreneur };
            settings.participation.choose(audience, position, choice);
        }
        settings
    }
}

proptest! {
    /// Whatever is edited: the patch, merged into what the backend had, reads back as what was wanted.
    #[test]
    fn a_patch_makes_the_settings_what_they_should_be(before in settings(6), after in settings(6)) {
        let directory = directory(6);
        let as_patch = |settings: &Settings, keys: Keys| {
            let patch = Patch { keys, values: settings.clone() };
            serde_json::from_str::<Value>(&encode_patch(&patch, &directory)).unwrap()
        };
        let mut stored = json!({});
        merge(&mut stored, &as_patch(&before, before.differing(&Settings::new(6))));
        merge(&mut stored, &as_patch(&after, after.differing(&before)));
        let (read, unreadable) = decode_settings(stored.to_string().as_bytes(), &directory).unwrap();
        prop_assert!(unreadable.is_empty());
        prop_assert_eq!(read, after);
    }
}
