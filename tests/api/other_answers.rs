//! Session, settings and patches. Teams are read by the browser, and tested in it.

use conversation_settings::api::{
    DirectoryReader, PatchText, Session, SettingsReader, Unreadable, decode_rejections,
};
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

/// What is read of a text that comes in chunks of this size.
fn settings_in(text: &str, chunk: usize, directory: &Directory) -> Option<(Settings, Unreadable)> {
    let mut reader = SettingsReader::new(directory);
    text.as_bytes().chunks(chunk).for_each(|chunk| reader.feed(chunk));
    reader.finish()
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
    let (settings, unreadable) = settings_in(&text.to_string(), 1000, &directory(3)).expect("settings");
    assert_eq!((settings.frequency, settings.language), (None, None));
    assert_eq!(settings.participation.choice(Audience::Accountant, 0), Some(false));
    assert_eq!(settings.participation.choice(Audience::Entrepreneur, 1), None);
    assert!(unreadable.frequency);
    assert_eq!(unreadable.values, 4);
}

#[test]
fn what_is_no_settings_is_refused() {
    for text in ["", "null", "[]", "<html>", "7"] {
        assert!(settings_in(text, 1000, &directory(1)).is_none(), "{text}");
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
    assert_eq!(
        PatchText::merge_patch(patch).whole(&directory),
        r#"{"participation":{"d1":{"accountant":true}}}"#
    );
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
            serde_json::from_str::<Value>(&PatchText::merge_patch(patch).whole(&directory)).unwrap()
        };
        let mut stored = json!({});
        merge(&mut stored, &as_patch(&before, before.differing(&Settings::new(6))));
        merge(&mut stored, &as_patch(&after, after.differing(&before)));
        let (read, unreadable) = settings_in(&stored.to_string(), 9, &directory).unwrap();
        prop_assert!(unreadable.is_empty());
        prop_assert_eq!(read, after);
    }

    #[test]
    fn chunks_of_settings_do_not_matter(settings in settings(6), chunk in 1..40_usize, pretty in any::<bool>()) {
        let directory = directory(5);
        let text = written(&settings, pretty);
        prop_assert_eq!(settings_in(&text, chunk, &directory), settings_in(&text, 1000, &directory));
        prop_assert!(settings_in(&text, chunk, &directory).unwrap().1.is_empty());
    }

    /// Choices that are whole are read another way than those that are not.
    #[test]
    fn a_damaged_choice_changes_nothing_else(settings in settings(6), chunk in 1..40_usize) {
        let directory = directory(6);
        let mut value: Value = serde_json::from_str(&written(&settings, false)).unwrap();
        let mut damaged = 0;
        for choices in value.get_mut("participation").and_then(Value::as_object_mut).into_iter().flatten() {
            choices.1.as_object_mut().unwrap().insert("auditor".to_owned(), json!(true));
            damaged += 1;
        }
        let (read, unreadable) = settings_in(&value.to_string(), chunk, &directory).unwrap();
        prop_assert_eq!((read, unreadable.values), (settings, damaged));
    }

    #[test]
    fn settings_cut_short_are_none(settings in settings(6), cut in 0.0..1.0_f64) {
        let text = written(&settings, false);
        let end = (text.len() as f64 * cut) as usize;
        prop_assert!(settings_in(&text[..end], 11, &directory(6)).is_none());
    }

    #[test]
    fn any_damage_to_settings_is_survived(
        settings in settings(6), at in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let mut bytes = written(&settings, false).into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let directory = directory(6);
        let mut reader = SettingsReader::new(&directory);
        bytes.chunks(9).for_each(|chunk| reader.feed(chunk));
        let _ = reader.finish();
    }
}

/// Settings as a backend would write them.
fn written(settings: &Settings, pretty: bool) -> String {
    let patch = Patch { keys: settings.differing(&Settings::new(6)), values: settings.clone() };
    let text = PatchText::merge_patch(patch).whole(&directory(6));
    if pretty {
        serde_json::to_string_pretty(&serde_json::from_str::<Value>(&text).unwrap()).unwrap()
    } else {
        text
    }
}

#[test]
fn ids_of_settings_may_be_escaped() {
    let text = r#"{"participation":{"\u0064\u0031":{"accountant":true},"d\u0032" : {"accountant" : false}}}"#;
    let (settings, unreadable) = settings_in(text, 1000, &directory(3)).expect("settings");
    assert!(unreadable.is_empty());
    assert_eq!(settings.participation.choice(Audience::Accountant, 1), Some(true));
    assert_eq!(settings.participation.choice(Audience::Accountant, 2), Some(false));
}
