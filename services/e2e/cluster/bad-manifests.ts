/** Manifests that the API server itself has to refuse, each with what it has to say. */
import { badBackups, changedBackups } from './bad-backups.ts';
import { badChannels } from './bad-channels.ts';
import { badFeeds } from './bad-feeds.ts';
import { type BadManifest, rows } from './bad-manifest.ts';
import { badRules } from './bad-rules.ts';

export const badManifests: readonly BadManifest[] = [
  ...badFeeds,
  ...badRules,
  ...badChannels,
  ...badBackups,
  {
    what: 'a name of 64 letters',
    kind: 'PriceFeed',
    spec: {},
    name: 'a'.repeat(64),
    message: 'metadata.name has at most 63 characters',
  },
];

/** Changes of the good manifest of that kind, which exists. */
export const badChanges: readonly BadManifest[] = [
  ...changedBackups,
  ...rows('PriceFeed', [
    [
      'another symbol',
      { symbol: 'EUR-BRL' },
      'symbol cannot be changed: its quotes are stored under it',
    ],
    [
      'an adoption afterwards',
      { adoptId: '0197f0c0-0000-7000-8000-000000000001' },
      'adoptId cannot be changed',
    ],
  ]),
  ...rows('NotificationChannel', [
    [
      'another type',
      { target: { type: 'slack' } },
      'target.type cannot be changed: make another channel',
    ],
  ]),
];
