/** A screen's code, loaded once; what is here already is shown at once. */
import type { ComponentType } from 'react';
import type { RouteDefinition } from './route.ts';

const loaded = new Map<RouteDefinition, ComponentType>();

/** Rejects where it cannot be had now; it is asked for again at the next attempt. */
export async function loadScreen(route: RouteDefinition): Promise<ComponentType> {
  const { Screen } = await route.load();
  loaded.set(route, Screen);
  return Screen;
}

/** Undefined while it is not here. */
export const loadedScreen = (route: RouteDefinition): ComponentType | undefined =>
  loaded.get(route);
