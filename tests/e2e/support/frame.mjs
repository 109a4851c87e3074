// When what was done is on the screen: counts, and whatever else is not beside the control that was used, are
// brought up to date in the callback of the next frame.
export const painted = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
