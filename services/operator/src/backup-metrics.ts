/** What Prometheus is told of backups: by the leader, from what it knows of them when it is asked. */
import { Gauge, type Registry } from 'prom-client';
import type { BackupFigures } from './specs/backup-figures.ts';

export interface BackupMetrics {
  /** Tells these from now on; answers what ends it. */
  show(read: () => BackupFigures): () => void;
}

const gauges = [
  {
    figure: 'verified',
    name: 'balcao_backup_verified',
    help: 'By Backup: 1 proven, 0 the last drill failed; absent where there was no drill.',
    labelNames: ['shop', 'backup'],
  },
  {
    figure: 'age',
    name: 'balcao_backup_age_seconds',
    help: 'By schedule: since the minute of its newest Backup that is Ready; +Inf where there is none.',
    labelNames: ['shop', 'schedule'],
  },
  {
    figure: 'dueAge',
    name: 'balcao_backup_due_age_seconds',
    help: 'By schedule: since a Backup was last due; absent while it is suspended or was never due.',
    labelNames: ['shop', 'schedule'],
  },
] as const;

export function createBackupMetrics(registry: Registry): BackupMetrics {
  let shown: (() => BackupFigures) | undefined;
  for (const { figure, labelNames, ...gauge } of gauges)
    new Gauge({
      ...gauge,
      labelNames: [...labelNames],
      registers: [registry],
      collect() {
        this.reset();
        for (const { labels, value } of shown?.()[figure] ?? []) this.set(labels, value);
      },
    });
  return {
    show(read) {
      shown = read;
      return () => {
        if (shown === read) shown = undefined;
      };
    },
  };
}
