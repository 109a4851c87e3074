// Reads config.json, which `public/config.schema.json` describes. What is wrong in it is named in the console, and its
// default used instead; only without a usable `apiBase` there is no point in going on.

/** The languages of the screen. */
const LANGUAGES = ['fr', 'nl', 'en', 'de'];

const FEATURES = ['offline', 'recommendation', 'shortcuts', 'spreadsheet', 'testQuestion'];

/** Nothing works with this configuration. */
export class Unusable extends Error {}

/**
 * @typedef {object} Configuration
 * @property {string} base the path that the app is under: `/` or `/portal/settings/`
 * @property {string} api what comes before `/api/…`
 * @property {string} tenant names the backend where more than one is used from this origin
 * @property {string=} signIn
 * @property {string=} brand
 * @property {string=} logo
 * @property {string=} accent
 * @property {string[]} languages
 * @property {Record<string, boolean>} features
 * @property {string=} errorReports
 */

/**
 * @param {Promise<Response>} answer of config.json
 * @param {URL} base where the app is
 * @returns {Promise<Configuration>}
 */
export async function configurationFrom(answer, base) {
  const given = await read(await answer);
  const wrong = (path, expected) => console.error(`config.json: ${path}: ${expected}`);
  /** @type {Configuration} */
  const configuration = {
    base: base.pathname,
    api: '',
    tenant: '',
    languages: LANGUAGES,
    features: Object.fromEntries(FEATURES.map((name) => [name, true])),
  };
  const url = (value) => {
    try {
      return new URL(value, base);
    } catch {
      return undefined;
    }
  };
  // A page that came by https may ask nobody by http.
  const isSafe = (address) => address && (address.protocol === 'https:' || address.protocol === location.protocol);
  const address = (name) => (value) => {
    const found = typeof value === 'string' && value && url(value);
    if (found && isSafe(found)) configuration[name] = found.href;
    else wrong(name, `a URL, by ${location.protocol === 'https:' ? 'https' : 'http or https'}`);
  };
  const fields = {
    $schema: () => {},
    apiBase: (value) => {
      const found = typeof value === 'string' && value && url(value);
      if (!found || !isSafe(found) || found.search || found.hash) {
        const message = 'apiBase: the URL that /api/ is below, without ? and #';
        wrong('apiBase', message.slice(9));
        throw new Unusable(message);
      }
      configuration.api = found.href;
    },
    signIn: address('signIn'),
    errorReports: address('errorReports'),
    brand: (value) => {
      if (typeof value === 'string' && value.trim()) configuration.brand = value.trim();
      else wrong('brand', 'a text that is not empty');
    },
    logo: (value) => {
      const found = typeof value === 'string' && value && url(value);
      if (found && found.origin === location.origin) configuration.logo = found.href;
      else wrong('logo', 'the URL of a picture on the same origin as the app');
    },
    accent: (value) => {
      if (typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value)) configuration.accent = value.toLowerCase();
      else wrong('accent', 'a colour such as "#0a4ea6"');
    },
    languages: (value) => {
      const isList = Array.isArray(value) && value.length > 0 && new Set(value).size === value.length;
      if (isList && value.every((language) => LANGUAGES.includes(language))) configuration.languages = value;
      else wrong('languages', `one or more of ${LANGUAGES.join(', ')}, each once`);
    },
    features: (value) => {
      if (!isObject(value)) return wrong('features', 'an object');
      for (const [name, isOn] of Object.entries(value)) {
        if (!FEATURES.includes(name)) wrong(`features.${name}`, `not known; there are ${FEATURES.join(', ')}`);
        else if (typeof isOn !== 'boolean') wrong(`features.${name}`, 'true or false');
        else configuration.features[name] = isOn;
      }
    },
  };
  for (const [name, value] of Object.entries(given)) {
    if (Object.hasOwn(fields, name)) fields[name](value);
    else wrong(name, `not known; there are ${Object.keys(fields).slice(1).join(', ')}`);
  }
  const api = new URL(configuration.api || base);
  const path = api.pathname.replace(/\/+$/, '');
  const isHere = api.origin === location.origin;
  configuration.api = isHere ? path : api.origin + path;
  configuration.tenant = isHere ? path.slice(1) : configuration.api;
  return configuration;
}

/**
 * @param {Response} answer
 * @returns {Promise<object>}
 */
async function read(answer) {
  // Some hosts answer with a page where there is no file.
  const isPage = answer.ok && answer.headers.get('Content-Type')?.startsWith('text/html');
  if (isPage || answer.status === 404 || answer.status === 410) return {};
  if (!answer.ok) throw new Error(`${answer.status} config.json`);
  const text = await answer.text();
  let given;
  try {
    given = JSON.parse(text);
  } catch (error) {
    throw unusable(`no JSON: ${error.message}`);
  }
  if (!isObject(given)) throw unusable('an object is expected');
  return given;
}

function unusable(message) {
  console.error(`config.json: ${message}`);
  return new Unusable(message);
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
