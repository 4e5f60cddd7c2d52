/** A rule's condition in one sentence. */
import type { RuleCondition } from '@balcao/contracts/api/market-rules.ts';
import { type Language, useLanguage } from '../i18n/language.ts';
import { priceText } from './price-text.ts';

const arrows = { up: '▲', down: '▼', either: '▲▼', below: '▼', above: '▲' };

const steps: [number, string][] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** `90000` → `25 h`: the largest unit that divides it. */
function durationText(seconds: number): string {
  const [size, unit] = steps.find(([each]) => seconds % each === 0) ?? [1, 's'];
  return `${seconds / size} ${unit}`;
}

/** `▲ 3 % in 1 d`, `▼ mean of 20 h`, `▲ 5,50`. */
function conditionText(condition: RuleCondition, language: Language): string {
  const isEnglish = language === 'en';
  const percent = (value: number) => `${value.toLocaleString(language)} %`;
  switch (condition.kind) {
    case 'change': {
      const { direction, windowSeconds } = condition;
      const within = isEnglish ? 'in' : 'em';
      return `${arrows[direction]} ${percent(condition.percent)} ${within} ${durationText(windowSeconds)}`;
    }
    case 'mean':
      return `${arrows[condition.direction]} ${meanText(condition.windowSeconds, isEnglish)}`;
    case 'deviation': {
      const { direction, windowSeconds } = condition;
      const from = isEnglish ? 'from' : 'da';
      return `${arrows[direction]} ${percent(condition.percent)} ${from} ${meanText(windowSeconds, isEnglish)}`;
    }
    case 'threshold':
      return `${arrows[condition.direction]} ${priceText(condition.price, language)}`;
    case 'absent':
      return `${isEnglish ? 'silent for' : 'sem cotação há'} ${durationText(condition.afterSeconds)}`;
  }
}

const meanText = (windowSeconds: number, isEnglish: boolean) =>
  `${isEnglish ? 'mean of' : 'média de'} ${durationText(windowSeconds)}`;

export function useConditionText(): (condition: RuleCondition) => string {
  const language = useLanguage();
  return (condition) => conditionText(condition, language);
}
