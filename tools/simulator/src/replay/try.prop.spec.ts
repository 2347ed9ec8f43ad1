import { replayables } from './replay';
it('tries', async () => {
  for (const deaths of [0, 3]) {
    const begun = performance.now();
    const { histories, leftOut } = await replayables(1, 20, { scenes: 12, deaths, begins: '2026-11-21T11:00:00Z' });
    console.log(leftOut, performance.now() - begun, JSON.stringify(histories.map(({ seed }) => seed)), JSON.stringify(histories.slice(0,2).map(h => h.scenes.at(-1)!), null, 1));
  }
}, 300000);
