/** A gauge whose values are looked up when somebody asks for them. */
import { Gauge, type GaugeConfiguration } from 'prom-client';

export interface LiveGauge {
  /** Shows what `read` answers under these labels; answers what ends it. */
  show(labels: Record<string, string>, read: () => number): () => void;
}

export function createLiveGauge(configuration: GaugeConfiguration<string>): LiveGauge {
  const shown = new Map<Record<string, string>, () => number>();
  new Gauge({
    ...configuration,
    collect() {
      this.reset();
      for (const [labels, read] of shown) this.set(labels, read());
    },
  });
  return {
    show(labels, read) {
      shown.set(labels, read);
      return () => void shown.delete(labels);
    },
  };
}
