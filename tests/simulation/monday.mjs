// What a Monday morning of many accountants costs, computed from what visit.mjs measured.
//   node tests/simulation/monday.mjs [accountants]

const ACCOUNTANTS = Number(process.argv[2] ?? 100_000);

/** How many people have how many dossiers, and what visit.mjs measured for them: brotli bytes of the whole answers. */
const PEOPLE = [
  { share: 0.6, dossiers: 10, directory: 1_200, settings: 200 },
  { share: 0.39, dossiers: 1_000, directory: 28_000, settings: 600 },
  { share: 0.01, dossiers: 50_000, directory: 1_232_000, settings: 20_000 },
];
/** The bundle in brotli, and the files that each visit asks about. */
const BUNDLE = { bytes: 245_000, requests: 11, revalidated: 4 };
const SESSION = 200;
/** Head of an answer; with 304 there is nothing else. */
const HEAD = 300;

/** A visit: its reads, and how often a person changes something and comes back to the tab. */
const READS = 4;
const CHANGES = 3;
const RETURNS = 2;
const REQUESTS = READS + CHANGES + RETURNS;

/** People arriving a second at the busiest moment, by the shape of the morning. */
const CURVES = {
  'normal around 8:45, two thirds within ±30 min': ACCOUNTANTS / (30 * 60 * Math.sqrt(2 * Math.PI)),
  'normal, two thirds within ±10 min': ACCOUNTANTS / (10 * 60 * Math.sqrt(2 * Math.PI)),
  'evenly within 5 min, after a mail to all': ACCOUNTANTS / (5 * 60),
};
/** How many find a directory, and settings, other than those that their browser has. */
const CHANGED = [0, 0.2, 1];

const mean = (bytes) => PEOPLE.reduce((sum, person) => sum + person.share * bytes(person), 0);

console.log(`${ACCOUNTANTS} accountants, ${REQUESTS} requests of the API each: ${READS} reads, ${CHANGES} changes, ${RETURNS} returns to the tab\n`);
console.log('| morning | arrivals/s | API requests/s | directories changed | API, MB/s | API, GB in all | CDN requests/s |');
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const [name, arrivals] of Object.entries(CURVES)) {
  for (const changed of CHANGED) {
    const bytes = REQUESTS * HEAD + SESSION + changed * mean(({ directory, settings }) => directory + settings);
    const cells = [
      name,
      arrivals.toFixed(0),
      (arrivals * REQUESTS).toFixed(0),
      `${changed * 100} %`,
      ((arrivals * bytes) / 1e6).toFixed(2),
      ((ACCOUNTANTS * bytes) / 1e9).toFixed(1),
      (arrivals * BUNDLE.revalidated).toFixed(0),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}
const busiest = Math.max(...Object.values(CURVES));
console.log(`\nAfter a release the CDN sends ${((ACCOUNTANTS * BUNDLE.bytes) / 1e9).toFixed(0)} GB, at most ${((busiest * BUNDLE.bytes) / 1e6).toFixed(0)} MB/s.`);
