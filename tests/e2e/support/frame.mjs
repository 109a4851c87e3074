// When what was done is on the screen: counts, and whatever else is not beside the control that was used, are
// brought up to date in the callback of the next frame.
import { setTimeout as after } from 'node:timers/promises';

export const painted = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** Has every action on the page wait until what it led to is painted: nobody sees it before. */
export function paintAfterActions(page) {
  waits(page.keyboard, ['press'], () => page);
  waits(Object.getPrototypeOf(page.locator('html')), ['check', 'click', 'fill', 'press', 'selectOption', 'uncheck'], (locator) => locator.page());
}

function waits(actor, actions, pageOf) {
  for (const action of actions.filter((name) => !actor[name].waits)) {
    const act = actor[action];
    actor[action] = async function (...args) {
      const result = await act.apply(this, args);
      // The action may have led away from the page, or closed it; and a page in the background paints nothing.
      await Promise.race([painted(pageOf(this)).catch(() => {}), after(500)]);
      return result;
    };
    actor[action].waits = true;
  }
}
