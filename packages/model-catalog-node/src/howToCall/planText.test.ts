import type { OfferingPlan } from '@model-catalog/common';
import { planText } from './planText';

const plan = (...limits: OfferingPlan['limits']): OfferingPlan => ({
  ...{ systemName: 'trial', title: 'Trial', published: true },
  ...{ approvalRequired: false, limits },
});

describe('a plan', () => {
  it.each([
    [plan(), 'Trial'],
    [
      plan({ metric: 'hits', period: 'minute', value: 5 }),
      'Trial (5 hits per minute)',
    ],
    [
      plan(
        { metric: 'hits', period: 'eternity', value: 10 },
        { metric: 'tokens', period: '30s', value: 100000 },
        { metric: 'bytes', period: 'month', value: 1234567 },
        { metric: 'calls', period: 'day', value: 1000 },
      ),
      'Trial (10 hits in all, 100,000 tokens per 30s, 1,234,567 bytes per month, 1,000 calls per day)',
    ],
  ])('%# tells what it limits', (given, text) => {
    expect(planText(given)).toBe(text);
  });

  it('does not tell more than a few limits', () => {
    const many = Array.from({ length: 9 }, (_, value) => ({
      ...{ metric: 'hits', period: 'day', value },
    }));
    expect(planText(plan(...many)).match(/per day/g)).toHaveLength(4);
    expect(planText(plan(...many))).toContain('and others');
  });
});
