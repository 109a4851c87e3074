// A question composer, as an integrator would write one: the picker is an element in a form.
import { configurationFrom } from '../src/start/configuration.js';

const TEXTS = {
  fr: {
    brand: 'Portail du cabinet', title: 'Poser une question de test', intro: 'Voyez qui reçoit une question selon les participations actuelles. Changez-les dans l’autre onglet : cette page suit.',
    screenLanguage: 'Langue de l’écran', dossier: 'Dossier', audience: 'Type de question', accountant: 'Question pour comptable', entrepreneur: 'Question pour entrepreneur',
    asClient: (name) => `Vous posez cette question à la place du client : ${name}.`, asYourself: (name) => `Vous posez cette question en votre nom : ${name}.`,
    noClient: 'Ce dossier n’a pas de client connu : vous posez la question en votre nom.',
    question: 'Question', send: 'Envoyer', clear: 'Effacer', stored: 'Question enregistrée', storedFor: 'Destinataires :', back: 'Paramètres de conversations',
    signedOut: 'Votre session est terminée.', signIn: 'Se connecter', failed: 'Le serveur ne répond pas comme prévu.', retry: 'Réessayer', refused: (detail) => `La question n’a pas été enregistrée. ${detail}`,
  },
  nl: {
    brand: 'Kantoorportaal', title: 'Een testvraag stellen', intro: 'Zie wie een vraag ontvangt volgens de huidige deelname. Wijzig die in het andere tabblad: deze pagina volgt.',
    screenLanguage: 'Taal van het scherm', dossier: 'Dossier', audience: 'Soort vraag', accountant: 'Vraag voor boekhouder', entrepreneur: 'Vraag voor ondernemer',
    asClient: (name) => `U stelt deze vraag in plaats van de klant: ${name}.`, asYourself: (name) => `U stelt deze vraag in uw eigen naam: ${name}.`,
    noClient: 'Dit dossier heeft geen bekende klant: u stelt de vraag in uw eigen naam.',
    question: 'Vraag', send: 'Verzenden', clear: 'Wissen', stored: 'Vraag opgeslagen', storedFor: 'Ontvangers:', back: 'Conversatie-instellingen',
    signedOut: 'Uw sessie is beëindigd.', signIn: 'Aanmelden', failed: 'De server antwoordt niet zoals verwacht.', retry: 'Opnieuw proberen', refused: (detail) => `De vraag is niet opgeslagen. ${detail}`,
  },
  en: {
    brand: 'Firm portal', title: 'Ask a test question', intro: 'See who receives a question with the current participation. Change it in the other tab: this page follows.',
    screenLanguage: 'Language of the screen', dossier: 'Client file', audience: 'Kind of question', accountant: 'Question for accountant', entrepreneur: 'Question for entrepreneur',
    asClient: (name) => `You ask this question in place of the client: ${name}.`, asYourself: (name) => `You ask this question in your own name: ${name}.`,
    noClient: 'This client file has no known client: you ask in your own name.',
    question: 'Question', send: 'Send', clear: 'Clear', stored: 'Question stored', storedFor: 'Recipients:', back: 'Conversation settings',
    signedOut: 'Your session has ended.', signIn: 'Sign in', failed: 'The server does not answer as expected.', retry: 'Try again', refused: (detail) => `The question was not stored. ${detail}`,
  },
  de: {
    brand: 'Kanzleiportal', title: 'Eine Testfrage stellen', intro: 'Sehen Sie, wer eine Frage nach der aktuellen Teilnahme erhält. Ändern Sie sie im anderen Tab: Diese Seite folgt.',
    screenLanguage: 'Sprache der Seite', dossier: 'Akte', audience: 'Art der Frage', accountant: 'Frage an den Buchhalter', entrepreneur: 'Frage an den Unternehmer',
    asClient: (name) => `Sie stellen diese Frage anstelle des Mandanten: ${name}.`, asYourself: (name) => `Sie stellen diese Frage in Ihrem eigenen Namen: ${name}.`,
    noClient: 'Diese Akte hat keinen bekannten Mandanten: Sie fragen in Ihrem eigenen Namen.',
    question: 'Frage', send: 'Senden', clear: 'Leeren', stored: 'Frage gespeichert', storedFor: 'Empfänger:', back: 'Konversationseinstellungen',
    signedOut: 'Ihre Sitzung ist beendet.', signIn: 'Anmelden', failed: 'Der Server antwortet nicht wie erwartet.', retry: 'Erneut versuchen', refused: (detail) => `Die Frage wurde nicht gespeichert. ${detail}`,
  },
};
const BASE = new URL('.', import.meta.url);
const LANGUAGE_KEY = `${BASE.pathname.slice(1)}conversation-settings/language`;
const STALE_MS = 30_000;

const $ = (id) => document.getElementById(id);
const form = $('composer');
const picker = $('picker');
let texts = TEXTS.fr;
let configuration;
let session;
let team;
let asker;
let readAt = 0;
let asked = 0;

class Failed extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? '');
    Object.assign(this, { status, problem });
  }
}

async function call(path, options = {}) {
  const answer = await fetch(configuration.api + path, { ...options, credentials: 'include' });
  const body = await answer.json().catch(() => undefined);
  if (!answer.ok) throw new Failed(answer.status, body);
  return body;
}

