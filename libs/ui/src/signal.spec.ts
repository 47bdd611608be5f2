import { expect, test } from '@jest/globals';
import { signal } from './signal.js';

test('a signal tells its listeners of changes, until they leave', () => {
  const source = signal(1);
  const heard: number[] = [];
  const leave = source.subscribe(() => heard.push(source.value));
  source.value = 2;
  source.value = 2;
  source.value = 3;
  leave();
  source.value = 4;
  expect(heard).toEqual([2, 3]);
  expect(source.value).toBe(4);
});
