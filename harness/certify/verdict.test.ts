import { expect, test } from 'vitest';
import { VERDICTS, worst } from '#harness/certify/verdict.js';

test('the worst of two verdicts is the later one in the list', () => {
  for (const [better, a] of VERDICTS.entries()) {
    for (const b of VERDICTS.slice(better)) {
      expect(worst([a, b])).toBe(b);
      expect(worst([b, a])).toBe(b);
    }
  }
});

// Which is why a tally also asks whether anything was compared.
test('the worst of no verdicts is a pass', () => {
  expect(worst([])).toBe('pass');
});
