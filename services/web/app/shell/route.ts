/** What a screen is made of: its address, its name, who may see it, and where its code is. */
import type { Permission } from '@balcao/contracts/permissions.ts';
import type { ComponentType } from 'react';
import type { Text } from '../i18n/language.ts';
import type { MenuIcon } from './menu-icons.ts';

export interface RouteDefinition {
  /** A pattern such as `/products/:id`; parameters are read with wouter's `useParams`. */
  path: string;
  title: Text;
  /** Null: whoever is logged in. */
  permission: Permission | null;
  /** Screens with an icon are in the menu, in the order of the table. */
  icon?: MenuIcon;
  /** `full`: the screen fills the window, without menu and header (the till). */
  frame?: 'desk' | 'full';
  /** Loaded when it is first shown. */
  load: () => Promise<{ Screen: ComponentType }>;
  /** Asks the shop for what the screen shows, where the app begins with it: while the app itself is still on its way. */
  begin?: () => void;
}

/** A part of the menu: the screens of one subject. */
export interface RouteGroup {
  title: Text;
  routes: RouteDefinition[];
}
