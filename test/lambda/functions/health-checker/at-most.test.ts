import { atMost } from '../../../../lambda/functions/health-checker/at-most';

test('no more than the limit run at the same time, also where some fail', async () => {
  const limited = atMost(3);
  let running = 0;
  let most = 0;
  const work = async (index: number) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, index % 3));
    running -= 1;
    if (index % 4 === 0) throw new Error('failed');
    return index;
  };

  const outcomes = await Promise.allSettled(Array.from({ length: 40 }, (_, index) => limited(() => work(index))));

  expect(most).toBe(3);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(30);
});
