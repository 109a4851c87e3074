// What the requirements work with: the persons, a dossier, and the settings as they were found.
import { Client, DIRECTORY, SESSION, SETTINGS } from './client.mjs';
import { NotChecked, expect, expectETag, expectJson, same } from './expect.mjs';
import * as shapes from './shapes.mjs';

const KNOWN = {
  audiences: ['entrepreneur', 'accountant'],
  frequencies: ['immediately', 'hourly', 'daily', 'weekly', 'never'],
  languages: ['fr', 'nl', 'en', 'de'],
};

export class Kit {
  /**
   * `me` and `other`: the headers that say who somebody is. `other` may be absent, `hidden` (a dossier that `me`
   * has no access to) and `origin` (of pages that use the backend from elsewhere) too.
   */
  constructor({ url, me, other, hidden, origin }) {
    this.me = new Client(url, me);
    this.nobody = new Client(url);
    this.other = other && new Client(url, other);
    this.hidden = hidden;
    this.origin = origin;
  }

  /** Reads what the requirements start from. */
  async begin() {
    this.session = shapes.expectShape(expectJson(await this.me.get(SESSION)), shapes.Session, 'Session');
    const directory = shapes.expectShape(expectJson(await this.me.get(DIRECTORY)), shapes.Directory, 'Directory');
    this.dossiers = directory.licences.flatMap((licence) => licence.dossiers);
    expect(this.dossiers.length > 0, 'a person with at least one dossier', 'an empty directory');
    // Any role but one: a client may set only one audience.
    this.dossier = this.dossiers[0].id;
    [this.audience] = this.offered('audiences');
    this.found = (await this.settings()).value;
    if (this.other) {
      this.othersSession = expectJson(await this.other.get(SESSION));
      const others = expectJson(await this.other.get(DIRECTORY)).licences.flatMap((licence) => licence.dossiers);
      this.hidden ??= others.map(({ id }) => id).find((id) => !this.dossiers.some((dossier) => dossier.id === id));
    }
  }

  /** Of what the session offers, what the app knows. */
  offered(name) {
    const offered = this.session[name].filter((word) => KNOWN[name].includes(word));
    expect(offered.length > 0, `at least one of the ${name} that the app knows: ${KNOWN[name]}`, this.session[name]);
    return offered;
  }

  /** Something that is offered and is not `value`. */
  another(name, value) {
    const found = this.offered(name).find((word) => word !== value);
    if (found === undefined) throw new NotChecked(`the session offers only one of ${name}`);
    return found;
  }

  /** A second person, and nothing else. */
  needsOther() {
    if (!this.other) throw new NotChecked('needs a second person: OTHER_COOKIE or OTHER_HEADERS');
  }

  /** The settings with their version. */
  async settings(client = this.me) {
    const answer = await client.get(SETTINGS);
    const value = shapes.expectShape(expectJson(answer), shapes.Settings, 'Settings');
    return { etag: expectETag(answer), value };
  }

  choice(settings, dossier = this.dossier) {
    return settings.participation[dossier]?.[this.audience];
  }

  /** A patch for one choice. */
  choosing(value, dossier = this.dossier, audience = this.audience) {
    return { participation: { [dossier]: { [audience]: value } } };
  }

  /** Sends a change, based on the present version unless `options` say otherwise. */
  async send(patch, options = {}) {
    const etag = options.etag ?? (await this.settings()).etag;
    return this.me.patch(patch, { csrf: this.session.csrfToken, ...options, etag });
  }

  /** A change that must be accepted: the rejections and the new version. */
  async change(patch, options) {
    const answer = await this.send(patch, options);
    const { rejected } = shapes.expectShape(expectJson(answer), shapes.Rejections, '200 of changeSettings');
    return { etag: expectETag(answer), rejected };
  }

  /** The choice is what `value` says before a check begins. */
  async choose(value) {
    if (this.choice((await this.settings()).value) !== value) await this.change(this.choosing(value ?? null));
  }

  /** Nothing of the settings, nor their version, is another after `act`. */
  async unchanged(act) {
    const before = await this.settings();
    const result = await act(before);
    const after = await this.settings();
    expect(same(after.value, before.value), 'nothing changed', `${this.describe(before.value)} before, ${this.describe(after.value)} after`);
    expect(after.etag === before.etag, 'the version to stay', `${before.etag} before, ${after.etag} after`);
    return result;
  }

  /** Puts the settings back to what was found. */
  async restore() {
    const { etag, value } = await this.settings();
    if (same(value, this.found)) return;
    const participation = {};
    for (const dossier of new Set([value, this.found].flatMap((settings) => Object.keys(settings.participation)))) {
      participation[dossier] = {};
      for (const audience of this.offered('audiences')) {
        participation[dossier][audience] = this.found.participation[dossier]?.[audience] ?? null;
      }
    }
    await this.change({ frequency: this.found.frequency, language: this.found.language ?? null, participation }, { etag });
    const after = (await this.settings()).value;
    expect(same(after, this.found), `the settings as they were found: ${this.describe(this.found)}`, this.describe(after));
  }

  /** Settings in a line: those of the dossier that is worked on, and how many others there are. */
  describe({ participation, ...rest }) {
    const { [this.dossier]: own, ...others } = participation;
    return JSON.stringify({ ...rest, participation: { [this.dossier]: own, 'other dossiers': Object.keys(others).length } });
  }
}
