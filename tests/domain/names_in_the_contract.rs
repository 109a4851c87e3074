//! The words of the contract: read and written alike, and nothing else is read.

use conversation_settings::domain::{Audience, Frequency, Language, Role};

#[test]
fn the_names_are_those_of_the_contract() {
    assert_eq!(Audience::ALL.map(Audience::as_str), ["entrepreneur", "accountant"]);
    assert_eq!(Role::ALL.map(Role::as_str), ["manager", "collaborator", "entrepreneur"]);
    assert_eq!(Frequency::ALL.map(Frequency::as_str), ["immediately", "hourly", "daily", "weekly", "never"]);
}

#[test]
fn every_name_is_read_back() {
    assert!(Audience::ALL.into_iter().all(|audience| Audience::parse(audience.as_str()) == Some(audience)));
    assert!(Role::ALL.into_iter().all(|role| Role::parse(role.as_str()) == Some(role)));
    assert!(Frequency::ALL.into_iter().all(|value| Frequency::parse(value.as_str()) == Some(value)));
}

#[test]
fn json_uses_the_same_names() {
    for audience in Audience::ALL {
        assert_eq!(serde_json::to_value(audience).unwrap(), audience.as_str());
        assert_eq!(serde_json::from_value::<Audience>(audience.as_str().into()).unwrap(), audience);
    }
    for frequency in Frequency::ALL {
        assert_eq!(serde_json::to_value(frequency).unwrap(), frequency.as_str());
        assert_eq!(serde_json::from_value::<Frequency>(frequency.as_str().into()).unwrap(), frequency);
    }
}

#[test]
fn a_name_that_is_not_in_the_contract_is_not_guessed() {
    for name in [
        "",
        " ",
        "null",
        "Manager",
        "MANAGER",
        "manager ",
        "owner",
        "Daily",
        "daily\n",
        "monthly",
        "Accountant",
        " accountant",
        "everybody",
    ] {
        assert_eq!(Role::parse(name), None, "{name:?}");
        assert_eq!(Frequency::parse(name), None, "{name:?}");
        assert_eq!(Audience::parse(name), None, "{name:?}");
    }
}

#[test]
fn a_language_is_a_well_formed_tag_and_kept_as_written() {
    for tag in ["fr", "NL", "de-BE", "gsw", "zh-Hant-TW", "sl-rozaj-biske-1994", "en-x-a"] {
        assert_eq!(Language::parse(tag).unwrap().as_str(), tag);
        let json = serde_json::to_value(Language::parse(tag).unwrap()).unwrap();
        assert_eq!(json, tag);
        assert_eq!(serde_json::from_value::<Language>(json).unwrap().as_str(), tag);
    }
    for text in ["", "f", "français", "fr_BE", "fr-", "-fr", "fr--be", "fr be", "1a", "fr-123456789", "日本"]
    {
        assert_eq!(Language::parse(text), None, "{text:?}");
        assert!(serde_json::from_value::<Language>(text.into()).is_err(), "{text:?}");
    }
}