function speak(language) {
  const known = TEXTS[language] ? language : 'fr';
  texts = TEXTS[known];
  document.documentElement.lang = known;
  document.title = texts.title;
  $('language').value = known;
  picker.lang = known;
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = texts[element.dataset.text];
  sayAsker();
}

function tell(text, button) {
  const problem = $('problem');
  problem.hidden = !text;
  problem.querySelector('span').textContent = text ?? '';
  const link = problem.querySelector('a');
  link.hidden = !button;
  if (button) Object.assign(link, { textContent: button.text, href: button.href });
}

function report(error) {
  const here = encodeURIComponent(location.pathname + location.search);
  if (error.status === 401) tell(texts.signedOut, { text: texts.signIn, href: `${signIn(error.problem?.signIn ?? '/sign-in')}?next=${here}` });
  else tell(error.problem ? texts.refused(error.message) : texts.failed, error.problem ? undefined : { text: texts.retry, href: location.href });
}

// As the settings screen has it: a path is below where the API is.
const signIn = (named) => configuration.signIn ?? (/^https?:\/\//.test(named) ? named : configuration.api + (named.startsWith('/') ? named : '/sign-in'));

const audience = () => new FormData(form).get('audience');

// Whoever tries out a question for the accountant asks it as the client, and so sees themself among those asked.
async function offer() {
  const number = ++asked;
  const dossier = $('dossier').value;
  picker.audience = audience();
  let read;
  try {
    read = await call(`/api/dossiers/${encodeURIComponent(dossier)}/team`);
  } catch (error) {
    if (number === asked) report(error);
    return;
  }
  if (number !== asked) return;
  tell();
  readAt = Date.now();
  team = read;
  const client = team.team.find(({ person, role }) => role === 'entrepreneur' && person !== session.user.id);
  asker = audience() === 'accountant' ? client?.person : session.user.id;
  picker.dossier = dossier;
  picker.team = { ...team, me: asker ?? session.user.id };
  sayAsker();
}

function sayAsker() {
  if (!team) return;
  const name = team.people.find(({ id }) => id === asker)?.name;
  const say = audience() === 'accountant' ? texts.asClient : texts.asYourself;
  $('asker').textContent = asker ? say(name ?? session.user.name) : texts.noClient;
}

async function send(event) {
  event.preventDefault();
  const data = new FormData(form);
  const dossier = $('dossier').value;
  const path = `/api/dossiers/${encodeURIComponent(dossier)}/questions`;
  try {
    const { id } = await call(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrfToken },
      body: JSON.stringify({
        audience: data.get('audience'),
        text: data.get('text'),
        recipients: data.getAll('recipients'),
        ...(asker && asker !== session.user.id && { asker }),
      }),
    });
    // What was stored, not what was sent.
    const { questions } = await call(path);
    const stored = questions.find((question) => question.id === id);
    $('stored-text').textContent = stored.text;
    $('stored-recipients').replaceChildren(...stored.recipients.map((person) => {
      const item = document.createElement('li');
      item.dataset.person = person;
      item.dir = 'auto';
      item.textContent = team.people.find(({ id: known }) => known === person)?.name ?? person;
      return item;
    }));
    tell();
    $('stored').hidden = false;
    $('stored').focus();
  } catch (error) {
    report(error);
  }
}

function remembered() {
  try {
    return localStorage.getItem(LANGUAGE_KEY);
  } catch {
    return null;
  }
}

async function start() {
  speak(remembered() ?? navigator.language.slice(0, 2));
  try {
    configuration = await configurationFrom(fetch(new URL('config.json', BASE)), BASE);
    picker.apiBase = configuration.api;
    const directory = call('/api/directory');
    directory.catch(() => {});
    session = await call('/api/session');
    speak(remembered() ?? session.user.profileLanguage?.slice(0, 2) ?? navigator.language.slice(0, 2));
    const { licences } = await directory;
    $('dossier').replaceChildren(...licences.map((licence) => {
      const group = document.createElement('optgroup');
      group.label = licence.name;
      group.append(...licence.dossiers.map(({ id, name }) => new Option(name, id)));
      return group;
    }));
  } catch (error) {
    report(error);
    return;
  }
  const wanted = new URLSearchParams(location.search);
  if (wanted.has('dossier')) $('dossier').value = wanted.get('dossier');
  if (!$('dossier').value) $('dossier').selectedIndex = 0;
  const radio = form.querySelector(`[name=audience][value=${wanted.get('audience') === 'entrepreneur' ? 'entrepreneur' : 'accountant'}]`);
  // Also what "Effacer" goes back to.
  radio.defaultChecked = true;
  radio.checked = true;
  form.hidden = false;
  await offer();
}

function choose() {
  const address = new URL(location.href);
  address.searchParams.set('dossier', $('dossier').value);
  address.searchParams.set('audience', audience());
  history.replaceState(null, '', address);
  $('stored').hidden = true;
  return offer();
}

$('language').addEventListener('change', ({ target }) => speak(target.value));
$('dossier').addEventListener('change', choose);
for (const radio of form.querySelectorAll('[name=audience]')) radio.addEventListener('change', choose);
form.addEventListener('submit', send);
form.addEventListener('reset', () => {
  const dossier = $('dossier').value;
  setTimeout(() => {
    $('dossier').value = dossier;
    choose();
  });
});
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && team && Date.now() - readAt > STALE_MS) offer();
});
start();
