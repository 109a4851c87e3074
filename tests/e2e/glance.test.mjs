// The small picture of a licence: drawn from the numbers that stand beside it in words, and only for the eye.
import assert from 'node:assert/strict';
import { eventually, test } from './support/browser.mjs';
import { audit } from './support/axe.mjs';

// For each licence what its picture shows, and what its words say.
const pictures = (page) =>
  page.$$eval('.licence:not([hidden])', (all) =>
    all.map((licence) => {
      const glance = licence.querySelector('.glance');
      const share = (part) => parseFloat(getComputedStyle(glance, part).inlineSize) / glance.getBoundingClientRect().width;
      const [on, of] = licence.querySelector('.bulk[data-column=accountant] .count').textContent.match(/\d+/g).map(Number);
      const without = Number(licence.querySelector('.licence-without').textContent.match(/\d+/)?.[0] ?? 0);
      return { hidden: glance.getAttribute('aria-hidden'), on: [share('::before'), on / of], without: [share('::after'), without / of] };
    }),
  );

const agree = async (page) => {
  const all = await pictures(page);
  assert.ok(all.length > 0);
  for (const { hidden, on, without } of all) {
    assert.equal(hidden, 'true');
    for (const [drawn, said] of [on, without]) assert.ok(Math.abs(drawn - said) < 0.02, JSON.stringify(all));
  }
};

for (const [name, options] of Object.entries({
  light: {},
  '320-px': { viewport: { width: 320, height: 700 } },
  'dark-forced-colours': { colorScheme: 'dark', forcedColors: 'active' },
})) {
  test(`the picture agrees with the words (${name}), also after a change and under a filter`, options, async ({ screen, page }) => {
    await agree(page);
    await screen.bulk('accountant', 'lic-1').click();
    await screen.bulk('accountant', 'lic-1').evaluate((box) => box.indeterminate || box.checked || box.click());
    await eventually(() => agree(page));
    await screen.filter('unmanaged').check();
    await eventually(() => agree(page));
    assert.deepEqual(await audit(page), []);
  });
}
