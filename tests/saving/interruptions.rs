//! No network, no session, no storage, no tab: what the core makes of interruptions, one at a time.

use super::basics::{owner, uniform};
use super::rules::{LEN, answer, applied, choice, edit, read, sent, start, timer};
use crate::domain::{Audience, Keys, Settings};
use crate::reducer::{Effect, Event, KeyState, News, Outcome, Stamp, State, Status, TabId, step};

#[test]
fn offline_counts_what_waits_and_sends_by_itself() {
    let mut state = start();
    step(&mut state, Event::Offline);
    assert_eq!(state.status(), Status::Offline { count: 0 });
    let probe = {
        step(&mut state, Event::Edited(choice(0, true)));
        timer(&step(&mut state, Event::Stored)).expect("the browser may be wrong")
    };
    edit(&mut state, choice(1, true));
    assert_eq!(state.status(), Status::Offline { count: 2 });
    let effects = step(&mut state, Event::Online);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Cancel(id) if *id == probe.id)));
    assert_eq!(sent(&effects).expect("it is sent").patch.keys.len(), 2);
}

#[test]
fn a_network_that_the_browser_denies_is_found_all_the_same() {
    let mut state = start();
    step(&mut state, Event::Offline);
    step(&mut state, Event::Edited(choice(0, true)));
    let probe = timer(&step(&mut state, Event::Stored)).expect("it is tried now and then");
    let request = sent(&step(&mut state, Event::TimerFired(probe.id))).expect("it is sent");
    answer(&mut state, request.id, applied("v2"));
    assert_eq!(state.status(), Status::Saved);
}

#[test]
fn the_session_ends_and_the_same_person_comes_back() {
    let mut state = start();
    let request = edit(&mut state, choice(0, true)).expect("it is sent");
    let effects = answer(&mut state, request.id, Outcome::SignedOut);
    assert!(sent(&effects).is_none() && timer(&effects).is_none());
    assert_eq!(state.status(), Status::SignedOut { count: 1 });
    assert!(edit(&mut state, choice(1, true)).is_none(), "the page stays usable");
    assert_eq!(state.status(), Status::SignedOut { count: 2 });
    let again = sent(&step(&mut state, Event::SignedIn(owner(0)))).expect("it is sent");
    assert_eq!(again.patch.keys.len(), 2);
}

#[test]
fn nothing_is_sent_as_somebody_else() {
    let mut state = start();
    let request = edit(&mut state, choice(0, true)).expect("it is sent");
    let effects = step(&mut state, Event::SignedIn(owner(1)));
    assert!(matches!(effects[..], [Effect::Abort(id)] if id == request.id));
    assert_eq!(state.status(), Status::OtherPerson { count: 1 });
    for event in [Event::Online, Event::Visible, Event::Edited(choice(1, true))] {
        assert!(step(&mut state, event).is_empty());
    }
    assert_eq!(state.status(), Status::OtherPerson { count: 1 }, "an edit of theirs is not taken");
    let again = sent(&step(&mut state, Event::SignedIn(owner(0)))).expect("it is sent");
    assert_eq!(again.patch.keys, Keys::one(LEN, Audience::Accountant, 0));
}

#[test]
fn coming_back_to_the_tab_asks_only_for_what_is_newer() {
    let mut state = start();
    let (id, known) = read(&step(&mut state, Event::Visible)).expect("it is read");
    assert_eq!(known.as_deref(), Some("v1"));
    answer(&mut state, id, Outcome::NotModified);
    assert_eq!(state.status(), Status::Saved);
    let (id, _) = read(&step(&mut state, Event::Visible)).expect("it is read");
    let settings = uniform(LEN, 1);
    answer(&mut state, id, Outcome::Loaded { settings: settings.clone(), etag: "v2".into() });
    assert_eq!(*state.desired(), settings);
}

#[test]
fn without_storage_it_is_sent_from_memory_and_the_page_knows() {
    let mut state = start();
    step(&mut state, Event::Edited(choice(0, true)));
    let request = sent(&step(&mut state, Event::StorageFailed)).expect("it is sent");
    assert!(state.storage_failed());
    assert_eq!(state.unstored().len(), 1);
    answer(&mut state, request.id, applied("v2"));
    assert!(state.unstored().is_empty(), "nothing would be lost any more");
}

#[test]
fn another_tab_shows_what_this_one_saves_and_may_have_the_last_word() {
    let mut here = start();
    let stamp = Stamp { clock: 1, tab: TabId(2) };
    let mut there = State::new(owner(0), stamp, Settings::new(LEN), Some("v1".into()));
    let tell = |effects: &[Effect], to: &mut State| {
        for effect in effects {
            if let Effect::Tell(news) = effect {
                step(to, Event::Heard(news.clone()));
            }
        }
    };
    let effects = step(&mut here, Event::Edited(choice(0, true)));
    tell(&effects, &mut there);
    assert_eq!(there.desired().participation.choice(Audience::Accountant, 0), Some(true));
    assert_eq!(there.key_state(Audience::Accountant, 0), KeyState::Pending);
    assert!(sent(&step(&mut there, Event::Online)).is_none(), "it is not for this tab to send");

    let effects = step(&mut there, Event::Edited(choice(0, false)));
    tell(&effects, &mut here);
    assert_eq!(here.desired().participation.choice(Audience::Accountant, 0), Some(false));
    assert!(sent(&step(&mut here, Event::Stored)).is_none(), "it was never sent from here");

    // The other dies: what it said is not lost.
    step(&mut here, Event::Stored);
    let effects = step(&mut here, Event::Orphaned(TabId(2)));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Store { write, .. } if write.len() == 1)));
}

#[test]
fn a_new_tab_hears_of_what_is_under_way() {
    let mut state = start();
    step(&mut state, Event::Edited(choice(0, true)));
    let effects = step(&mut state, Event::Heard(News::Hello));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Tell(News::Welcome { .. }))));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Tell(News::Pending { .. }))));
}
