// axe-core with every rule that applies, also those that are off by default.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const OPTIONS = {
  runOnly: {
    type: 'tag',
    values: ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice', 'experimental'],
  },
  rules: { 'target-size': { enabled: true }, 'color-contrast-enhanced': { enabled: true } },
  resultTypes: ['violations'],
};

// What axe finds on the page as it is, one line for each rule.
export async function audit(page) {
  // By evaluation: a script element would violate the page's own security policy.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  // What is half under the sticky header counts as a small target, wherever one happens to be.
  await page.evaluate(() => scrollTo(0, 0));
  const { violations } = await page.evaluate((options) => globalThis.axe.run(document, options), OPTIONS);
  return violations.map(({ id, nodes }) => {
    const [{ target, any, all, none }] = nodes;
    return `${id}, ${nodes.length} times, first at ${target.join(' ')}: ${[...any, ...all, ...none][0]?.message}`;
  });
}
