/** A list's filters are in the address, so that a reload, a link and the way back keep them. */
import { useSearchParams } from 'wouter';

/** The text of a filter, `''` where it is not set, and how to set it (`''` takes it away). */
export function useFilter(name: string): [string, (value: string) => void] {
  const [search, setSearch] = useSearchParams();
  const set = (value: string) =>
    setSearch(
      (former) => {
        const next = new URLSearchParams(former);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return [search.get(name) ?? '', set];
}
