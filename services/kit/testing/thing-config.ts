/** The settings of the small service. */
import { z } from 'zod';
import { setting } from '../config.ts';
import { baseSettings } from '../settings.ts';

export const settings = {
  ...baseSettings(0),
  consumes: setting(
    'CONSUMES',
    z.string().default(''),
    'the event type that it answers with the next',
  ),
  queue: setting('QUEUE', z.string().default('things'), 'the queue that it listens to'),
  publishes: setting('PUBLISHES', z.string().default('thing.happened'), 'the type of its events'),
};

export const migrations = new URL('./migrations/', import.meta.url);
