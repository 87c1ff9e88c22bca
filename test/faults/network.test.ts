import { fault } from './fault.js';
fault(1, 'offline', {}, async ({ open, track, collector, recover }) => {
  const page = await open();
  await collector.refuse();
  await track(page, 50);
  await page.close();
  await recover();
});
fault(3, 'an answer that is lost after the rows were stored makes no second row', { repeated: 30 }, async (scene) => {
  const page = await scene.open();
  scene.collector.next({ type: 'cut-after-storing' });
  await scene.track(page, 30);
  await scene.delivered();
});
