// What the floor reads, and the constants of its page.
export const COLUMNS = ['entrepreneur', 'accountant'] as const;
export const LABELS = { entrepreneur: 'Entrepreneur', accountant: 'Accountant' };
export const FREQUENCIES = ['immediately', 'hourly', 'daily', 'weekly', 'never'];
export const LANGUAGES = ['en', 'fr', 'nl', 'de'];
export const ROW_HEIGHT = 44;
export const OVERSCAN = 4;

export type ApiData = {
  profile: { language: string };
  preferences: { frequency: string; language: string | null };
  licences: {
    id: string;
    name: string;
    dossiers: { id: string; name: string; number: string; manager: boolean; participation: Record<(typeof COLUMNS)[number], boolean> }[];
  }[];
};

/** Case- and diacritic-insensitive form of a text. Plain ASCII takes the short way. */
export const fold = (s: string) =>
  (/^[\x00-\x7f]*$/.test(s) ? s : s.normalize('NFD').replace(/\p{M}/gu, '')).toLowerCase();

export const triState = (n: number, of: number) => (n === 0 ? 'false' : n === of ? 'true' : 'mixed') as 'false' | 'true' | 'mixed';

export const loadData = async (): Promise<ApiData> => (await fetch('/api/data.json')).json();

/** Marks the moment after the frame with the first rows was painted. */
export function markReady() {
  requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('app-ready')));
}
